//! `DELETE /api/applications/{id}`

use axum::extract::Path;
use domain::ApplicationId;
use http_kit::{ApiError, NoContent};
use store::application;

use crate::ManagementContext;

/// Deletes an application with everything that hangs on it.
pub(super) async fn delete_application(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<NoContent, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(|tx| async move {
            let deleted = application::delete(&tx, tenant, id).await?;
            if deleted { Ok(()) } else { Err(ApiError::not_found("entity.not_exists_with_id")) }
        })
        .await?;
    Ok(NoContent)
}
