//! `DELETE /api/one-time-tokens/{id}`

use axum::extract::Path;
use domain::OneTimeTokenId;
use http_kit::{ApiError, NoContent};
use store::one_time_token;

use crate::ManagementContext;

/// Deletes a token: it can no longer be used.
pub(super) async fn delete_token(
    context: ManagementContext,
    Path(id): Path<OneTimeTokenId>,
) -> Result<NoContent, ApiError> {
    if one_time_token::delete(context.exec(), context.tenant(), &id).await? {
        Ok(NoContent)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
