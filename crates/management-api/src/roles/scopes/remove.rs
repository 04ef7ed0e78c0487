//! `DELETE /api/roles/{id}/scopes/{scope_id}`

use axum::extract::Path;
use domain::{RoleId, ScopeId};
use http_kit::{ApiError, NoContent};
use store::role::scope;

use crate::{ManagementContext, roles::body::find};

/// Takes a scope from a role.
pub(in crate::roles) async fn remove_scope(
    context: ManagementContext,
    Path((id, scope_id)): Path<(RoleId, ScopeId)>,
) -> Result<NoContent, ApiError> {
    let (tenant, id, scope_id) = (context.tenant(), &id, &scope_id);
    context
        .reconfigure(|tx| async move {
            find(tx.exec(), tenant, id).await?;
            let removed = scope::remove(tx.exec(), tenant, id, scope_id).await?;
            if removed { Ok(()) } else { Err(ApiError::not_found("entity.not_found")) }
        })
        .await?;
    Ok(NoContent)
}
