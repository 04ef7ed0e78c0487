//! `PATCH /api/users/{userId}/personal-access-tokens` and `…/{name}`, which cannot tell every name

use api_types::user_token as wire;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::user_token::open_token;
use store::personal_access_token;

use super::{MAX_NAME_LENGTH, NAME_EXISTS, token_body};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules, violation},
};

impl Validate for Body<wire::RenamePersonalAccessToken> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["name"], &self.0.name, 1, MAX_NAME_LENGTH).issues()
    }
}

impl Validate for Body<wire::PersonalAccessTokenName> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["name"], &self.0.name, 1, MAX_NAME_LENGTH).issues()
    }
}

/// Renames the token that the body names.
pub(in crate::users) async fn rename_token(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
    ValidJson(Body(body)): ValidJson<Body<wire::RenamePersonalAccessToken>>,
) -> Result<Json<wire::PersonalAccessToken>, ApiError> {
    rename(&context, &user_id, &body.current_name, &body.name).await
}

/// Renames the token that the path names.
pub(in crate::users) async fn rename_named_token(
    context: ManagementContext,
    Path((user_id, name)): Path<(UserId, String)>,
    ValidJson(Body(body)): ValidJson<Body<wire::PersonalAccessTokenName>>,
) -> Result<Json<wire::PersonalAccessToken>, ApiError> {
    rename(&context, &user_id, &name, &body.name).await
}

async fn rename(
    context: &ManagementContext,
    user: &UserId,
    name: &str,
    new_name: &str,
) -> Result<Json<wire::PersonalAccessToken>, ApiError> {
    let tenant = context.tenant();
    let renamed = personal_access_token::rename(context.exec(), tenant, user, name, new_name)
        .await
        .map_err(violation(NAME_EXISTS))?
        .ok_or_else(|| ApiError::not_found("entity.not_exists"))?;
    let opened = open_token(&context.services, user, renamed).map_err(internal)?;
    Ok(Json(token_body(tenant, user, opened)))
}
