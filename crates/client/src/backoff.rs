//! Waits that grow with failures in a row. Each is a little different, so that gateways which lost the same upstream do not all
//! come back to it at one moment.

use std::time::Duration;

use domain::{Entropy, UnixMillis};

/// How long to wait after failures.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// The longest wait after one failure; it doubles with each further one.
    pub first: Duration,
    /// The longest wait of all.
    pub most: Duration,
}

impl Backoff {
    /// The wait after so many failures in a row: between half of its longest and that, in whole milliseconds, as clocks count.
    pub fn wait(self, failures: u32, entropy: &dyn Entropy) -> Duration {
        const MOST_DOUBLINGS: u32 = 16;
        let factor = 1 << failures.saturating_sub(1).min(MOST_DOUBLINGS);
        let half = self.first.saturating_mul(factor).min(self.most) / 2;
        let random = u16::from_be_bytes(entropy.bytes());
        let wait = half + half * u32::from(random) / u32::from(u16::MAX);
        Duration::from_millis(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX))
    }
}

/// A wait that began at a moment.
#[derive(Debug, Clone, Copy)]
pub struct Wait {
    since: UnixMillis,
    duration: Duration,
}

impl Wait {
    /// One that begins now and lasts so long.
    pub fn new(since: UnixMillis, duration: Duration) -> Self {
        Self { since, duration }
    }

    /// What is left of it; `None` when it is over. A clock that was set back ends it, so that it cannot last for long.
    pub fn left(self, now: UnixMillis) -> Option<Duration> {
        let left = self.duration.checked_sub(now.since(self.since))?;
        (now >= self.since && !left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use domain::SystemEntropy;

    use super::*;

    /// Randomness that is always the same.
    struct Always(u8);

    impl Entropy for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    const BACKOFF: Backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(60) };

    #[test]
    fn waits_double_up_to_the_longest() {
        let waits =
            [0, 1, 2, 3, 6, 7, 40, u32::MAX].map(|failures| BACKOFF.wait(failures, &Always(0xff)).as_secs());
        assert_eq!(waits, [1, 1, 2, 4, 32, 60, 60, 60]);
        assert_eq!(BACKOFF.wait(3, &Always(0)), Duration::from_secs(2));
    }

    #[test]
    fn waits_differ_and_stay_within_their_bounds() {
        let waits: Vec<_> = (0..100).map(|_| BACKOFF.wait(4, &SystemEntropy)).collect();
        assert!(waits.iter().all(|wait| (Duration::from_secs(4)..=Duration::from_secs(8)).contains(wait)));
        assert!(waits.iter().any(|wait| *wait != waits[0]));
    }

    #[test]
    fn a_wait_is_over_at_its_end_and_when_the_clock_was_set_back() {
        let wait = Wait::new(UnixMillis(10_000), Duration::from_millis(500));
        let left =
            [9_999, 10_000, 10_499, 10_500].map(|at| wait.left(UnixMillis(at)).map(|left| left.as_millis()));
        assert_eq!(left, [None, Some(500), Some(1), None]);
    }
}
