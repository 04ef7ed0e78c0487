//! `/api/secrets`: tokens of other services that a connector has kept for a user. None keeps any, so there are none.

use axum::extract::Path;
use http_kit::{ApiError, NoContent};

use crate::{ManagementContext, routes::ApiRoutes};

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Secrets").delete("/api/secrets/{id}", delete_secret)
}

/// Deletes a kept secret; none is ever found.
async fn delete_secret(_context: ManagementContext, Path(_): Path<String>) -> Result<NoContent, ApiError> {
    Err(ApiError::not_found("entity.not_found"))
}
