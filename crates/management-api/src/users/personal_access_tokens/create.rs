//! `POST /api/users/{userId}/personal-access-tokens`

use api_types::user_token as wire;
use axum::extract::Path;
use domain::{UnixMillis, UserId};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use operations::user_token::new_token;
use store::personal_access_token;

use super::{MAX_NAME_LENGTH, NAME_EXISTS, token_body};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules, violation},
};

impl Validate for Body<wire::CreatePersonalAccessToken> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["name"], &self.0.name, 1, MAX_NAME_LENGTH).issues()
    }
}

/// Makes a token that stands for the user until it expires or is deleted.
pub(in crate::users) async fn create_token(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
    ValidJson(Body(body)): ValidJson<Body<wire::CreatePersonalAccessToken>>,
) -> Result<Created<wire::PersonalAccessToken>, ApiError> {
    let expires_at = body.expires_at.map(UnixMillis);
    if expires_at.is_some_and(|at| at <= context.services.now()) {
        return Err(ApiError::bad_request("request.invalid_input")
            .message("The moment of expiry must be in the future."));
    }
    let new = new_token(&context.services, &user_id, &body.name, expires_at).map_err(internal)?;
    let tenant = context.tenant();
    personal_access_token::insert(context.exec(), tenant, &user_id, &new.sealed, &new.hash)
        .await
        .map_err(violation(NAME_EXISTS))?;
    Ok(Created(token_body(tenant, &user_id, new.opened)))
}
