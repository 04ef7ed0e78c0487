//! Who the client expects to be signed in (OpenID Connect Core §3.1.2.1, `id_token_hint`).

use domain::UserId;
use jose::{AudienceRule, Expected};
use operations::{Client, Services, TenantConfiguration};
use protocol::{OAuthError, Parameters};

/// Reads the user from the hint, which must be an ID token that this server gave this client; its age does not matter.
///
/// # Errors
/// `invalid_request` for anything else.
pub(crate) fn check(
    services: &Services,
    configuration: &TenantConfiguration,
    client: &Client,
    parameters: &Parameters,
) -> Result<Option<UserId>, OAuthError> {
    let Some(hint) = parameters.get("id_token_hint") else { return Ok(None) };
    let expected = Expected {
        issuer: services.endpoint.issuer(),
        audience: AudienceRule::Is(client.application.id.as_str()),
        typ: None,
        now_seconds: services.now().as_seconds(),
        clock_tolerance_seconds: 0,
    };
    // Looking at a signature takes longer than what was read for it.
    store::release_reads();
    let verified = jose::verify_ignoring_times(hint, configuration.keys.key_set(), &expected)
        .ok()
        // Tokens of other kinds name their kind; a logout token is for the same client and about the same user.
        .filter(|token| token.header.typ.is_none())
        .ok_or_else(|| OAuthError::invalid_request("could not validate id_token_hint"))?;
    Ok(Some(UserId::new(verified.claims.sub)))
}
