//! Signed cookies: each cookie `name` is accompanied by `name.sig`; one without a valid signature counts as absent (OIDC contract §5.7).

use std::{fmt::Write as _, time::Duration};

use axum::http::{HeaderMap, HeaderValue, header};
use domain::UnixMillis;
use jose::CookieKey;

/// The cookie that stands for a browser's session at the provider (OIDC contract §5.7). The provider alone sets it.
pub const SESSION_COOKIE: &str = "_session";

/// Whether other sites' requests carry a cookie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SameSite {
    /// Only top-level navigations do.
    Lax,
    /// Never.
    Strict,
}

/// Where a cookie goes and how long it lives.
#[derive(Clone, Debug)]
pub struct CookieAttributes {
    /// The path it is sent to.
    pub path: String,
    /// Whether scripts cannot read it.
    pub http_only: bool,
    /// Whether it is sent over TLS only.
    pub secure: bool,
    /// Whether other sites' requests carry it.
    pub same_site: SameSite,
    /// When it ends; with the browser's session when unset.
    pub expires_at: Option<UnixMillis>,
}

/// The cookies of a request.
#[derive(Debug)]
pub struct Cookies {
    pairs: Vec<(String, String)>,
}

impl Cookies {
    /// Reads every `Cookie` header of a request.
    pub fn of(headers: &HeaderMap) -> Self {
        let pairs = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned()))
            .collect();
        Self { pairs }
    }

    /// A cookie as sent, whoever made it.
    pub fn unverified(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The cookies whose names begin so, as sent, whoever made them.
    pub fn beginning_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let own = self.pairs.iter().filter(move |(name, _)| name.starts_with(prefix));
        own.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A cookie whose `.sig` one of `keys` made.
    pub fn verified(&self, name: &str, keys: &[CookieKey]) -> Option<&str> {
        let value = self.unverified(name)?;
        let signature = self.unverified(&format!("{name}.sig"))?;
        let signed = format!("{name}={value}");
        keys.iter().any(|key| key.has_signed(&signed, signature)).then_some(value)
    }
}

/// Adds `name=value` to an answer, without a signature: for values that are worth nothing unless they are known here.
pub fn set(headers: &mut HeaderMap, name: &str, value: &str, attributes: &CookieAttributes) {
    append(headers, name, value, attributes);
}

/// Adds `name=value` and its `.sig`, made with the newest of `keys`, to an answer.
pub fn set_signed(
    headers: &mut HeaderMap,
    keys: &[CookieKey],
    name: &str,
    value: &str,
    attributes: &CookieAttributes,
) {
    let Some(key) = keys.first() else { return };
    append(headers, name, value, attributes);
    let signature = key.sign(&format!("{name}={value}"));
    append(headers, &format!("{name}.sig"), &signature, attributes);
}

/// Takes a cookie and its `.sig` away. `attributes` must name the path it was set with.
pub fn clear(headers: &mut HeaderMap, name: &str, attributes: &CookieAttributes) {
    let ended = CookieAttributes { expires_at: Some(UnixMillis(0)), ..attributes.clone() };
    append(headers, name, "", &ended);
    append(headers, &format!("{name}.sig"), "", &ended);
}

fn append(headers: &mut HeaderMap, name: &str, value: &str, attributes: &CookieAttributes) {
    let mut cookie = format!("{name}={value}; path={}", attributes.path);
    if let Some(expires_at) = attributes.expires_at {
        let at = std::time::UNIX_EPOCH + Duration::from_millis(u64::try_from(expires_at.0).unwrap_or(0));
        let _ = write!(cookie, "; expires={}", httpdate::fmt_http_date(at));
    }
    cookie.push_str(match attributes.same_site {
        SameSite::Lax => "; samesite=lax",
        SameSite::Strict => "; samesite=strict",
    });
    if attributes.secure {
        cookie.push_str("; secure");
    }
    if attributes.http_only {
        cookie.push_str("; httponly");
    }
    if let Ok(value) = HeaderValue::try_from(cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTRIBUTES: CookieAttributes = CookieAttributes {
        path: String::new(),
        http_only: true,
        secure: false,
        same_site: SameSite::Lax,
        expires_at: None,
    };

    fn key(byte: u8) -> CookieKey {
        CookieKey::new(jose::SecretKey::new([byte; 32]))
    }

    fn request_with(set: &HeaderMap) -> HeaderMap {
        let pairs: Vec<_> = set
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|cookie| cookie.to_str().unwrap().split(';').next())
            .map(ToOwned::to_owned)
            .collect();
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(pairs.join("; ")).unwrap())])
    }

    #[test]
    fn what_was_signed_is_read_back_also_after_the_keys_have_rotated() {
        let mut headers = HeaderMap::new();
        set_signed(&mut headers, &[key(1)], "_session", "abc", &ATTRIBUTES);
        let request = request_with(&headers);
        assert_eq!(Cookies::of(&request).verified("_session", &[key(1)]), Some("abc"));
        assert_eq!(Cookies::of(&request).verified("_session", &[key(2), key(1)]), Some("abc"));
        assert_eq!(Cookies::of(&request).verified("_session", &[key(2)]), None);
    }

    #[test]
    fn a_changed_value_or_a_missing_signature_counts_as_absent() {
        let keys = [key(1)];
        let headers =
            HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static("_session=abc; _other.sig=x"))]);
        assert_eq!(Cookies::of(&headers).verified("_session", &keys), None);
        let mut signed = HeaderMap::new();
        set_signed(&mut signed, &keys, "_session", "abc", &ATTRIBUTES);
        let forged =
            request_with(&signed).get(header::COOKIE).unwrap().to_str().unwrap().replace("=abc", "=abd");
        let forged = HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(forged).unwrap())]);
        assert_eq!(Cookies::of(&forged).verified("_session", &keys), None);
    }
}
