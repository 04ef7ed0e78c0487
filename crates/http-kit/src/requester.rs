//! What a request tells of whoever sent it, as events and the audit log keep it.

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{HeaderName, request::Parts},
};
use serde_json::{Map, Value};

/// How much is kept of what somebody says of themselves, in characters.
const MAX_HEADER: usize = 512;

/// The address that a request came from.
pub fn client_address(parts: &Parts) -> Option<String> {
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    address.map(|ConnectInfo(address)| address.ip().to_string())
}

/// A header as text, cut to what is kept of one.
pub fn header_text(parts: &Parts, name: HeaderName) -> Option<String> {
    let text = parts.headers.get(name)?.to_str().ok()?;
    Some(text.chars().take(MAX_HEADER).collect())
}

/// The parameters of a path by the names that they have in its template.
pub fn path_parameters(template: &str, path: &str) -> Map<String, Value> {
    let names = template.split('/').zip(path.split('/'));
    names
        .filter_map(|(name, value)| {
            let name = name.strip_prefix('{')?.strip_suffix('}')?;
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            Some((name.to_owned(), Value::from(value)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use axum::http::{Request, header};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_kept_is_bounded_and_parameters_are_decoded() {
        let agent = "a".repeat(600);
        let request = Request::get("/")
            .header("user-agent", &agent)
            .header("accept-language", &b"\xff"[..])
            .body(())
            .unwrap();
        let (mut parts, ()) = request.into_parts();
        assert_eq!(header_text(&parts, header::USER_AGENT).unwrap().len(), 512);
        assert_eq!(header_text(&parts, header::ACCEPT_LANGUAGE), None);
        assert_eq!(client_address(&parts), None);
        parts.extensions.insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 80))));
        assert_eq!(client_address(&parts).as_deref(), Some("203.0.113.9"));
        let parameters = path_parameters("/api/users/{userId}/roles/{roleId}", "/api/users/a%20b/roles/c");
        assert_eq!(Value::Object(parameters), json!({ "userId": "a b", "roleId": "c" }));
    }
}
