//! The end of an authorization request: a code for what the user has allowed (RFC 6749 §4.1.2; OIDC contract §4.1), or the word that the
//! device may have its tokens (RFC 8628 §3.4).

use axum::{
    Extension,
    response::{IntoResponse as _, Response},
};
use domain::{
    GrantId, HashedToken, PlainToken,
    grant::{AUTHORIZATION_CODE_TTL, AuthorizationCodePayload, Grant, Session, SessionApplication},
};
use http_kit::layers::Passing;
use operations::interaction::resume_path;
use protocol::{
    OAuthError, OAuthErrorCode, ScopeList,
    resource_indicator::split_authorization_resources,
    scope::{OFFLINE_ACCESS, is_oidc_scope},
};
use store::{
    StoreError,
    authorization_code::{self, StoredAuthorizationCode},
    device_code, grant, session,
};

use super::{
    AuthorizationRequest, Target,
    check_consent::Decision,
    grant_limit::GrantLimit,
    visit::{Visit, note_use},
};
use crate::{device, error::Failure};

/// What waits for the user's word.
enum Waiting<'a> {
    /// A client, for a code.
    Client(&'a PlainToken),
    /// A device.
    Device(&'a HashedToken),
}

/// Issues a code and sends it to the client, or lets the device have its tokens. The session gets a new cookie and a new lease.
pub(super) async fn answer(
    mut visit: Visit<'_>,
    request: &AuthorizationRequest,
    decision: Decision,
    target: &Target,
) -> Result<Response, Failure> {
    let services = visit.services;
    let Decision { application, grant, .. } = decision;
    let (Some(granted), Some(mut session)) = (grant, visit.session.clone()) else {
        return Err(OAuthError::new(OAuthErrorCode::AccessDenied).into());
    };
    let resources = requested_resources(request);
    let scope = accepted_scope(
        request,
        &granted,
        visit.configuration.default_resource().map(|found| found.resource.indicator.as_str()),
    );
    if scope.is_empty() && resources.is_empty() {
        return Err(OAuthError::new(OAuthErrorCode::AccessDenied).into());
    }
    check_opened(&visit, request, &granted).await?;
    session.expires_at = services.now().plus(visit.configuration.session_ttl);
    note_use(&mut session, visit.parts, services.now());
    let application = entry(request, application, &granted, &scope, services.entropy.base64_43());
    let stored = StoredAuthorizationCode {
        grant_id: granted.id.clone(),
        session_id: Some(session.id.clone()),
        payload: payload(request, &session, &application, (scope, resources), target)?,
        consumed_at: None,
        expires_at: services.now().plus(AUTHORIZATION_CODE_TTL),
    };
    let (code, cookie) = (services.entropy.token_43(), services.entropy.token_43());
    let waiting = match target {
        Target::RedirectUri(_) => Waiting::Client(&code),
        Target::Device(code) => Waiting::Device(code),
    };
    store(&visit, (&session, &cookie), &application, (waiting, &stored), request).await?;
    visit.keep_session(session, cookie);
    let (response, is_for_device) = match target {
        Target::RedirectUri(target) => {
            // Nobody acts on a code but by redeeming it, and that answer waits for all that led to it.
            let answer = target.grant(code.reveal(), services.endpoint.issuer());
            ((Extension(Passing::AtTheEnd), answer).into_response(), false)
        }
        Target::Device(_) => (device::pages::success(), true),
    };
    let resumed = visit.resumed.as_ref().map(|uid| resume_path(is_for_device, uid));
    Ok(visit.finish(response, |cookies| {
        if let Some(path) = &resumed {
            cookies.clear_resume(path);
        }
        if is_for_device {
            cookies.clear_device_xsrf();
        }
    }))
}

/// A third party signs a user in to an organization that the user opened to it, and to no other.
async fn check_opened(
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    granted: &Grant,
) -> Result<(), Failure> {
    let application = &request.client.application;
    let Some(organization) = request.organization_id.as_ref().filter(|_| application.is_third_party) else {
        return Ok(());
    };
    let (exec, tenant) = (visit.services.db.exec(), &visit.services.tenant);
    let opened = grant::opened_organizations(exec, tenant, &application.id, &granted.user_id).await?;
    if opened.contains(organization) {
        return Ok(());
    }
    let error = OAuthError::new(OAuthErrorCode::AccessDenied);
    Err(error.describe("organization access is not granted to the application").into())
}

/// The scopes asked for that are allowed now, in request order.
fn accepted_scope(
    request: &AuthorizationRequest,
    granted: &Grant,
    default_resource: Option<&str>,
) -> ScopeList {
    let resources = requested_resources(request);
    let indicators: Vec<&str> = match resources.as_slice() {
        [] => default_resource.into_iter().collect(),
        named => named.iter().map(String::as_str).collect(),
    };
    request.consent.scope.filtered(|scope| {
        if is_oidc_scope(scope) {
            return granted.has_openid_scope(scope);
        }
        let mut decided = indicators.iter().filter_map(|indicator| granted.resource(indicator));
        decided.any(|resource| resource.is_granted(scope))
    })
}

fn requested_resources(request: &AuthorizationRequest) -> Vec<String> {
    let values: Vec<&str> = request.consent.resources.iter().map(String::as_str).collect();
    split_authorization_resources(&values).into_iter().map(str::to_owned).collect()
}

/// What the session will know of the client.
fn entry(
    request: &AuthorizationRequest,
    known: Option<SessionApplication>,
    granted: &Grant,
    scope: &ScopeList,
    fresh_sid: String,
) -> SessionApplication {
    let persisted = known.as_ref().is_some_and(|known| known.persists_logout);
    SessionApplication {
        application_id: request.client.application.id.clone(),
        grant_id: Some(granted.id.clone()),
        sid: known.map_or(fresh_sid, |known| known.sid),
        persists_logout: persisted || scope.contains(OFFLINE_ACCESS),
    }
}

fn payload(
    request: &AuthorizationRequest,
    session: &Session,
    application: &SessionApplication,
    (scope, resources): (ScopeList, Vec<String>),
    target: &Target,
) -> Result<AuthorizationCodePayload, Failure> {
    let user_id = session.user_id.clone().ok_or_else(|| OAuthError::new(OAuthErrorCode::LoginRequired))?;
    let metadata = &request.client.application.oidc_client_metadata;
    let names_session = metadata.backchannel_logout_uri.is_some()
        && metadata.backchannel_logout_session_required == Some(true);
    let signed_in_at = session.signed_in_at.filter(|_| request.login.max_age_seconds.is_some());
    Ok(AuthorizationCodePayload {
        user_id,
        application_id: request.client.application.id.clone(),
        redirect_uri: target.redirect_uri().unwrap_or_default().to_owned(),
        code_challenge: request.code_challenge.as_ref().map(|challenge| challenge.as_str().to_owned()),
        scope: scope.join(),
        resources,
        nonce: request.nonce.clone(),
        auth_time: signed_in_at.map(domain::UnixMillis::as_seconds),
        sid: names_session.then(|| application.sid.clone()),
        organization_id: request.organization_id.clone(),
    })
}

/// Stores code, session and what the session knows of the client, all or nothing.
async fn store(
    visit: &Visit<'_>,
    (session, cookie): (&Session, &PlainToken),
    application: &SessionApplication,
    (waiting, stored): (Waiting<'_>, &StoredAuthorizationCode),
    request: &AuthorizationRequest,
) -> Result<(), Failure> {
    let tenant = &visit.services.tenant;
    let (limit, waiting, now) = (&GrantLimit::of(visit, request).await?, &waiting, visit.services.now());
    let saved = visit.services.db.transaction(|tx| async move {
        if !session::renew(tx.exec(), tenant, session, &cookie.hashed()).await? {
            return Ok(false);
        }
        session::put_application(tx.exec(), tenant, &session.id, application).await?;
        match waiting {
            Waiting::Client(code) => {
                authorization_code::insert(tx.exec(), tenant, &code.hashed(), stored).await?;
            }
            Waiting::Device(code) => {
                let what: (_, &GrantId, _) = (&session.id, &stored.grant_id, &stored.payload);
                if !device_code::approve(tx.exec(), tenant, code, what, now).await? {
                    // Decided or ended meanwhile: as if what it hangs on were gone, so that nothing else is stored either.
                    return Err(StoreError::ForeignKeyViolation);
                }
            }
        }
        limit.enforce(&tx, &stored.grant_id, &stored.payload).await?;
        Ok::<bool, StoreError>(true)
    });
    match saved.await {
        Ok(true) => Ok(limit.announce().await?),
        // The session or the grant ended while this request was under way.
        Ok(false) | Err(StoreError::ForeignKeyViolation) => {
            Err(OAuthError::new(OAuthErrorCode::AccessDenied).into())
        }
        Err(error) => Err(error.into()),
    }
}
