//! The rule by which attempts are counted, written plainly: what the statements beside it are held against.

use domain::{
    UnixMillis,
    sentinel::{Attempt, SentinelPolicy},
};

/// The record of an identifier's attempts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct AttemptRecord {
    /// Attempts in the running window that failed or are still being decided.
    pub(super) attempts: u32,
    /// When the running window began.
    pub(super) window_started_at: UnixMillis,
    /// Until when the identifier is locked.
    pub(super) locked_until: Option<UnixMillis>,
}

impl AttemptRecord {
    /// Whether attempts are refused at `now`, right ones too.
    pub(super) fn is_locked(&self, now: UnixMillis) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// The record once an attempt has begun at `now`, and whether it may be made. `None` stands for an identifier without failures.
    ///
    /// An attempt is counted before it is decided: were it counted afterwards, any number of parallel guesses would pass the check
    /// before the first of them had failed.
    pub(super) fn begin_attempt(
        record: Option<Self>,
        policy: &SentinelPolicy,
        now: UnixMillis,
    ) -> (Self, Attempt) {
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
    pub(super) fn take_back(self, window_started_at: UnixMillis, is_last: bool) -> Self {
        if self.window_started_at != window_started_at {
            return self;
        }
        let locked_until = if is_last { None } else { self.locked_until };
        Self { attempts: self.attempts.saturating_sub(1), locked_until, ..self }
    }
}

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
