//! The public address of the server.

use std::fmt;

/// The public origin under which the server is reached, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
    issuer: String,
}

/// The text given is not a usable origin.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "an endpoint is `http://host[:port]` or `https://host[:port]`, with an optional path and nothing else"
)]
pub struct InvalidEndpoint;

impl Endpoint {
    /// Reads `http(s)://host[:port][/path]`. A trailing slash is dropped: the issuer must be the same text everywhere, byte for byte.
    pub fn parse(text: &str) -> Result<Self, InvalidEndpoint> {
        let base = text.trim_end_matches('/');
        let rest =
            base.strip_prefix("http://").or_else(|| base.strip_prefix("https://")).ok_or(InvalidEndpoint)?;
        let plain =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']' | '/');
        if rest.is_empty() || rest.starts_with(['/', ':']) || !rest.chars().all(plain) {
            return Err(InvalidEndpoint);
        }
        Ok(Self { base: base.to_owned(), issuer: format!("{base}/oidc") })
    }

    /// The origin, without a trailing slash.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The origin of its pages as browsers write it (RFC 6454 §6.2): scheme, host and port, without a path.
    pub fn origin(&self) -> String {
        let (scheme, authority) = self.scheme_and_authority();
        let authority = authority.to_ascii_lowercase();
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        format!("{scheme}://{}", authority.strip_suffix(default_port).unwrap_or(&authority))
    }

    /// The host, without a port.
    pub fn host(&self) -> &str {
        let (_, authority) = self.scheme_and_authority();
        match authority.split_once(']') {
            // An address of IPv6 has colons of its own, between brackets.
            Some((address, _)) => address.trim_start_matches('['),
            None => authority.split(':').next().unwrap_or(authority),
        }
    }

    /// The same with another host: scheme, port and path stay.
    pub fn at(&self, host: &str) -> Result<Self, InvalidEndpoint> {
        let (scheme, authority) = self.scheme_and_authority();
        let path = self.base.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        let port = authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
        let port = port.map_or_else(String::new, |(_, port)| format!(":{port}"));
        let path = path.map_or_else(String::new, |(_, path)| format!("/{path}"));
        Self::parse(&format!("{scheme}://{host}{port}{path}"))
    }

    /// Host and port, as they stand in the address.
    pub fn authority(&self) -> &str {
        self.scheme_and_authority().1
    }

    fn scheme_and_authority(&self) -> (&str, &str) {
        let (scheme, rest) = self.base.split_once("://").unwrap_or(("http", &self.base));
        (scheme, rest.split('/').next().unwrap_or(rest))
    }

    /// The issuer of every token: the origin and `/oidc` (OIDC contract §1.1).
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whether browsers reach it over TLS, so that cookies are sent over TLS only.
    pub fn is_https(&self) -> bool {
        self.base.starts_with("https://")
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailing_slash_does_not_change_the_issuer() {
        let endpoint = Endpoint::parse("https://id.fjord.example/").unwrap();
        assert_eq!(
            (endpoint.base(), endpoint.issuer()),
            ("https://id.fjord.example", "https://id.fjord.example/oidc")
        );
        assert!(endpoint.is_https());
    }

    #[test]
    fn host_and_origin_are_those_that_browsers_see() {
        for (text, host, origin) in [
            ("https://id.fjord.example", "id.fjord.example", "https://id.fjord.example"),
            ("https://ID.fjord.example:443/auth", "ID.fjord.example", "https://id.fjord.example"),
            ("http://localhost:3001", "localhost", "http://localhost:3001"),
            ("http://[::1]:3001", "::1", "http://[::1]:3001"),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!((endpoint.host(), endpoint.origin().as_str()), (host, origin), "{text}");
        }
    }

    #[test]
    fn another_host_has_the_same_scheme_port_and_path() {
        for (text, expected) in [
            ("https://id.fjord.example", "https://acme.example"),
            ("http://localhost:3001", "http://acme.example:3001"),
            ("https://id.fjord.example:8443/auth/x", "https://acme.example:8443/auth/x"),
            ("http://[::1]:3001", "http://acme.example:3001"),
            ("http://[::1]", "http://acme.example"),
        ] {
            assert_eq!(Endpoint::parse(text).unwrap().at("acme.example").unwrap().base(), expected, "{text}");
        }
        assert_eq!(Endpoint::parse("http://localhost").unwrap().at("a b"), Err(InvalidEndpoint));
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in
            ["", "id.example", "ftp://a", "http://", "http:///x", "http://a?b", "http://a#b", "http://u@a"]
        {
            assert_eq!(Endpoint::parse(text), Err(InvalidEndpoint), "{text}");
        }
    }
}
