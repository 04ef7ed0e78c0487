//! `/api/organizations` (Management API contract §2): organizations, their users and applications, and the roles these hold there.
//!
//! The roles and scopes themselves are in `organization_roles` and `organization_scopes`.

mod applications;
mod body;
mod create;
mod delete;
mod get;
mod list;
mod members;
#[cfg(test)]
mod tests;
mod update;
mod users;

use std::sync::Arc;

use axum::{
    Router,
    routing::{delete, get, post},
};
use domain::{ApplicationId, UserId};
use operations::Services;

pub use body::organization_body;
pub(crate) use body::{
    Body, MAX_DESCRIPTION, MAX_NAME, organization_with_roles_body, removed, search_text, violation,
};
pub use create::new_organization;

/// The routes of this resource.
pub(crate) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/api/organizations", get(list::list_organizations).post(create::create_organization))
        .route(
            "/api/organizations/{id}",
            get(get::get_organization).patch(update::update_organization).delete(delete::delete_organization),
        )
        .merge(user_routes())
        .merge(application_routes())
}

fn user_routes() -> Router<Arc<Services>> {
    Router::new()
        .route(
            "/api/organizations/{id}/users",
            get(users::list_users).post(users::add_users).put(users::replace_users),
        )
        .route("/api/organizations/{id}/users/roles", post(users::give_roles))
        .route("/api/organizations/{id}/users/{userId}", delete(members::remove_member::<UserId>))
        .route(
            "/api/organizations/{id}/users/{userId}/roles",
            get(members::list_roles::<UserId>).post(users::add_roles).put(users::replace_roles),
        )
        .route(
            "/api/organizations/{id}/users/{userId}/roles/{organizationRoleId}",
            delete(members::remove_role::<UserId>),
        )
        .route("/api/organizations/{id}/users/{userId}/scopes", get(users::list_scopes))
}

fn application_routes() -> Router<Arc<Services>> {
    Router::new()
        .route(
            "/api/organizations/{id}/applications",
            get(applications::list_applications)
                .post(applications::add_applications)
                .put(applications::replace_applications),
        )
        .route("/api/organizations/{id}/applications/roles", post(applications::give_roles))
        .route(
            "/api/organizations/{id}/applications/{applicationId}",
            delete(members::remove_member::<ApplicationId>),
        )
        .route(
            "/api/organizations/{id}/applications/{applicationId}/roles",
            get(members::list_roles::<ApplicationId>)
                .post(applications::add_roles)
                .put(applications::replace_roles),
        )
        .route(
            "/api/organizations/{id}/applications/{applicationId}/roles/{organizationRoleId}",
            delete(members::remove_role::<ApplicationId>),
        )
}
