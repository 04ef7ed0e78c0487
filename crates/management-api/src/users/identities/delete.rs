//! `DELETE /api/users/{userId}/identities/{target}`

use api_types::user::User;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::ApiError;

use super::not_found;
use crate::{
    ManagementContext,
    users::body::{not_found as user_not_found, user_body},
};

/// Takes an identity from a user and answers with the user.
pub(in crate::users) async fn delete_identity(
    context: ManagementContext,
    Path((user_id, target)): Path<(UserId, String)>,
) -> Result<Json<User>, ApiError> {
    let (tenant, id, target, now) = (context.tenant(), &user_id, &target, context.services.now());
    let deleted = context.db().transaction(|tx| async move {
        let mut user = store::user::lock(tx.exec(), tenant, id, now).await?.ok_or_else(user_not_found)?;
        if !user.identities.contains_key(target) {
            return Err(not_found());
        }
        user.identities = store::user::remove_identity(tx.exec(), tenant, &user, target).await?;
        Ok(user)
    });
    Ok(Json(user_body(deleted.await?)))
}
