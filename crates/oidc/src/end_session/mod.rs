//! The end of a session (OpenID Connect RP-Initiated Logout 1.0; OIDC contract §5.6): a page that asks, [`confirm`] that acts, and a page
//! that says it is done.

pub(crate) mod confirm;
pub(crate) mod xsrf;

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    ApplicationId, HashedToken, SessionId, UserId,
    grant::{PendingLogout, Session},
};
use hosted::{brand, person};
use http_kit::Cookies;
use jose::{AudienceRule, Expected};
use operations::{Client, Services, TenantConfiguration};
use protocol::{OAuthError, Parameters, redirect_uri::match_post_logout_redirect_uri};
use store::{session, user};
use ui::{
    components::Person,
    pages::{AutoSubmitPage, HiddenField, SignOutPage, SignedOutPage},
};

use self::xsrf::XsrfToken;
use crate::{
    authorize::check_parameters::check_state,
    body, client,
    cookies::{self, CookieWriter},
    cross_site,
    error::{Echo, Failure, no_store},
    language::words_for,
    refusal::{self, Wanted},
};

const KNOWN_PARAMETERS: [&str; 6] =
    ["client_id", "id_token_hint", "post_logout_redirect_uri", "state", "ui_locales", "logout_hint"];

/// `GET /oidc/session/end`.
#[tracing::instrument(name = "oidc.end_session", skip_all)]
pub(crate) async fn get(State(services): State<Arc<Services>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let parameters = body::query(&parts).map_err(Failure::from);
    answer(&services, &parts, parameters).await
}

/// `POST /oidc/session/end`.
#[tracing::instrument(name = "oidc.end_session", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let (echo, headers) = (Echo::of_query(request.uri().query()), request.headers().clone());
    match body::form(request, "/session/end").await {
        Ok((parts, parameters)) => {
            let is_known = |name: &str| KNOWN_PARAMETERS.contains(&name);
            match cross_site::as_get(&services.endpoint, &parts, ("/session/end", &parameters), is_known) {
                Ok(Some(way_back)) => no_store(way_back),
                Ok(None) => answer(&services, &parts, Ok(parameters)).await,
                Err(failure) => answer(&services, &parts, Err(failure)).await,
            }
        }
        Err(failure) => refusal::tell(&services, &headers, (Wanted::SignOut, None), failure, &echo).await,
    }
}

async fn answer(services: &Services, parts: &Parts, parameters: Result<Parameters, Failure>) -> Response {
    let echo = Echo::of_query(parts.uri.query());
    let ui_locales = parameters.as_ref().ok().and_then(|parameters| parameters.get("ui_locales"));
    let ui_locales = ui_locales.map(str::to_owned);
    let response = match parameters {
        Ok(parameters) => ask(services, parts, &parameters).await,
        Err(failure) => Err(failure),
    };
    match response {
        Ok(response) => no_store(response),
        Err(failure) => {
            let wanted = (Wanted::SignOut, ui_locales.as_deref());
            refusal::tell(services, &parts.headers, wanted, failure, &echo).await
        }
    }
}

/// Checks the request, notes it in the session, and asks the browser to confirm it.
async fn ask(services: &Services, parts: &Parts, parameters: &Parameters) -> Result<Response, Failure> {
    parameters.reject_repeated(&KNOWN_PARAMETERS)?;
    check_state(parameters)?;
    let configuration = services.configuration().await?;
    let client = find_client(services, &configuration, parameters).await?;
    let redirect_uri = match (&client, parameters.get("post_logout_redirect_uri")) {
        (Some(client), Some(presented)) => Some(registered_target(client, presented)?),
        _ => None,
    };
    let xsrf = XsrfToken::generate(&*services.entropy);
    let logout = PendingLogout {
        xsrf_hash: xsrf.hash(),
        application_id: client.as_ref().map(|client| client.application.id.clone()),
        state: redirect_uri.as_ref().and_then(|_| parameters.get("state")).map(str::to_owned),
        post_logout_redirect_uri: redirect_uri.clone(),
    };
    let (known, verified) =
        (read_session(services, &configuration, parts).await?, services.entropy.token_43());
    let user_id = known.as_ref().and_then(|session| session.user_id.clone());
    let session = save(services, (known, configuration.session_ttl), logout, &verified.hashed()).await?;
    let action = format!("{}/session/end/confirm", services.endpoint.issuer());
    let redirect_targets: Vec<String> = redirect_uri.into_iter().collect();
    let words = words_for(services, parameters.get("ui_locales"), &parts.headers).await;
    let mut response = if let Some(user_id) = user_id {
        let brand = match &client {
            Some(client) => brand::application_brand(&configuration, client),
            None => brand::tenant_brand(&configuration, brand::SERVER),
        };
        let (user, xsrf) = (whose(services, &user_id).await?, xsrf.reveal().to_owned());
        SignOutPage { brand, words, action, xsrf, user, redirect_targets }.into_response()
    } else {
        let fields = vec![HiddenField::new("xsrf", xsrf.reveal()), HiddenField::new("logout", "yes")];
        AutoSubmitPage { words, action, fields, status: StatusCode::OK, redirect_targets }.into_response()
    };
    writer(&mut response, &configuration, services).session(&verified, session.expires_at);
    Ok(response)
}

/// The client that asks: `client_id`, or the audience of the ID token it shows, which may be as old as it likes.
async fn find_client(
    services: &Services,
    configuration: &TenantConfiguration,
    parameters: &Parameters,
) -> Result<Option<Arc<Client>>, Failure> {
    let hinted = match parameters.get("id_token_hint") {
        Some(hint) => Some(hinted_client(services, configuration, hint)?),
        None => None,
    };
    let named = parameters.get("client_id");
    if let (Some(hinted), Some(named)) = (&hinted, named)
        && hinted != named
    {
        return Err(OAuthError::invalid_request("client_id does not match the provided id_token_hint").into());
    }
    let Some(client_id) = named.map(str::to_owned).or(hinted) else { return Ok(None) };
    let client = services.client(&ApplicationId::new(client_id.as_str())).await?;
    let client = client.ok_or_else(|| OAuthError::unknown_client(&client_id))?;
    client::is_usable(&client)?;
    Ok(Some(client))
}

fn hinted_client(
    services: &Services,
    configuration: &TenantConfiguration,
    hint: &str,
) -> Result<String, OAuthError> {
    if !jose::has_form_of_jwt(hint) {
        return Err(OAuthError::invalid_request("could not decode id_token_hint"));
    }
    let expected = Expected {
        issuer: services.endpoint.issuer(),
        audience: AudienceRule::HasPrefix(""),
        typ: None,
        now_seconds: services.now().as_seconds(),
        clock_tolerance_seconds: 0,
    };
    let verified = jose::verify_ignoring_times(hint, configuration.keys.key_set(), &expected);
    let verified = verified.ok().filter(|token| token.header.typ.is_none());
    let audience = verified.as_ref().and_then(|token| token.claims.single_audience());
    let invalid = || OAuthError::invalid_request("could not validate id_token_hint");
    audience.map(str::to_owned).ok_or_else(invalid)
}

/// The target as presented, which must be one of the client's.
fn registered_target(client: &Client, presented: &str) -> Result<String, OAuthError> {
    let registered = &client.application.oidc_client_metadata.post_logout_redirect_uris;
    let matched = match_post_logout_redirect_uri(registered, presented);
    let matched =
        matched.ok_or_else(|| OAuthError::invalid_request("post_logout_redirect_uri not registered"))?;
    Ok(matched.as_str().to_owned())
}

/// Whose session it is, as the page shows them.
async fn whose(services: &Services, id: &UserId) -> Result<Option<Person>, Failure> {
    let user = user::find(services.db.exec(), &services.tenant, id).await?;
    Ok(user.as_ref().map(person))
}

/// The session of the browser, signed in or not.
async fn read_session(
    services: &Services,
    configuration: &TenantConfiguration,
    parts: &Parts,
) -> Result<Option<Session>, Failure> {
    let sent = Cookies::of(&parts.headers);
    let Some(cookie) = sent.verified(cookies::SESSION, &configuration.cookie_keys) else { return Ok(None) };
    let cookie = HashedToken::of(cookie);
    Ok(session::find_by_cookie(services.db.exec(), &services.tenant, &cookie, services.now()).await?)
}

/// Stores what is to be confirmed, in the session there is or in a new one in which nobody is signed in.
async fn save(
    services: &Services,
    (known, session_ttl): (Option<Session>, Duration),
    logout: PendingLogout,
    cookie: &HashedToken,
) -> Result<Session, Failure> {
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    if let Some(known) = known {
        let expires_at = now.plus(known.lifetime(session_ttl));
        let session = Session { logout: Some(logout.clone()), expires_at, ..known };
        if session::update(exec, tenant, &session, cookie).await? {
            return Ok(session);
        }
    }
    let id = SessionId::new(services.entropy.base64_43());
    let session = Session { logout: Some(logout), ..Session::new(id, now) };
    session::insert(exec, tenant, &session, cookie).await?;
    Ok(session)
}

fn writer<'a>(
    response: &'a mut Response,
    configuration: &'a TenantConfiguration,
    services: &'a Services,
) -> CookieWriter<'a> {
    CookieWriter {
        headers: response.headers_mut(),
        keys: &configuration.cookie_keys,
        endpoint: &services.endpoint,
    }
}

/// `GET /oidc/session/end/success`.
pub(crate) async fn success(State(services): State<Arc<Services>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let response = async {
        let parameters = body::query(&parts)?;
        let id = parameters.get("client_id").map(ApplicationId::new);
        let brand = brand::of_application(&services, id.as_ref()).await;
        let words = words_for(&services, parameters.get("ui_locales"), &parts.headers).await;
        Ok::<_, Failure>(SignedOutPage { brand, words }.into_response())
    };
    let echo = Echo::of_query(parts.uri.query());
    match response.await {
        Ok(response) => no_store(response),
        Err(failure) => {
            refusal::tell(&services, &parts.headers, (Wanted::SignOut, None), failure, &echo).await
        }
    }
}
