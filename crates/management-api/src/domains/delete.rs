//! `DELETE /api/domains/{id}`

use axum::extract::Path;
use http_kit::{ApiError, NoContent};

use super::not_configured;
use crate::ManagementContext;

/// Removes a domain. As the wire has it, that there is no provider is told before that there is no domain.
pub(super) async fn delete_domain(
    _: ManagementContext,
    Path(_): Path<String>,
) -> Result<NoContent, ApiError> {
    Err(not_configured())
}
