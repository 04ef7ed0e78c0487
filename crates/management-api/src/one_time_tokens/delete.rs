//! `DELETE /api/one-time-tokens/{id}`

use axum::{extract::Path, http::StatusCode};
use domain::OneTimeTokenId;
use http_kit::ApiError;
use store::one_time_token;

use crate::ManagementContext;

/// Deletes a token: it can no longer be used.
pub(super) async fn delete_token(
    context: ManagementContext,
    Path(id): Path<OneTimeTokenId>,
) -> Result<StatusCode, ApiError> {
    if one_time_token::delete(context.exec(), context.tenant(), &id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
