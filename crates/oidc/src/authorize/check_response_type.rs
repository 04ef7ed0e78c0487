//! What is asked for: a code, always (RFC 6749 §3.1.1).

use protocol::{OAuthError, Parameters, ResponseType};

/// Checks `response_type`.
///
/// # Errors
/// `invalid_request` when it is missing or not for clients, `unsupported_response_type` when it is unknown.
pub(super) fn check(parameters: &Parameters) -> Result<ResponseType, OAuthError> {
    ResponseType::parse(parameters.require("response_type")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_are_given() {
        let check = |query| check(&Parameters::from_query(query).unwrap()).map_err(|error| error.to_string());
        assert_eq!(check("response_type=code"), Ok(ResponseType::Code));
        let rows = [
            ("", "invalid_request: missing required parameter 'response_type'"),
            (
                "response_type=id_token",
                "invalid_request: requested response_type is not allowed for this client",
            ),
            ("response_type=token", "unsupported_response_type: unsupported response_type requested"),
        ];
        for (query, refused) in rows {
            assert_eq!(check(query), Err(refused.to_owned()), "{query}");
        }
    }
}
