//! The credential of callers who show a token (RFC 6750 §2.1; Management API contract §1.2).

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::json;

use crate::error::ApiError;

/// Reads the one `Authorization` header. It must begin with `Bearer`, in this case; what follows is looked at as a token, if it is none too.
///
/// # Errors
/// 401 when there is no such header, more than one, or one of another scheme.
pub fn bearer_token(headers: &HeaderMap) -> Result<&str, ApiError> {
    let unauthorized = |code| ApiError::new(StatusCode::UNAUTHORIZED, code);
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or_else(|| unauthorized("auth.authorization_header_missing"))?;
    let not_supported = || {
        unauthorized("auth.authorization_token_type_not_supported")
            .data(json!({ "supportedTypes": ["Bearer"] }))
    };
    if values.next().is_some() {
        return Err(not_supported());
    }
    value
        .to_str()
        .ok()
        .and_then(|value| value.strip_prefix("Bearer"))
        .map(str::trim)
        .ok_or_else(not_supported)
}
