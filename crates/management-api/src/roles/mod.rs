//! `/api/roles`: global roles, their scopes, and the users and applications that hold them (Management API contract §7).

mod applications;
mod body;
mod create;
mod delete;
mod get;
mod list;
mod scopes;
#[cfg(test)]
mod tests;
mod update;
mod users;

use std::sync::Arc;

use axum::{
    Router,
    routing::{delete, get},
};
use operations::Services;

pub(crate) use body::role_body;

/// The routes of this folder.
pub(crate) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/api/roles", get(list::list_roles).post(create::create_role))
        .route("/api/roles/{id}", get(get::get_role).patch(update::update_role).delete(delete::delete_role))
        .route("/api/roles/{id}/scopes", get(scopes::list::list_scopes).post(scopes::add::add_scopes))
        .route("/api/roles/{id}/scopes/{scope_id}", delete(scopes::remove::remove_scope))
        .route("/api/roles/{id}/users", get(users::list::list_users).post(users::add::add_users))
        .route("/api/roles/{id}/users/{user_id}", delete(users::remove::remove_user))
        .route(
            "/api/roles/{id}/applications",
            get(applications::list::list_applications).post(applications::add::add_applications),
        )
        .route(
            "/api/roles/{id}/applications/{application_id}",
            delete(applications::remove::remove_application),
        )
}
