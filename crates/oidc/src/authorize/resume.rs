//! Taking the browser back from the sign-in pages (OIDC contract §6.1). Only the browser that started the interaction can resume it: it
//! alone holds the cookie. An interaction is taken once.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    HashedToken, InteractionId, UserId,
    account::proof::Proof,
    grant::{Interaction, InteractionPrompt, InteractionResult, PendingLogout, SessionApplication},
};
use http_kit::Cookies;
use operations::{
    Services,
    interaction::resume_path,
    sign_in_organization::{Admission, admission},
    sso::still_proves,
};
use protocol::{OAuthError, OAuthErrorCode, Parameters};
use store::{grant, interaction, session, user};
use ui::pages::{AutoSubmitPage, HiddenField};

use super::{
    AuthorizationRequest, Progress, Target, check, check_client, check_consent::Decision,
    check_organization::denied, check_redirect_uri, interact, proceed, visit::Visit,
};
use crate::{
    audit::Record,
    cookies::INTERACTION_RESUME,
    device,
    end_session::xsrf::XsrfToken,
    error::{Echo, Failure, no_store},
    language::words_for,
    refusal::{self, Wanted},
};

const EXPIRED: &str = "authorization request has expired";
const NOT_FOUND: &str = "interaction session not found";

/// `GET /oidc/auth/:uid`.
#[tracing::instrument(name = "oidc.resume", skip_all)]
pub(crate) async fn get(
    State(services): State<Arc<Services>>,
    Path(uid): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let echo = Echo { authorization: true, ..Echo::of_query(parts.uri.query()) };
    let resumed =
        services.db.together(Box::pin(resume(&services, &parts, InteractionId::new(uid), false))).await;
    match resumed.unwrap_or_else(|error| Err(error.into())) {
        Ok(response) => no_store(response),
        Err(failure) => refusal::tell(&services, &parts.headers, (Wanted::GoOn, None), failure, &echo).await,
    }
}

/// Goes on with an interaction; `is_for_device` is what the address says, which must be what it was begun for.
pub(crate) async fn resume(
    services: &Services,
    parts: &Parts,
    uid: InteractionId,
    is_for_device: bool,
) -> Result<Response, Failure> {
    let configuration = services.configuration().await?;
    let cookies = Cookies::of(&parts.headers);
    let cookie = cookies.verified(INTERACTION_RESUME, &configuration.cookie_keys);
    let cookie = cookie.ok_or_else(|| OAuthError::invalid_request(EXPIRED))?;
    if !jose::constant_time_eq(cookie.as_bytes(), uid.as_str().as_bytes()) {
        let text = "authorization session and cookie identifier mismatch";
        return Err(OAuthError::invalid_request(text).into());
    }
    let id = HashedToken::of(uid.as_str());
    let found = interaction::find(services.db.exec(), &services.tenant, &id, services.now()).await?;
    let interaction = found.filter(|found| found.device_code.is_some() == is_for_device);
    let interaction = interaction.ok_or_else(|| OAuthError::invalid_request(NOT_FOUND))?;
    // Client and configuration may have changed while the user was busy, so that everything is checked again.
    let parameters: Parameters = interaction.parameters.iter().cloned().collect();
    let (target, checked) = if let Some(code) = interaction.device_code {
        (Target::Device(code), device::check::check(services, &configuration, &parameters).await)
    } else {
        let client = check_client::check(services, &parameters).await?;
        let target = Target::RedirectUri(check_redirect_uri::check(&client, &parameters)?);
        (target, check(services, &configuration, client, &parameters).map_err(Failure::from))
    };
    let mut visit = Visit::read(services, configuration, parts).await?;
    visit.resumed = Some(uid.clone());
    let result = match checked {
        Ok(request) => take_result(visit, request, interaction, &target).await,
        Err(failure) => Err(failure),
    };
    match result {
        // About the browser and not about the request: the client has nothing to do with it.
        Err(failure) if failure.error.is_session_not_found() => Err(failure),
        Err(failure) => target.refuse(services, &failure, Some(&uid)).await,
        Ok(response) => Ok(response),
    }
}

/// Acts on how the interaction ended, then goes on with the request.
async fn take_result(
    mut visit: Visit<'_>,
    mut request: AuthorizationRequest,
    interaction: Interaction,
    target: &Target,
) -> Result<Response, Failure> {
    if let Some(InteractionResult::Login { user_id }) = &interaction.result
        && interaction.prompt == InteractionPrompt::Login
        && visit.signed_in().is_some_and(|(_, signed_in)| signed_in != user_id)
    {
        return end_other_session(visit, &request, target).await;
    }
    if interaction.prompt != InteractionPrompt::Login {
        check_same_session(&visit, &interaction)?;
    }
    // Who was asked for an organization or for consent has signed in for this request before, or had done so recently enough. To go on
    // as who is signed in is no sign-in.
    let has_signed_in =
        matches!(interaction.prompt, InteractionPrompt::Organization | InteractionPrompt::Consent);
    let mut progress = Progress { login: has_signed_in, consent: false };
    let services = visit.services;
    let taken =
        interaction::take(services.db.exec(), &services.tenant, &interaction.id, services.now()).await?;
    let taken = taken.ok_or_else(|| OAuthError::invalid_request(NOT_FOUND))?;
    let ended = Record::new("Interaction.End", visit.parts).application(&interaction.application_id);
    let told = taken.told();
    match taken.result.filter(|result| is_answer_to(interaction.prompt, result)) {
        None => {}
        Some(InteractionResult::Denied) => {
            let error = refusal(&visit, &request, interaction.prompt).await?;
            ended.error(&error).write(services).await?;
            return Err(error.into());
        }
        Some(InteractionResult::Login { user_id }) => {
            let record = ended.user(Some(&user_id));
            if !is_proven(services, &user_id, &told.proof).await? {
                let error = OAuthError::new(OAuthErrorCode::AccessDenied);
                record.error(&error).write(services).await?;
                return Err(error.into());
            }
            futures_util::try_join!(
                visit.sign_in(user_id, taken.application_id, told.last_submission),
                record.write(services)
            )?;
            progress.login = true;
        }
        Some(InteractionResult::Consent { grant_id }) => {
            let user_id = visit.signed_in().map(|(_, user_id)| user_id.clone());
            visit.kept = Some(keep_grant(&visit, &request, &grant_id).await?);
            ended.user(user_id.as_ref()).write(services).await?;
            progress.consent = true;
        }
        Some(InteractionResult::SameAccount) => request.settle_account(),
        Some(InteractionResult::Organization { organization_id }) => {
            request.settle_organization(&organization_id);
        }
        Some(InteractionResult::OtherAccount) => {
            request.settle_account();
            request.require_login();
            return interact::ask_to_sign_in(visit, &request, target).await;
        }
    }
    proceed(visit, request, progress, target).await
}

/// Whether an interaction of this kind can end so. Nothing else ever stands in for a login or a consent.
const fn is_answer_to(prompt: InteractionPrompt, result: &InteractionResult) -> bool {
    use InteractionPrompt as Asked;
    use InteractionResult as Given;
    match (prompt, result) {
        (_, Given::Denied)
        | (Asked::Login, Given::Login { .. })
        | (Asked::Consent, Given::Consent { .. })
        | (Asked::SelectAccount, Given::SameAccount)
        | (Asked::SelectAccount | Asked::Organization, Given::OtherAccount)
        | (Asked::Organization, Given::Organization { .. }) => true,
        (_, _) => false,
    }
}

/// What the client is told of a user who went back to it: that the organization is closed to them, where that is why.
async fn refusal(
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    prompt: InteractionPrompt,
) -> Result<OAuthError, Failure> {
    let named = request.consent.organization_id.as_ref().filter(|_| !request.prompt.select_organization);
    if let (InteractionPrompt::Organization, Some(id), Some((_, user_id))) =
        (prompt, named, visit.signed_in())
    {
        let found = admission(visit.services, id, user_id).await?;
        if found != Admission::Admitted {
            return Ok(denied(found));
        }
    }
    Ok(OAuthError::new(OAuthErrorCode::AccessDenied).describe("End-User aborted interaction"))
}

/// What is asked of somebody who is signed in belongs to the session it was asked in.
fn check_same_session(visit: &Visit<'_>, interaction: &Interaction) -> Result<(), OAuthError> {
    let session_id = visit.signed_in().map(|(session, _)| &session.id);
    if session_id.is_some() && session_id == interaction.session_id.as_ref() {
        return Ok(());
    }
    Err(OAuthError::invalid_request("interaction session not found: it belongs to another session"))
}

/// Whether somebody is who they are said to be, and may sign in: since they proved it they may have been removed or suspended, or have lost what
/// they proved it by. Of whom nothing is known to be proven, nothing is.
async fn is_proven(services: &Services, user_id: &UserId, proof: &Proof) -> Result<bool, Failure> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    match user::find(exec, tenant, user_id).await?.filter(|user| !user.is_suspended) {
        Some(user) => Ok(still_proves(exec, tenant, proof, &user).await?),
        None => Ok(false),
    }
}

/// Notes in the session which grant the client has now, and returns both.
async fn keep_grant(
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    grant_id: &domain::GrantId,
) -> Result<Decision, Failure> {
    let services = visit.services;
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let client_id = &request.client.application.id;
    let denied = || OAuthError::new(OAuthErrorCode::AccessDenied);
    let (session, user_id) = visit.signed_in().ok_or_else(denied)?;
    let granted = grant::find(exec, tenant, grant_id, services.now()).await?;
    let granted = granted.filter(|grant| grant.user_id == *user_id && grant.application_id == *client_id);
    let granted = granted.ok_or_else(denied)?;
    let known = visit.find_application(client_id).await?;
    let application = SessionApplication {
        application_id: client_id.clone(),
        grant_id: Some(granted.id.clone()),
        sid: known.as_ref().map_or_else(|| services.entropy.base64_43(), |known| known.sid.clone()),
        persists_logout: known.is_some_and(|known| known.persists_logout),
    };
    session::put_application(exec, tenant, &session.id, &application).await?;
    Ok(Decision { user_id: user_id.clone(), application: Some(application), grant: Some(granted) })
}

/// Somebody else is signed in: their session is ended first, by a page that posts by itself; its answer leads back here.
async fn end_other_session(
    mut visit: Visit<'_>,
    request: &AuthorizationRequest,
    target: &Target,
) -> Result<Response, Failure> {
    let services = visit.services;
    let xsrf = XsrfToken::generate(&*services.entropy);
    let back = visit.resumed.as_ref().map(|uid| {
        let path = resume_path(target.device_code().is_some(), uid);
        format!("{}{path}", services.endpoint.base())
    });
    if let Some(session) = &mut visit.session {
        session.logout = Some(PendingLogout {
            xsrf_hash: xsrf.hash(),
            application_id: Some(request.client.application.id.clone()),
            post_logout_redirect_uri: back,
            state: None,
        });
    }
    if !visit.save_session(services.db.exec()).await? {
        return Err(OAuthError::invalid_request(NOT_FOUND).into());
    }
    let page = AutoSubmitPage {
        words: words_for(services, None, &visit.parts.headers).await,
        action: format!("{}/session/end/confirm", services.endpoint.issuer()),
        fields: vec![HiddenField::new("xsrf", xsrf.reveal()), HiddenField::new("logout", "yes")],
        status: StatusCode::OK,
        // Browsers hold a form's policy against every redirect that follows: the last one may be the client's.
        redirect_targets: target.redirect_uri().map(str::to_owned).into_iter().collect(),
    };
    Ok(visit.finish(page.into_response(), |_| {}))
}
