//! Proof Key for Code Exchange (RFC 7636): public clients must use it.

use operations::Client;
use protocol::{CodeChallenge, OAuthError, Parameters};

/// Checks `code_challenge` and `code_challenge_method`.
///
/// # Errors
/// `invalid_request` with the texts of OIDC contract §4.1.
pub(super) fn check(parameters: &Parameters, client: &Client) -> Result<Option<CodeChallenge>, OAuthError> {
    let is_required = !client.application.kind.is_confidential();
    CodeChallenge::from_parameters(
        parameters.get("code_challenge"),
        parameters.get("code_challenge_method"),
        is_required,
    )
}
