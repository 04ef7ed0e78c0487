//! `DELETE /api/roles/{id}/users/{user_id}`

use axum::extract::Path;
use domain::{RoleId, UserId};
use http_kit::{ApiError, NoContent};
use store::role::holder;

use crate::{ManagementContext, roles::body::find};

/// Takes a role from a user.
pub(in crate::roles) async fn remove_user(
    context: ManagementContext,
    Path((id, user_id)): Path<(RoleId, UserId)>,
) -> Result<NoContent, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    find(exec, tenant, &id).await?;
    if holder::remove_user(exec, tenant, &id, &user_id).await? {
        Ok(NoContent)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
