//! The cookies of the console. Both go to `/console` only, are out of reach for scripts, and over TLS are sent over TLS only.
//!
//! `SameSite=Lax` and not `Strict`: links to pages of the console stand in tickets and messages, and whoever follows one while signed in should see the
//! page. Requests that other sites make carry the cookie on such navigations only, and no `GET` here changes anything; what posts is checked twice more
//! ([`crate::posted`]).

use axum::{http::HeaderMap, response::Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http_kit::{
    Cookies, cookies,
    cookies::{CookieAttributes, SameSite},
};
use operations::{Endpoint, console::session::NewSession};

use crate::console::PATH;

/// The session of an administrator, or one that waits for the second step.
pub(crate) const SESSION: &str = "guildhall_console";
/// A browser in which nobody is signed in yet: what its forms are tied to.
pub(crate) const ENTRANCE: &str = "guildhall_console_entrance";
/// The longest value that is looked up.
const MAX_VALUE: usize = 64;

fn attributes(endpoint: &Endpoint) -> CookieAttributes {
    CookieAttributes {
        path: PATH.to_owned(),
        http_only: true,
        secure: endpoint.is_https(),
        same_site: SameSite::Lax,
        // It ends with the browser's session at the latest; the server ends it earlier.
        expires_at: None,
    }
}

/// The value of a cookie as sent. It is known by its hash, or worth nothing.
pub(crate) fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    Cookies::of(headers)
        .unverified(name)
        .filter(|value| (1..=MAX_VALUE).contains(&value.len()))
        .map(str::to_owned)
}

/// Gives the browser a session that has just begun, and takes what led to it.
pub(crate) fn set_session(mut response: Response, endpoint: &Endpoint, session: &NewSession) -> Response {
    let attributes = attributes(endpoint);
    cookies::set(response.headers_mut(), SESSION, session.cookie.reveal(), &attributes);
    cookies::clear(response.headers_mut(), ENTRANCE, &attributes);
    response
}

/// Takes the session from the browser.
pub(crate) fn clear_session(mut response: Response, endpoint: &Endpoint) -> Response {
    cookies::clear(response.headers_mut(), SESSION, &attributes(endpoint));
    response
}

/// Ties a browser's forms to it before anybody is signed in.
pub(crate) fn set_entrance(mut response: Response, endpoint: &Endpoint, value: &str) -> Response {
    cookies::set(response.headers_mut(), ENTRANCE, value, &attributes(endpoint));
    response
}

/// The token against forged posts that belongs to a cookie: made from it, and telling nothing of it, because it has 256 random bits. It ends with the
/// cookie and needs no storage.
pub(crate) fn xsrf(cookie: &str) -> String {
    URL_SAFE_NO_PAD.encode(jose::sha256(format!("form of the console\n{cookie}").as_bytes()))
}

/// What proves that a text was written here for a cookie: nobody else can make it, and it ends with the cookie.
pub(crate) fn proof(cookie: &str, text: &str) -> String {
    let key = format!("text of the console\n{cookie}");
    URL_SAFE_NO_PAD.encode(jose::hmac_sha256(key.as_bytes(), text.as_bytes()))
}

/// Whether a form that holds `token` was made for a cookie.
pub(crate) fn made(cookie: &str, token: &str) -> bool {
    jose::constant_time_eq(xsrf(cookie).as_bytes(), token.as_bytes())
}
