//! Which web pages may call (Fetch standard, CORS). No cookie is ever read and none is allowed with a request: the token
//! travels in a header that a page must put there itself, so a foreign page gains nothing by calling.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::policy::CorsPolicy;

const ANY: HeaderValue = HeaderValue::from_static("*");
const EXPOSED: HeaderValue = HeaderValue::from_static("Link, Retry-After, Total-Number, WWW-Authenticate");
const ALLOWED_HEADERS: HeaderValue = HeaderValue::from_static("Authorization, Content-Type");
const PREFLIGHT_SECONDS: HeaderValue = HeaderValue::from_static("3600");

/// The origins that may call.
#[derive(Debug)]
pub(crate) struct Cors {
    any: bool,
    origins: Vec<String>,
}

impl Cors {
    pub(crate) fn new(policy: &CorsPolicy) -> Self {
        Self {
            any: policy.allowed_origins.iter().any(|origin| origin == "*"),
            origins: policy.allowed_origins.clone(),
        }
    }

    /// Adds what lets the page of an allowed origin read the answer.
    pub(crate) fn allow(&self, request: &HeaderMap, response: &mut HeaderMap) {
        let Some(origin) = request.get(header::ORIGIN) else { return };
        if self.any {
            response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        } else {
            response.append(header::VARY, HeaderValue::from_static("Origin"));
            if !self.origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes()) {
                return;
            }
            response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        }
        response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}

/// The answer to `OPTIONS` for a path that has these methods. [`Cors::allow`] adds whose page may use it.
pub(crate) fn preflight(methods: HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, methods.clone());
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
    response
}
