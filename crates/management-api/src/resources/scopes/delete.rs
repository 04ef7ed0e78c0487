//! `DELETE /api/resources/{id}/scopes/{scope_id}`

use axum::extract::Path;
use domain::{ResourceId, ScopeId};
use http_kit::{ApiError, NoContent};
use store::resource::scope;

use super::changeable_scope;
use crate::ManagementContext;

/// Deletes a scope and takes it from every role.
pub(in crate::resources) async fn delete_scope(
    context: ManagementContext,
    Path((resource_id, id)): Path<(ResourceId, ScopeId)>,
) -> Result<NoContent, ApiError> {
    let (tenant, resource_id, id) = (context.tenant(), &resource_id, &id);
    context
        .reconfigure(|tx| async move {
            let scope = changeable_scope(tx.exec(), tenant, (resource_id, id)).await?;
            scope.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
            scope::delete(tx.exec(), tenant, id).await?;
            Ok::<_, ApiError>(())
        })
        .await?;
    Ok(NoContent)
}
