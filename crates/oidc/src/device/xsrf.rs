//! The token that proves that a code was typed, and confirmed, on our own page. It belongs to the session, ends with it, and needs no
//! storage; only this server can make it. The pages take it from a cookie of theirs, which no other site can read.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::SessionId;
use operations::TenantConfiguration;

/// The token of a session.
pub(super) fn token(configuration: &TenantConfiguration, session: &SessionId) -> String {
    configuration.cookie_keys.first().map(|key| token_by(key, session)).unwrap_or_default()
}

/// Whether a page of this session holds `presented`.
pub(super) fn matches(configuration: &TenantConfiguration, session: &SessionId, presented: &str) -> bool {
    let fits = |key: &jose::CookieKey| {
        jose::constant_time_eq(token_by(key, session).as_bytes(), presented.as_bytes())
    };
    configuration.cookie_keys.iter().any(fits)
}

fn token_by(key: &jose::CookieKey, session: &SessionId) -> String {
    let message = format!("device form\n{session}");
    URL_SAFE_NO_PAD.encode(jose::hmac_sha256(key.reveal(), message.as_bytes()))
}
