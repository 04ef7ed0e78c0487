//! Pages of any origin may call (Management API contract §1.4): who calls shows a token, which no browser adds by itself, and no cookie counts.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

/// How long browsers may remember a preflight, in seconds.
const MAX_AGE_SECONDS: HeaderValue = HeaderValue::from_static("3600");
/// What a page may ask for. Where there is no such operation, the answer says so.
const METHODS: HeaderValue = HeaderValue::from_static("GET,POST,PUT,PATCH,DELETE");
/// What a page may read beside the body.
const ANY: HeaderValue = HeaderValue::from_static("*");

/// Lets pages of any origin read answers, refusals included, and answers preflights.
pub(crate) async fn open_to_any_origin(request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let is_preflight = request.method() == Method::OPTIONS
        && origin.is_some()
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = next.run(request).await;
    if is_preflight {
        response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.extend(asked.map(|names| (header::ACCESS_CONTROL_ALLOW_HEADERS, names)));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    }
    open(response.headers_mut(), origin);
    response
}

fn open(headers: &mut HeaderMap, origin: Option<HeaderValue>) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.unwrap_or(ANY));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, ANY);
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}
