//! How the answer travels (OAuth 2.0 Multiple Response Types §2.1).

use protocol::{OAuthError, Parameters, ResponseMode};

/// Checks `response_mode`.
///
/// # Errors
/// `unsupported_response_mode`.
pub(super) fn check(parameters: &Parameters) -> Result<ResponseMode, OAuthError> {
    ResponseMode::parse(parameters.get("response_mode"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_modes_pass_and_others_do_not() {
        let check = |query| check(&Parameters::from_query(query).unwrap()).map_err(|error| error.to_string());
        assert_eq!(check("a=b"), Ok(ResponseMode::Query));
        assert_eq!(check("response_mode=form_post"), Ok(ResponseMode::FormPost));
        let refused = "unsupported_response_mode: unsupported response_mode requested";
        assert_eq!(check("response_mode=web_message"), Err(refused.to_owned()));
    }
}
