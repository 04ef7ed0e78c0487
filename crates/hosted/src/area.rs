//! Pages of one kind, under one path.

use std::sync::Arc;

use axum::{
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use domain::ApplicationId;
use http_kit::ApiError;
use operations::{Services, page_language::page_languages};
use ui::{Brand, Words, components::Link, words::OwnWords};

use crate::Visitor;

/// The longest address that a sign-in returns to.
const MAX_RETURN_BYTES: usize = 512;
/// How much is read of what a browser says of languages, in bytes.
const MAX_HEADER: usize = 512;

/// Pages of one kind, under one path, with a built-in client of their own.
pub trait Area: Send + Sync + Sized + 'static {
    /// Where they are.
    const PATH: &'static str;
    /// Where their sign-in returns to.
    const SIGNED_IN_PATH: &'static str;

    /// Their client.
    fn client_id() -> ApplicationId;

    /// The services: sessions, users, configuration.
    fn services(&self) -> &Arc<Services>;

    /// Whose pages they are, where they belong to nobody in particular.
    fn brand(&self) -> Brand;

    /// The words for whoever sent a request.
    fn words(&self, headers: &HeaderMap) -> impl Future<Output = Words> + Send;

    /// The first page.
    fn home(&self, words: &Words) -> Link;

    /// Whether somebody is signed in to these pages.
    fn is_signed_in(&self, headers: &HeaderMap) -> impl Future<Output = Result<bool, ApiError>> + Send {
        async move { Ok(Visitor::find::<Self>(self.services(), headers).await?.is_some()) }
    }

    /// Whether `address` is one of these pages and nothing else: it is told by whoever made the link.
    fn has(address: &str) -> bool {
        is_page_under(Self::PATH, address)
    }

    /// Where somebody who has to do something first wanted to go. What was posted is lost.
    fn return_address(parts: &Parts) -> &str {
        let whole = parts.uri.path_and_query().map_or("", |whole| whole.as_str());
        if parts.method == Method::GET && Self::has(whole) { whole } else { Self::PATH }
    }
}

/// Whether `address` is one of the pages under `path` and nothing else, whoever made it up.
pub fn is_page_under(path: &str, address: &str) -> bool {
    let asked = address.split('?').next().unwrap_or_default();
    let is_under = asked.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#');
    is_under
        && is_plain
        && address.len() <= MAX_RETURN_BYTES
        && !asked.contains("//")
        && !asked.contains("/.")
        && !hides_a_dot_or_slash(asked)
}

/// Whether a path has a dot or a slash that is encoded: browsers take `%2e%2e` for the folder above.
fn hides_a_dot_or_slash(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    ["%2e", "%2f", "%5c"].iter().any(|hidden| path.contains(hidden))
}

/// The words in the language that is asked for or was chosen, else in one that the browser of a request asks for.
pub async fn words_of(services: &Services, headers: &HeaderMap, chosen: Option<&str>) -> Words {
    let browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    words_in(services, chosen, browser).await
}

/// As [`words_of`], by what a browser says of languages. Built-in English where the tenant's settings cannot be read: a page in another language
/// is better than none.
pub async fn words_in(services: &Services, chosen: Option<&str>, browser: Option<&str>) -> Words {
    let browser = browser.filter(|browser| browser.len() <= MAX_HEADER);
    let languages = page_languages(services, chosen, browser).await.unwrap_or_default();
    let own = languages.own.into_iter().map(|(tag, phrases)| OwnWords { tag, phrases });
    Words::choose(languages.wanted.iter().map(String::as_str), own.collect())
}

/// A redirect after which the browser asks anew, and that no cache keeps.
pub fn see_other(location: &str) -> Response {
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// No page of ours is shown inside another (clickjacking), for browsers that do not read the Content-Security-Policy too.
pub async fn no_frames(mut response: Response) -> Response {
    response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Portal;

    impl Area for Portal {
        const PATH: &'static str = "/portal";
        const SIGNED_IN_PATH: &'static str = "/portal/signed-in";

        fn client_id() -> ApplicationId {
            ApplicationId::new("portal")
        }

        fn services(&self) -> &Arc<Services> {
            unreachable!("no request is made")
        }

        fn brand(&self) -> Brand {
            Brand::named("Portal")
        }

        async fn words(&self, _headers: &HeaderMap) -> Words {
            Words::default()
        }

        fn home(&self, _words: &Words) -> Link {
            Link { href: Self::PATH.to_owned(), label: "Portal".to_owned() }
        }
    }

    #[test]
    fn a_sign_in_returns_to_pages_of_its_area_only() {
        for own in ["/portal", "/portal?q=fjord", "/portal/organizations/abc/members?page=2&q=a%20b"] {
            assert!(Portal::has(own), "{own}");
        }
        for other in [
            "",
            "/",
            "/portals",
            "/portalx/y",
            "//evil.example/portal",
            "/portal//evil.example",
            "https://evil.example/portal",
            "/portal/../oidc/session/end",
            "/portal/%2e%2E/oidc/session/end",
            "/portal/.%2e/oidc/session/end",
            "/portal%2F..%5coidc",
            "/portal\\evil",
            "/portal/\r\nset-cookie: a=b",
            "/portal#x",
            "/portal/é",
            " /portal",
        ] {
            assert!(!Portal::has(other), "{other}");
        }
        assert!(!Portal::has(&format!("/portal/{}", "a".repeat(600))));
    }
}
