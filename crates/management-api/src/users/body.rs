//! What the operations on users share: users as the wire shows them, and the rules for what comes in.

use api_types::user as wire;
use domain::{
    UserId,
    account::{
        User,
        identifier::{InvalidPhone, MAX_IDENTIFIER_CHARACTERS, is_email, is_username, parse_phone},
        profile::{ADDRESS, ADDRESS_MEMBERS, TEXT_MEMBERS},
    },
};
pub(super) use http_kit::user_body;
pub(crate) use http_kit::user_info;
use http_kit::{ApiError, Issue};
use serde_json::{Map, Value, json};
use url::Url;

use crate::{ManagementContext, rules::empty_as_null};

/// The longest URL of a picture, in characters.
const MAX_AVATAR_CHARACTERS: usize = 2_048;

/// The 404 of this resource.
pub(super) fn not_found() -> ApiError {
    ApiError::not_found("entity.not_found")
}

/// The user that the path names, or 404.
pub(super) async fn find(context: &ManagementContext, id: &str) -> Result<User, ApiError> {
    store::user::find(context.exec(), context.tenant(), &UserId::new(id)).await?.ok_or_else(not_found)
}

/// The same with the password's hash, for those who ask for it in order to take their users elsewhere.
pub(super) fn user_body_with_hash(mut user: User) -> wire::User {
    let (digest, algorithm) = user
        .password
        .take()
        .map(|password| (password.digest, password.algorithm.as_str().to_owned()))
        .unzip();
    let has_password = digest.is_some();
    let hash = wire::PasswordHash { password_digest: digest, password_algorithm: algorithm };
    wire::User { password_hash: Some(hash), has_password, ..user_body(user) }
}

/// Adds an issue for a text that breaks a rule; absent and empty texts break none.
fn check(
    text: Option<&str>,
    key: &str,
    is_valid: impl Fn(&str) -> bool,
    message: &str,
    issues: &mut Vec<Issue>,
) {
    if text.is_some_and(|text| !text.is_empty() && !is_valid(text)) {
        issues.push(Issue::new("invalid_string", &[key], message));
    }
}

/// The texts of a user that have a form.
pub(super) struct Texts<'a> {
    pub(super) username: Option<&'a str>,
    pub(super) primary_email: Option<&'a str>,
    pub(super) primary_phone: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) avatar: Option<&'a str>,
}

impl Texts<'_> {
    /// Every text that does not have its form.
    pub(super) fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        check(self.username, "username", is_username, "Invalid", &mut issues);
        check(self.primary_email, "primaryEmail", is_email, "Invalid", &mut issues);
        let is_digits = |text: &str| parse_phone(text) != Err(InvalidPhone::NotDigits);
        check(self.primary_phone, "primaryPhone", is_digits, "Invalid", &mut issues);
        check(self.avatar, "avatar", |text| Url::parse(text).is_ok(), "Invalid url", &mut issues);
        issues
    }

    /// Refuses texts that are longer than what they are stored in: 422.
    pub(super) fn check_lengths(&self) -> Result<(), ApiError> {
        let is_longer =
            |text: Option<&str>, most: usize| text.is_some_and(|text| text.chars().nth(most).is_some());
        let identifiers = [self.username, self.primary_email, self.primary_phone, self.name];
        if identifiers.into_iter().any(|text| is_longer(text, MAX_IDENTIFIER_CHARACTERS))
            || is_longer(self.avatar, MAX_AVATAR_CHARACTERS)
        {
            return Err(ApiError::unprocessable("entity.value_too_long"));
        }
        Ok(())
    }
}

/// A phone number in its stored form; an impossible one is 422.
pub(super) fn stored_phone(phone: Option<String>) -> Result<Option<String>, ApiError> {
    let phone = empty_as_null(phone).map(|phone| parse_phone(&phone)).transpose();
    phone.map_err(|_| ApiError::unprocessable("user.invalid_phone"))
}

/// Everything in a profile that is not as contract §5.1 has it.
pub(super) fn profile_issues(profile: Option<&Map<String, Value>>) -> Vec<Issue> {
    let Some(profile) = profile else { return Vec::new() };
    let mut issues = text_issues(profile, &TEXT_MEMBERS, &["profile"]);
    match profile.get(ADDRESS) {
        None => {}
        Some(Value::Object(address)) => {
            issues.extend(text_issues(address, &ADDRESS_MEMBERS, &["profile", ADDRESS]));
        }
        Some(_) => issues.push(Issue::new("invalid_type", &["profile", ADDRESS], "Expected object")),
    }
    issues
}

fn text_issues(members: &Map<String, Value>, keys: &[&'static str], path: &[&'static str]) -> Vec<Issue> {
    let is_wrong = |key: &&&str| members.get(**key).is_some_and(|value| !value.is_string());
    keys.iter()
        .filter(is_wrong)
        .map(|key| Issue::new("invalid_type", &[path, &[*key]].concat(), "Expected string"))
        .collect()
}

/// The members of a profile that the contract knows; others are dropped like any unknown member.
pub(super) fn known_profile(profile: Map<String, Value>) -> Map<String, Value> {
    let known = |key: &str| TEXT_MEMBERS.contains(&key) || key == ADDRESS;
    let mut profile: Map<String, Value> = profile.into_iter().filter(|(key, _)| known(key)).collect();
    if let Some(Value::Object(address)) = profile.get_mut(ADDRESS) {
        address.retain(|key, _| ADDRESS_MEMBERS.contains(&key.as_str()));
    }
    profile
}

/// The issue of a password that cannot be hashed: empty, longer than 256 characters, or with a NUL.
pub(super) fn password_issues(password: Option<&str>) -> Vec<Issue> {
    use domain::password::{UnusablePassword, check_usable};
    let issue = |code, message: &str| {
        vec![Issue { code, path: vec![json!("password")], message: message.to_owned() }]
    };
    match password.map(check_usable) {
        None | Some(Ok(())) => Vec::new(),
        Some(Err(UnusablePassword::Empty)) => {
            issue("too_small", "String must contain at least 1 character(s)")
        }
        Some(Err(UnusablePassword::TooLong)) => {
            issue("too_big", "String must contain at most 256 character(s)")
        }
        Some(Err(UnusablePassword::Nul)) => issue("custom", "NUL characters are not allowed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_profile_is_checked_member_by_member() {
        let profile = map(
            json!({ "givenName": 1, "locale": "nb", "unknown": 7, "address": { "country": null, "other": 1 } }),
        );
        let paths: Vec<_> = profile_issues(Some(&profile)).into_iter().map(|issue| issue.path).collect();
        assert_eq!(
            paths,
            [
                vec![json!("profile"), json!("givenName")],
                vec![json!("profile"), json!("address"), json!("country")]
            ]
        );
        assert_eq!(profile_issues(Some(&map(json!({ "address": [] })))).len(), 1);
    }

    #[test]
    fn unknown_members_of_a_profile_are_dropped() {
        let profile =
            map(json!({ "locale": "nb", "unknown": 7, "address": { "country": "NO", "planet": "Earth" } }));
        assert_eq!(known_profile(profile), map(json!({ "locale": "nb", "address": { "country": "NO" } })));
    }
}
