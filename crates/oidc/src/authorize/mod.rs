//! The authorization endpoint (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2; OIDC contract §4.1).
//!
//! A request goes through small checks in the order of the specifications, a file each. Until client and redirect URI are known, a fault is
//! answered directly; afterwards it travels to the redirect URI. Then two questions remain, is the right user signed in and is everything
//! allowed; while one is open, an interaction is started and the browser sent to the sign-in pages. [`resume`] takes it back.

mod check_client;
mod check_consent;
mod check_id_token_hint;
mod check_login;
pub(crate) mod check_parameters;
mod check_pkce;
mod check_prompt;
mod check_redirect_uri;
mod check_resource;
mod check_response_mode;
mod check_response_type;
mod check_scope;
mod grant_limit;
mod interact;
mod issue_code;
mod respond;
pub(crate) mod resume;
#[cfg(test)]
mod tests;
mod visit;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use operations::{Client, Services, TenantConfiguration, consent::ConsentRequest};
use protocol::{CodeChallenge, OAuthError, Parameters, Prompt};

pub(crate) use self::respond::see_other;
use self::{check_login::LoginRequest, respond::ResponseTarget, visit::Visit};
use crate::{
    body, cross_site,
    error::{Echo, Failure, no_store, unrecognized_route},
};

/// An authorization request that passed every check which needs no user.
#[derive(Debug)]
struct AuthorizationRequest {
    client: Arc<Client>,
    code_challenge: Option<CodeChallenge>,
    prompt: Prompt,
    login: LoginRequest,
    /// What the user is asked to allow: scopes in effect, resources, organization.
    consent: ConsentRequest,
    nonce: Option<String>,
    /// The parameters with the scopes in effect, for the sign-in pages and for resuming.
    parameters: Parameters,
}

/// What the user has done for this request already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Progress {
    /// Signed in for it.
    login: bool,
    /// Decided about what it asks for.
    consent: bool,
}

/// `GET /oidc/auth`.
#[tracing::instrument(name = "oidc.auth", skip_all)]
pub(crate) async fn get(State(services): State<Arc<Services>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let parameters = body::query(&parts).map_err(Failure::from);
    answer(&services, &parts, parameters).await
}

/// `POST /oidc/auth`: as `GET`, with the body as the whole query. A body that carries no parameters is no request to this endpoint.
#[tracing::instrument(name = "oidc.auth", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let method = request.method().clone();
    match body::parameters(request).await {
        Ok((parts, Some(parameters))) => {
            let request = ("/auth", &parameters);
            match cross_site::as_get(&services.endpoint, &parts, request, check_parameters::is_known) {
                Ok(Some(way_back)) => no_store(way_back),
                Ok(None) => answer(&services, &parts, Ok(parameters)).await,
                Err(failure) => answer(&services, &parts, Err(failure)).await,
            }
        }
        Ok((_, None)) => unrecognized_route(&method, "/auth"),
        Err(failure) => {
            let echo = Echo { authorization: true, ..Echo::default() };
            no_store(failure.into_response(services.endpoint.issuer(), &echo))
        }
    }
}

async fn answer(services: &Services, parts: &Parts, parameters: Result<Parameters, Failure>) -> Response {
    let mut echo = Echo { authorization: true, ..Echo::of_query(parts.uri.query()) };
    let response = match parameters {
        Ok(parameters) => match check_parameters::check_state(&parameters) {
            Ok(()) => {
                echo.state = parameters.get("state").map(str::to_owned);
                begin(services, parts, &parameters).await
            }
            Err(error) => Err(error.into()),
        },
        Err(failure) => Err(failure),
    };
    no_store(response.unwrap_or_else(|failure| failure.into_response(services.endpoint.issuer(), &echo)))
}

/// Takes up a new request.
async fn begin(services: &Services, parts: &Parts, parameters: &Parameters) -> Result<Response, Failure> {
    let configuration = services.configuration().await?;
    let client = check_client::check(services, parameters).await?;
    let target = check_redirect_uri::check(&client, parameters)?;
    let visit = Visit::read(services, configuration, parts).await;
    let result = match visit {
        Ok(visit) => match check(services, &visit.configuration, client, parameters) {
            Ok(request) => proceed(visit, &request, Progress::default(), &target).await,
            Err(error) => Err(error.into()),
        },
        Err(failure) => Err(failure),
    };
    Ok(result.unwrap_or_else(|failure| target.refuse(&failure.error, services.endpoint.issuer())))
}

/// Every check that needs no user, in the order of the specifications. From here on a fault is answered at the redirect URI.
fn check(
    services: &Services,
    configuration: &TenantConfiguration,
    client: Arc<Client>,
    parameters: &Parameters,
) -> Result<AuthorizationRequest, OAuthError> {
    check_parameters::check(parameters)?;
    check_response_type::check(parameters)?;
    check_response_mode::check(parameters)?;
    let prompt = check_prompt::check(parameters)?;
    let max_age_seconds = check_prompt::max_age_seconds(parameters)?;
    let code_challenge = check_pkce::check(parameters, &client)?;
    let resources = check_resource::check(configuration, parameters)?;
    let scope = check_scope::check(parameters, &client, prompt, &resources)?;
    let hinted_user = check_id_token_hint::check(services, configuration, &client, parameters)?;
    let parameters = check_scope::with_scope(parameters, &scope);
    Ok(AuthorizationRequest {
        code_challenge,
        prompt,
        login: LoginRequest { prompt_login: prompt.login, max_age_seconds, hinted_user },
        consent: ConsentRequest::from_parameters(&parameters),
        nonce: parameters.get("nonce").map(str::to_owned),
        parameters,
        client,
    })
}

/// Asks the user for what is still open, or answers with a code.
async fn proceed(
    visit: Visit<'_>,
    request: &AuthorizationRequest,
    progress: Progress,
    target: &ResponseTarget,
) -> Result<Response, Failure> {
    if let Some(error) =
        check_login::check(&request.login, visit.session.as_ref(), progress, visit.services.now())
    {
        return if request.prompt.none {
            Err(error.into())
        } else {
            interact::ask_to_sign_in(visit, request).await
        };
    }
    if let Some((_, user_id)) = visit.signed_in() {
        crate::client::check_access(visit.services, &request.client, user_id).await?;
    }
    let decision = check_consent::decide(&visit, request).await?;
    if let Some(error) = check_consent::check(request, &decision, progress) {
        return if request.prompt.none {
            Err(error.into())
        } else {
            interact::ask_for_consent(visit, request, decision.grant_id()).await
        };
    }
    issue_code::answer(visit, request, decision, target).await
}
