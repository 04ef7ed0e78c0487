//! `DELETE /api/roles/{id}/applications/{application_id}`

use axum::extract::Path;
use domain::{ApplicationId, RoleId};
use http_kit::{ApiError, NoContent};
use store::role::holder;

use crate::{ManagementContext, roles::body::find};

/// Takes a role from an application.
pub(in crate::roles) async fn remove_application(
    context: ManagementContext,
    Path((id, application_id)): Path<(RoleId, ApplicationId)>,
) -> Result<NoContent, ApiError> {
    let (tenant, id, application_id) = (context.tenant(), &id, &application_id);
    context
        .reconfigure(|tx| async move {
            find(tx.exec(), tenant, id).await?;
            let removed = holder::remove_application(tx.exec(), tenant, id, application_id).await?;
            if removed { Ok(()) } else { Err(ApiError::not_found("entity.not_found")) }
        })
        .await?;
    Ok(NoContent)
}
