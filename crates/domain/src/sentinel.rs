//! Lock-out of an identifier after repeated failures (OIDC contract §6.3).
//!
//! Owns the policy and what counts as one identifier. Attempts are counted by one statement of crate `store`, so that it holds across
//! nodes; an attempt is counted before it is decided.

use std::time::Duration;

use serde_json::Value;

use crate::{HashedToken, UnixMillis, text};

/// What a user's password is counted by in the account center beside the name that it goes with: their id under this kind, which nobody types.
pub const ACCOUNT_PASSWORD: &str = "account-password";

/// What choosing a new password is counted by: the user's id under this kind. Whether it is the present one is an answer that tells of that one.
pub const NEW_PASSWORD: &str = "new-password";

/// When an identifier is locked, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SentinelPolicy {
    /// So many failures within the window lock the identifier. At least 1.
    pub max_attempts: u32,
    /// The window in which failures are counted.
    pub window: Duration,
    /// How long the lock holds.
    pub lockout: Duration,
}

impl Default for SentinelPolicy {
    fn default() -> Self {
        Self { max_attempts: 100, window: Duration::from_secs(3_600), lockout: Duration::from_secs(3_600) }
    }
}

impl SentinelPolicy {
    /// Reads the member `sentinelPolicy` of the sign-in settings: `{maxAttempts?, lockoutDuration? (minutes)}`. What is missing or
    /// makes no sense keeps its default.
    pub fn of(settings: &Value) -> Self {
        let default = Self::default();
        let positive = |member: &str| {
            settings
                .get("sentinelPolicy")?
                .get(member)?
                .as_u64()
                .and_then(|number| u32::try_from(number).ok())
                .filter(|&number| number > 0)
        };
        Self {
            max_attempts: positive("maxAttempts").unwrap_or(default.max_attempts),
            window: default.window,
            lockout: positive("lockoutDuration")
                .map_or(default.lockout, |minutes| Duration::from_secs(60 * u64::from(minutes))),
        }
    }
}

/// What failures are counted for: an identifier as people may write it, folded by case and Unicode form and then hashed, so that
/// neither another spelling evades the lock nor the table tells who was attacked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SentinelIdentifier(HashedToken);

impl SentinelIdentifier {
    /// The identifier `value` of the kind `kind` (`username`, `email`, `phone`).
    pub fn new(kind: &str, value: &str) -> Self {
        Self(HashedToken::of(&format!("sentinel\n{kind}\n{}", text::fold(value.trim()))))
    }

    /// The form in which the store keeps it.
    pub const fn hash(&self) -> &HashedToken {
        &self.0
    }
}

/// Whether an attempt may be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attempt {
    /// It may; it is already counted as failed, and is taken back when it succeeds.
    Allowed {
        /// When the window it is counted in began.
        window_started_at: UnixMillis,
        /// Whether its failure is the one that reaches the limit. The identifier is locked while it is decided.
        is_last: bool,
    },
    /// The identifier is locked: right or wrong, the attempt is refused without being looked at.
    Locked {
        /// When attempts are taken again.
        until: UnixMillis,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn other_spellings_are_the_same_identifier_and_other_kinds_are_not() {
        let plain = SentinelIdentifier::new("username", "ingrid");
        assert_eq!(SentinelIdentifier::new("username", "INGRID"), plain);
        assert_eq!(SentinelIdentifier::new("username", "ｉｎｇｒｉｄ"), plain);
        assert_eq!(SentinelIdentifier::new("username", " ingrid\t"), plain);
        assert_ne!(SentinelIdentifier::new("email", "ingrid"), plain);
        assert_ne!(SentinelIdentifier::new("username", "ingrid2"), plain);
    }

    #[test]
    fn settings_override_the_limits_and_nonsense_does_not() {
        let of = |policy: Value| SentinelPolicy::of(&json!({ "sentinelPolicy": policy }));
        assert_eq!(of(json!({})), SentinelPolicy::default());
        let strict = of(json!({ "maxAttempts": 5, "lockoutDuration": 10 }));
        assert_eq!((strict.max_attempts, strict.lockout), (5, Duration::from_secs(600)));
        assert_eq!(of(json!({ "maxAttempts": 0, "lockoutDuration": -1 })), SentinelPolicy::default());
    }
}
