//! Registered URIs with `*` (wire contract §3.4): in a host label it stands for one or more characters other than a
//! dot, in the path for any characters. Nowhere else may it stand, and the last two labels of a host must be literal
//! when a URI is matched: `https://*.com` matches nothing.
//!
//! That keeps patterns from covering a top-level domain, not from covering a suffix of several labels under which
//! anybody gets a name: `https://*.github.io/cb` and `https://*.co.uk/cb` match everybody's. There is no list of public
//! suffixes here; an operator registers a wildcard only under a domain whose names they all give out themselves.

use url::{Host, Url};

use super::registration::RedirectUriRejection;

/// Labels at the end of a wildcard host that must be literal for it to match anything.
const LITERAL_TRAILING_LABELS: usize = 2;

/// A registered http(s) URI that holds a `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WildcardPattern {
    scheme: String,
    host: String,
    port: Option<u16>,
    path: String,
    query: Option<String>,
    fragment: Option<String>,
}

impl WildcardPattern {
    /// Reads a pattern. `url` is `text`, parsed; its scheme is http or https.
    pub(super) fn parse(text: &str, url: &Url) -> Result<Self, RedirectUriRejection> {
        let misplaced = [url.query(), url.fragment()].into_iter().flatten().any(|part| part.contains('*'));
        if misplaced {
            return Err(RedirectUriRejection::WildcardPlace);
        }
        if !url.username().is_empty() || url.password().is_some() || text.contains('[') {
            return Err(RedirectUriRejection::WildcardHost);
        }
        let host = url.host_str().unwrap_or_default();
        if host.contains('*') && !host.contains('.') {
            return Err(RedirectUriRejection::WildcardHost);
        }
        Ok(Self {
            scheme: url.scheme().to_owned(),
            host: host.to_owned(),
            port: url.port_or_known_default(),
            path: url.path().to_owned(),
            query: url.query().map(str::to_owned),
            fragment: url.fragment().map(str::to_owned),
        })
    }

    /// Whether `presented`, an already normalized URL, is covered.
    pub(super) fn matches(&self, presented: &Url) -> bool {
        self.matches_origin(presented)
            && presented.username().is_empty()
            && presented.password().is_none()
            && glob(&self.path, presented.path(), 0)
            && self.query.as_deref() == presented.query()
            && self.fragment.as_deref() == presented.fragment()
    }

    /// Whether scheme, host and port of `presented` are covered.
    pub(super) fn matches_origin(&self, presented: &Url) -> bool {
        self.scheme == presented.scheme()
            && self.port == presented.port_or_known_default()
            && self.matches_host(presented)
    }

    fn matches_host(&self, presented: &Url) -> bool {
        let Some(presented_host) = presented.host_str() else { return false };
        if !self.host.contains('*') {
            return self.host == presented_host;
        }
        // A wildcard stands for names: an address never matches one.
        if !matches!(presented.host(), Some(Host::Domain(_))) {
            return false;
        }
        let pattern: Vec<&str> = self.host.split('.').collect();
        let labels: Vec<&str> = presented_host.split('.').collect();
        let trailing = pattern.iter().rev().take(LITERAL_TRAILING_LABELS);
        let trailing_is_literal = trailing.clone().count() == LITERAL_TRAILING_LABELS
            && trailing.into_iter().all(|label| !label.is_empty() && !label.contains('*'));
        trailing_is_literal
            && pattern.len() == labels.len()
            && pattern.iter().zip(&labels).all(|(pattern, label)| glob(pattern, label, 1))
    }
}

/// Whether `text` is `pattern` with each `*` replaced by `minimum` or more bytes. Linear: literals between wildcards
/// are taken where they first appear, which leaves most for the rest.
fn glob(pattern: &str, text: &str, minimum: usize) -> bool {
    let mut literals = pattern.split('*');
    let first = literals.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = literals.next_back() else { return rest.is_empty() };
    for literal in literals {
        let Some(found) = rest.get(minimum..).and_then(|candidates| candidates.find(literal)) else {
            return false;
        };
        rest = &rest[minimum + found + literal.len()..];
    }
    rest.strip_suffix(last).is_some_and(|covered| covered.len() >= minimum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(pattern: &str, presented: &str) -> bool {
        let pattern = WildcardPattern::parse(pattern, &Url::parse(pattern).unwrap()).unwrap();
        pattern.matches(&Url::parse(presented).unwrap())
    }

    #[test]
    fn a_host_wildcard_covers_one_label() {
        let pattern = "https://*.example.com/cb";
        for presented in [
            "https://a.example.com/cb",
            "https://A.EXAMPLE.com/cb",
            "https://a.example.com:443/cb",
            "https://pr-12.example.com/cb",
        ] {
            assert!(matches(pattern, presented), "{presented}");
        }
        for presented in [
            "https://example.com/cb",
            "https://.example.com/cb",
            "https://a.b.example.com/cb",
            "https://a.example.com.evil.example/cb",
            "https://evil.example/a.example.com/cb",
            "https://a.example.com:8443/cb",
            "http://a.example.com/cb",
            "https://a.example.com/cb/",
            "https://a.example.com/cb?x=1",
            "https://a.example.com/cb#x",
            "https://a.example.com/cb#",
            "https://user@a.example.com/cb",
            "https://user:pw@a.example.com/cb",
            "https://evil.example\\@a.example.com/cb",
        ] {
            assert!(!matches(pattern, presented), "{presented}");
        }
    }

    #[test]
    fn parts_of_a_label_and_several_wildcards_work() {
        assert!(matches("https://app-*.*.example.com/", "https://app-1.eu.example.com/"));
        assert!(!matches("https://app-*.*.example.com/", "https://app-.eu.example.com/"));
        assert!(matches("https://*-x-*.example.com/", "https://a-x-b.example.com/"));
        assert!(!matches("https://*-x-*.example.com/", "https://-x-b.example.com/"));
    }

    #[test]
    fn a_path_wildcard_covers_anything_in_the_path() {
        let pattern = "https://a.example/x/*/cb";
        assert!(matches(pattern, "https://a.example/x/1/cb"));
        assert!(matches(pattern, "https://a.example/x/1/2/3/cb"));
        assert!(matches(pattern, "https://a.example/x//cb"));
        assert!(!matches(pattern, "https://a.example/x/cb"));
        assert!(!matches(pattern, "https://a.example/x/../y/1/cb"));
        assert!(!matches(pattern, "https://a.example/x/1/cb2"));
        assert!(matches("http://localhost:3000/*", "http://localhost:3000/"));
        assert!(!matches("http://localhost:3000/*", "http://localhost:3001/"));
        assert!(matches("https://a.example/*?k=v", "https://a.example/p?k=v"));
        assert!(!matches("https://a.example/*?k=v", "https://a.example/p?k=w"));
        assert!(!matches("https://a.example/*", "https://user@a.example/p"));
    }

    #[test]
    fn no_pattern_covers_a_top_level_domain_or_an_address() {
        assert!(!matches("https://*.com/cb", "https://evil.com/cb"));
        assert!(!matches("https://a.*.com/cb", "https://a.evil.com/cb"));
        assert!(!matches("https://*.example.com/cb", "https://[::1]/cb"));
        assert!(!matches("https://*.example.com/cb", "https://127.0.0.1/cb"));
    }

    #[test]
    fn a_pattern_under_a_longer_public_suffix_covers_everybody_there() {
        assert!(matches("https://*.github.io/cb", "https://anybody.github.io/cb"));
        assert!(matches("https://*.co.uk/cb", "https://anybody.co.uk/cb"));
    }

    proptest! {
        #[test]
        fn glob_agrees_with_its_definition(pattern in "[ab*]{0,8}", text in "[ab]{0,10}", minimum in 0_usize..2) {
            fn by_definition(pattern: &[u8], text: &[u8], minimum: usize) -> bool {
                match pattern.split_first() {
                    None => text.is_empty(),
                    Some((b'*', rest)) => (minimum..=text.len()).any(|taken| by_definition(rest, &text[taken..], minimum)),
                    Some((byte, rest)) => text.first() == Some(byte) && by_definition(rest, &text[1..], minimum),
                }
            }
            prop_assert_eq!(
                glob(&pattern, &text, minimum),
                by_definition(pattern.as_bytes(), text.as_bytes(), minimum)
            );
        }

        #[test]
        fn a_wildcard_host_only_covers_its_own_domain(presented in "https://[a-z0-9.@:/-]{1,30}/cb") {
            if let Ok(url) = Url::parse(&presented) {
                let text = "https://*.example.com/*";
                let pattern = WildcardPattern::parse(text, &Url::parse(text).unwrap()).unwrap();
                if pattern.matches(&url) {
                    prop_assert!(url.host_str().unwrap().ends_with(".example.com"));
                }
            }
        }
    }
}
