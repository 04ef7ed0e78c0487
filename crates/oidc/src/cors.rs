//! Which browser origins may call the token endpoints (OIDC contract §3.5).
//!
//! Before the client is known any origin may read an answer, which then says nothing but that. Once it is known, the origin must be the
//! server's own, one of `corsAllowedOrigins`, or one that a redirect URI vouches for.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use operations::{Client, Endpoint};
use protocol::{OAuthError, redirect_uri::origin_belongs_to_redirect_uris};

/// How long browsers may remember a preflight, in seconds.
const MAX_AGE_SECONDS: &str = "3600";

/// What a browser will be told about one request.
#[derive(Debug)]
pub(crate) struct Cors {
    origin: Option<HeaderValue>,
    is_refused: bool,
}

impl Cors {
    /// What holds before the client is known.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self { origin: headers.get(header::ORIGIN).cloned(), is_refused: false }
    }

    /// Checks the origin against the client that the request turned out to be about.
    ///
    /// # Errors
    /// `invalid_request` when the origin is none of the client's; the browser then may not read this answer.
    pub(crate) fn admit(&mut self, client: &Client, endpoint: &Endpoint) -> Result<(), OAuthError> {
        let Some(origin) = &self.origin else { return Ok(()) };
        let text = origin.to_str().unwrap_or("null");
        if is_allowed(text, client, endpoint) {
            return Ok(());
        }
        self.is_refused = true;
        Err(OAuthError::origin_not_allowed(text, client.application.id.as_str()))
    }

    /// Adds the headers to an answer.
    pub(crate) fn apply(self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("WWW-Authenticate"));
        if !self.is_refused {
            let origin = self.origin.unwrap_or(HeaderValue::from_static("*"));
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        response
    }
}

fn is_allowed(origin: &str, client: &Client, endpoint: &Endpoint) -> bool {
    let own = url::Url::parse(endpoint.base()).map(|url| url.origin().ascii_serialization());
    let configured = &client.application.custom_client_metadata.cors_allowed_origins;
    own.is_ok_and(|own| own == origin)
        || configured.as_deref().unwrap_or_default().iter().any(|allowed| allowed == origin)
        || origin_belongs_to_redirect_uris(&client.application.oidc_client_metadata.redirect_uris, origin)
}

/// Answers the preflight of an endpoint that takes GET.
pub(crate) async fn preflight_get(request: Request) -> Response {
    preflight(&request, "GET")
}

/// Answers the preflight of an endpoint that takes POST.
pub(crate) async fn preflight_post(request: Request) -> Response {
    preflight(&request, "POST")
}

/// Answers the preflight of an endpoint that takes both.
pub(crate) async fn preflight_get_post(request: Request) -> Response {
    preflight(&request, "GET,POST")
}

fn preflight(request: &Request, methods: &'static str) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN) else {
        return crate::error::unrecognized_route(request.method(), request.uri().path());
    };
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE_SECONDS));
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(asked) = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    response
}
