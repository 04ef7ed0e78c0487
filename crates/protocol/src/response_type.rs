//! What an authorization request asks for (RFC 6749 §3.1.1). Only the code can be had: the others are announced in
//! the discovery document and refused to every client (wire contract §1.3, §4.1).

use crate::error::{OAuthError, OAuthErrorCode};

/// The `response_type` that can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseType {
    /// `code`.
    Code,
}

/// `response_types_supported` of the discovery document, in its order.
pub(crate) const RESPONSE_TYPES_SUPPORTED: &[&str] = &["code id_token", "code", "id_token", "none"];

impl ResponseType {
    /// Reads the parameter's value. The order of its words does not matter (RFC 6749 §3.1.1).
    ///
    /// # Errors
    /// `invalid_request` for types that no client may use, `unsupported_response_type` for unknown ones.
    pub fn parse(value: &str) -> Result<Self, OAuthError> {
        match value {
            "code" => Ok(Self::Code),
            "code id_token" | "id_token code" | "id_token" | "none" => {
                Err(OAuthError::invalid_request("requested response_type is not allowed for this client"))
            }
            _ => Err(OAuthError::new(OAuthErrorCode::UnsupportedResponseType)
                .describe("unsupported response_type requested")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_can_be_had() {
        assert_eq!(ResponseType::parse("code"), Ok(ResponseType::Code));
        for value in ["code id_token", "id_token code", "id_token", "none"] {
            assert_eq!(
                ResponseType::parse(value),
                Err(OAuthError::invalid_request("requested response_type is not allowed for this client")),
                "{value}"
            );
        }
        for value in ["token", "id_token token", "code token", "Code", "", "code none"] {
            let error = ResponseType::parse(value).unwrap_err();
            assert_eq!(error.code, OAuthErrorCode::UnsupportedResponseType, "{value}");
            assert_eq!(error.description.as_deref(), Some("unsupported response_type requested"));
        }
    }
}
