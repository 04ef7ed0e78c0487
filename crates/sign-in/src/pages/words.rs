//! What is wrong, in words for the person in front of the page: what happened, then what to do.

use domain::sign_in_experience::{IdentifierKind, SignInExperience};
use hosted::complaint::{number, of_code, of_identifier, rejections};
use http_kit::ApiError;
use serde_json::Value;
use ui::Words;

pub(super) use hosted::complaint::password_hint;

/// Where on a form a message belongs, with the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Complaint {
    /// At the identifier.
    Identifier(String),
    /// At the password.
    Password(String),
    /// At the code.
    Code(String),
    /// At what tells people from programs.
    Captcha(String),
    /// Above the form.
    Form(String),
}

impl Complaint {
    /// The message, where it can stand in one place only.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Identifier(text)
            | Self::Password(text)
            | Self::Code(text)
            | Self::Captcha(text)
            | Self::Form(text) => text,
        }
    }
}

/// What an error of a step means to the user.
pub(super) fn complaint(error: &ApiError, settings: &SignInExperience, words: &Words) -> Complaint {
    let code = error.code().unwrap_or_default();
    if let Some(key) = of_code(code) {
        return Complaint::Code(words.say(key));
    }
    if let Some(key) = of_identifier(code) {
        return Complaint::Identifier(words.say(key));
    }
    match code {
        "session.invalid_credentials" => Complaint::Form(words.say(credentials(settings))),
        "session.verification_blocked_too_many_attempts" => {
            let minutes = settings.sentinel.lockout.as_secs().div_ceil(60);
            Complaint::Form(words.count("error-locked", "minutes", minutes))
        }
        "user.username_length_not_allowed" => {
            let policy = &settings.username_policy;
            let bounds = [
                ("min", number(policy.min_characters).into()),
                ("max", number(policy.max_characters).into()),
            ];
            Complaint::Identifier(words.fill("error-username-length", &bounds))
        }
        "guard.invalid_input" => Complaint::Identifier(format!(
            "{} {}",
            words.say("error-username-form"),
            words.say("username-rule")
        )),
        // Whoever has proven an address learns whether it has an account.
        "user.user_not_exist" if error.data_value().is_some() => {
            Complaint::Form(words.say("error-no-account"))
        }
        "password.expired" => Complaint::Password(words.say(expired(settings))),
        "password.unchecked" => Complaint::Password(words.say("error-password-unchecked")),
        "user.same_password" => Complaint::Password(words.say("error-same-password")),
        "session.captcha_failed" => Complaint::Captcha(words.say("captcha-failed")),
        "password.rejected" => {
            Complaint::Password(rejections(error.data_value().unwrap_or(&Value::Null), words))
        }
        code => Complaint::Form(match of_form(code) {
            Some(key) => words.say(key),
            None => words.with("error-general", "code", code),
        }),
    }
}

/// What is said when the two do not match: only where nothing else is taken, the identifier is a username.
fn credentials(settings: &SignInExperience) -> &'static str {
    let takes_others = [IdentifierKind::Email, IdentifierKind::Phone]
        .into_iter()
        .any(|kind| settings.takes_password_with(kind));
    if takes_others { "error-credentials" } else { "error-credentials-username" }
}

/// What can be done about a password that has expired.
fn expired(settings: &SignInExperience) -> &'static str {
    let recovers = [IdentifierKind::Email, IdentifierKind::Phone]
        .into_iter()
        .any(|kind| settings.offers_recovery_with(kind));
    if recovers { "error-password-expired-reset" } else { "error-password-expired" }
}

/// What is wrong with the step as a whole.
fn of_form(code: &str) -> Option<&'static str> {
    Some(match code {
        "user.suspended" => "error-suspended",
        "user.user_not_exist" => "error-account-gone",
        "user.sign_in_method_not_enabled" | "session.mfa.mfa_factor_not_enabled" => "error-method-off",
        "auth.forbidden" => "error-not-open",
        "session.mfa.require_mfa_verification" | "user.missing_mfa" => "error-no-factor",
        "session.mfa.webauthn_verification_failed" | "session.mfa.webauthn_verification_not_found" => {
            "error-passkey"
        }
        "user.totp_already_in_use" => "error-totp-exists",
        "user.too_many_passkeys" => "error-passkeys-many",
        "session.captcha_required" => "error-captcha",
        "request.message_rate_limited" => "error-code-limit",
        "one_time_token.email_mismatch" => "error-link-other",
        code if code.starts_with("one_time_token.") => "error-link-used",
        code if code.starts_with("connector.") => "error-code-not-sent",
        "session.not_found" | "session.interaction_not_found" | "session.verification_session_not_found" => {
            "error-start-again"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sign_in_experience::default_settings;
    use serde_json::json;

    fn of(error: &ApiError) -> Complaint {
        complaint(error, &SignInExperience::of(&default_settings()), &Words::default())
    }

    #[test]
    fn every_broken_rule_of_a_password_is_told() {
        let error = ApiError::unprocessable("password.rejected").data(json!([
            { "code": "password_rejected.too_short", "interpolation": { "min": 8 } },
            { "code": "password_rejected.restricted.sequence" },
        ]));
        assert_eq!(
            of(&error),
            Complaint::Password(
                "Use at least 8 characters. Leave out runs such as 1234 or qwerty.".to_owned()
            )
        );
    }

    #[test]
    fn what_has_no_words_is_told_by_its_code() {
        assert_eq!(
            of(&ApiError::unprocessable("entity.some_other")),
            Complaint::Form(
                "This did not work. Try again. If it happens again, ask for help and mention “entity.some_other”."
                    .to_owned()
            )
        );
    }

    #[test]
    fn a_lock_says_how_long() {
        let error = ApiError::bad_request("session.verification_blocked_too_many_attempts");
        assert_eq!(
            of(&error),
            Complaint::Form("There were too many failed attempts. Try again in 60 minutes.".to_owned())
        );
    }
}
