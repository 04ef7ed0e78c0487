//! `/api/resources`: API resources and their scopes (Management API contract §6).

mod body;
mod create;
mod delete;
mod get;
mod list;
mod scopes;
mod set_default;
#[cfg(test)]
mod tests;
mod update;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, patch},
};
use operations::Services;

pub(crate) use body::{resource_body, scope_body, scope_with_resource_body};

/// The routes of this folder.
pub(crate) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/api/resources", get(list::list_resources).post(create::create_resource))
        .route(
            "/api/resources/{id}",
            get(get::get_resource).patch(update::update_resource).delete(delete::delete_resource),
        )
        .route("/api/resources/{id}/is-default", patch(set_default::set_default_resource))
        .route(
            "/api/resources/{id}/scopes",
            get(scopes::list::list_scopes).post(scopes::create::create_scope),
        )
        .route(
            "/api/resources/{id}/scopes/{scope_id}",
            patch(scopes::update::update_scope).delete(scopes::delete::delete_scope),
        )
}
