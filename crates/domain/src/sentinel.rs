//! Lock-out of an identifier after repeated failures (OIDC contract §6.3).
//!
//! Owns the policy, what counts as one identifier, and the rule by which attempts are counted. The counting itself is one statement of
//! crate `store`, so that it holds across nodes; its tests hold it against the rule written here.

use std::time::Duration;

use serde_json::Value;

use crate::{HashedToken, UnixMillis, text};

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

/// The record of an identifier's attempts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AttemptRecord {
    /// Attempts in the running window that failed or are still being decided.
    pub attempts: u32,
    /// When the running window began.
    pub window_started_at: UnixMillis,
    /// Until when the identifier is locked.
    pub locked_until: Option<UnixMillis>,
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

impl AttemptRecord {
    /// Whether attempts are refused at `now`, right ones too.
    pub fn is_locked(&self, now: UnixMillis) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// The record once an attempt has begun at `now`, and whether it may be made. `None` stands for an identifier without failures.
    ///
    /// An attempt is counted before it is decided: were it counted afterwards, any number of parallel guesses would pass the check
    /// before the first of them had failed.
    pub fn begin_attempt(record: Option<Self>, policy: &SentinelPolicy, now: UnixMillis) -> (Self, Attempt) {
        if let Some(locked) = record.filter(|record| record.is_locked(now)) {
            return (locked, Attempt::Locked { until: locked.locked_until.unwrap_or(now) });
        }
        let running = record.filter(|record| {
            record.locked_until.is_none() && now.since(record.window_started_at) < policy.window
        });
        let attempts = running.map_or(1, |record| record.attempts.saturating_add(1));
        let is_last = attempts >= policy.max_attempts;
        let next = Self {
            attempts,
            window_started_at: running.map_or(now, |record| record.window_started_at),
            locked_until: is_last.then(|| now.plus(policy.lockout)),
        };
        (next, Attempt::Allowed { window_started_at: next.window_started_at, is_last })
    }

    /// The record once an attempt of the window that began at `window_started_at` has succeeded: it no longer counts. A lock is
    /// lifted only by the attempt that set it.
    pub fn take_back(self, window_started_at: UnixMillis, is_last: bool) -> Self {
        if self.window_started_at != window_started_at {
            return self;
        }
        let locked_until = if is_last { None } else { self.locked_until };
        Self { attempts: self.attempts.saturating_sub(1), locked_until, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn policy() -> SentinelPolicy {
        SentinelPolicy { max_attempts: 3, ..SentinelPolicy::default() }
    }

    fn fail(times: u32) -> AttemptRecord {
        let first = AttemptRecord::begin_attempt(None, &policy(), NOW).0;
        (1..times).fold(first, |record, _| AttemptRecord::begin_attempt(Some(record), &policy(), NOW).0)
    }

    #[test]
    fn the_failure_that_reaches_the_limit_locks() {
        assert!(!fail(2).is_locked(NOW));
        let locked = fail(3);
        assert!(locked.is_locked(NOW));
        assert!(!locked.is_locked(NOW.plus(policy().lockout)));
        assert_eq!(
            AttemptRecord::begin_attempt(Some(locked), &policy(), NOW),
            (locked, Attempt::Locked { until: NOW.plus(policy().lockout) })
        );
    }

    #[test]
    fn attempts_of_an_old_window_and_of_an_ended_lock_are_forgotten() {
        let later = NOW.plus(policy().window);
        assert_eq!(AttemptRecord::begin_attempt(Some(fail(2)), &policy(), later).0.attempts, 1);
        let (record, attempt) = AttemptRecord::begin_attempt(Some(fail(3)), &policy(), later);
        assert_eq!(record, AttemptRecord { attempts: 1, window_started_at: later, locked_until: None });
        assert_eq!(attempt, Attempt::Allowed { window_started_at: later, is_last: false });
    }

    #[test]
    fn a_success_no_longer_counts_and_lifts_only_its_own_lock() {
        assert_eq!(fail(2).take_back(NOW, false), fail(1));
        assert_eq!(fail(3).take_back(NOW, true), fail(2));
        assert!(fail(3).take_back(NOW, false).is_locked(NOW));
        assert_eq!(fail(2).take_back(UnixMillis(5), false), fail(2));
    }

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
