//! Which origin a browser's request comes from (Fetch Metadata Request Headers; RFC 6454). What is done about it is the endpoints'.

use axum::http::{HeaderMap, header};

/// Whether a page of another origin made the browser send this request, as far as the browser says.
///
/// Browsers say it in `Sec-Fetch-Site`; older ones send `Origin` with every post. Programs send neither, and hold no cookies that
/// somebody else could use. `same-site` is another origin too: a neighbour under the same domain has no business here. `base` is the
/// public address of this server.
pub fn is_from_another_origin(headers: &HeaderMap, base: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let Ok(origin) = origin.to_str() else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let is_our_host = host.is_some_and(|host| {
        ["http://", "https://"].iter().any(|scheme| origin.strip_prefix(scheme) == Some(host))
    });
    origin != origin_of(base) && !is_our_host
}

/// Scheme, host and port of the public address, without its path.
fn origin_of(base: &str) -> &str {
    let host = base.find("://").map_or(0, |at| at + 3);
    let path = base.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| base.get(..host + path)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn is_foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_from_another_origin(&headers.collect(), "https://id.fjord.example/base")
    }

    #[test]
    fn browsers_say_where_a_request_comes_from() {
        for own in ["same-origin", "none"] {
            assert!(!is_foreign(&[("sec-fetch-site", own), ("origin", "https://evil.example")]));
        }
        for foreign in ["cross-site", "same-site", "", "Same-Origin"] {
            assert!(is_foreign(&[("sec-fetch-site", foreign)]), "{foreign}");
        }
    }

    #[test]
    fn older_browsers_name_their_origin() {
        assert!(!is_foreign(&[("origin", "https://id.fjord.example")]));
        assert!(!is_foreign(&[("origin", "http://localhost:3001"), ("host", "localhost:3001")]));
        for foreign in [
            "null",
            "https://evil.example",
            "https://id.fjord.example.evil.example",
            "http://id.fjord.example",
            "https://id.fjord.example:8443",
        ] {
            assert!(is_foreign(&[("origin", foreign), ("host", "localhost:3001")]), "{foreign}");
        }
    }

    #[test]
    fn programs_say_nothing() {
        assert!(!is_foreign(&[("host", "id.fjord.example")]));
    }
}
