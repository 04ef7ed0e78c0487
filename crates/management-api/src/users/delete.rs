//! `DELETE /api/users/{userId}`: deletes a user with all that hangs on it (Management API contract §5.2, §5.3).

use axum::{extract::Path, http::StatusCode};
use domain::UserId;
use http_kit::ApiError;
use store::StoreError;

use super::body::not_found;
use crate::{Caller, ManagementContext};

/// Deletes a user; nobody deletes themselves.
pub(super) async fn delete_user(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let (id, tenant) = (&UserId::new(user_id), context.tenant());
    if context.caller == Caller::User(id.clone()) {
        return Err(ApiError::bad_request("user.cannot_delete_self"));
    }
    let deleted: Result<bool, StoreError> =
        context.db().transaction(|tx| async move { store::user::delete(tx.exec(), tenant, id).await }).await;
    if deleted? { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}
