//! Tokens of providers that connectors keep for users: sealed with the identity they came with, told of without being shown, and renewed when
//! an access token is asked for. The rules are in [`domain::token_set`].

use std::{sync::Arc, time::Duration};

use connectors::{ConnectorError, social::SocialProfile};
use domain::{PlainToken, SecretId, UnixMillis, UserId, token_set::TokenSet};
use serde_json::Value;
use store::{
    Exec, StoreError,
    secret::{self, StoredSecret},
};
use tracing::Instrument as _;
use zeroize::Zeroizing;

use crate::{
    connectors::{self as connector, Connector, context},
    keys,
    services::{OperationError, Services},
};

/// What sealed tokens are bound to, beside their id and whose they are.
const KIND: &str = "federated-token-set";
/// How long who renews tokens has them alone: longer than the calls that it takes.
const LEASE: Duration = Duration::from_secs(30);
/// How long somebody waits between two looks at tokens that another renews.
const WAIT: Duration = Duration::from_millis(200);
/// How often they look.
const LOOKS: usize = 60;

/// An access token of a provider.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token.
    pub token: PlainToken,
    /// How it is presented, where the provider says so.
    pub token_type: Option<String>,
    /// What it is good for, where the provider says so.
    pub scope: Option<String>,
    /// From when on it is good no longer, where the provider says so.
    pub expires_at: Option<UnixMillis>,
}

/// Why there is no access token.
#[derive(Debug, thiserror::Error)]
pub enum AccessTokenError {
    /// None is kept: there is no such identity, or its connector keeps no tokens.
    #[error("no tokens are kept for this identity")]
    NotKept,
    /// It has expired and cannot be renewed: the user has to sign in there again.
    #[error("the tokens have expired")]
    Expired,
    /// It is being renewed, and that takes long.
    #[error("the tokens are being renewed")]
    Busy,
    /// The provider did not renew it.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The server failed.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for AccessTokenError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// Keeps the tokens of a user who has just shown who they are through `connector`, if it keeps any; to be called in a transaction that has
/// locked the user, who has the identity already. What a provider gives at the first time only stays.
pub async fn keep(
    services: &Services,
    exec: Exec<'_>,
    connector: &Connector,
    (user_id, profile): (&UserId, &SocialProfile),
) -> Result<(), OperationError> {
    if !connector.enable_token_storage {
        return Ok(());
    }
    let (tenant, now) = (&services.tenant, services.now());
    let Some(tokens) = profile.tokens.as_ref().and_then(|answer| TokenSet::of_answer(answer, now)) else {
        tracing::warn!(connector.id = %connector.id, "a provider gave no access token that can be kept");
        return Ok(());
    };
    let before = secret::find_at(exec, tenant, user_id, connector.target()).await?;
    // Those of another account, or that another client was given, are none to go on with.
    let is_same = |before: &StoredSecret| before.identity_id == profile.id;
    let (id, created_at, tokens) = match before.filter(is_same) {
        Some(before) if before.connector_id == connector.id => {
            let tokens = tokens.in_place_of(open(services, &before)?);
            (before.id, before.created_at, tokens)
        }
        Some(before) => (before.id, before.created_at, tokens),
        None => (SecretId::new(services.entropy.id_21()), now, tokens),
    };
    let stored = StoredSecret {
        sealed_value: seal(services, (&id, user_id), &tokens)?,
        id,
        user_id: user_id.clone(),
        connector_id: connector.id.clone(),
        target: connector.target().to_owned(),
        identity_id: profile.id.clone(),
        metadata: tokens.metadata(),
        version: 0,
        created_at,
        updated_at: now,
    };
    Ok(secret::put(exec, tenant, &stored).await?)
}

/// The access token of a user at a target, renewed where it has expired. It is given to nobody but the user.
///
/// What a provider gives for a refresh token may be given once only: the work is done even if the caller does not wait for it.
pub async fn access_token(
    services: &Arc<Services>,
    user_id: &UserId,
    target: &str,
) -> Result<AccessToken, AccessTokenError> {
    let (services, user_id, target) = (Arc::clone(services), user_id.clone(), target.to_owned());
    let work = async move { current(&services, &user_id, &target).await }.in_current_span();
    tokio::spawn(work).await.map_err(|error| OperationError::Internal(Box::new(error)))?
}

async fn current(
    services: &Services,
    user_id: &UserId,
    target: &str,
) -> Result<AccessToken, AccessTokenError> {
    let stored = secret::find_at(services.db.exec(), &services.tenant, user_id, target).await?;
    let stored = stored.ok_or(AccessTokenError::NotKept)?;
    let connector = connector::find(services, &stored.connector_id).await?;
    let connector = connector.ok_or(AccessTokenError::NotKept)?;
    through(services, &connector, (user_id, target)).await
}

/// The access token that came through this connector.
async fn through(
    services: &Services,
    connector: &Connector,
    (user_id, target): (&UserId, &str),
) -> Result<AccessToken, AccessTokenError> {
    if !connector.enable_token_storage {
        return Err(AccessTokenError::NotKept);
    }
    for _ in 0..LOOKS {
        let stored = secret::find_at(services.db.exec(), &services.tenant, user_id, target).await?;
        let is_its_own = |stored: &StoredSecret| stored.connector_id == connector.id;
        let stored = stored.filter(is_its_own).ok_or(AccessTokenError::NotKept)?;
        let tokens = open(services, &stored)?;
        if !tokens.has_expired(services.now()) {
            return Ok(shown(tokens));
        }
        if let Some(renewed) = renewed(services, connector, stored, tokens).await? {
            return Ok(shown(renewed));
        }
        tokio::time::sleep(WAIT).await;
    }
    Err(AccessTokenError::Busy)
}

/// Renews tokens; `None` when somebody else does, or they were replaced meanwhile.
async fn renewed(
    services: &Services,
    connector: &Connector,
    stored: StoredSecret,
    tokens: TokenSet,
) -> Result<Option<TokenSet>, AccessTokenError> {
    let refresh_token = tokens.refresh_token.as_ref().ok_or(AccessTokenError::Expired)?;
    let provider = connector.factory.social().ok_or(AccessTokenError::NotKept)?;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let until = now.plus(LEASE);
    if !secret::lease(exec, tenant, &stored, (now, until)).await? {
        return Ok(None);
    }
    let answer = provider.renew(context(services), &connector.config, refresh_token.reveal()).await;
    let renewed = answer.map(|answer| TokenSet::of_answer(&answer, services.now()));
    let renewed = match renewed {
        Ok(Some(renewed)) => renewed.in_place_of(tokens),
        failed => {
            secret::release(exec, tenant, &stored.id, until).await?;
            return Err(match failed {
                Err(ConnectorError::CodeInvalid(_)) => AccessTokenError::Expired,
                Err(error) => error.into(),
                Ok(_) => ConnectorError::InvalidResponse("the access token cannot be kept".to_owned()).into(),
            });
        }
    };
    let stored = StoredSecret {
        sealed_value: seal(services, (&stored.id, &stored.user_id), &renewed)?,
        metadata: renewed.metadata(),
        updated_at: services.now(),
        ..stored
    };
    Ok(secret::renew(exec, tenant, &stored).await?.then_some(renewed))
}

fn shown(tokens: TokenSet) -> AccessToken {
    let TokenSet { access_token, token_type, scope, expires_at, .. } = tokens;
    AccessToken { token: access_token, token_type, scope, expires_at }
}

fn seal(
    services: &Services,
    (id, user_id): (&SecretId, &UserId),
    tokens: &TokenSet,
) -> Result<Vec<u8>, OperationError> {
    let revealed = Zeroizing::new(tokens.reveal().to_string());
    keys::seal(
        &services.sealing,
        &*services.entropy,
        &sealed_for(services, (id, user_id)),
        revealed.as_bytes(),
    )
}

fn open(services: &Services, stored: &StoredSecret) -> Result<TokenSet, OperationError> {
    let sealed_for = sealed_for(services, (&stored.id, &stored.user_id));
    let opened = services.sealing.open(&sealed_for, &stored.sealed_value).map_err(|_| StoreError::Sealed)?;
    let inconsistent = StoreError::Inconsistent { table: "secrets", column: "sealed_value" };
    let revealed = serde_json::from_slice::<Value>(&opened).ok();
    Ok(revealed.as_ref().and_then(TokenSet::read).ok_or(inconsistent)?)
}

/// Whoever writes into the database cannot give somebody's tokens to another.
fn sealed_for(services: &Services, (id, user_id): (&SecretId, &UserId)) -> Vec<u8> {
    keys::context(&services.tenant, KIND, &format!("{id}\n{user_id}"))
}

#[cfg(test)]
mod tests;
