//! Parameters that come twice, and those that ask for what is not supported (RFC 6749 §3.1; OIDC contract §1.2, §4.1).

use protocol::{OAuthError, OAuthErrorCode, Parameters};

/// Every parameter that means something here, besides `resource`, which may come more than once.
const KNOWN: [&str; 28] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "id_token_hint",
    "login_hint",
    "ui_locales",
    "acr_values",
    "claims",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "registration",
    "display",
    "first_screen",
    "interaction_mode",
    "direct_sign_in",
    "organization_id",
    "identifier",
    "one_time_token",
    "google_one_tap_credential",
    "dpop_jkt",
];

/// Those of them that are read once, if at all, so that no interaction needs to keep them.
const NOT_KEPT: [&str; 8] = [
    "acr_values",
    "claims",
    "request",
    "request_uri",
    "registration",
    "display",
    "google_one_tap_credential",
    "dpop_jkt",
];

/// The parameter that may come more than once.
const RESOURCE: &str = "resource";
/// How often it may come, at the most.
const MAX_RESOURCES: usize = 20;
/// The longest value of most parameters that are kept, in bytes.
const MAX_KEPT_BYTES: usize = 256;
/// The longest scope or URI, and the longest value that is not kept.
const MAX_VALUE_BYTES: usize = 2_048;
/// The longest `state`, in which some clients keep more than an identifier.
const MAX_STATE_BYTES: usize = 4_096;
/// The longest `id_token_hint`: a whole ID token, with every organization of its user.
const MAX_HINT_BYTES: usize = 16_384;

/// Whether this parameter means something here.
pub(super) fn is_known(name: &str) -> bool {
    name == RESOURCE || KNOWN.contains(&name)
}

/// Whether an interaction keeps this parameter: the request cannot be resumed without it.
pub(crate) fn is_kept(name: &str) -> bool {
    is_known(name) && !NOT_KEPT.contains(&name)
}

/// Refuses a `state` that is too long to be kept and sent back. To be asked before anything else is, since every other fault would send
/// it back.
///
/// # Errors
/// `invalid_request`.
pub(crate) fn check_state(parameters: &Parameters) -> Result<(), OAuthError> {
    check_length("state", parameters.get("state").unwrap_or_default())
}

fn check_length(name: &str, value: &str) -> Result<(), OAuthError> {
    let most = match name {
        "state" => MAX_STATE_BYTES,
        "id_token_hint" => MAX_HINT_BYTES,
        "redirect_uri" | "scope" | RESOURCE => MAX_VALUE_BYTES,
        name if is_kept(name) => MAX_KEPT_BYTES,
        _ => MAX_VALUE_BYTES,
    };
    if value.len() > most {
        return Err(OAuthError::invalid_request(format!("'{name}' parameter is too long")));
    }
    Ok(())
}

/// Refuses parameters that are repeated, longer than anybody needs (what is accepted is stored, for callers without any credentials), or
/// not supported.
///
/// # Errors
/// `invalid_request`, or the `…_not_supported` of OpenID Connect Core §3.1.2.6.
pub(crate) fn check(parameters: &Parameters) -> Result<(), OAuthError> {
    parameters.reject_repeated(&KNOWN)?;
    for (name, value) in parameters.iter().filter(|(name, _)| is_known(name)) {
        check_length(name, value)?;
    }
    if parameters.all(RESOURCE).count() > MAX_RESOURCES {
        return Err(OAuthError::invalid_request("too many 'resource' parameters"));
    }
    let unsupported = [
        ("request", OAuthErrorCode::RequestNotSupported),
        ("request_uri", OAuthErrorCode::RequestUriNotSupported),
        ("registration", OAuthErrorCode::RegistrationNotSupported),
    ];
    let found = unsupported.into_iter().find(|(name, _)| parameters.get(name).is_some());
    found.map_or(Ok(()), |(_, code)| Err(OAuthError::new(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(query: &str) -> String {
        check(&Parameters::from_query(query).unwrap()).unwrap_err().to_string()
    }

    #[test]
    fn repeated_parameters_are_refused_but_for_resource() {
        assert_eq!(
            refused("scope=a&scope=a"),
            "invalid_request: 'scope' parameter must not be provided twice"
        );
        let many = Parameters::from_query("resource=a&resource=b&unknown=1&unknown=2").unwrap();
        assert_eq!(check(&many), Ok(()));
    }

    #[test]
    fn what_is_not_supported_says_so_without_a_description() {
        assert_eq!(refused("request=x"), "request_not_supported: no description");
        assert_eq!(refused("request_uri=https://a.example"), "request_uri_not_supported: no description");
        assert_eq!(refused("registration={}"), "registration_not_supported: no description");
    }
}
