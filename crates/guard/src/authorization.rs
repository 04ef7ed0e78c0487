//! The `Authorization` header, read as RFC 6750 §2.1 writes it and in no other way.
//!
//! Lenient parsers have let requests through that another parser in the chain read differently, so nothing is forgiven
//! here: one header, `Bearer` in this case, one space, one token, nothing after it.

use http::{HeaderMap, header::AUTHORIZATION};

/// Longest token that is looked at, in bytes: what crate `jose` takes.
pub const MAX_TOKEN_BYTES: usize = jose::MAX_TOKEN_BYTES;

const SCHEME: &[u8] = b"Bearer ";

/// Why a request carries no usable bearer token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizationError {
    /// There is no `Authorization` header.
    #[error("the Authorization header is missing")]
    Missing,
    /// The scheme is not `Bearer`, in this case, with one space after it.
    #[error("the Authorization header is not of the form `Bearer token`")]
    SchemeNotSupported,
    /// Several headers, characters that no token has, or a token that is too long.
    #[error("the Authorization header is malformed")]
    Malformed,
}

/// The token of the one `Authorization` header: 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=".
pub fn bearer_token(headers: &HeaderMap) -> Result<&str, AuthorizationError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(AuthorizationError::Missing)?;
    if values.next().is_some() {
        return Err(AuthorizationError::Malformed);
    }
    let token = value.as_bytes().strip_prefix(SCHEME).ok_or(AuthorizationError::SchemeNotSupported)?;
    if token.len() > MAX_TOKEN_BYTES || !is_token68(token) {
        return Err(AuthorizationError::Malformed);
    }
    std::str::from_utf8(token).map_err(|_| AuthorizationError::Malformed)
}

fn is_token68(token: &[u8]) -> bool {
    let body_length = token.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    let is_token_character =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/');
    body_length > 0 && token.iter().take(body_length).all(is_token_character)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn read(values: &[&[u8]]) -> Result<String, AuthorizationError> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
        }
        bearer_token(&headers).map(str::to_owned)
    }

    #[test]
    fn a_well_formed_header_gives_its_token() {
        assert_eq!(read(&[b"Bearer a.b-c_d~e+f/g=="]).unwrap(), "a.b-c_d~e+f/g==");
    }

    #[test]
    fn every_other_scheme_and_spacing_is_refused() {
        for value in [
            "bearer abc",
            "BEARER abc",
            "Bearer",
            "Bearer\tabc",
            "Bearerabc",
            " Bearer abc",
            "Basic abc",
            "Bearer=abc",
            "",
            "Bearer,abc",
            "DPoP abc",
            "\"Bearer\" abc",
        ] {
            assert_eq!(read(&[value.as_bytes()]), Err(AuthorizationError::SchemeNotSupported), "{value:?}");
        }
    }

    #[test]
    fn every_malformed_token_is_refused() {
        for value in [
            "Bearer ",
            "Bearer  abc",
            "Bearer abc ",
            "Bearer abc def",
            "Bearer abc,def",
            "Bearer =",
            "Bearer a=b",
            "Bearer a\tb",
            "Bearer abc;x",
            "Bearer abc, Bearer def",
            "Bearer \"abc\"",
            "Bearer a%20b",
            "Bearer a\\b",
        ] {
            assert_eq!(read(&[value.as_bytes()]), Err(AuthorizationError::Malformed), "{value:?}");
        }
        assert_eq!(read(&[b"Bearer a\xc3\xa9"]), Err(AuthorizationError::Malformed));
        let overlong = format!("Bearer {}", "a".repeat(MAX_TOKEN_BYTES + 1));
        assert_eq!(read(&[overlong.as_bytes()]), Err(AuthorizationError::Malformed));
    }

    #[test]
    fn no_header_and_two_headers_are_told_apart_and_both_refused() {
        assert_eq!(read(&[]), Err(AuthorizationError::Missing));
        assert_eq!(read(&[b"Bearer abc", b"Bearer abc"]), Err(AuthorizationError::Malformed));
        assert_eq!(read(&[b"Bearer abc", b""]), Err(AuthorizationError::Malformed));
        assert_eq!(read(&[b"", b"Bearer abc"]), Err(AuthorizationError::Malformed));
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_the_header_without_its_scheme(value in proptest::collection::vec(32_u8..127, 0..40)) {
            let header = [&b"Bearer "[..], &value].concat();
            if let Ok(token) = read(&[&header]) {
                prop_assert_eq!(token.as_bytes(), &value[..]);
                let well_formed = token
                    .trim_end_matches('=')
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-._~+/".contains(c));
                prop_assert!(well_formed && !token.trim_end_matches('=').is_empty());
            }
        }
    }
}
