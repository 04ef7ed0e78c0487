//! `/api/users` (Management API contract §5.1–5.4): users, their passwords, their global roles and their organizations.

mod body;
mod create;
mod custom_data;
mod delete;
mod get;
mod has_password;
mod list;
mod organizations;
mod password;
mod profile;
mod roles;
mod suspend;
#[cfg(test)]
mod tests;
mod update;

use std::sync::Arc;

use axum::{
    Router,
    routing::{delete, get, patch, post},
};
pub(crate) use body::user_info;
use operations::Services;

/// The routes of this resource.
pub(crate) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/api/users", get(list::list_users).post(create::create_user))
        .route(
            "/api/users/{userId}",
            get(get::get_user).patch(update::update_user).delete(delete::delete_user),
        )
        .route(
            "/api/users/{userId}/custom-data",
            get(custom_data::get_custom_data).patch(custom_data::patch_custom_data),
        )
        .route("/api/users/{userId}/profile", patch(profile::patch_profile))
        .route("/api/users/{userId}/password", patch(password::set_password))
        .route("/api/users/{userId}/password/verify", post(password::verify_password))
        .route("/api/users/{userId}/has-password", get(has_password::has_password))
        .route("/api/users/{userId}/is-suspended", patch(suspend::set_suspended))
        .route("/api/users/{userId}/organizations", get(organizations::list_organizations))
        .route(
            "/api/users/{userId}/roles",
            get(roles::list_roles).post(roles::add_roles).put(roles::replace_roles),
        )
        .route("/api/users/{userId}/roles/{roleId}", delete(roles::remove_role))
}
