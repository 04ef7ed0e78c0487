//! `authorization_code` (RFC 6749 §4.1.3; OIDC contract §4.2). Everything is checked before the code is spent; one statement decides who
//! spends it, in the transaction that stores what it buys.

use domain::{
    HashedToken, PlainToken,
    grant::{AccessToken, AuthorizationCodePayload, RefreshToken, RefreshTokenPayload},
};
use operations::{Client, scopes::still_allowed};
use protocol::{CodeChallenge, CodeVerifier, OAuthError, Parameters, scope::OFFLINE_ACCESS};
use store::{
    StoreError, access_token,
    authorization_code::{self, StoredAuthorizationCode},
    grant, refresh_token, session, user,
};

use super::{
    GrantContext, Issue,
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
        return Err(revoke_grant(context, &stored).await);
    }
    let granted =
        grant::find(exec, tenant, &stored.grant_id, now).await?.ok_or_else(OAuthError::invalid_grant)?;
    let user = user::find(exec, tenant, &stored.payload.user_id).await?;
    let user = is_welcome(user).ok_or_else(OAuthError::invalid_grant)?;
    client::check_access(context.services, context.client, &user.id).await?;

    let scope = still_allowed(context.client, &stored.payload.scope);
    let is_offline = scope.contains(OFFLINE_ACCESS);
    let session_id = stored.session_id.as_ref().filter(|_| !is_offline);
    if let Some(session_id) = session_id {
        session::find(exec, tenant, session_id, now).await?.ok_or_else(OAuthError::invalid_grant)?;
    }
    let entitlement = Entitlement {
        user_id: &user.id,
        scope: &scope,
        allowed: Allowed::Granted { resources: &stored.payload.resources, scopes: &granted.resource_scopes },
    };
    let target = resource::resolve(context, entitlement, None).await?;
    let payload = refresh_payload(&stored.payload);
    let user_grant = UserGrant {
        context,
        user: &user,
        sign_in: Some(&payload),
        actor: None,
        spends: None,
        scope: &scope,
        grant_id: &stored.grant_id,
        session_id,
        organization: None,
        now,
    };
    let (mut issue, access) = user_grant.issue(target).await?;
    let refresh = is_refresh_token_due(context.client, is_offline).then(|| services.entropy.token_43());
    let lifetime = context.client.application.custom_client_metadata.refresh_token_lifetime();
    let refresh_row = refresh.as_ref().map(|token: &PlainToken| RefreshToken {
        hash: token.hashed(),
        grant_id: stored.grant_id.clone(),
        session_id: session_id.cloned(),
        payload: payload.clone(),
        chain_started_at: now,
        created_at: now,
        consumed_at: None,
        expires_at: now.plus(lifetime),
    });
    if !spend(context, &code, access.as_ref(), refresh_row.as_ref()).await? {
        return Err(revoke_grant(context, &stored).await);
    }
    issue.refresh_token = refresh;
    Ok(issue)
}

/// Spends the code and stores what it buys; `false` when somebody else has spent it.
async fn spend(
    context: GrantContext<'_>,
    code: &HashedToken,
    access: Option<&AccessToken>,
    refresh: Option<&RefreshToken>,
) -> Result<bool, Failure> {
    let (services, now) = (context.services, context.services.now());
    let tenant = &services.tenant;
    let spent = services.db.transaction(|tx| async move {
        if !authorization_code::consume(tx.exec(), tenant, code, now).await? {
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
async fn revoke_grant(context: GrantContext<'_>, stored: &StoredAuthorizationCode) -> Failure {
    match grants::revoke(context.services, &stored.grant_id).await {
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
