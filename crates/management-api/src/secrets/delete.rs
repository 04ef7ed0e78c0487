//! `DELETE /api/secrets/{id}`

use axum::extract::Path;
use domain::SecretId;
use http_kit::{ApiError, NoContent};

use crate::ManagementContext;

/// Deletes the tokens that are kept for an identity. The identity stays.
pub(super) async fn delete_secret(
    context: ManagementContext,
    Path(id): Path<SecretId>,
) -> Result<NoContent, ApiError> {
    if store::secret::delete(context.exec(), context.tenant(), &id).await? {
        Ok(NoContent)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
