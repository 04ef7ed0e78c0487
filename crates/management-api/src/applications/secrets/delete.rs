//! `DELETE /api/applications/{id}/secrets/{name}`

use axum::extract::Path;
use domain::ApplicationId;
use http_kit::{ApiError, NoContent};
use store::application::secret;

use crate::ManagementContext;

/// Deletes a secret: it no longer authenticates.
pub(in crate::applications) async fn delete_secret(
    context: ManagementContext,
    Path((id, name)): Path<(ApplicationId, String)>,
) -> Result<NoContent, ApiError> {
    let (tenant, id, name) = (context.tenant(), &id, &name);
    context
        .reconfigure(|tx| async move {
            let deleted = secret::delete(tx.exec(), tenant, id, name).await?;
            if deleted { Ok(()) } else { Err(ApiError::not_found("entity.not_found")) }
        })
        .await?;
    Ok(NoContent)
}
