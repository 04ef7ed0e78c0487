//! What went wrong with a sign-in elsewhere, in words.

use domain::sign_in_experience::{MissingProfile, SignInExperience};
use http_kit::ApiError;

use crate::pages::words::{Complaint, complaint, profile_word};

pub(super) const HEADING: &str = "You are not signed in yet";
pub(super) const BACK: &str = "Back to sign-in";
pub(super) const PASSWORD_MISSING: &str = "Enter the password of your account here.";
pub(super) const USERNAME_MISSING: &str = "Choose a username.";

/// Why no account can be made of one elsewhere.
pub(super) fn lacking(lacking: &[MissingProfile], provider: &str) -> String {
    let needs: Vec<_> = lacking.iter().map(|missing| profile_word(missing.as_str())).collect();
    let needs = needs.join(" and ");
    format!(
        "An account here needs {needs}, and {provider} did not give one that is free. Register another way."
    )
}

/// What an error of a step means to somebody who comes from `provider`, and what to do.
pub(super) fn explanation(error: &ApiError, settings: &SignInExperience, provider: &str) -> String {
    match error.code().unwrap_or_default() {
        "connector.authorization_failed" => {
            format!(
                "{provider} did not confirm who you are, or you did not allow it to. Try again, or sign in another way."
            )
        }
        "connector.rate_limit_exceeded" => {
            format!(
                "{provider} takes no more sign-ins for now. Try again in some minutes, or sign in another way."
            )
        }
        "connector.invalid_request_parameters"
        | "session.connector_validation_session_not_found"
        | "session.verification_session_not_found"
        | "session.interaction_not_found"
        | "session.verification_failed" => {
            format!(
                "This sign-in with {provider} was finished already, took too long, or was begun in another window. Begin again."
            )
        }
        "connector.invalid_config" => format!(
            "Signing in with {provider} is not set up properly. Tell an administrator, and sign in another way meanwhile."
        ),
        code if code.starts_with("connector.") => {
            format!("{provider} could not tell who you are. Try again in a moment, or sign in another way.")
        }
        "user.identity_not_exist" => format!(
            "No account here is linked to your {provider} account, and new ones are not taken. Sign in another way."
        ),
        "user.identity_already_in_use" => {
            format!("Your {provider} account belongs to another account here. Sign in with that one.")
        }
        "user.sign_in_method_not_enabled" => {
            format!("Signing in with {provider} is switched off here. Sign in another way.")
        }
        "session.identity_conflict" => "Somebody else was signing in here already. Begin again.".to_owned(),
        "session.invalid_credentials" => "That password does not match the account. Try again.".to_owned(),
        _ => match complaint(error, settings) {
            Complaint::Identifier(text) | Complaint::Password(text) | Complaint::Form(text) => text,
        },
    }
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
            "user.identity_not_exist",
            "user.sign_in_method_not_enabled",
        ] {
            let text = explanation(&ApiError::bad_request(code).message("secret"), &settings, "Fjord");
            assert!(text.contains("Fjord") && !text.contains("secret"), "{code}: {text}");
        }
        let text = explanation(&ApiError::bad_request("user.suspended"), &settings, "Fjord");
        assert!(text.contains("suspended"), "{text}");
    }
}
