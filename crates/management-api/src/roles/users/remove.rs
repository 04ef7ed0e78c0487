//! `DELETE /api/roles/{id}/users/{user_id}`

use axum::{extract::Path, http::StatusCode};
use domain::{RoleId, UserId};
use http_kit::ApiError;
use store::role::holder;

use crate::{ManagementContext, roles::body::find};

/// Takes a role from a user.
pub(in crate::roles) async fn remove_user(
    context: ManagementContext,
    Path((id, user_id)): Path<(RoleId, UserId)>,
) -> Result<StatusCode, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    find(exec, tenant, &id).await?;
    if holder::remove_user(exec, tenant, &id, &user_id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
