//! Who the client of a request is, and the proof that it is (OIDC contract §3.1, §3.2). Shared by every endpoint that clients call
//! themselves, in one order: body, credentials, client, browser origin, secret.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{header, request::Parts},
};
use domain::{
    ApplicationId, UnixMillis, UserId,
    application::{ApplicationSecret, ApplicationType},
};
use operations::{Client, OperationError, Services};
use protocol::{
    AuthenticationScheme, ClientAuthenticationMechanism, GrantType, OAuthError, OAuthErrorCode, Parameters,
    PresentedCredentials,
    redirect_uri::{self, RedirectUriList, check_loadable},
};

use crate::{
    body,
    cors::Cors,
    error::{Challenge, Failure},
};

/// The parameters of client authentication, none of which may come twice.
const PARAMETERS: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

/// A client that proved to be itself. Only [`receive`] makes one.
#[derive(Debug)]
pub(crate) struct AuthenticatedClient {
    client: Arc<Client>,
    secret_name: Option<String>,
}

impl AuthenticatedClient {
    /// The client.
    pub(crate) fn client(&self) -> &Arc<Client> {
        &self.client
    }

    /// The name of the secret it authenticated with.
    pub(crate) fn secret_name(&self) -> Option<&str> {
        self.secret_name.as_deref()
    }
}

/// A request whose client is known.
#[derive(Debug)]
pub(crate) struct ClientRequest {
    /// Its head.
    pub(crate) parts: Parts,
    /// Its parameters.
    pub(crate) parameters: Parameters,
    /// Who sent it.
    pub(crate) client: AuthenticatedClient,
}

/// A request of a client that exists but could not prove to be it, so that the attempt can be recorded.
#[derive(Debug)]
pub(crate) struct RefusedRequest {
    /// Why.
    pub(crate) failure: Failure,
    /// The request and the client it named, once that much was known.
    pub(crate) known: Option<Box<(Parts, Parameters, Arc<Client>)>>,
}

impl From<Failure> for RefusedRequest {
    fn from(failure: Failure) -> Self {
        Self { failure, known: None }
    }
}

impl From<OAuthError> for RefusedRequest {
    fn from(error: OAuthError) -> Self {
        Failure::from(error).into()
    }
}

impl From<OperationError> for RefusedRequest {
    fn from(error: OperationError) -> Self {
        Failure::from(error).into()
    }
}

/// Reads a request to an endpoint that clients call and finds out whose it is. `path` is relative to the mount.
///
/// # Errors
/// Every row of OIDC contract §3.2, an origin that is not allowed, and a body that cannot be read.
pub(crate) async fn receive(
    services: &Services,
    request: Request,
    path: &str,
    cors: &mut Cors,
) -> Result<ClientRequest, RefusedRequest> {
    let (parts, parameters) = body::form(request, path).await?;
    let mut sent = parts.headers.get_all(header::AUTHORIZATION).iter();
    // What a header cannot be as text is no valid value of it, nor are two of them.
    let authorization = sent.next().map(|value| value.to_str().unwrap_or_default());
    let authorization = if sent.next().is_some() { Some("") } else { authorization };
    let credentials = parameters
        .reject_repeated(&PARAMETERS)
        .and_then(|()| PresentedCredentials::parse(authorization, &parameters))?;
    let client = services.client(&ApplicationId::new(credentials.client_id.as_str())).await?;
    let client = client.ok_or_else(|| OAuthError::unknown_client(&credentials.client_id))?;
    let checked = is_usable(&client)
        .and_then(|()| cors.admit(&client, &services.endpoint))
        .map_err(Failure::from)
        .and_then(|()| verify(&client, &credentials, services.now()));
    match checked {
        Ok(secret_name) => {
            Ok(ClientRequest { parts, parameters, client: AuthenticatedClient { client, secret_name } })
        }
        Err(failure) => Err(RefusedRequest { failure, known: Some(Box::new((parts, parameters, client))) }),
    }
}

/// Checks the secret and gives the name of the one that fitted.
fn verify(
    client: &Client,
    credentials: &PresentedCredentials,
    now: UnixMillis,
) -> Result<Option<String>, Failure> {
    let failed = || {
        let error = OAuthError::client_authentication_failed();
        match credentials.mechanism {
            ClientAuthenticationMechanism::Basic => {
                Failure::challenge(error, Challenge::WithError(AuthenticationScheme::Basic))
            }
            _ => error.into(),
        }
    };
    let presented = match (client.application.kind.is_confidential(), &credentials.secret) {
        (true, Some(presented)) => presented.expose(),
        (false, None) if credentials.mechanism == ClientAuthenticationMechanism::None => return Ok(None),
        _ => return Err(failed()),
    };
    // Every secret is compared, so that time does not tell which one was close.
    let matches = |secret: &&ApplicationSecret| {
        jose::constant_time_eq(secret.value.reveal().as_bytes(), presented.as_bytes())
    };
    let fitting: Vec<_> = client.secrets.iter().filter(matches).collect();
    match (fitting.iter().find(|secret| !secret.is_expired(now)), fitting.is_empty()) {
        (Some(secret), _) => Ok(Some(secret.name.clone())),
        (None, false) => Err(OAuthError::client_secret_expired().into()),
        (None, true) => Err(failed()),
    }
}

/// Whether the provider can work with a client's registration at all (OIDC contract §3.1, §3.4).
///
/// # Errors
/// `invalid_redirect_uri` on every use of a client that it cannot work with.
pub(crate) fn is_usable(client: &Client) -> Result<(), OAuthError> {
    let metadata = &client.application.oidc_client_metadata;
    if uses_authorization_codes(client) {
        check_loadable(RedirectUriList::RedirectUris, &metadata.redirect_uris)?;
    }
    check_loadable(RedirectUriList::PostLogoutRedirectUris, &metadata.post_logout_redirect_uris)
}

/// Whether a client sends users through the authorization endpoint.
pub(crate) fn uses_authorization_codes(client: &Client) -> bool {
    client.application.kind.signs_users_in() && !is_device_client(client)
}

fn is_device_client(client: &Client) -> bool {
    client.application.custom_client_metadata.is_device_flow == Some(true)
}

/// Which kind of redirect URIs and consent a client has.
pub(crate) fn application_type(client: &Client) -> redirect_uri::ApplicationType {
    match client.application.kind {
        ApplicationType::Native => redirect_uri::ApplicationType::Native,
        _ => redirect_uri::ApplicationType::Web,
    }
}

/// Whether a client may use a grant (OIDC contract §3.1).
pub(crate) fn may_use(client: &Client, grant_type: GrantType) -> bool {
    let signs_users_in = client.application.kind.signs_users_in();
    match grant_type {
        GrantType::AuthorizationCode => uses_authorization_codes(client),
        GrantType::RefreshToken => signs_users_in,
        GrantType::ClientCredentials => !signs_users_in,
        GrantType::DeviceCode => signs_users_in && is_device_client(client),
        GrantType::TokenExchange => client.application.may_exchange_tokens(),
    }
}

/// Whether the application lets the user in now (OIDC contract §3.6). Asked wherever the user's tokens are issued.
///
/// # Errors
/// `access_denied`.
pub(crate) async fn check_access(services: &Services, client: &Client, user: &UserId) -> Result<(), Failure> {
    if operations::application::admits(services, client, user).await? {
        return Ok(());
    }
    Err(OAuthError::new(OAuthErrorCode::AccessDenied).describe("Access denied.").into())
}
