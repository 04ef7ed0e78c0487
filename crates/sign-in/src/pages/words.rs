//! What is wrong, in words for the person in front of the page: what happened, then what to do.

use domain::sign_in_experience::SignInExperience;
use http_kit::ApiError;
use serde_json::Value;

/// Where on a form a message belongs, with the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Complaint {
    /// At the identifier.
    Identifier(String),
    /// At the password.
    Password(String),
    /// Above the form.
    Form(String),
}

/// The rule for usernames, as a hint and as an error.
pub(super) const USERNAME_RULE: &str =
    "Letters a to z, digits and underscores. It cannot begin with a digit.";

/// What an error of a step means to the user.
pub(super) fn complaint(error: &ApiError, settings: &SignInExperience) -> Complaint {
    let form = |text: &str| Complaint::Form(text.to_owned());
    match error.code().unwrap_or_default() {
        "session.invalid_credentials" => {
            form("That username and password do not match an account. Check both and try again.")
        }
        "session.verification_blocked_too_many_attempts" => {
            let minutes = settings.sentinel.lockout.as_secs().div_ceil(60);
            Complaint::Form(format!(
                "There were too many failed attempts for this username. Try again in {minutes} minutes."
            ))
        }
        "user.suspended" => form("This account is suspended. Ask an administrator to lift the suspension."),
        "user.user_not_exist" => {
            form("This account no longer exists. Sign in with another one or create a new one.")
        }
        "session.mfa.require_mfa_verification" => form(
            "Your account asks for a second factor, which this page cannot check. Ask an administrator for help.",
        ),
        "user.missing_mfa" => {
            form("You need a second factor, which this page cannot set up. Ask an administrator for help.")
        }
        "user.missing_profile" => Complaint::Form(missing_profile(error)),
        "user.sign_in_method_not_enabled" => {
            form("Signing in this way is switched off here. Try another username or ask an administrator.")
        }
        "user.username_already_in_use" => {
            Complaint::Identifier("This username is taken. Choose another one.".to_owned())
        }
        "user.username_length_not_allowed"
        | "user.username_uppercase_not_allowed"
        | "user.username_lowercase_not_allowed"
        | "user.username_number_not_allowed"
        | "user.username_underscore_not_allowed" => Complaint::Identifier(error.text().to_owned()),
        "password.expired" => Complaint::Password(
            "This password has expired. Ask an administrator to set a new one.".to_owned(),
        ),
        "guard.invalid_input" => Complaint::Identifier(format!("This cannot be a username. {USERNAME_RULE}")),
        "password.rejected" => Complaint::Password(rejections(error)),
        _ => Complaint::Form(error.text().to_owned()),
    }
}

fn missing_profile(error: &ApiError) -> String {
    let missing = error.data_value().and_then(|data| data.get("missingProfile")).and_then(Value::as_array);
    let words: Vec<_> = missing.into_iter().flatten().filter_map(Value::as_str).map(profile_word).collect();
    format!("Your account lacks {}. Ask an administrator to add it.", words.join(" and "))
}

pub(super) fn profile_word(member: &str) -> &'static str {
    match member {
        "username" => "a username",
        "email" => "an e-mail address",
        "phone" => "a phone number",
        "emailOrPhone" => "an e-mail address or phone number",
        "password" => "a password",
        _ => "some details",
    }
}

/// Every rule a password broke, as sentences.
fn rejections(error: &ApiError) -> String {
    let reasons = error.data_value().and_then(Value::as_array);
    let sentences: Vec<_> = reasons.into_iter().flatten().map(rejection).collect();
    sentences.join(" ")
}

fn rejection(reason: &Value) -> String {
    let interpolation = reason.get("interpolation").unwrap_or(&Value::Null);
    let number = |name: &str| interpolation.get(name).and_then(Value::as_u64).unwrap_or_default();
    let text = match reason.get("code").and_then(Value::as_str).unwrap_or_default() {
        "password_rejected.too_short" => return format!("Use at least {} characters.", number("min")),
        "password_rejected.too_long" => return format!("Use at most {} characters.", number("max")),
        "password_rejected.character_types" => {
            return format!("Mix at least {} of lower case, upper case, digits and symbols.", number("min"));
        }
        "password_rejected.unsupported_characters" => "Leave out line breaks and other control characters.",
        "password_rejected.pwned" => {
            "This password is one of those that everybody tries first. Choose another one."
        }
        "password_rejected.restricted.repetition" => "Repeat fewer characters.",
        "password_rejected.restricted.sequence" => "Leave out runs such as 1234 or qwerty.",
        "password_rejected.restricted.user_info" => {
            "Leave out your username and other things known about you."
        }
        "password_rejected.restricted.words" => "This password holds a word that is not allowed here.",
        _ => "Choose another password.",
    };
    text.to_owned()
}

/// The rules for passwords in one sentence.
pub(super) fn password_hint(settings: &SignInExperience) -> String {
    let policy = &settings.passwords.policy;
    if policy.min_character_types > 1 {
        return format!(
            "At least {} characters, with {} of lower case, upper case, digits and symbols.",
            policy.min_characters, policy.min_character_types
        );
    }
    format!("At least {} characters.", policy.min_characters)
}

/// What an OIDC scope lets an application do, or nothing for one without words.
pub(super) fn openid_scope(scope: &str) -> Option<&'static str> {
    Some(match scope {
        "openid" => "Recognize your account",
        "offline_access" => "Stay signed in while you are away",
        "profile" => "See your name, username and picture",
        "email" => "See your e-mail address",
        "phone" => "See your phone number",
        "address" => "See your postal address",
        "custom_data" => "See further data kept about you",
        "identities" => "See the accounts you have linked",
        "roles" => "See your roles",
        "urn:logto:scope:organizations" => "See the organizations you belong to",
        "urn:logto:scope:organization_roles" => "See your roles in organizations",
        "urn:logto:scope:sessions" => "See and end your sessions",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sign_in_experience::default_settings;
    use serde_json::json;

    fn of(error: &ApiError) -> Complaint {
        complaint(error, &SignInExperience::of(&default_settings()))
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
    fn what_an_account_lacks_is_named() {
        let error = ApiError::unprocessable("user.missing_profile")
            .data(json!({ "missingProfile": ["username", "emailOrPhone"] }));
        let Complaint::Form(text) = of(&error) else { panic!("not above the form") };
        assert_eq!(
            text,
            "Your account lacks a username and an e-mail address or phone number. Ask an administrator to add it."
        );
    }

    #[test]
    fn a_lock_says_how_long() {
        let error = ApiError::bad_request("session.verification_blocked_too_many_attempts");
        assert_eq!(
            of(&error),
            Complaint::Form(
                "There were too many failed attempts for this username. Try again in 60 minutes.".to_owned()
            )
        );
    }
}
