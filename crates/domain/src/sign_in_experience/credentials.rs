//! Which usernames and passwords may be chosen, and how long passwords are good.

use std::time::Duration;

use serde_json::{Value, json};

use super::{flag, list, number};
use crate::{
    UnixMillis,
    password::{PasswordPolicy, PasswordRejection, PersonalInformation},
    text::fold,
};

/// The member of `usernamePolicy` that says which characters may be used.
const ALLOWED_CHARACTERS: &str = "allowedCharacters";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Which usernames users may choose for themselves, and whether case tells them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsernamePolicy {
    /// Whether names that differ in case only are different names.
    pub is_case_sensitive: bool,
    /// The least number of characters.
    pub min_characters: usize,
    /// The greatest number of characters.
    pub max_characters: usize,
    allows_uppercase: bool,
    allows_lowercase: bool,
    allows_number: bool,
    allows_underscore: bool,
}

/// Why a username may not be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UsernameRejection {
    /// It is too short or too long.
    Length,
    /// It has a letter in upper case.
    Uppercase,
    /// It has a letter in lower case.
    Lowercase,
    /// It has a digit.
    Number,
    /// It has an underscore.
    Underscore,
}

impl UsernameRejection {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "user.username_length_not_allowed",
            Self::Uppercase => "user.username_uppercase_not_allowed",
            Self::Lowercase => "user.username_lowercase_not_allowed",
            Self::Number => "user.username_number_not_allowed",
            Self::Underscore => "user.username_underscore_not_allowed",
        }
    }
}

impl UsernamePolicy {
    pub(super) fn of(settings: &Value) -> Self {
        let policy = settings.get("usernamePolicy").unwrap_or(&Value::Null);
        let characters = policy.get(ALLOWED_CHARACTERS).unwrap_or(&Value::Null);
        let allows = |kind| flag(characters, kind).unwrap_or(true);
        Self {
            is_case_sensitive: flag(policy, "caseSensitive").unwrap_or(true),
            min_characters: number(policy, "minLength").unwrap_or(1),
            max_characters: number(policy, "maxLength").unwrap_or(128).min(128),
            allows_uppercase: allows("uppercase"),
            allows_lowercase: allows("lowercase"),
            allows_number: allows("number"),
            allows_underscore: allows("underscore"),
        }
    }

    /// The first rule that `username`, whose characters are already known to be those of usernames, breaks.
    pub fn rejection_of(&self, username: &str) -> Option<UsernameRejection> {
        if !(self.min_characters..=self.max_characters).contains(&username.chars().count()) {
            return Some(UsernameRejection::Length);
        }
        let has = |kind: fn(char) -> bool| username.chars().any(kind);
        let broken = [
            (self.allows_uppercase, has(char::is_uppercase), UsernameRejection::Uppercase),
            (self.allows_lowercase, has(char::is_lowercase), UsernameRejection::Lowercase),
            (self.allows_number, has(char::is_numeric), UsernameRejection::Number),
            (self.allows_underscore, has(|c| c == '_'), UsernameRejection::Underscore),
        ];
        broken.into_iter().find(|(allowed, occurs, _)| !allowed && *occurs).map(|(.., rejection)| rejection)
    }
}

/// Whether a password is refused for a reason that the tenant says nothing about.
const REJECTS_UNLESS_TOLD: bool = true;

/// What users may choose as a password: the rules, and which of the refusals the tenant has switched off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PasswordSettings {
    /// The rules.
    pub policy: PasswordPolicy,
    rejects_pwned: bool,
    rejects_patterns: bool,
    rejects_user_info: bool,
    /// Words that no password may contain, folded.
    rejected_words: Vec<String>,
}

/// What the parts of the member `passwordPolicy` say where they say nothing.
pub fn default_password_policy() -> Value {
    let PasswordPolicy { min_characters, max_characters, min_character_types } = PasswordPolicy::default();
    json!({
        "length": { "min": min_characters, "max": max_characters },
        "characterTypes": { "min": min_character_types },
        "rejects": {
            "pwned": REJECTS_UNLESS_TOLD, "repetitionAndSequence": REJECTS_UNLESS_TOLD, "userInfo": REJECTS_UNLESS_TOLD,
            "words": [],
        },
    })
}

impl PasswordSettings {
    pub(super) fn of(settings: &Value) -> Self {
        let stored = settings.get("passwordPolicy").unwrap_or(&Value::Null);
        let member = |name: &str| stored.get(name).unwrap_or(&Value::Null);
        let default = PasswordPolicy::default();
        let rejects = |name: &str| flag(member("rejects"), name).unwrap_or(REJECTS_UNLESS_TOLD);
        let words = list(member("rejects"), "words").filter_map(Value::as_str).map(fold);
        Self {
            policy: PasswordPolicy {
                min_characters: number(member("length"), "min")
                    .filter(|&min| min > 0)
                    .unwrap_or(default.min_characters),
                max_characters: number(member("length"), "max").unwrap_or(default.max_characters),
                min_character_types: number(member("characterTypes"), "min")
                    .unwrap_or(default.min_character_types),
            },
            rejects_pwned: rejects("pwned"),
            rejects_patterns: rejects("repetitionAndSequence"),
            rejects_user_info: rejects("userInfo"),
            rejected_words: words.filter(|word| !word.is_empty()).collect(),
        }
    }

    /// Every reason that the tenant takes seriously to refuse `password`; empty when it may be chosen.
    pub fn check(&self, password: &str, user: &PersonalInformation<'_>) -> Vec<PasswordRejection> {
        let mut rejections = self.policy.check(password, user);
        // A password that is too long is not looked at further.
        let is_too_long = matches!(rejections.first(), Some(PasswordRejection::TooLong { .. }));
        rejections.retain(|rejection| self.applies(*rejection));
        if !is_too_long && !self.rejected_words.is_empty() {
            let folded = fold(password);
            if self.rejected_words.iter().any(|word| folded.contains(word)) {
                rejections.push(PasswordRejection::Words);
            }
        }
        rejections
    }

    /// Whether passwords that are known from leaks are refused.
    pub const fn rejects_known(&self) -> bool {
        self.rejects_pwned
    }

    const fn applies(&self, rejection: PasswordRejection) -> bool {
        match rejection {
            PasswordRejection::Pwned => self.rejects_pwned,
            PasswordRejection::Repetition | PasswordRejection::Sequence => self.rejects_patterns,
            PasswordRejection::PersonalInformation => self.rejects_user_info,
            _ => true,
        }
    }
}

/// How long passwords are good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PasswordExpiration {
    valid_for: Duration,
    enabled_at: Option<UnixMillis>,
}

impl PasswordExpiration {
    /// Reads the member `passwordExpiration`; `None` where passwords do not expire.
    pub(super) fn of(settings: &Value) -> Option<Self> {
        let stored = settings.get("passwordExpiration")?;
        let days = stored.get("validPeriodDays").and_then(Value::as_u64).filter(|days| *days > 0)?;
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        flag(stored, "enabled").filter(|enabled| *enabled).map(|_| Self {
            valid_for: DAY.saturating_mul(days),
            enabled_at: stored.get("enabledAt").and_then(Value::as_i64).map(UnixMillis),
        })
    }

    /// Whether a password that was set at `set_at` is good no longer. The time of one whose age is unknown begins when expiration was
    /// switched on; where that is unknown too, it does not expire by itself.
    pub fn has_passed(&self, set_at: Option<UnixMillis>, now: UnixMillis) -> bool {
        set_at.or(self.enabled_at).is_some_and(|begin| begin.plus(self.valid_for) <= now)
    }
}
