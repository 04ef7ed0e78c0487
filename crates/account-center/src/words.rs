//! What a refusal of the Account API means to the person in front of the page: what happened, then what to do.

use domain::sign_in_experience::SignInExperience;
use hosted::{
    Refusal,
    complaint::{number, of_code, of_identifier, rejections},
};
use ui::Words;

/// A refusal in a sentence or two.
pub(crate) fn words(refusal: &Refusal, experience: &SignInExperience, words: &Words) -> String {
    let code = refusal.code.as_str();
    if let Some(key) = of_code(code).or_else(|| of_identifier(code)).or_else(|| fixed(refusal)) {
        return words.say(key);
    }
    match code {
        "session.verification_blocked_too_many_attempts" => {
            words.count("error-locked", "minutes", experience.sentinel.lockout.as_secs().div_ceil(60))
        }
        "password.rejected" => rejections(refusal.data(), words),
        "user.username_length_not_allowed" => {
            let policy = &experience.username_policy;
            let bounds = [
                ("min", number(policy.min_characters).into()),
                ("max", number(policy.max_characters).into()),
            ];
            words.fill("error-username-length", &bounds)
        }
        code => words.with("error-general", "code", code),
    }
}

/// The message of a refusal that needs no variables.
fn fixed(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal.code.as_str() {
        "session.invalid_credentials" => "account-wrong-password",
        "password.unchecked" => "error-password-unchecked",
        "user.same_password" => "error-same-password",
        "user.missing_profile" => "account-needed",
        "user.last_sign_in_method" => "account-last-method",
        "request.message_rate_limited" => "error-code-limit",
        // Of a code that was used or has ended with its record.
        "verification_record.not_found" => "error-code-used",
        "guard.mime_type_not_allowed" => "account-picture-type",
        "storage.quota_exceeded" => "account-picture-full",
        "user.personal_access_token_name_exists" => "own-token-taken",
        "user.too_many_passkeys" => "error-passkeys-many",
        "user.too_many_personal_access_tokens" => "own-token-many",
        "account_center.export_rate_limited" => "own-export-often",
        "account_center.username_rate_limited" => "account-username-often",
        code if code.starts_with("connector.") => "error-code-not-sent",
        _ => return None,
    })
}
