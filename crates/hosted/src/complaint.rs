//! What is wrong with a code, an identifier or a password, in words for the person in front of the page.

use domain::sign_in_experience::SignInExperience;
use serde_json::Value;
use ui::Words;

/// What is wrong with a code.
pub fn of_code(code: &str) -> Option<&'static str> {
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
pub fn of_identifier(code: &str) -> Option<&'static str> {
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
        "session.sso_enabled" => "error-sso-enabled",
        code if code.starts_with("session.email_blocklist.") => "error-email-refused",
        _ => return None,
    })
}

/// Every rule a password broke, as sentences. `reasons` is the data of `password.rejected`.
pub fn rejections(reasons: &Value, words: &Words) -> String {
    let reasons = reasons.as_array();
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
pub fn password_hint(settings: &SignInExperience, words: &Words) -> String {
    let policy = &settings.passwords.policy;
    let min = number(policy.min_characters);
    if policy.min_character_types > 1 {
        let types = number(policy.min_character_types);
        return words.fill("password-rule-types", &[("min", min.into()), ("types", types.into())]);
    }
    words.count("password-rule-length", "min", min)
}

/// A count, as messages take it.
pub fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
