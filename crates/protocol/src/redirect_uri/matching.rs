//! Whether a presented URI is one of the registered ones, and the location an answer to it goes to.

use form_urlencoded::Serializer;
use url::{Host, Url};

use super::registration::has_dropped_characters;
use super::wildcard::WildcardPattern;
use crate::error::{OAuthError, OAuthErrorCode};
use crate::parameters::missing_parameters;

/// `application_type` of a client (wire contract §3.1): decides whether loopback ports are free (RFC 8252 §7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationType {
    /// Everything that is not native.
    Web,
    /// Applications on the user's device.
    Native,
}

/// A presented URI that matched a registered one: the only kind of URI an answer may be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedRedirectUri {
    presented: String,
    url: Url,
}

impl MatchedRedirectUri {
    /// The URI as it was presented. The token endpoint compares this text (RFC 6749 §4.1.3).
    pub fn as_str(&self) -> &str {
        &self.presented
    }

    /// The location with `parameters` added to its query, form-encoded. Without any, the presented text itself, as
    /// far as a header can carry it.
    pub fn with_query(&self, parameters: &[(&str, String)]) -> String {
        if parameters.is_empty() && self.presented.bytes().all(|byte| byte.is_ascii_graphic()) {
            return self.presented.clone();
        }
        let mut url = self.url.clone();
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        url.into()
    }

    /// The location with `parameters` after its `#`, form-encoded.
    pub fn with_fragment(&self, parameters: &[(&str, String)]) -> String {
        let mut url = self.url.clone();
        url.set_fragment(Some(&Serializer::new(String::new()).extend_pairs(parameters).finish()));
        url.into()
    }

    /// The normalized URI, for the action of a form that posts the answer.
    pub fn normalized(&self) -> &str {
        self.url.as_str()
    }
}

/// Finds `presented` among a client's `redirect_uris`. `None` when it is none of them, and for anything that is not
/// literally a URL: control characters, outer blanks, a `*`.
pub(crate) fn match_redirect_uri(
    registered: &[String],
    presented: &str,
    application_type: ApplicationType,
) -> Option<MatchedRedirectUri> {
    let free_loopback_port = application_type == ApplicationType::Native;
    match_any(registered, presented, free_loopback_port)
}

/// Finds `presented` among a client's `post_logout_redirect_uris`. Loopback ports are not free here.
pub fn match_post_logout_redirect_uri(registered: &[String], presented: &str) -> Option<MatchedRedirectUri> {
    match_any(registered, presented, false)
}

/// The URI that an authorization request is answered to. It may be omitted where exactly one is registered.
///
/// # Errors
/// `invalid_redirect_uri` for one that is not registered; `invalid_request` when it is missing (wire contract §3.4).
/// Neither may be answered by redirect.
pub fn resolve_redirect_uri(
    registered: &[String],
    presented: Option<&str>,
    application_type: ApplicationType,
) -> Result<MatchedRedirectUri, OAuthError> {
    let mismatch = || {
        OAuthError::new(OAuthErrorCode::InvalidRedirectUri)
            .describe("redirect_uri did not match any of the client's registered redirect_uris")
    };
    let presented = match (presented, registered) {
        (Some(presented), _) => presented,
        (None, [only]) if !only.contains('*') => only,
        (None, _) => return Err(missing_parameters(&["redirect_uri"])),
    };
    match_redirect_uri(registered, presented, application_type).ok_or_else(mismatch)
}

fn match_any(registered: &[String], presented: &str, free_loopback_port: bool) -> Option<MatchedRedirectUri> {
    if presented.contains('*') || has_dropped_characters(presented) {
        return None;
    }
    let url = Url::parse(presented).ok()?;
    registered
        .iter()
        .any(|registered| matches_one(registered, &url, free_loopback_port))
        .then(|| MatchedRedirectUri { presented: presented.to_owned(), url })
}

fn matches_one(registered: &str, presented: &Url, free_loopback_port: bool) -> bool {
    let Ok(url) = Url::parse(registered) else { return false };
    if registered.contains('*') {
        return matches!(url.scheme(), "http" | "https")
            && WildcardPattern::parse(registered, &url).is_ok_and(|pattern| pattern.matches(presented));
    }
    url == *presented
        || (free_loopback_port
            && is_http_loopback(&url)
            && is_http_loopback(presented)
            && without_port(&url) == without_port(presented))
}

fn is_http_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(Host::Domain(domain)) => domain == "localhost",
            Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
            Some(Host::Ipv6(address)) => address == std::net::Ipv6Addr::LOCALHOST,
            None => false,
        }
}

fn without_port(url: &Url) -> Url {
    let mut url = url.clone();
    // Cannot fail: only called for http URLs, which have a host.
    let _ = url.set_port(None);
    url
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn registered(uris: &[&str]) -> Vec<String> {
        uris.iter().map(|uri| (*uri).to_owned()).collect()
    }

    fn web(uris: &[&str], presented: &str) -> bool {
        match_redirect_uri(&registered(uris), presented, ApplicationType::Web).is_some()
    }

    fn native(uris: &[&str], presented: &str) -> bool {
        match_redirect_uri(&registered(uris), presented, ApplicationType::Native).is_some()
    }

    #[test]
    fn exact_entries_compare_as_browsers_read_them() {
        let uris = ["https://desk.fjord.example/cb", "io.logto://callback", "https://a.example"];
        for presented in [
            "https://desk.fjord.example/cb",
            "HTTPS://Desk.Fjord.Example:443/cb",
            "https://desk.fjord.example/x/../cb",
            "io.logto://callback",
            "https://a.example/",
        ] {
            assert!(web(&uris, presented), "{presented}");
        }
        for presented in [
            "https://evil.example/cb",
            "https://desk.fjord.example/cb/",
            "https://desk.fjord.example/CB",
            "https://desk.fjord.example/cb?x=1",
            "https://desk.fjord.example/cb#",
            "https://desk.fjord.example/cb#x",
            "https://desk.fjord.example:8443/cb",
            "http://desk.fjord.example/cb",
            "https://user@desk.fjord.example/cb",
            "https://desk.fjord.example@evil.example/cb",
            "https://desk.fjord.example/c\nb",
            " https://desk.fjord.example/cb",
            "io.logto://callback/",
            "/cb",
            "",
        ] {
            assert!(!web(&uris, presented), "{presented}");
        }
    }

    #[test]
    fn loopback_ports_are_free_for_native_clients_alone() {
        let uris =
            ["http://127.0.0.1/cb", "http://localhost:3000/cb", "http://[::1]:1/cb", "https://localhost/s"];
        for presented in [
            "http://127.0.0.1:51004/cb",
            "http://localhost/cb",
            "http://localhost:4/cb",
            "http://[::1]/cb",
            "http://[0:0:0:0:0:0:0:1]:99/cb",
        ] {
            assert!(native(&uris, presented), "{presented}");
            assert!(!web(&uris, presented), "{presented}");
            assert_eq!(match_post_logout_redirect_uri(&registered(&uris), presented), None, "{presented}");
        }
        for presented in [
            "http://127.0.0.2:51004/cb",
            "http://127.0.0.1:51004/other",
            "https://localhost:4/s",
            "https://127.0.0.1:4/cb",
            "http://localhost.evil.example:4/cb",
            "http://user@localhost:4/cb",
        ] {
            assert!(!native(&uris, presented), "{presented}");
        }
        assert!(!native(&["http://127.0.0.1/cb"], "http://localhost/cb"));
        assert!(!native(&["http://a.example/cb"], "http://a.example:81/cb"));
    }

    #[test]
    fn wildcards_match_and_a_presented_asterisk_never_does() {
        let uris = ["https://*.example.com/cb", "http://localhost:3000/*"];
        assert!(web(&uris, "https://pr-7.example.com/cb"));
        assert!(web(&uris, "http://localhost:3000/deep/er"));
        assert!(!web(&uris, "https://*.example.com/cb"));
        assert!(!web(&uris, "http://localhost:3000/*"));
        assert!(!web(&["https://*.com/cb"], "https://evil.com/cb"));
        assert!(!web(&["https://*/cb"], "https://evil/cb"));
        assert!(match_post_logout_redirect_uri(&registered(&uris), "https://pr-7.example.com/cb").is_some());
    }

    #[test]
    fn a_mismatch_and_an_omission_have_their_answers() {
        let one = registered(&["https://desk.fjord.example/cb"]);
        let two = registered(&["https://a.example/1", "https://a.example/2"]);
        let resolve =
            |uris: &[String], presented| resolve_redirect_uri(uris, presented, ApplicationType::Web);
        assert_eq!(resolve(&one, None).unwrap().as_str(), "https://desk.fjord.example/cb");
        assert_eq!(resolve(&two, Some("https://a.example/2")).unwrap().as_str(), "https://a.example/2");
        let missing = Err(OAuthError::invalid_request("missing required parameter 'redirect_uri'"));
        assert_eq!(resolve(&two, None), missing);
        assert_eq!(resolve(&registered(&["https://*.example.com/cb"]), None), missing);
        let mismatch = resolve(&one, Some("https://evil.example/cb")).unwrap_err();
        assert_eq!((mismatch.code, mismatch.status), (OAuthErrorCode::InvalidRedirectUri, 400));
        assert_eq!(
            mismatch.description.as_deref(),
            Some("redirect_uri did not match any of the client's registered redirect_uris")
        );
        assert_eq!(
            resolve(&[], Some("https://a.example/")).unwrap_err().code,
            OAuthErrorCode::InvalidRedirectUri
        );
    }

    #[test]
    fn locations_carry_their_parameters() {
        let uris = registered(&["https://a.example/cb?k=v", "io.logto://callback", "https://a.example/é"]);
        let find = |uri| match_redirect_uri(&uris, uri, ApplicationType::Web).unwrap();
        let parameters = [("error_description", "a b&c".to_owned()), ("iss", "http://i/oidc".to_owned())];
        assert_eq!(
            find("https://a.example/cb?k=v").with_query(&parameters),
            "https://a.example/cb?k=v&error_description=a+b%26c&iss=http%3A%2F%2Fi%2Foidc"
        );
        assert_eq!(
            find("https://a.example/cb?k=v").with_fragment(&parameters),
            "https://a.example/cb?k=v#error_description=a+b%26c&iss=http%3A%2F%2Fi%2Foidc"
        );
        assert_eq!(
            find("io.logto://callback").with_query(&[("code", "x".to_owned())]),
            "io.logto://callback?code=x"
        );
        assert_eq!(find("https://A.example/cb?k=v").with_query(&[]), "https://A.example/cb?k=v");
        assert_eq!(find("https://a.example/é").with_query(&[]), "https://a.example/%C3%A9");
        assert_eq!(find("https://A.example/cb?k=v").normalized(), "https://a.example/cb?k=v");
    }

    proptest! {
        #[test]
        fn whatever_matches_an_exact_entry_goes_to_its_host(presented in "\\PC{0,12}(https://a\\.example)?\\PC{0,12}") {
            let uris = registered(&["https://a.example/cb"]);
            if let Some(matched) = match_redirect_uri(&uris, &presented, ApplicationType::Native) {
                prop_assert_eq!(matched.normalized(), "https://a.example/cb");
            }
        }

        #[test]
        fn locations_never_break_a_header(state in "(?s).*") {
            let uris = registered(&["https://a.example/cb"]);
            let matched = match_redirect_uri(&uris, "https://a.example/cb", ApplicationType::Web).unwrap();
            for location in [matched.with_query(&[("state", state.clone())]), matched.with_fragment(&[("state", state)])] {
                prop_assert!(location.bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }
}
