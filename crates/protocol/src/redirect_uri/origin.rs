//! Which browser origins a client's redirect URIs vouch for (wire contract §3.5). The server's own origin and the
//! client's `corsAllowedOrigins` are compared by the caller, as text.

use url::Url;

use super::wildcard::WildcardPattern;

/// Whether `origin`, the value of an Origin header, is the origin of one of the `registered` URIs. Only http(s)
/// origins in the serialization of browsers can be: `null`, a trailing slash, upper case and custom schemes never.
pub fn origin_belongs_to_redirect_uris(registered: &[String], origin: &str) -> bool {
    let Ok(presented) = Url::parse(origin) else { return false };
    let is_web = matches!(presented.scheme(), "http" | "https");
    if !is_web || origin.contains('*') || presented.origin().ascii_serialization() != origin {
        return false;
    }
    registered.iter().any(|registered| {
        let Ok(url) = Url::parse(registered) else { return false };
        if !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        if registered.contains('*') {
            return WildcardPattern::parse(registered, &url)
                .is_ok_and(|pattern| pattern.matches_origin(&presented));
        }
        url.origin() == presented.origin()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_of_redirect_uris_are_allowed_and_others_are_not() {
        let registered: Vec<String> = [
            "https://desk.fjord.example/cb",
            "http://localhost:3000/cb",
            "https://*.example.com/cb",
            "https://path.example/*/cb",
            "https://*.com/cb",
            "io.logto://callback",
        ]
        .map(str::to_owned)
        .to_vec();
        for origin in [
            "https://desk.fjord.example",
            "http://localhost:3000",
            "https://pr-1.example.com",
            "https://path.example",
        ] {
            assert!(origin_belongs_to_redirect_uris(&registered, origin), "{origin}");
        }
        for origin in [
            "https://desk.fjord.example/",
            "https://desk.fjord.example/cb",
            "https://Desk.fjord.example",
            "https://desk.fjord.example:443",
            "https://desk.fjord.example:8443",
            "http://desk.fjord.example",
            "http://localhost:3001",
            "http://127.0.0.1:3000",
            "https://a.b.example.com",
            "https://example.com",
            "https://*.example.com",
            "https://evil.com",
            "https://user@desk.fjord.example",
            "io.logto://callback",
            "null",
            "",
        ] {
            assert!(!origin_belongs_to_redirect_uris(&registered, origin), "{origin}");
        }
        assert!(!origin_belongs_to_redirect_uris(&[], "https://desk.fjord.example"));
    }
}
