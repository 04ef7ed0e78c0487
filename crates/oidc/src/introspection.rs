//! Introspection (RFC 7662; OIDC contract §5.3): whether an opaque token is alive and what it carries.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{
    ApplicationId, HashedToken, UnixMillis, UserId,
    grant::{AccessToken, RefreshToken},
};
use operations::{Services, application};
use protocol::{OAuthError, OAuthErrorCode};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{access_token, refresh_token};

use crate::{
    client::{self, AuthenticatedClient},
    cors::Cors,
    error::{Echo, Failure, json_type, no_store},
    token::serialized,
};

/// Members that no extra claim of a token may replace.
const STANDARD_MEMBERS: [&str; 12] = [
    "active",
    "sub",
    "client_id",
    "exp",
    "iat",
    "nbf",
    "iss",
    "aud",
    "jti",
    "scope",
    "token_type",
    "username",
];

/// A token that is alive.
#[derive(Serialize)]
struct ActiveToken<'a> {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
    client_id: &'a str,
    exp: i64,
    iat: i64,
    iss: &'a str,
    scope: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

#[derive(Serialize)]
struct InactiveToken {
    active: bool,
}

/// `POST /oidc/token/introspection`.
#[tracing::instrument(name = "oidc.introspection", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let mut cors = Cors::of(request.headers());
    let echo = Echo::of_query(request.uri().query());
    let response = introspect(&services, request, &mut cors).await;
    let response =
        response.unwrap_or_else(|failure| failure.into_response(services.endpoint.issuer(), &echo));
    cors.apply(no_store(response))
}

async fn introspect(services: &Services, request: Request, cors: &mut Cors) -> Result<Response, Failure> {
    let received = client::receive(services, request, "/token/introspection", cors);
    let received = received.await.map_err(|refused| refused.failure)?;
    received.parameters.reject_repeated(&["token", "token_type_hint"])?;
    let token = received.parameters.require("token")?;
    if jose::has_form_of_jwt(token) {
        let text = "Structured JWT Tokens cannot be introspected via the introspection_endpoint";
        return Err(OAuthError::new(OAuthErrorCode::UnsupportedTokenType).describe(text).into());
    }
    let body = match find(services, &HashedToken::of(token)).await? {
        Some(found) if found.is_visible_to(&received.client) && found.is_honoured(services).await? => {
            found.describe(services.endpoint.issuer())?
        }
        _ => serialized(&InactiveToken { active: false })?,
    };
    let mut response = Response::new(body.into());
    json_type(response.headers_mut());
    Ok(response)
}

/// A token that is alive, of either kind.
enum Found {
    Access(AccessToken),
    Refresh(RefreshToken),
}

async fn find(services: &Services, hash: &HashedToken) -> Result<Option<Found>, Failure> {
    let (exec, tenant, now): (_, _, UnixMillis) = (services.db.exec(), &services.tenant, services.now());
    if let Some(token) = access_token::find(exec, tenant, hash, now).await? {
        return Ok(Some(Found::Access(token)));
    }
    let refresh = refresh_token::find(exec, tenant, hash, now).await?.map(|(token, _)| token);
    Ok(refresh.filter(|token| token.consumed_at.is_none()).map(Found::Refresh))
}

impl Found {
    /// The client that it was issued to.
    fn owner(&self) -> &ApplicationId {
        match self {
            Self::Access(token) => &token.application_id,
            Self::Refresh(token) => &token.payload.application_id,
        }
    }

    /// A public client may ask about its own tokens only, since it proves nothing about itself; so may a third party's, and one that an
    /// organization made for itself.
    fn is_visible_to(&self, client: &AuthenticatedClient) -> bool {
        let application = &client.client().application;
        let is_the_operators = !application.is_third_party && application.made_for_organization().is_none();
        application.id == *self.owner() || (application.kind.is_confidential() && is_the_operators)
    }

    /// For whom it was issued, unless for the client itself.
    fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::Access(token) => token.user_id.as_ref(),
            Self::Refresh(token) => Some(&token.payload.user_id),
        }
    }

    /// Whether its client is still there and lets its user in. Nothing that was issued opens anything otherwise.
    async fn is_honoured(&self, services: &Services) -> Result<bool, Failure> {
        let Some(client) = services.client(self.owner()).await? else { return Ok(false) };
        match self.user_id() {
            Some(user) => Ok(application::admits(services, &client, user).await?),
            None => Ok(true),
        }
    }

    fn describe(self, issuer: &str) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Access(token) => {
                let mut extra = token.claims;
                extra.retain(|name, _| !STANDARD_MEMBERS.contains(&name.as_str()));
                serialized(&ActiveToken {
                    active: true,
                    sub: token.user_id.as_ref().map(domain::UserId::as_str),
                    client_id: token.application_id.as_str(),
                    exp: token.expires_at.as_seconds(),
                    iat: token.created_at.as_seconds(),
                    iss: issuer,
                    scope: &token.scope,
                    token_type: Some("Bearer"),
                    extra,
                })
            }
            Self::Refresh(token) => serialized(&ActiveToken {
                active: true,
                sub: Some(token.payload.user_id.as_str()),
                client_id: token.payload.application_id.as_str(),
                exp: token.expires_at.as_seconds(),
                iat: token.created_at.as_seconds(),
                iss: issuer,
                scope: &token.payload.scope,
                token_type: None,
                extra: Map::new(),
            }),
        }
    }
}
