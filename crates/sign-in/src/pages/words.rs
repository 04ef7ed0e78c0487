//! What is wrong, in words for the person in front of the page: what happened, then what to do.

use domain::sign_in_experience::{IdentifierKind, SignInExperience};
use http_kit::ApiError;
use serde_json::Value;
use ui::Words;

/// Where on a form a message belongs, with the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Complaint {
    /// At the identifier.
    Identifier(String),
    /// At the password.
    Password(String),
    /// At the code.
    Code(String),
    /// Above the form.
    Form(String),
}

impl Complaint {
    /// The message, where it can stand in one place only.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Identifier(text) | Self::Password(text) | Self::Code(text) | Self::Form(text) => text,
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
        "user.same_password" => Complaint::Password(words.say("error-same-password")),
        "password.rejected" => Complaint::Password(rejections(error, words)),
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

/// What is wrong with a code.
fn of_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "verification_code.code_mismatch" => "error-code-wrong",
        "verification_code.expired" => "error-code-expired",
        "verification_code.not_found"
        | "verification_code.email_mismatch"
        | "verification_code.phone_mismatch" => "error-code-used",
        "verification_code.exceed_max_try" => "error-code-tries",
        "session.mfa.invalid_totp_code" => "error-totp-wrong",
        "session.mfa.invalid_backup_code" => "error-backup-wrong",
        _ => return None,
    })
}

/// What is wrong with an identifier that is chosen.
fn of_identifier(code: &str) -> Option<&'static str> {
    Some(match code {
        "user.username_already_in_use" => "error-username-taken",
        "user.email_already_in_use" => "error-email-taken",
        "user.phone_already_in_use" => "error-phone-taken",
        "user.username_uppercase_not_allowed" => "error-username-uppercase",
        "user.username_lowercase_not_allowed" => "error-username-lowercase",
        "user.username_number_not_allowed" => "error-username-number",
        "user.username_underscore_not_allowed" => "error-username-underscore",
        "user.invalid_email" => "error-email-form",
        "user.invalid_phone" => "error-phone-form",
        code if code.starts_with("session.email_blocklist.") => "error-email-refused",
        _ => return None,
    })
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
        "session.captcha_required" | "session.captcha_failed" => "error-captcha",
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

/// Every rule a password broke, as sentences.
fn rejections(error: &ApiError, words: &Words) -> String {
    let reasons = error.data_value().and_then(Value::as_array);
    let sentences: Vec<_> = reasons.into_iter().flatten().map(|reason| rejection(reason, words)).collect();
    sentences.join(" ")
}

fn rejection(reason: &Value, words: &Words) -> String {
    let interpolation = reason.get("interpolation").unwrap_or(&Value::Null);
    let number = |name: &str| interpolation.get(name).and_then(Value::as_u64).unwrap_or_default();
    let key = match reason.get("code").and_then(Value::as_str).unwrap_or_default() {
        "password_rejected.too_short" => return words.count("password-too-short", "min", number("min")),
        "password_rejected.too_long" => return words.count("password-too-long", "max", number("max")),
        "password_rejected.character_types" => {
            return words.count("password-character-types", "min", number("min"));
        }
        "password_rejected.unsupported_characters" => "password-unsupported",
        "password_rejected.pwned" => "password-pwned",
        "password_rejected.restricted.repetition" => "password-repetition",
        "password_rejected.restricted.sequence" => "password-sequence",
        "password_rejected.restricted.user_info" => "password-user-info",
        "password_rejected.restricted.words" => "password-words",
        _ => "password-other",
    };
    words.say(key)
}

/// The rules for passwords in one sentence.
pub(super) fn password_hint(settings: &SignInExperience, words: &Words) -> String {
    let policy = &settings.passwords.policy;
    let min = number(policy.min_characters);
    if policy.min_character_types > 1 {
        let types = number(policy.min_character_types);
        return words.fill("password-rule-types", &[("min", min.into()), ("types", types.into())]);
    }
    words.count("password-rule-length", "min", min)
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The message that says what an OIDC scope lets an application do, or nothing for one without words.
pub(super) fn openid_scope(scope: &str) -> Option<&'static str> {
    Some(match scope {
        "openid" => "scope-openid",
        "offline_access" => "scope-offline-access",
        "profile" => "scope-profile",
        "email" => "scope-email",
        "phone" => "scope-phone",
        "address" => "scope-address",
        "custom_data" => "scope-custom-data",
        "identities" => "scope-identities",
        "roles" => "scope-roles",
        "urn:logto:scope:organizations" => "scope-organizations",
        "urn:logto:scope:organization_roles" => "scope-organization-roles",
        "urn:logto:scope:sessions" => "scope-sessions",
        "urn:logto:scope:trusted_devices" => "scope-trusted-devices",
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
