//! `DELETE /api/users/{userId}`: deletes a user with all that hangs on it (Management API contract §5.2, §5.3).

use axum::extract::Path;
use domain::{UserId, account::User};
use http_kit::{ApiError, NoContent};
use operations::user_assets;
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
    check_is_another(&context.caller, id)?;
    let deleted: Result<Option<(User, Vec<String>)>, StoreError> = context
        .db()
        .transaction(|tx| async move {
            let user = store::user::find(tx.exec(), tenant, id).await?;
            let uploads = store::user_upload::list(tx.exec(), tenant, id).await?;
            let deleted = store::user::delete(tx.exec(), tenant, id).await?;
            Ok(user.filter(|_| deleted).map(|user| (user, uploads)))
        })
        .await;
    let (user, uploads) = deleted?.ok_or_else(not_found)?;
    user_assets::discard(&context.services, &uploads).await;
    let data = serde_json::to_value(user_info(user)).map_err(|error| ApiError::internal(&error))?;
    Ok(Detailed { answer: NoContent, details: Details { data: Some(data), ..Details::default() } })
}

fn check_is_another(caller: &Caller, id: &UserId) -> Result<(), ApiError> {
    if matches!(caller, Caller::User(caller) if caller == id) {
        Err(ApiError::bad_request("user.cannot_delete_self"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::ApplicationId;

    use super::*;

    #[test]
    fn nobody_deletes_themselves() {
        let (own, other) = (UserId::new("dk3gi6kg1chx"), UserId::new("p9s2lw0a7xqe"));
        let refused = check_is_another(&Caller::User(own.clone()), &own).unwrap_err();
        assert_eq!((refused.status().as_u16(), refused.code()), (400, Some("user.cannot_delete_self")));
        assert!(check_is_another(&Caller::User(own.clone()), &other).is_ok());
        // An application of the same id is somebody else.
        assert!(check_is_another(&Caller::Application(ApplicationId::new(own.as_str())), &own).is_ok());
    }
}
