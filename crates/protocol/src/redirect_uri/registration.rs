//! Two checks of registered URIs, at different times: what the Management API stores, and with what list the provider
//! will work at all (wire contract §3.4).

use url::Url;

use super::wildcard::WildcardPattern;
use crate::error::{OAuthError, OAuthErrorCode};

/// Schemes that run code or read files in the user agent: a client that lists one is not usable.
const REFUSED_SCHEMES: [&str; 6] = ["javascript", "vbscript", "data", "blob", "file", "about"];

/// Why a URI cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectUriRejection {
    /// It is no absolute URL, or holds characters that a URL parser would silently drop.
    #[error("not an absolute URL")]
    NotAUrl,
    /// A `.` or `..` segment in the path of an http(s) URL, escaped or not.
    #[error("dot segments are not allowed in the path")]
    DotSegment,
    /// Neither http(s) nor a well-formed custom scheme.
    #[error("the scheme is not http, https or a custom scheme")]
    Scheme,
    /// A `*` outside host labels and path, or in a custom scheme's URI.
    #[error("wildcards are allowed only in the host and the path of http(s) URLs")]
    WildcardPlace,
    /// A wildcard host without a dot, or a wildcard URI with user information or an IPv6 host.
    #[error("this host cannot hold a wildcard")]
    WildcardHost,
}

/// Checks what the Management API accepts into `redirectUris` and `postLogoutRedirectUris`. It accepts more than the
/// provider can use; [`check_loadable`] is the other half.
///
/// # Errors
/// The first rule that the URI breaks.
pub fn check_registration(uri: &str) -> Result<(), RedirectUriRejection> {
    if has_dropped_characters(uri) {
        return Err(RedirectUriRejection::NotAUrl);
    }
    let url = Url::parse(uri).map_err(|_| unparsable(uri))?;
    if !matches!(url.scheme(), "http" | "https") {
        return match (is_custom_scheme(url.scheme()), uri.contains('*')) {
            (false, _) => Err(RedirectUriRejection::Scheme),
            (true, true) => Err(RedirectUriRejection::WildcardPlace),
            (true, false) => Ok(()),
        };
    }
    if has_dot_segment(uri) {
        return Err(RedirectUriRejection::DotSegment);
    }
    if uri.contains('*') { WildcardPattern::parse(uri, &url).map(|_| ()) } else { Ok(()) }
}

/// Names the fault of a URI the parser refused: a `*` where a port belongs is a misplaced wildcard.
fn unparsable(uri: &str) -> RedirectUriRejection {
    let authority =
        uri.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
    let wildcard_in_port = authority.rsplit_once(':').is_some_and(|(_, port)| port.contains('*'));
    if wildcard_in_port { RedirectUriRejection::WildcardPlace } else { RedirectUriRejection::NotAUrl }
}

/// Characters the URL parser strips: control characters anywhere, blanks at the ends.
pub(super) fn has_dropped_characters(uri: &str) -> bool {
    uri.chars().any(char::is_control) || uri.starts_with(' ') || uri.ends_with(' ')
}

/// `^(?!http(s)?:)[a-z][\d+_a-z-]*(\.[\d+_a-z-]+)*:$` on the scheme and its colon, once the parser has lower-cased it.
fn is_custom_scheme(scheme: &str) -> bool {
    let mut parts = scheme.split('.');
    let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+_-".contains(&byte));
    let first_is_word =
        parts.next().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_alphabetic()) && word(first));
    first_is_word && parts.all(|part| !part.is_empty() && word(part))
}

/// Whether the path, as written, has a segment that the parser would resolve away.
fn has_dot_segment(uri: &str) -> bool {
    let before_query = uri.split(['?', '#']).next().unwrap_or_default();
    let after_scheme = before_query.split_once(':').map_or("", |(_, rest)| rest);
    let path = after_scheme.trim_start_matches(['/', '\\']);
    path.split(['/', '\\']).skip(1).any(|segment| {
        let dots = segment.to_ascii_lowercase().replace("%2e", ".");
        dots == "." || dots == ".."
    })
}

/// Which of a client's lists is meant; the texts name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectUriList {
    /// `redirect_uris`. A client of the authorization-code flow needs at least one.
    RedirectUris,
    /// `post_logout_redirect_uris`. May be empty.
    PostLogoutRedirectUris,
}

impl RedirectUriList {
    const fn name(self) -> &'static str {
        match self {
            Self::RedirectUris => "redirect_uris",
            Self::PostLogoutRedirectUris => "post_logout_redirect_uris",
        }
    }
}

/// Checks that the provider can work with a client's list. For `redirect_uris` call it only for clients that use the
/// authorization-code flow: others need none.
///
/// # Errors
/// `invalid_redirect_uri`, 400, on every use of the client (wire contract §3.1, §3.4).
pub fn check_loadable(list: RedirectUriList, uris: &[String]) -> Result<(), OAuthError> {
    let refuse = |fault: &str| {
        let description = format!("{} {fault}", list.name());
        Err(OAuthError::new(OAuthErrorCode::InvalidRedirectUri).describe(description))
    };
    if list == RedirectUriList::RedirectUris && uris.is_empty() {
        return refuse("must contain members");
    }
    for uri in uris {
        let Ok(url) = Url::parse(uri) else { return refuse("must only contain valid uris") };
        if REFUSED_SCHEMES.contains(&url.scheme()) {
            return refuse("must only contain valid uris");
        }
        if url.fragment().is_some() {
            return refuse("must not contain fragments");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_management_api_stores() {
        for uri in [
            "https://desk.fjord.example/cb",
            "http://localhost:3000/callback?x=1",
            "https://a.example",
            "https://a.example/a.b/..c/cb",
            "https://a.example/cb?next=../x",
            "https://user@a.example/cb",
            "https://[::1]:3000/cb",
            "io.logto://callback",
            "com.example.app:/callback",
            "my+app-2.x://cb",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example/cb",
            "https://a.example/cb#fragment",
            "https://*.example.com/cb",
            "https://*.com/cb",
            "https://a.*.example.com/cb",
            "https://app-*.example.com/*/cb",
            "http://localhost:3000/*",
            "https://*.example.com:8443/cb?x=1",
        ] {
            assert_eq!(check_registration(uri), Ok(()), "{uri}");
        }
    }

    #[test]
    fn what_it_refuses() {
        use RedirectUriRejection as Rejection;
        let rows = [
            ("", Rejection::NotAUrl),
            ("/cb", Rejection::NotAUrl),
            ("desk.fjord.example/cb", Rejection::NotAUrl),
            ("https://", Rejection::NotAUrl),
            (" https://a.example/cb", Rejection::NotAUrl),
            ("https://a.example/c\nb", Rejection::NotAUrl),
            ("https://a.example/\0", Rejection::NotAUrl),
            ("my_app://cb", Rejection::NotAUrl),
            ("com..app://cb", Rejection::Scheme),
            ("app.://cb", Rejection::Scheme),
            ("https://a.example/../cb", Rejection::DotSegment),
            ("https://a.example/x/./cb", Rejection::DotSegment),
            ("https://a.example/%2e%2E/cb", Rejection::DotSegment),
            ("https://a.example/.%2e", Rejection::DotSegment),
            ("https:\\\\a.example\\..\\cb", Rejection::DotSegment),
            ("https://*/cb", Rejection::WildcardHost),
            ("https://local*/cb", Rejection::WildcardHost),
            ("https://user@*.example.com/cb", Rejection::WildcardHost),
            ("https://[::1]/*", Rejection::WildcardHost),
            ("https://a.example:*/cb", Rejection::WildcardPlace),
            ("https://a.example:80*/cb", Rejection::WildcardPlace),
            ("https://a.example/cb?x=*", Rejection::WildcardPlace),
            ("https://a.example/cb#*", Rejection::WildcardPlace),
            ("http*://a.example/cb", Rejection::NotAUrl),
            ("io.logto://*/cb", Rejection::WildcardPlace),
        ];
        for (uri, rejection) in rows {
            assert_eq!(check_registration(uri), Err(rejection), "{uri}");
        }
    }

    #[test]
    fn a_list_with_an_unusable_member_does_not_load() {
        use RedirectUriList::{PostLogoutRedirectUris, RedirectUris};
        let check = |list, uris: &[&str]| {
            let uris: Vec<String> = uris.iter().map(|uri| (*uri).to_owned()).collect();
            check_loadable(list, &uris).map_err(|error| {
                assert_eq!((error.code, error.status), (OAuthErrorCode::InvalidRedirectUri, 400));
                error.description.unwrap().into_owned()
            })
        };
        assert_eq!(
            check(RedirectUris, &["https://a.example/cb", "io.logto://cb", "https://*.a.example/"]),
            Ok(())
        );
        assert_eq!(check(PostLogoutRedirectUris, &[]), Ok(()));
        assert_eq!(check(RedirectUris, &[]), Err("redirect_uris must contain members".to_owned()));
        assert_eq!(
            check(RedirectUris, &["https://a.example/cb", "https://a.example/cb#x"]),
            Err("redirect_uris must not contain fragments".to_owned())
        );
        assert_eq!(
            check(PostLogoutRedirectUris, &["https://a.example/cb#"]),
            Err("post_logout_redirect_uris must not contain fragments".to_owned())
        );
        for uri in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "blob:https://a.example/x",
            "file:///etc/passwd",
            "about:blank",
            "nonsense",
        ] {
            assert_eq!(
                check(RedirectUris, &["https://a.example/cb", uri]),
                Err("redirect_uris must only contain valid uris".to_owned()),
                "{uri}"
            );
        }
    }
}
