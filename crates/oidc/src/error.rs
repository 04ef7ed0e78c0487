//! How an error is told: as JSON with the product's `code` and `message` and the OAuth members (OIDC contract §8.1), never with a detail of
//! what went wrong inside.

use axum::{
    Json,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use operations::OperationError;
use protocol::{AuthenticationScheme, OAuthError, OAuthErrorCode};
use store::StoreError;

/// Why a request is refused or could not be done, on its way to an answer. Failures inside are logged when they become one of these.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The error as OAuth tells it.
    pub(crate) error: OAuthError,
    /// A challenge that goes with it.
    pub(crate) challenge: Option<Challenge>,
}

/// What `WWW-Authenticate` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Challenge {
    /// Scheme and realm alone, for a request without any credentials.
    Bare(AuthenticationScheme),
    /// The error too.
    WithError(AuthenticationScheme),
}

impl Failure {
    /// With a challenge.
    pub(crate) fn challenge(error: OAuthError, challenge: Challenge) -> Self {
        Self { error, challenge: Some(challenge) }
    }

    /// A failure inside, logged here with its causes.
    pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(
            error.message = http_kit::causes(error),
            "a request to the provider failed unexpectedly"
        );
        OAuthError::server_error().into()
    }

    /// The answer as JSON.
    pub(crate) fn into_response(self, issuer: &str, echo: &Echo) -> Response {
        let status = StatusCode::from_u16(self.error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (state, iss) =
            if echo.authorization { (echo.state.as_deref(), Some(issuer)) } else { (None, None) };
        let mut response = if echo.plain {
            (status, Json(self.error.plain_body(state, iss))).into_response()
        } else {
            (status, Json(self.error.body(state, iss))).into_response()
        };
        let challenge = self.challenge.map(|challenge| match challenge {
            Challenge::Bare(scheme) => scheme.challenge(issuer),
            Challenge::WithError(scheme) => self.error.www_authenticate(scheme, issuer),
        });
        let headers = response.headers_mut();
        if let Some(challenge) = challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok()) {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        json_type(headers);
        response
    }
}

/// What an error body repeats of the request.
#[derive(Clone, Default, Debug)]
pub(crate) struct Echo {
    /// Whether this is an answer of `/auth`, which carries `state` and `iss`.
    pub(crate) authorization: bool,
    /// The request's `state`.
    pub(crate) state: Option<String>,
    /// Whether the members of RFC 6749 alone were asked for (`parse_error=false`).
    pub(crate) plain: bool,
}

impl Echo {
    /// What a request with this query wants.
    pub(crate) fn of_query(query: Option<&str>) -> Self {
        let plain = query.is_some_and(|query| {
            form_urlencoded::parse(query.as_bytes())
                .any(|(name, value)| name == "parse_error" && value == "false")
        });
        Self { plain, ..Self::default() }
    }
}

/// The content type of every JSON answer here.
pub(crate) fn json_type(headers: &mut axum::http::HeaderMap) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
}

/// Forbids caches to keep an answer (RFC 6749 §5.1).
pub(crate) fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// 404 for a path or method that is not the provider's. `path` is relative to its mount.
pub(crate) fn unrecognized_route(method: &Method, path: &str) -> Response {
    Failure::from(OAuthError::unrecognized_route(method.as_str(), path)).into_response("", &Echo::default())
}

impl From<OAuthError> for Failure {
    fn from(error: OAuthError) -> Self {
        Self { error, challenge: None }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Unavailable(_) | StoreError::Conflict => {
                tracing::warn!(error.message = %domain::causes(&error), "the database did not answer");
                OAuthError::new(OAuthErrorCode::TemporarilyUnavailable).into()
            }
            _ => Self::internal(&error),
        }
    }
}

impl From<OperationError> for Failure {
    fn from(error: OperationError) -> Self {
        match error {
            OperationError::Store(error) => error.into(),
            OperationError::Busy => OAuthError::new(OAuthErrorCode::TemporarilyUnavailable).into(),
            other => Self::internal(&other),
        }
    }
}

impl From<jose::SigningError> for Failure {
    fn from(error: jose::SigningError) -> Self {
        Self::internal(&error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(&error)
    }
}
