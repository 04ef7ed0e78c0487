//! `DELETE /api/users/{userId}/roles/{roleId}`: takes a role from a user (Management API contract §5.4).

use axum::extract::Path;
use domain::{RoleId, UserId};
use http_kit::{ApiError, NoContent};

use crate::{ManagementContext, users::body::not_found};

/// Takes a role from a user; 404 when the user does not hold it.
pub(in crate::users) async fn remove_role(
    context: ManagementContext,
    Path((user_id, role_id)): Path<(String, String)>,
) -> Result<NoContent, ApiError> {
    let (user_id, role_id) = (UserId::new(user_id), RoleId::new(role_id));
    if store::role::holder::remove_user(context.exec(), context.tenant(), &role_id, &user_id).await? {
        Ok(NoContent)
    } else {
        Err(not_found())
    }
}
