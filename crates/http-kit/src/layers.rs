//! What surrounds every answer: the security headers of OIDC contract §1.2, a request id, caching; and the answer to methods that there are not.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Entropy;

/// The header that names a request, in answers and in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("logto-core-request-id");

const SECURITY_HEADERS: [(HeaderName, &str); 9] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=15552000; includeSubDomains"),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    (HeaderName::from_static("x-download-options"), "noopen"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    (header::X_XSS_PROTECTION, "0"),
];

/// Adds the headers that are on every answer, where the endpoint has not set its own, and an id for the request.
pub fn add_common_headers(headers: &mut HeaderMap, entropy: &dyn Entropy) {
    for (name, value) in SECURITY_HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let mut id = entropy.id_21();
    id.truncate(16);
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(REQUEST_ID, id);
    }
}

/// An extension of an answer: it is a step on a way that is begun anew when the machine fails, so that nobody needs to wait for the disk
/// before it is told. What is spent by it, or promised in it, must not matter after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// More steps follow; the disk may come once for several.
    OnTheWay,
    /// What follows at once is told when the disk has it, and waits for all of this too: the disk had better begin.
    AtTheEnd,
}

/// Keeps answers out of caches: those of the APIs hold secrets, and what is about one person.
#[expect(clippy::unused_async, reason = "routers take what is asynchronous")]
pub async fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// 405 in plain text, before any check of credentials (Management API contract §1.2); `OPTIONS` is answered by it too. The router adds
/// `Allow`.
#[expect(clippy::unused_async, reason = "routers take what is asynchronous")]
pub async fn method_not_allowed(method: Method) -> Response {
    if method == Method::OPTIONS {
        return StatusCode::OK.into_response();
    }
    (StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed").into_response()
}

/// The largest answer that gets an entity tag, in bytes.
const MAX_TAGGED_BYTES: usize = 4 << 20;

/// Tags the JSON answers of `GET` with a strong `ETag`, and answers 304 where the caller has the same one already
/// (RFC 9110 §8.8.3, §13.1.2).
pub async fn entity_tags(request: Request, next: Next) -> Response {
    let wanted = request.headers().get(header::IF_NONE_MATCH).cloned();
    let is_get = request.method() == Method::GET;
    let response = next.run(request).await;
    if !is_get || response.status() != StatusCode::OK || response.headers().contains_key(header::ETAG) {
        return response;
    }
    // An answer that is too large, or whose size is not known beforehand, goes out as it is.
    let size = axum::body::HttpBody::size_hint(response.body()).exact();
    if size.is_none_or(|size| size > MAX_TAGGED_BYTES as u64) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, MAX_TAGGED_BYTES).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Ok(tag) = HeaderValue::try_from(entity_tag(&bytes)) else { return (parts, bytes).into_response() };
    let same = is_known(wanted.as_ref(), &tag);
    parts.headers.insert(header::ETAG, tag);
    if same {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.remove(header::CONTENT_TYPE);
        return (parts, ()).into_response();
    }
    (parts, bytes).into_response()
}

/// Whether the caller has what this entity tag stands for already, as its `If-None-Match` tells.
pub fn is_known(if_none_match: Option<&HeaderValue>, tag: &HeaderValue) -> bool {
    let known = if_none_match.and_then(|wanted| wanted.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
}

/// The entity tag of a body: its length and a digest.
pub fn entity_tag(body: &[u8]) -> String {
    use base64::Engine as _;
    let digest = jose::sha256(body);
    let digest = digest.as_ref().get(..18).unwrap_or_default();
    format!("\"{:x}-{}\"", body.len(), base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest))
}
