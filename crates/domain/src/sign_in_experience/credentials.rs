//! Which usernames and passwords may be chosen.

use serde_json::Value;

use super::{flag, number};
use crate::password::{PasswordPolicy, PasswordRejection};

/// Which usernames users may choose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsernamePolicy {
    /// The least number of characters.
    pub min_characters: usize,
    /// The greatest number of characters.
    pub max_characters: usize,
}

impl UsernamePolicy {
    pub(super) fn of(settings: &Value) -> Self {
        let policy = settings.get("usernamePolicy").unwrap_or(&Value::Null);
        Self {
            min_characters: number(policy, "minLength").unwrap_or(1),
            max_characters: number(policy, "maxLength").unwrap_or(128).min(128),
        }
    }

    /// Whether `username`, whose characters are already known to be right, has an allowed length.
    pub fn allows_length_of(&self, username: &str) -> bool {
        (self.min_characters..=self.max_characters).contains(&username.chars().count())
    }
}

/// What users may choose as a password: the rules, and which of the refusals the tenant has switched off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PasswordSettings {
    /// The rules.
    pub policy: PasswordPolicy,
    rejects_pwned: bool,
    rejects_patterns: bool,
    rejects_user_info: bool,
}

impl PasswordSettings {
    pub(super) fn of(settings: &Value) -> Self {
        let stored = settings.get("passwordPolicy").unwrap_or(&Value::Null);
        let member = |name: &str| stored.get(name).unwrap_or(&Value::Null);
        let default = PasswordPolicy::default();
        let rejects = |name: &str| flag(member("rejects"), name).unwrap_or(true);
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
        }
    }

    /// Whether the tenant takes this reason seriously.
    pub const fn applies(&self, rejection: PasswordRejection) -> bool {
        match rejection {
            PasswordRejection::Pwned => self.rejects_pwned,
            PasswordRejection::Repetition | PasswordRejection::Sequence => self.rejects_patterns,
            PasswordRejection::PersonalInformation => self.rejects_user_info,
            _ => true,
        }
    }
}
