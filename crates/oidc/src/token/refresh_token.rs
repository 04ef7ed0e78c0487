//! `refresh_token` (RFC 6749 §6; OIDC contract §4.3). Everything is checked before anything rotates, so that a refused request costs the
//! client nothing. One statement decides who rotates a token; a repeat within three seconds leads to the same successor, which is derived
//! and not stored; a later one revokes the whole grant.

use domain::{
    HashedToken, OrganizationId, PlainToken, UnixMillis,
    application::ApplicationType,
    grant::{AccessToken, REFRESH_TOKEN_CHAIN_LIMIT, REFRESH_TOKEN_LEEWAY, RefreshToken},
};
use operations::{Client, scopes::still_allowed};
use protocol::{OAuthError, OAuthErrorCode, Parameters, ScopeList};
use store::{StoreError, access_token, refresh_token, user};

use super::{
    GrantContext, Issue, organization,
    resource::{self, Allowed, Entitlement},
    user_issue::{UserGrant, is_welcome},
};
use crate::{client, error::Failure, grants};

/// The parameters of this grant; only `resource` may come more than once.
pub(super) const PARAMETERS: &[&str] = &["refresh_token", "scope", "resource", "organization_id"];
/// Separates successors of refresh tokens from other derived tokens.
const SUCCESSOR_LABEL: &str = "refresh-token";
/// The share of its life, in percent, after which a confidential client's token rotates.
const ROTATION_PERCENT: u128 = 70;

/// Exchanges a refresh token.
pub(super) async fn exchange(context: GrantContext<'_>) -> Result<Issue, Failure> {
    let services = context.services;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let presented = context.parameters.require("refresh_token")?;
    let found = refresh_token::find(exec, tenant, &HashedToken::of(presented), now).await?;
    let (token, granted) = found
        .filter(|(token, _)| token.payload.application_id == context.client.application.id)
        .ok_or_else(OAuthError::invalid_grant)?;
    let issued = still_allowed(context.client, &token.payload.scope);
    let scope = effective_scope(context.parameters, &issued)?;
    let user = is_welcome(user::find(exec, tenant, &token.payload.user_id).await?);
    let user = user.ok_or_else(OAuthError::invalid_grant)?;
    if is_replayed(&token, now) {
        grants::revoke(services, &token.grant_id).await?;
        return Err(OAuthError::invalid_grant().into());
    }
    client::check_access(context.services, context.client, &user.id).await?;
    let organization = match context.parameters.get("organization_id").map(OrganizationId::new) {
        Some(id) => Some(organization::check(context, &user, id).await?),
        None => None,
    };
    if organization.is_some() {
        organization::check_scope(&issued)?;
    }
    let entitlement = Entitlement {
        user_id: &user.id,
        scope: &scope,
        allowed: Allowed::Granted { resources: &token.payload.resources, scopes: &granted },
    };
    let target = resource::resolve(context, entitlement, organization.as_ref()).await?;
    let user_grant = UserGrant {
        context,
        user: &user,
        sign_in: Some(&token.payload),
        actor: None,
        spends: None,
        scope: &scope,
        grant_id: &token.grant_id,
        session_id: token.session_id.as_ref(),
        organization: organization.as_ref(),
        now,
    };
    let (mut issue, access) = user_grant.issue(target).await?;
    let successor = (token.consumed_at.is_some() || rotates(context.client, &token, now))
        .then(|| successor_of(context, presented, &token, now));
    store(context, &token, successor.as_ref().map(|(_, row)| row), access.as_ref()).await?;
    issue.refresh_token =
        Some(successor.map_or_else(|| PlainToken::new(presented), |(successor, _)| successor));
    Ok(issue)
}

/// The scopes in effect: those of the token, or those of them that the request names.
fn effective_scope(parameters: &Parameters, issued: &ScopeList) -> Result<ScopeList, OAuthError> {
    let Some(requested) = parameters.get("scope").map(ScopeList::parse) else { return Ok(issued.clone()) };
    let missing = requested.difference(issued);
    if missing.is_empty() {
        return Ok(requested);
    }
    let plural = if missing.len() == 1 { "" } else { "s" };
    let error = OAuthError::new(OAuthErrorCode::InvalidScope);
    Err(error.describe(format!("refresh token missing requested scope{plural}")).scope(missing.join()))
}

/// Whether a token comes again too long after it was exchanged.
fn is_replayed(token: &RefreshToken, now: UnixMillis) -> bool {
    token.consumed_at.is_some_and(|consumed_at| now.since(consumed_at) > REFRESH_TOKEN_LEEWAY)
}

/// Whether this use of the token makes it rotate (OIDC contract §4.3).
fn rotates(client: &Client, token: &RefreshToken, now: UnixMillis) -> bool {
    if client.application.custom_client_metadata.rotate_refresh_token == Some(false)
        || now.since(token.chain_started_at) >= REFRESH_TOKEN_CHAIN_LIMIT
    {
        return false;
    }
    let life = token.expires_at.since(token.created_at).as_millis();
    let spent = now.since(token.created_at).as_millis();
    !client.application.kind.is_confidential() || spent * 100 >= life * ROTATION_PERCENT
}

/// The one successor of a token, the same whoever asks for it and how often.
fn successor_of(
    context: GrantContext<'_>,
    presented: &str,
    token: &RefreshToken,
    now: UnixMillis,
) -> (PlainToken, RefreshToken) {
    let key = context.configuration.refresh_token_key.reveal();
    let successor = PlainToken::new(jose::derive_successor(key, SUCCESSOR_LABEL, presented));
    let application = &context.client.application;
    // In a browser a stolen token must not outlive the sign-in that it came from.
    let expires_at = match application.kind {
        ApplicationType::Spa => token.expires_at,
        _ => now.plus(application.custom_client_metadata.refresh_token_lifetime()),
    };
    let row = RefreshToken {
        hash: successor.hashed(),
        grant_id: token.grant_id.clone(),
        session_id: token.session_id.clone(),
        payload: token.payload.clone(),
        chain_started_at: token.chain_started_at,
        created_at: now,
        consumed_at: None,
        expires_at,
    };
    (successor, row)
}

/// Rotates the token where a successor is due, and stores the access token where it is an opaque one.
async fn store(
    context: GrantContext<'_>,
    token: &RefreshToken,
    successor: Option<&RefreshToken>,
    access: Option<&AccessToken>,
) -> Result<(), Failure> {
    if successor.is_none() && access.is_none() {
        return Ok(());
    }
    let (services, now) = (context.services, context.services.now());
    let tenant = &services.tenant;
    let stored = services.db.transaction(|tx| async move {
        if let Some(successor) = successor {
            if refresh_token::consume(tx.exec(), tenant, &token.hash, now).await? {
                refresh_token::insert(tx.exec(), tenant, successor).await?;
            } else if !is_in_leeway(refresh_token::find(tx.exec(), tenant, &token.hash, now).await?, now) {
                return Ok(false);
            }
        }
        if let Some(access) = access {
            access_token::insert(tx.exec(), tenant, access).await?;
        }
        Ok::<bool, StoreError>(true)
    });
    match stored.await {
        Ok(true) => Ok(()),
        // The grant, the session or the token ended while this request was under way.
        Ok(false) | Err(StoreError::ForeignKeyViolation) => Err(OAuthError::invalid_grant().into()),
        Err(error) => Err(error.into()),
    }
}

/// Whether the token was rotated just now by somebody else, so that its successor is there.
fn is_in_leeway<T>(found: Option<(RefreshToken, T)>, now: UnixMillis) -> bool {
    found.is_some_and(|(token, _)| token.consumed_at.is_some() && !is_replayed(&token, now))
}
