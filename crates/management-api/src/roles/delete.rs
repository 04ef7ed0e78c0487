//! `DELETE /api/roles/{id}`

use axum::{extract::Path, http::StatusCode};
use domain::RoleId;
use http_kit::ApiError;
use store::role;

use crate::ManagementContext;

/// Deletes a role and takes it from everyone who holds it.
pub(super) async fn delete_role(
    context: ManagementContext,
    Path(id): Path<RoleId>,
) -> Result<StatusCode, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(|tx| async move {
            let deleted = role::delete(tx.exec(), tenant, id).await?;
            if deleted { Ok(()) } else { Err(ApiError::not_found("entity.not_exists_with_id")) }
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
