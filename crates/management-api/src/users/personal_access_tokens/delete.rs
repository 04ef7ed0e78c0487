//! `POST /api/users/{userId}/personal-access-tokens/delete` and `DELETE …/{name}`, which cannot tell every name

use api_types::user_token as wire;
use axum::extract::Path;
use domain::UserId;
use http_kit::{ApiError, NoContent, ValidJson};
use store::personal_access_token;

use crate::{ManagementContext, rules::Body};

/// Deletes the token that the body names.
pub(in crate::users) async fn delete_token(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
    ValidJson(Body(body)): ValidJson<Body<wire::PersonalAccessTokenName>>,
) -> Result<NoContent, ApiError> {
    delete(&context, &user_id, &body.name).await
}

/// Deletes the token that the path names.
pub(in crate::users) async fn delete_named_token(
    context: ManagementContext,
    Path((user_id, name)): Path<(UserId, String)>,
) -> Result<NoContent, ApiError> {
    delete(&context, &user_id, &name).await
}

async fn delete(context: &ManagementContext, user: &UserId, name: &str) -> Result<NoContent, ApiError> {
    if personal_access_token::delete(context.exec(), context.tenant(), user, name).await? {
        Ok(NoContent)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
