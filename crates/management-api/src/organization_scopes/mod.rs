//! `/api/organization-scopes` (Management API contract §3.2): the permissions of the organization template.

mod body;
mod create;
mod delete;
mod get;
mod list;
#[cfg(test)]
mod tests;
mod update;

use std::sync::Arc;

use axum::{Router, routing::get};
use operations::Services;

pub(crate) use body::scope_body;

/// The routes of this resource.
pub(crate) fn routes() -> Router<Arc<Services>> {
    Router::new().route("/api/organization-scopes", get(list::list_scopes).post(create::create_scope)).route(
        "/api/organization-scopes/{id}",
        get(get::get_scope).patch(update::update_scope).delete(delete::delete_scope),
    )
}
