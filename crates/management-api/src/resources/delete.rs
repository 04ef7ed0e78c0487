//! `DELETE /api/resources/{id}`

use axum::extract::Path;
use domain::ResourceId;
use http_kit::{ApiError, NoContent};
use store::resource;

use super::body::changeable;
use crate::ManagementContext;

/// Deletes a resource with its scopes.
pub(super) async fn delete_resource(
    context: ManagementContext,
    Path(id): Path<ResourceId>,
) -> Result<NoContent, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(|tx| async move {
            changeable(tx.exec(), tenant, id, "resource.cannot_delete_management_api").await?;
            resource::delete(tx.exec(), tenant, id).await?;
            Ok::<_, ApiError>(())
        })
        .await?;
    Ok(NoContent)
}
