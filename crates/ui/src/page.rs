//! From a filled template to an HTTP answer with the headers that every page carries.
//!
//! Owns the headers of HTML answers; the server adds those that hold for every answer (HSTS and the like).

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::csp::ContentSecurityPolicy;

/// An HTML page: a typed template, its status and its Content-Security-Policy.
pub trait Page: Template {
    /// The status the page is answered with unless the handler chooses another one.
    fn status(&self) -> StatusCode {
        StatusCode::OK
    }

    /// The policy this page needs. The default allows what the server itself serves and nothing else.
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        ContentSecurityPolicy::default()
    }

    /// The page as an answer with another status than [`Page::status`], for example 422 for a form shown again.
    fn with_status(&self, status: StatusCode) -> Response {
        respond(self, status)
    }
}

/// Renders `page` and sets the headers of an HTML answer: type, policy, `no-store` (pages hold tokens against forgery and
/// personal data), `nosniff`, and a referrer policy that tells other sites no more than our origin.
///
/// The referrer policy is `strict-origin-when-cross-origin` and not `no-referrer`: the latter makes browsers send
/// `Origin: null` with a form post, which breaks origin checks here and at relying parties.
pub(crate) fn respond<P: Page + ?Sized>(page: &P, status: StatusCode) -> Response {
    let html = match page.render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(error = %error, "a page could not be rendered");
            return (StatusCode::INTERNAL_SERVER_ERROR, "The page could not be shown.").into_response();
        }
    };
    let policy = page.content_security_policy().header_value();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    ];
    (status, headers, html).into_response()
}
