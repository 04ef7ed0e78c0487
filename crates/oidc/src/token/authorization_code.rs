//! `authorization_code` (RFC 6749 §4.1.3; OIDC contract §4.2). Everything is checked before the code is spent; one statement decides who
//! spends it, in the transaction that stores what it buys.

use domain::{
    GrantId, HashedToken, PlainToken, SessionId,
    grant::{AccessToken, AuthorizationCodePayload, RefreshToken, RefreshTokenPayload},
};
use operations::{Client, scopes::still_allowed};
use protocol::{CodeChallenge, CodeVerifier, OAuthError, Parameters, scope::OFFLINE_ACCESS};
use store::{StoreError, access_token, authorization_code, device_code, grant, refresh_token, session, user};

use super::{
    GrantContext, Issue, organization,
    resource::{self, Allowed, Entitlement},
    user_issue::{UserGrant, is_welcome},
};
use crate::{client, error::Failure, grants};

/// The parameters of this grant; only `resource` may come more than once.
pub(super) const PARAMETERS: &[&str] = &["code", "redirect_uri", "code_verifier", "resource"];

/// Redeems a code.
pub(super) async fn exchange(context: GrantContext<'_>) -> Result<Issue, Failure> {
    let services = context.services;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let redirect_uri = presented_redirect_uri(context.parameters, context.client)?;
    let code = HashedToken::of(context.parameters.require("code")?);
    let stored =
        authorization_code::find(exec, tenant, &code, now).await?.ok_or_else(OAuthError::invalid_grant)?;
    check_presentation(context, &stored.payload, redirect_uri)?;
    if stored.consumed_at.is_some() {
        return Err(revoke_grant(context, &stored.grant_id).await);
    }
    let approved = Approved {
        grant_id: &stored.grant_id,
        session_id: stored.session_id.as_ref(),
        payload: &stored.payload,
    };
    redeem(context, approved, Spent::AuthorizationCode(&code)).await
}

/// What a user has allowed, as a code or a device's request stands for it.
#[derive(Clone, Copy)]
pub(super) struct Approved<'a> {
    /// The grant.
    pub(super) grant_id: &'a GrantId,
    /// The session in which it was allowed.
    pub(super) session_id: Option<&'a SessionId>,
    /// What.
    pub(super) payload: &'a AuthorizationCodePayload,
}

/// What is spent for the tokens, once.
#[derive(Clone, Copy)]
pub(super) enum Spent<'a> {
    /// An authorization code.
    AuthorizationCode(&'a HashedToken),
    /// A device's request.
    DeviceCode(&'a HashedToken),
}

/// Issues what was allowed, and spends what stands for it.
pub(super) async fn redeem(
    context: GrantContext<'_>,
    approved: Approved<'_>,
    spent: Spent<'_>,
) -> Result<Issue, Failure> {
    let services = context.services;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let Approved { grant_id, payload: allowed, .. } = approved;
    let granted = grant::find(exec, tenant, grant_id, now).await?.ok_or_else(OAuthError::invalid_grant)?;
    let user = is_welcome(user::find(exec, tenant, &allowed.user_id).await?);
    let user = user.ok_or_else(OAuthError::invalid_grant)?;
    client::check_access(context.services, context.client, &user.id).await?;

    let scope = still_allowed(context.client, &allowed.scope);
    let is_offline = scope.contains(OFFLINE_ACCESS);
    let session_id = approved.session_id.filter(|_| !is_offline);
    if let Some(session_id) = session_id {
        session::find(exec, tenant, session_id, now).await?.ok_or_else(OAuthError::invalid_grant)?;
    }
    let entitlement = Entitlement {
        user_id: &user.id,
        scope: &scope,
        allowed: Allowed::Granted { resources: &allowed.resources, scopes: &granted.resource_scopes },
    };
    // A token for a resource carries the organization that was signed in to.
    let organization = match &allowed.organization_id {
        Some(id) if !context.parameters.resources().is_empty() => {
            Some(organization::check(context, &user, id.clone()).await?)
        }
        _ => None,
    };
    let target = resource::resolve(context, entitlement, organization.as_ref()).await?;
    let payload = refresh_payload(allowed);
    let user_grant = UserGrant {
        context,
        user: &user,
        sign_in: Some(&payload),
        actor: None,
        spends: None,
        scope: &scope,
        grant_id,
        session_id,
        organization: organization.as_ref(),
        now,
    };
    let (mut issue, access) = user_grant.issue(target).await?;
    let refresh = is_refresh_token_due(context.client, is_offline).then(|| services.entropy.token_43());
    let lifetime = context.client.application.custom_client_metadata.refresh_token_lifetime();
    let refresh_row = refresh.as_ref().map(|token: &PlainToken| RefreshToken {
        hash: token.hashed(),
        grant_id: grant_id.clone(),
        session_id: session_id.cloned(),
        payload: payload.clone(),
        chain_started_at: now,
        created_at: now,
        consumed_at: None,
        expires_at: now.plus(lifetime),
    });
    if !spend(context, spent, access.as_ref(), refresh_row.as_ref()).await? {
        return Err(revoke_grant(context, grant_id).await);
    }
    issue.refresh_token = refresh;
    Ok(issue)
}

/// Spends what stands for the tokens and stores what it buys; `false` when somebody else has spent it.
async fn spend(
    context: GrantContext<'_>,
    spent: Spent<'_>,
    access: Option<&AccessToken>,
    refresh: Option<&RefreshToken>,
) -> Result<bool, Failure> {
    let (services, now) = (context.services, context.services.now());
    let tenant = &services.tenant;
    let spent = services.db.transaction(|tx| async move {
        let is_first = match spent {
            Spent::AuthorizationCode(code) => {
                authorization_code::consume(tx.exec(), tenant, code, now).await?
            }
            Spent::DeviceCode(code) => device_code::redeem(tx.exec(), tenant, code, now).await?,
        };
        if !is_first {
            return Ok(false);
        }
        if let Some(access) = access {
            access_token::insert(tx.exec(), tenant, access).await?;
        }
        if let Some(refresh) = refresh {
            refresh_token::insert(tx.exec(), tenant, refresh).await?;
        }
        Ok::<bool, StoreError>(true)
    });
    match spent.await {
        // The grant or the session ended while this request was under way.
        Err(StoreError::ForeignKeyViolation) => Err(OAuthError::invalid_grant().into()),
        other => Ok(other?),
    }
}

/// A code that comes twice was stolen, before or after its rightful use: everything it led to is revoked (RFC 6749 §4.1.2).
pub(super) async fn revoke_grant(context: GrantContext<'_>, grant_id: &GrantId) -> Failure {
    match grants::revoke(context.services, grant_id).await {
        Ok(()) => OAuthError::invalid_grant().into(),
        Err(error) => error.into(),
    }
}

/// The redirect URI as presented; it may be left out where one is registered.
fn presented_redirect_uri<'a>(parameters: &'a Parameters, client: &'a Client) -> Result<&'a str, OAuthError> {
    if let Some(presented) = parameters.get("redirect_uri") {
        return Ok(presented);
    }
    match client.application.oidc_client_metadata.redirect_uris.as_slice() {
        [only] if !only.contains('*') => Ok(only),
        _ => Err(parameters
            .require_all(&["code", "redirect_uri"])
            .err()
            .unwrap_or_else(OAuthError::invalid_grant)),
    }
}

/// Whether whoever presents the code is the one it was issued to. A failure does not spend it.
fn check_presentation(
    context: GrantContext<'_>,
    issued: &AuthorizationCodePayload,
    redirect_uri: &str,
) -> Result<(), OAuthError> {
    if issued.application_id != context.client.application.id {
        return Err(OAuthError::invalid_grant());
    }
    check_code_verifier(issued.code_challenge.as_deref(), context.parameters.get("code_verifier"))?;
    if issued.redirect_uri != redirect_uri {
        return Err(OAuthError::invalid_grant());
    }
    Ok(())
}

/// RFC 7636 §4.6: the verifier must fit the challenge; one without the other fits nothing.
fn check_code_verifier(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), OAuthError> {
    let verifier = verifier.map(CodeVerifier::parse).transpose()?;
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier))
            if CodeChallenge::from_stored(challenge.to_owned()).is_answered_by(&verifier) =>
        {
            Ok(())
        }
        _ => Err(OAuthError::invalid_grant()),
    }
}

/// Refresh tokens are issued for `offline_access`, and to web clients that always want one.
fn is_refresh_token_due(client: &Client, is_offline: bool) -> bool {
    let is_web = client::application_type(client) == protocol::ApplicationType::Web;
    is_offline
        || (is_web && client.application.custom_client_metadata.always_issue_refresh_token == Some(true))
}

fn refresh_payload(code: &AuthorizationCodePayload) -> RefreshTokenPayload {
    RefreshTokenPayload {
        user_id: code.user_id.clone(),
        application_id: code.application_id.clone(),
        scope: code.scope.clone(),
        resources: code.resources.clone(),
        nonce: code.nonce.clone(),
        auth_time: code.auth_time,
        sid: code.sid.clone(),
        organization_id: code.organization_id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn a_verifier_fits_its_challenge_and_nothing_else() {
        let refused = Err(OAuthError::invalid_grant());
        assert_eq!(check_code_verifier(Some(CHALLENGE), Some(VERIFIER)), Ok(()));
        assert_eq!(check_code_verifier(None, None), Ok(()));
        assert_eq!(check_code_verifier(Some(CHALLENGE), None), refused);
        assert_eq!(check_code_verifier(None, Some(VERIFIER)), refused);
        assert_eq!(check_code_verifier(Some(CHALLENGE), Some(&"x".repeat(43))), refused);
    }

    #[test]
    fn a_malformed_verifier_has_a_text_of_its_own() {
        let text = "code_verifier must be a string with a minimum length of 43 characters";
        assert_eq!(
            check_code_verifier(Some(CHALLENGE), Some("short")),
            Err(OAuthError::invalid_request(text))
        );
    }
}
