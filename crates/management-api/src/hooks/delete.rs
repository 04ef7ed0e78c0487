//! `DELETE /api/hooks/{id}`

use axum::extract::Path;
use domain::HookId;
use http_kit::{ApiError, NoContent};

use crate::ManagementContext;

/// Deletes a webhook with what waits for it; its past deliveries stay in the log.
pub(super) async fn delete_hook(
    context: ManagementContext,
    Path(id): Path<HookId>,
) -> Result<NoContent, ApiError> {
    if store::hook::delete(context.exec(), context.tenant(), &id).await? {
        Ok(NoContent)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
