//! `DELETE /api/users/{userId}`: deletes a user with all that hangs on it (Management API contract §5.2, §5.3).

use axum::extract::Path;
use domain::{UserId, account::User};
use http_kit::{ApiError, NoContent};
use store::StoreError;

use super::body::{not_found, user_info};
use crate::{
    Caller, ManagementContext,
    events::{Detailed, Details},
};

/// Deletes a user; nobody deletes themselves.
pub(super) async fn delete_user(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Detailed<NoContent>, ApiError> {
    let (id, tenant) = (&UserId::new(user_id), context.tenant());
    if context.caller == Caller::User(id.clone()) {
        return Err(ApiError::bad_request("user.cannot_delete_self"));
    }
    let deleted: Result<Option<User>, StoreError> = context
        .db()
        .transaction(|tx| async move {
            let user = store::user::find(tx.exec(), tenant, id).await?;
            let deleted = store::user::delete(tx.exec(), tenant, id).await?;
            Ok(user.filter(|_| deleted))
        })
        .await;
    let user = deleted?.ok_or_else(not_found)?;
    let data = serde_json::to_value(user_info(user)).map_err(|error| ApiError::internal(&error))?;
    Ok(Detailed { answer: NoContent, details: Details { data: Some(data), ..Details::default() } })
}
