//! `/api/my-account/personal-access-tokens`: tokens that stand for the user, made and taken back by themselves. What a token is, is told once.

use api_types::{
    own_account::{MakeToken, MyToken, NewToken},
    user_token::{PersonalAccessTokenName, RenamePersonalAccessToken},
};
use axum::Json;
use domain::{UnixMillis, account::chosen};
use http_kit::{ApiError, Created, Issue, NoContent, ValidJson};
use operations::user_token::new_token;
use store::{
    StoreError,
    personal_access_token::{self, SealedPersonalAccessToken},
};

use crate::{
    AccountContext,
    body::{Body, Rules},
    error::failed,
};

/// The longest name of a token, in characters.
const MAX_NAME: usize = 128;
/// The most tokens of a user.
const MAX_TOKENS: usize = 50;

fn name_issues(name: &str) -> Vec<Issue> {
    let fault = if name.trim().is_empty() {
        Some("expected a name")
    } else {
        chosen::text(&name.into(), MAX_NAME).err()
    };
    fault.map(|fault| Issue::new("invalid_string", &["name"], fault)).into_iter().collect()
}

impl Rules for MakeToken {
    fn issues(&self) -> Vec<Issue> {
        name_issues(&self.name)
    }
}

impl Rules for RenamePersonalAccessToken {
    fn issues(&self) -> Vec<Issue> {
        name_issues(&self.name)
    }
}

impl Rules for PersonalAccessTokenName {}

fn shown(token: SealedPersonalAccessToken) -> MyToken {
    MyToken { name: token.name, created_at: token.created_at.0, expires_at: token.expires_at.map(|at| at.0) }
}

/// The tokens of the user, oldest first, expired ones too, without their values.
pub(super) async fn list_tokens(context: AccountContext) -> Result<Json<Vec<MyToken>>, ApiError> {
    tokens_of(&context).await.map(Json)
}

/// The tokens of the user as they are shown.
pub(super) async fn tokens_of(context: &AccountContext) -> Result<Vec<MyToken>, ApiError> {
    let listed = personal_access_token::list(context.exec(), context.tenant(), context.user_id()).await?;
    Ok(listed.into_iter().map(shown).collect())
}

/// Makes a token that stands for the user until it expires or is deleted.
pub(super) async fn make_token(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<MakeToken>>,
) -> Result<Created<NewToken>, ApiError> {
    let expires_at = body.expires_at.map(UnixMillis);
    if expires_at.is_some_and(|at| at <= context.services.now()) {
        let error = ApiError::bad_request("request.invalid_input");
        return Err(error.message("The moment of expiry must be in the future."));
    }
    let new = new_token(&context.services, context.user_id(), &body.name, expires_at).map_err(failed)?;
    let (context, stored) = (&context, &new);
    let made = context.step(|tx, user| async move {
        let present = personal_access_token::list(tx.exec(), context.tenant(), &user.id).await?;
        if present.len() >= MAX_TOKENS {
            return Err(ApiError::unprocessable("user.too_many_personal_access_tokens"));
        }
        personal_access_token::insert(tx.exec(), context.tenant(), &user.id, &stored.sealed, &stored.hash)
            .await
            .map_err(taken)?;
        Ok(((), Vec::new()))
    });
    made.await?;
    let value = new.opened.value.reveal().to_owned();
    Ok(Created(NewToken { value, token: shown(new.sealed) }))
}

/// Calls a token otherwise. The body names it: a path cannot tell every name.
pub(super) async fn rename_token(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<RenamePersonalAccessToken>>,
) -> Result<Json<MyToken>, ApiError> {
    let (context, name, new_name) = (&context, &body.current_name, &body.name);
    let renamed = context.step(|tx, user| async move {
        let renamed = personal_access_token::rename(tx.exec(), context.tenant(), &user.id, name, new_name);
        let renamed = renamed.await.map_err(taken)?;
        let renamed = renamed.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
        Ok((shown(renamed), Vec::new()))
    });
    renamed.await.map(Json)
}

/// Deletes the token that the body names: nothing more is got for it.
pub(super) async fn delete_token(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<PersonalAccessTokenName>>,
) -> Result<NoContent, ApiError> {
    let (context, name) = (&context, &body.name);
    let deleted = context.step(|tx, user| async move {
        let deleted = personal_access_token::delete(tx.exec(), context.tenant(), &user.id, name).await?;
        if deleted { Ok(((), Vec::new())) } else { Err(ApiError::not_found("entity.not_found")) }
    });
    deleted.await?;
    Ok(NoContent)
}

fn taken(error: StoreError) -> ApiError {
    match error {
        StoreError::UniqueViolation { .. } => {
            ApiError::unprocessable("user.personal_access_token_name_exists")
        }
        error => error.into(),
    }
}
