//! The Management API (`/api`): what a product's back end does with a machine-to-machine token, in the wire of the Management API contract.
//!
//! One folder a resource, one file an operation. A handler extracts, authorizes (by taking a [`ManagementContext`]), makes one call to
//! `store` or `operations`, and answers. This crate knows neither SQL nor the other endpoint crates.

mod applications;
pub mod context;
mod organization_roles;
mod organization_scopes;
mod organizations;
mod resources;
mod roles;
mod rules;
mod search;
#[cfg(test)]
mod test_api;
#[cfg(test)]
mod test_server;
mod users;

use std::sync::Arc;

use axum::{
    Router,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
};
use operations::Services;

pub use context::{Caller, ManagementContext};
pub use organizations::{new_organization, organization_body};

/// Every route of the Management API, with paths that begin with `/api`. Unknown paths are left to the caller's router.
pub fn router(services: Arc<Services>) -> Router {
    Router::new()
        .merge(applications::routes())
        .merge(organizations::routes())
        .merge(organization_roles::routes())
        .merge(organization_scopes::routes())
        .merge(resources::routes())
        .merge(roles::routes())
        .merge(users::routes())
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn(http_kit::layers::entity_tags))
        .with_state(services)
}

/// 405 in plain text, before any check of credentials (Management API contract §1.2); `OPTIONS` is answered by it too. The router adds
/// `Allow`.
async fn method_not_allowed(method: axum::http::Method) -> Response {
    if method == axum::http::Method::OPTIONS {
        return StatusCode::OK.into_response();
    }
    (StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed").into_response()
}
