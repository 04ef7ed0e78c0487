//! What went wrong with a sign-in elsewhere, in words.

use domain::sign_in_experience::SignInExperience;
use http_kit::ApiError;
use ui::Words;

use crate::pages::words::complaint;

/// What an error of a step means to somebody who comes from `provider`, and what to do.
pub(super) fn explanation(
    error: &ApiError,
    settings: &SignInExperience,
    provider: &str,
    words: &Words,
) -> String {
    match key(error.code().unwrap_or_default()) {
        Some(key) => words.with(key, "provider", provider),
        None => complaint(error, settings, words).into_text(),
    }
}

fn key(code: &str) -> Option<&'static str> {
    Some(match code {
        "connector.authorization_failed" => "error-social-refused",
        "connector.rate_limit_exceeded" => "error-social-busy",
        "connector.invalid_request_parameters"
        | "session.connector_validation_session_not_found"
        | "session.verification_session_not_found"
        | "entity.not_exists_with_id"
        | "session.interaction_not_found"
        | "session.verification_failed" => "error-social-over",
        "connector.invalid_config" => "error-social-config",
        code if code.starts_with("connector.") => "error-social-failed",
        "user.identity_not_exist" | "user.sso_identity_not_exist" => "error-social-unknown",
        "user.identity_already_in_use" => "error-social-taken",
        // With a social account the address is left out; an enterprise's people have no other.
        "user.email_already_in_use" => "error-sso-address-taken",
        "user.sign_in_method_not_enabled" => "error-social-off",
        "session.identity_conflict" => "error-conflict",
        "session.invalid_credentials" => "error-password-wrong",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sign_in_experience::default_settings;

    #[test]
    fn every_failure_says_what_to_do_and_none_what_the_machines_said() {
        let settings = SignInExperience::of(&default_settings());
        for code in [
            "connector.authorization_failed",
            "connector.general",
            "connector.invalid_config",
            "connector.invalid_response",
            "connector.rate_limit_exceeded",
            "connector.social_auth_code_invalid",
            "session.connector_validation_session_not_found",
            "entity.not_exists_with_id",
            "user.identity_not_exist",
            "user.sign_in_method_not_enabled",
        ] {
            let text = explanation(
                &ApiError::bad_request(code).message("secret"),
                &settings,
                "Fjord",
                &Words::default(),
            );
            assert!(text.contains("Fjord") && !text.contains("secret"), "{code}: {text}");
        }
        let text =
            explanation(&ApiError::bad_request("user.suspended"), &settings, "Fjord", &Words::default());
        assert!(text.contains("suspended"), "{text}");
    }
}
