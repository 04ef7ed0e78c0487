//! The grant types of the token endpoint. Owns their names; which client may use which is decided elsewhere.

use crate::error::{OAuthError, OAuthErrorCode};

/// A value of the `grant_type` parameter that the token endpoint knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantType {
    /// RFC 6749 §4.1.3.
    AuthorizationCode,
    /// RFC 6749 §6.
    RefreshToken,
    /// RFC 6749 §4.4.
    ClientCredentials,
    /// RFC 8628 §3.4.
    DeviceCode,
    /// RFC 8693 §2.1.
    TokenExchange,
}

/// `grant_types_supported` of the discovery document, in its order. `implicit` is announced by the wire although the
/// token endpoint refuses it (wire contract §1.3, §3.2).
pub(crate) const GRANT_TYPES_SUPPORTED: &[&str] = &[
    "implicit",
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
];

impl GrantType {
    /// Every grant type of the token endpoint.
    pub const ALL: [Self; 5] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::DeviceCode,
        Self::TokenExchange,
    ];

    /// The parameter's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
            Self::TokenExchange => "urn:ietf:params:oauth:grant-type:token-exchange",
        }
    }

    /// Reads the parameter's value.
    ///
    /// # Errors
    /// `unsupported_grant_type` for anything else, `implicit` and `password` included (wire contract §3.2).
    pub fn parse(value: &str) -> Result<Self, OAuthError> {
        Self::ALL.into_iter().find(|grant_type| grant_type.as_str() == value).ok_or_else(|| {
            OAuthError::new(OAuthErrorCode::UnsupportedGrantType).describe("unsupported grant_type requested")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_grant_types_parse_to_themselves() {
        for grant_type in GrantType::ALL {
            assert_eq!(GrantType::parse(grant_type.as_str()), Ok(grant_type));
            assert!(GRANT_TYPES_SUPPORTED.contains(&grant_type.as_str()));
        }
    }

    #[test]
    fn other_grant_types_are_unsupported() {
        for value in ["implicit", "password", "", "Refresh_Token", "refresh_token "] {
            let error = GrantType::parse(value).unwrap_err();
            assert_eq!(error.code, OAuthErrorCode::UnsupportedGrantType, "{value}");
            assert_eq!(error.description.as_deref(), Some("unsupported grant_type requested"));
            assert_eq!(error.status, 400);
        }
    }
}
