//! Request bodies with the rules that their types cannot tell. The types are those of `api-types`.

use domain::{
    account::identifier::{MAX_IDENTIFIER_CHARACTERS, is_email},
    password::{UnusablePassword, check_usable},
};
use http_kit::{ApiError, Issue, body::Validate};
use schemars::JsonSchema;
use serde::Deserialize;

/// A body of a type that another crate defines, so that rules can be given to it here.
#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Body<T>(pub(crate) T);

/// What must hold beyond types.
pub(crate) trait Rules {
    fn issues(&self) -> Vec<Issue> {
        Vec::new()
    }
}

impl<T: Rules> Validate for Body<T> {
    fn issues(&self) -> Vec<Issue> {
        self.0.issues()
    }
}

/// The issue of a password that cannot be one.
pub(crate) fn password_issues(password: &str) -> Vec<Issue> {
    let (code, message) = match check_usable(password) {
        Ok(()) => return Vec::new(),
        Err(UnusablePassword::Empty) => ("too_small", "String must contain at least 1 character(s)"),
        Err(UnusablePassword::TooLong) => ("too_big", "String must contain at most 256 character(s)"),
        Err(UnusablePassword::Nul) => ("custom", "NUL characters are not allowed"),
    };
    vec![Issue::new(code, &["password"], message)]
}

/// The issues of an e-mail address.
pub(crate) fn email_issues(path: &[&str], email: &str) -> Vec<Issue> {
    let is_good = is_email(email) && email.chars().nth(MAX_IDENTIFIER_CHARACTERS).is_none();
    if is_good { Vec::new() } else { vec![Issue::new("invalid_string", path, "Invalid email")] }
}

/// The issues of a phone number in digits.
pub(crate) fn phone_issues(path: &[&str], phone: &str) -> Vec<Issue> {
    let is_good = !phone.is_empty()
        && phone.len() <= MAX_IDENTIFIER_CHARACTERS
        && phone.bytes().all(|byte| byte.is_ascii_digit());
    if is_good { Vec::new() } else { vec![Issue::new("invalid_string", path, "Invalid phone")] }
}

/// 422 for a number that no telephone can have.
pub(crate) fn stored_phone(phone: &str) -> Result<String, ApiError> {
    domain::account::identifier::parse_phone(phone).map_err(|_| ApiError::unprocessable("user.invalid_phone"))
}
