//! `DELETE /api/roles/{id}`

use axum::extract::Path;
use domain::RoleId;
use http_kit::{ApiError, NoContent};
use store::role;

use crate::ManagementContext;

/// Deletes a role and takes it from everyone who holds it.
pub(super) async fn delete_role(
    context: ManagementContext,
    Path(id): Path<RoleId>,
) -> Result<NoContent, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(|tx| async move {
            let deleted = role::delete(tx.exec(), tenant, id).await?;
            if deleted { Ok(()) } else { Err(ApiError::not_found("entity.not_exists_with_id")) }
        })
        .await?;
    Ok(NoContent)
}
