//! `DELETE /api/domains/{id}`

use axum::{extract::Path, http::StatusCode};
use http_kit::ApiError;

use super::not_configured;
use crate::ManagementContext;

/// Removes a domain. As the wire has it, that there is no provider is told before that there is no domain.
pub(super) async fn delete_domain(_: ManagementContext, Path(_): Path<String>) -> Result<StatusCode, ApiError> {
    Err(not_configured())
}
