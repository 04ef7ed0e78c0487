//! `/api/configs/jwt-customizer`: scripts that add claims to tokens (Management API contract §12.4).

pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;
pub(super) mod put;
pub(super) mod test;
pub(super) mod update;

use api_types::config as wire;
use domain::script::CustomizedToken;
use http_kit::{ApiError, Issue, body::Validate};
use serde_json::{Map, Value};

use super::unknown_word;
use crate::rules::Body;

impl Validate for Body<wire::JwtCustomizer> {}

/// The kind of tokens that a path names.
fn token(word: &str) -> Result<CustomizedToken, ApiError> {
    CustomizedToken::parse(word).ok_or_else(|| unknown_word("tokenTypePath"))
}

/// Refuses a script whose samples do not fit the tokens it is for.
fn check_samples(token: CustomizedToken, script: &wire::JwtCustomizer) -> Result<(), ApiError> {
    match &script.context_sample {
        Some(context) => check_context(token, context, "contextSample"),
        None => Ok(()),
    }
}

/// Refuses a context without what a script for these tokens is told.
fn check_context(token: CustomizedToken, context: &Map<String, Value>, member: &str) -> Result<(), ApiError> {
    let issue = |name: &str, text: &str| {
        ApiError::invalid_input(vec![Issue::new("invalid_type", &[member, name], text)])
    };
    if token == CustomizedToken::AccessToken && !context.contains_key("user") {
        return Err(issue("user", "Required"));
    }
    let parts: &[&str] = match token {
        CustomizedToken::AccessToken => &["user", "grant", "interaction", "application", "organization"],
        CustomizedToken::ClientCredentials => &["application"],
    };
    let wrong = parts.iter().find(|part| context.get(**part).is_some_and(|value| !value.is_object()));
    wrong.map_or(Ok(()), |part| Err(issue(part, "Expected object")))
}
