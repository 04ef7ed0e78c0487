//! The authorization endpoint (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2; OIDC contract §4.1).
//!
//! A request goes through small checks in the order of the specifications, a file each. Until client and redirect URI are known, a fault is
//! answered directly; afterwards it travels to the redirect URI. Then two questions remain, is the right user signed in and is everything
//! allowed; while one is open, an interaction is started and the browser sent to the sign-in pages. [`resume`] takes it back.

mod check_account;
mod check_client;
mod check_consent;
pub(crate) mod check_id_token_hint;
mod check_login;
mod check_organization;
pub(crate) mod check_parameters;
mod check_pkce;
pub(crate) mod check_prompt;
mod check_redirect_uri;
pub(crate) mod check_resource;
mod check_response_mode;
mod check_response_type;
pub(crate) mod check_scope;
mod grant_limit;
mod interact;
mod issue_code;
mod respond;
pub(crate) mod resume;
mod target;
#[cfg(test)]
mod tests;
pub(crate) mod visit;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use domain::OrganizationId;
use operations::{Client, Services, TenantConfiguration, consent::ConsentRequest};
use protocol::{
    CodeChallenge, OAuthError, Parameters, Prompt, ScopeList, UserScope,
    prompt::{SELECT_ACCOUNT, SELECT_ORGANIZATION},
};

pub(crate) use self::{check_login::LoginRequest, respond::see_other, target::Target};
use self::{check_organization::Step, visit::Visit};
use crate::{
    body, cross_site,
    error::{Echo, Failure, no_store, unrecognized_route},
    refusal::{self, Wanted},
};

/// An authorization request that passed every check which needs no user.
#[derive(Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client: Arc<Client>,
    pub(crate) code_challenge: Option<CodeChallenge>,
    pub(crate) prompt: Prompt,
    pub(crate) login: LoginRequest,
    /// What the user is asked to allow: scopes in effect, resources, organization.
    pub(crate) consent: ConsentRequest,
    pub(crate) nonce: Option<String>,
    /// The organization that is signed in to: the user belongs to it.
    pub(crate) organization_id: Option<OrganizationId>,
    /// The parameters with the scopes in effect, for the sign-in pages and for resuming.
    pub(crate) parameters: Parameters,
}

impl AuthorizationRequest {
    /// The user has said which account to go on with.
    fn settle_account(&mut self) {
        self.prompt.select_account = false;
        self.drop_prompt(SELECT_ACCOUNT);
    }

    /// The user has chosen an organization.
    fn settle_organization(&mut self, id: &OrganizationId) {
        self.prompt.select_organization = false;
        self.drop_prompt(SELECT_ORGANIZATION);
        self.consent.organization_id = Some(id.clone());
        self.parameters = with(&self.parameters, "organization_id", id.as_str());
    }

    /// The user signs in again, whoever is signed in.
    fn require_login(&mut self) {
        self.prompt.login = true;
        self.login.prompt_login = true;
        let asked = self.parameters.get("prompt").unwrap_or_default();
        self.parameters = with(&self.parameters, "prompt", format!("{asked} login").trim());
    }

    /// What is kept of the request no longer asks for what was done.
    fn drop_prompt(&mut self, done: &str) {
        let Some(prompt) = self.parameters.get("prompt") else { return };
        let left: Vec<_> = prompt.split(' ').filter(|word| *word != done).collect();
        self.parameters = with(&self.parameters, "prompt", &left.join(" "));
    }
}

/// The parameters with this one in place of what it was.
pub(crate) fn with(parameters: &Parameters, name: &str, value: &str) -> Parameters {
    let others = parameters.iter().filter(|(other, _)| *other != name);
    others.chain(std::iter::once((name, value))).collect()
}

/// What the user has done for this request already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Progress {
    /// Signed in for it.
    pub(crate) login: bool,
    /// Decided about what it asks for.
    pub(crate) consent: bool,
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
    let (method, headers) = (request.method().clone(), request.headers().clone());
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
            refusal::tell(&services, &headers, (Wanted::SignIn, None), failure, &echo).await
        }
    }
}

async fn answer(services: &Services, parts: &Parts, parameters: Result<Parameters, Failure>) -> Response {
    let mut echo = Echo { authorization: true, ..Echo::of_query(parts.uri.query()) };
    let mut ui_locales = None;
    let response = match parameters {
        Ok(parameters) => {
            ui_locales = parameters.get("ui_locales").map(str::to_owned);
            match check_parameters::check_state(&parameters) {
                Ok(()) => {
                    echo.state = parameters.get("state").map(str::to_owned);
                    let begun = services.db.together(Box::pin(begin(services, parts, &parameters))).await;
                    begun.unwrap_or_else(|error| Err(error.into()))
                }
                Err(error) => Err(error.into()),
            }
        }
        Err(failure) => Err(failure),
    };
    match response {
        Ok(response) => no_store(response),
        Err(failure) => {
            let wanted = (Wanted::SignIn, ui_locales.as_deref());
            refusal::tell(services, &parts.headers, wanted, failure, &echo).await
        }
    }
}

/// Takes up a new request.
async fn begin(services: &Services, parts: &Parts, parameters: &Parameters) -> Result<Response, Failure> {
    let configuration = services.configuration().await?;
    let client = check_client::check(services, parameters).await?;
    let target = Target::RedirectUri(check_redirect_uri::check(&client, parameters)?);
    let visit = Visit::read(services, configuration, parts).await;
    let result = match visit {
        Ok(visit) => match check(services, &visit.configuration, client, parameters) {
            Ok(request) => proceed(visit, request, Progress::default(), &target).await,
            Err(error) => Err(error.into()),
        },
        Err(failure) => Err(failure),
    };
    match result {
        Ok(response) => Ok(response),
        Err(failure) => target.refuse(services, &failure, None).await,
    }
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
    let scope = check_scope::check(parameters, &client, prompt.consent, &resources)?;
    check_organization_prompt(prompt, &scope)?;
    let hinted_user = check_id_token_hint::check(services, configuration, &client, parameters)?;
    let parameters = with(parameters, "scope", &scope.join());
    Ok(AuthorizationRequest {
        code_challenge,
        prompt,
        login: LoginRequest { prompt_login: prompt.login, max_age_seconds, hinted_user },
        consent: ConsentRequest::from_parameters(&parameters),
        nonce: parameters.get("nonce").map(str::to_owned),
        organization_id: None,
        parameters,
        client,
    })
}

/// Only who asks for organizations can have the user choose one: nothing would tell which it was.
pub(crate) fn check_organization_prompt(prompt: Prompt, scope: &ScopeList) -> Result<(), OAuthError> {
    if prompt.select_organization && !scope.contains(UserScope::Organizations.as_str()) {
        let text = "prompt select_organization needs the scope urn:logto:scope:organizations";
        return Err(OAuthError::invalid_request(text));
    }
    Ok(())
}

/// Asks the user for what is still open, or answers with a code.
pub(crate) async fn proceed(
    mut visit: Visit<'_>,
    mut request: AuthorizationRequest,
    progress: Progress,
    target: &Target,
) -> Result<Response, Failure> {
    if let Some(error) =
        check_login::check(&request.login, visit.session.as_ref(), progress, visit.services.now())
    {
        return if request.prompt.none {
            Err(error.into())
        } else {
            interact::ask_to_sign_in(visit, &request, target).await
        };
    }
    if check_account::is_open(request.prompt, progress) {
        return interact::ask_for_account(visit, &request, target).await;
    }
    if let Some((_, user_id)) = visit.signed_in() {
        crate::client::check_access(visit.services, &request.client, user_id).await?;
        match check_organization::check(&visit, &request, user_id).await? {
            Step::Settled(None) => {}
            Step::Settled(Some(id)) => {
                request.settle_organization(&id);
                request.organization_id = Some(id);
            }
            Step::Ask(error) if request.prompt.none => return Err(error.into()),
            Step::Ask(_) => return interact::ask_for_organization(visit, &request, target).await,
        }
    }
    let decision = check_consent::decide(&mut visit, &request).await?;
    if let Some(error) = check_consent::check(&visit, &request, &decision, progress).await? {
        return if request.prompt.none {
            Err(error.into())
        } else {
            interact::ask_for_consent(visit, &request, decision.grant_id(), target).await
        };
    }
    issue_code::answer(visit, &request, decision, target).await
}
