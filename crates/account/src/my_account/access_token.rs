//! `GET` and `PUT /api/my-account/identities/{target}/access-token`, `GET /api/my-account/sso-identities/{connectorId}/access-token`: the
//! tokens that providers gave for the user, to call these providers with.

use api_types::account::{ProviderAccessToken, RenewAccessToken};
use axum::{Json, extract::Path};
use http_kit::{ApiError, ValidJson};
use operations::{
    social::ProvenIdentity,
    token_set::{self, AccessToken, AccessTokenError},
};

use super::identities::connector_of_proven;
use crate::{
    AccountContext,
    body::{Body, Rules},
    error::{connector_error, failed},
    verification::holder,
};

impl Rules for RenewAccessToken {}

/// The access token of the user at a target, renewed where it has expired.
pub(super) async fn get_access_token(
    context: AccountContext,
    Path(target): Path<String>,
) -> Result<Json<ProviderAccessToken>, ApiError> {
    if !context.user.identities.contains_key(&target) {
        return Err(ApiError::not_found("user.identity_not_exist"));
    }
    current(&context, &target).await
}

/// Keeps the tokens that the provider gave when the user proved the identity once more, and answers with the access token.
pub(super) async fn renew_access_token(
    context: AccountContext,
    Path(target): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<RenewAccessToken>>,
) -> Result<Json<ProviderAccessToken>, ApiError> {
    let not_found = || ApiError::bad_request("verification_record.not_found");
    let id = &body.verification_record_id;
    let connector = connector_of_proven(&context, id).await?;
    if !connector.enable_token_storage {
        return Err(ApiError::unprocessable("connector.token_storage_not_supported"));
    }
    let (context, connector, target) = (&context, &connector, &target);
    let kept: Result<(), ApiError> = context
        .services
        .db
        .transaction(|tx| async move {
            let user = context.lock(tx.exec()).await?;
            let record = context.consume_record(tx.exec(), id).await?;
            let proven: ProvenIdentity = context.open(&record)?.ok_or_else(not_found)?;
            if proven.target != *target {
                return Err(not_found());
            }
            if !proven.is_held_by(&user) {
                return Err(ApiError::unprocessable("user.identity_not_exist"));
            }
            let profile = proven.open(&context.services, &holder(&record.id)).map_err(failed)?;
            let tokens = (&user.id, &profile);
            token_set::keep(&context.services, tx.exec(), connector, tokens).await.map_err(failed)
        })
        .await;
    kept?;
    current(context, target).await
}

/// Tokens of enterprises' providers are not kept, so that there is never one.
pub(super) async fn get_enterprise_access_token(
    _context: AccountContext,
    Path(_connector): Path<String>,
) -> Result<Json<ProviderAccessToken>, ApiError> {
    Err(ApiError::not_found("entity.not_found"))
}

async fn current(context: &AccountContext, target: &str) -> Result<Json<ProviderAccessToken>, ApiError> {
    match token_set::access_token(&context.services, context.user_id(), target).await {
        Ok(AccessToken { token, token_type, scope, expires_at }) => Ok(Json(ProviderAccessToken {
            access_token: token.reveal().to_owned(),
            scope,
            token_type,
            expires_in: expires_at.map(|end| (end.0 - context.services.now().0).max(0) / 1_000),
        })),
        Err(AccessTokenError::NotKept) => Err(ApiError::not_found("entity.not_found")),
        // The user has to sign in there once more. 401 would say that the caller's own token is not good.
        Err(AccessTokenError::Expired) => {
            Err(ApiError::unprocessable("connector.social_invalid_access_token"))
        }
        Err(AccessTokenError::Busy) => Err(ApiError::busy()),
        Err(AccessTokenError::Connector(error)) => Err(connector_error(&error)),
        Err(AccessTokenError::Operation(error)) => Err(failed(error)),
    }
}
