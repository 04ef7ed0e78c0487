//! `DELETE /api/applications/{id}/roles/{role_id}`

use axum::extract::Path;
use domain::{ApplicationId, RoleId};
use http_kit::{ApiError, NoContent};
use store::role::holder;

use super::check_application;
use crate::ManagementContext;

/// Takes a role from an application.
pub(in crate::applications) async fn remove_role(
    context: ManagementContext,
    Path((id, role_id)): Path<(ApplicationId, RoleId)>,
) -> Result<NoContent, ApiError> {
    let (tenant, id, role_id) = (context.tenant(), &id, &role_id);
    context
        .reconfigure(|tx| async move {
            check_application(tx.exec(), tenant, id).await?;
            let removed = holder::remove_application(tx.exec(), tenant, role_id, id).await?;
            if removed { Ok(()) } else { Err(ApiError::not_found("entity.not_found")) }
        })
        .await?;
    Ok(NoContent)
}
