//! Points in time. Everything inside Guildhall and on the Management API counts epoch milliseconds; only JWT claims count seconds.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

/// A point in time in milliseconds since the Unix epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// The same moment in whole seconds, rounded down, as JWT claims write it (RFC 7519 §2, `NumericDate`).
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment `seconds` after the epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// This moment moved forward; saturates at the end of time.
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// This moment moved back; saturates at the beginning of time.
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this moment is; zero when it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// A moment in the form of JavaScript's `Date.toISOString`: `2026-11-22T10:00:00.000Z`. What no calendar has becomes its first moment.
pub fn iso_8601(moment: UnixMillis) -> String {
    let timestamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    timestamp.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

impl fmt::Display for UnixMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_down_also_before_the_epoch() {
        assert_eq!(UnixMillis(1_999).as_seconds(), 1);
        assert_eq!(UnixMillis(-1).as_seconds(), -1);
    }

    #[test]
    fn moments_are_written_as_javascript_writes_them() {
        assert_eq!(iso_8601(UnixMillis(1_795_000_000_007)), "2026-11-18T11:06:40.007Z");
        assert_eq!(iso_8601(UnixMillis(i64::MAX)), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(UnixMillis(i64::MAX).plus(Duration::from_secs(1)), UnixMillis(i64::MAX));
        assert_eq!(UnixMillis(5).since(UnixMillis(9)), Duration::ZERO);
        assert_eq!(UnixMillis(5_000).minus(Duration::from_secs(2)), UnixMillis(3_000));
    }
}
