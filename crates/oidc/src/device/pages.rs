//! `/oidc/device`: what stands behind the pages on which a user types and confirms a device's code (RFC 8628 §3.3; OIDC contract §4.7). The
//! pages themselves are at `/device`, beyond this crate; they post here and are sent back what went wrong.
//!
//! A code alone does nothing, however it comes here: the user sees which application asks and confirms it by a form that only our own page
//! can send (RFC 8628 §5.4, remote phishing).

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    HashedToken, InteractionId, SessionId,
    grant::{DEVICE_CODE_TTL, Session},
};
use form_urlencoded::Serializer;
use operations::{
    Services,
    device::{Found, as_shown, find},
    interaction::resume_path,
};
use protocol::Parameters;
use store::{
    device_code::{self, DeviceCode},
    session,
};
use ui::pages::{AutoSubmitPage, HiddenField};

use super::{check::check, xsrf};
use crate::{
    authorize::{Progress, Target, proceed, resume::resume, visit::Visit},
    body,
    cookies::{CookieWriter, PageContext},
    error::{Echo, Failure, no_store},
    language::words_for,
};

/// The page on which codes are typed and confirmed.
const PAGE: &str = "/device";
/// What the page is told.
const NOT_FOUND: &str = "NotFoundError";
const INVALID_REQUEST: &str = "InvalidRequest";
const ABORTED: &str = "AbortedError";
const SESSION_NOT_FOUND: &str = "SessionNotFound";
const TOO_MANY_ATTEMPTS: &str = "TooManyAttempts";
const SERVER_ERROR: &str = "ServerError";
/// The longest code that the page is given back.
const MAX_CODE: usize = 64;

/// `GET /oidc/device`: gives the browser a session and the page its token; a code that came along is posted on by the browser itself.
#[tracing::instrument(name = "oidc.device", skip_all)]
pub(crate) async fn get(State(services): State<Arc<Services>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let echo = Echo::of_query(parts.uri.query());
    let response = enter(&services, &parts).await;
    no_store(response.unwrap_or_else(|failure| failure.into_response(services.endpoint.issuer(), &echo)))
}

async fn enter(services: &Services, parts: &Parts) -> Result<Response, Failure> {
    let parameters = body::query(parts)?;
    let configuration = services.configuration().await?;
    let mut visit = Visit::read(services, configuration, parts).await?;
    if visit.session.is_none() {
        let id = SessionId::new(services.entropy.base64_43());
        let (session, cookie) = (Session::new(id, services.now()), services.entropy.token_43());
        session::insert(services.db.exec(), &services.tenant, &session, &cookie.hashed()).await?;
        visit.keep_session(session, cookie);
    }
    let Some(session) = &visit.session else { return Ok(found(PAGE)) };
    let token = xsrf::token(&visit.configuration, &session.id);
    let ends_at = services.now().plus(DEVICE_CODE_TTL);
    let response = match parameters.get("user_code") {
        Some(code) => AutoSubmitPage {
            words: words_for(services, None, &parts.headers).await,
            action: format!("{}/device", services.endpoint.issuer()),
            fields: vec![HiddenField::new("xsrf", &*token), HiddenField::new("user_code", code)],
            status: StatusCode::OK,
            redirect_targets: Vec::new(),
        }
        .into_response(),
        None => found(&page(&told(&parameters))),
    };
    Ok(visit.finish(response, |cookies| {
        cookies.context(&PageContext::default());
        cookies.device_xsrf(&token, ends_at);
    }))
}

/// What a page that lost its token was told before, to be told again.
fn told(parameters: &Parameters) -> Vec<(&str, &str)> {
    let known =
        |name| parameters.get(name).filter(|value| value.len() <= MAX_CODE).map(|value| (name, value));
    [known("input_code"), known("error")].into_iter().flatten().collect()
}

/// `POST /oidc/device`: a code, typed or confirmed.
#[tracing::instrument(name = "oidc.device", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let echo = Echo::of_query(request.uri().query());
    let response = match body::form(request, "/device").await {
        Ok((parts, parameters)) => take(&services, &parts, &parameters).await,
        Err(failure) => Err(failure),
    };
    no_store(response.unwrap_or_else(|failure| failure.into_response(services.endpoint.issuer(), &echo)))
}

async fn take(services: &Services, parts: &Parts, parameters: &Parameters) -> Result<Response, Failure> {
    parameters.reject_repeated(&["xsrf", "user_code", "confirm", "abort"])?;
    let configuration = services.configuration().await?;
    let visit = Visit::read(services, configuration, parts).await?;
    let Some(session) = visit.session.clone() else { return Ok(anew(visit, SESSION_NOT_FOUND)) };
    let presented = parameters.get("xsrf").unwrap_or_default();
    let is_ours = !http_kit::is_from_another_origin(&parts.headers, services.endpoint.base());
    if !is_ours || !xsrf::matches(&visit.configuration, &session.id, presented) {
        return Ok(anew(visit, INVALID_REQUEST));
    }
    let typed = parameters.get("user_code").unwrap_or_default();
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let code = match find(services, &visit.configuration, typed, address).await? {
        Found::Waiting(code) => code,
        Found::Nothing => return Ok(failed(typed, NOT_FOUND)),
        Found::TooManyAttempts => return Ok(failed(typed, TOO_MANY_ATTEMPTS)),
    };
    if parameters.get("abort").is_some() {
        device_code::deny(services.db.exec(), &services.tenant, &code.hash).await?;
        return Ok(found(&page(&[("error", ABORTED)])));
    }
    if parameters.get("confirm").is_some() {
        return confirm(visit, *code, (&session.id, typed)).await;
    }
    let shown = as_shown(typed).unwrap_or_default();
    let token = xsrf::token(&visit.configuration, &session.id);
    let ends_at = services.now().plus(DEVICE_CODE_TTL);
    Ok(visit.finish(found(&page(&[("user_code", &shown)])), |cookies| cookies.device_xsrf(&token, ends_at)))
}

/// The user says that it is their device: this session takes the request and goes on as for any other. One session has it.
async fn confirm(
    visit: Visit<'_>,
    code: DeviceCode,
    (session_id, typed): (&SessionId, &str),
) -> Result<Response, Failure> {
    let services = visit.services;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    if !device_code::claim(exec, tenant, &code.hash, session_id, now).await? {
        return Ok(failed(typed, NOT_FOUND));
    }
    let target = Target::Device(code.hash);
    let parameters: Parameters = code.parameters.into_iter().collect();
    let result = match check(services, &visit.configuration, &parameters).await {
        Ok(request) => proceed(visit, request, Progress::default(), &target).await,
        Err(failure) => Err(failure),
    };
    match result {
        Ok(response) => Ok(response),
        Err(failure) => target.refuse(services, &failure, None).await,
    }
}

/// `GET /oidc/device/:uid`: takes the browser back from the sign-in pages.
#[tracing::instrument(name = "oidc.device.resume", skip_all)]
pub(crate) async fn resume_at(
    State(services): State<Arc<Services>>,
    Path(uid): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let echo = Echo::of_query(parts.uri.query());
    let response = resume(&services, &parts, InteractionId::new(uid), true).await;
    let response = response.unwrap_or_else(|failure| {
        if failure.error.is_session_not_found() {
            found(&page(&[("error", SESSION_NOT_FOUND)]))
        } else {
            failure.into_response(services.endpoint.issuer(), &echo)
        }
    });
    no_store(response)
}

/// Where the user is told that it is done.
pub(crate) fn success() -> Response {
    found("/device/success")
}

/// Why a device gets nothing for now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// The user or a rule refused.
    Refused,
    /// Something has changed since it was asked for.
    OutOfDate,
    /// Something failed here.
    Failed,
}

/// Tells the user that the device gets nothing, and the device too when it was refused: otherwise the same session may try again.
pub(crate) async fn refuse(
    services: &Services,
    code: &HashedToken,
    outcome: Outcome,
    resumed: Option<&InteractionId>,
) -> Result<Response, Failure> {
    if outcome == Outcome::Refused {
        device_code::deny(services.db.exec(), &services.tenant, code).await?;
    }
    let error = match outcome {
        Outcome::Refused => ABORTED,
        Outcome::OutOfDate => INVALID_REQUEST,
        Outcome::Failed => SERVER_ERROR,
    };
    let mut response = found(&page(&[("error", error)]));
    if let Some(uid) = resumed {
        let configuration = services.configuration().await?;
        let mut cookies = CookieWriter {
            headers: response.headers_mut(),
            keys: &configuration.cookie_keys,
            endpoint: &services.endpoint,
        };
        cookies.clear_resume(&resume_path(true, uid));
    }
    Ok(response)
}

/// Back to the page for another try, with what was typed.
fn failed(typed: &str, error: &str) -> Response {
    let shown = typed.get(..MAX_CODE).unwrap_or(if typed.len() > MAX_CODE { "" } else { typed });
    found(&page(&[("input_code", shown), ("error", error)]))
}

/// Back to the page, which fetches a token that fits first.
fn anew(visit: Visit<'_>, error: &str) -> Response {
    visit.finish(found(&page(&[("error", error)])), |cookies| {
        cookies.clear_device_xsrf();
    })
}

fn page(told: &[(&str, &str)]) -> String {
    if told.is_empty() {
        return PAGE.to_owned();
    }
    format!("{PAGE}?{}", Serializer::new(String::new()).extend_pairs(told).finish())
}

/// A redirect as the wire has it here.
fn found(location: &str) -> Response {
    let location = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static(PAGE));
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}
