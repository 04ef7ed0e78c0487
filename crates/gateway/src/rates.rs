//! How often something was done lately, counted in this process: for what costs everybody and leaves nothing behind that could be counted
//! at the upstream. Each gateway process counts for itself.

use std::collections::HashMap;
use std::time::Duration;

use domain::UnixMillis;
use guard::Rejection;
use parking_lot::Mutex;

use crate::rejections::rate_exceeded;

/// Number of counters from which those are swept out that count nothing any more.
const SWEEP_FROM: usize = 1024;

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    /// Its name, as refusals tell it.
    pub(crate) name: &'static str,
    /// How often it may be done.
    pub(crate) limit: u32,
    /// Within which time.
    pub(crate) time: Duration,
}

/// When things were done, by rate and by who or what it is counted for.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<Counters>);

#[derive(Debug, Default)]
struct Counters {
    at: HashMap<(&'static str, String), Vec<i64>>,
    sweep_from: usize,
}

impl Rates {
    /// Counts one more for `subject`, if there is room for it.
    pub(crate) fn count(&self, rate: Rate, subject: &str, now: UnixMillis) -> Result<(), Rejection> {
        let mut counters = self.0.lock();
        counters.sweep(rate.time, now);
        let at = counters.at.entry((rate.name, subject.to_owned())).or_default();
        at.retain(|at| *at > now.minus(rate.time).0);
        rate.check(at.clone(), now)?;
        at.push(now.0);
        Ok(())
    }
}

impl Rates {
    /// Takes back what was counted at `at`, because it did not happen.
    pub(crate) fn take_back(&self, rate: Rate, subject: &str, at: UnixMillis) {
        let mut counters = self.0.lock();
        if let Some(counted) = counters.at.get_mut(&(rate.name, subject.to_owned()))
            && let Some(place) = counted.iter().rposition(|moment| *moment == at.0)
        {
            counted.remove(place);
        }
    }
}

impl Counters {
    /// Forgets what is older than `time`, which is at least as long as every rate's, when there is much to remember.
    fn sweep(&mut self, time: Duration, now: UnixMillis) {
        if self.at.len() < self.sweep_from.max(SWEEP_FROM) {
            return;
        }
        let oldest = now.minus(time.max(Duration::from_secs(3600))).0;
        self.at.retain(|_, at| at.last().is_some_and(|last| *last > oldest));
        // What is looked through is paid for by what came since the last time.
        self.sweep_from = self.at.len().saturating_mul(2);
    }
}

impl Rate {
    /// Passes when fewer than the limit were done within the time.
    pub(crate) fn check(self, mut done_at: Vec<i64>, now: UnixMillis) -> Result<(), Rejection> {
        let milliseconds = i64::try_from(self.time.as_millis()).unwrap_or(i64::MAX);
        done_at.retain(|at| *at > now.0.saturating_sub(milliseconds));
        done_at.sort_unstable_by(|one, other| other.cmp(one));
        let allowed = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if done_at.len() < allowed {
            return Ok(());
        }
        // There is room again when this one, and with it all that are older, is that old.
        let blocking = allowed.checked_sub(1).and_then(|index| done_at.get(index)).copied().unwrap_or(now.0);
        let left = blocking.saturating_add(milliseconds).saturating_sub(now.0);
        let seconds = u32::try_from(left.div_euclid(1000) + 1).unwrap_or(u32::MAX);
        let longest = u32::try_from(self.time.as_secs()).unwrap_or(u32::MAX);
        Err(rate_exceeded(self.name, self.limit, seconds.min(longest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 10_000_000;
    const HOUR: Duration = Duration::from_secs(3600);

    fn rate(limit: u32) -> Rate {
        Rate { name: "invitations_per_hour", limit, time: HOUR }
    }

    /// Seconds after which to try again; `None` when it passes.
    fn wait(limit: u32, ages_in_seconds: &[i64]) -> Option<String> {
        let made_at = ages_in_seconds.iter().map(|age| NOW - age * 1000).collect();
        let refusal = rate(limit).check(made_at, UnixMillis(NOW)).err()?;
        assert_eq!((refusal.status().as_u16(), refusal.code()), (429, "gateway.quota_exceeded"));
        Some(refusal.into_http().headers()["retry-after"].to_str().unwrap().to_owned())
    }

    #[test]
    fn what_is_an_hour_old_does_not_count() {
        assert_eq!(wait(1, &[]), None);
        assert_eq!(wait(1, &[3600, 7200]), None);
        assert_eq!(wait(1, &[3599]), Some("2".to_owned()));
        assert_eq!(wait(2, &[10]), None);
    }

    #[test]
    fn the_wait_is_until_there_is_room_again() {
        assert_eq!(wait(2, &[10, 3000]), Some("601".to_owned()));
        assert_eq!(
            wait(2, &[3000, 20, 10]),
            Some("3581".to_owned()),
            "the oldest goes, and one is still too many"
        );
        assert_eq!(wait(0, &[]), Some("3600".to_owned()));
        assert_eq!(wait(1, &[-500]), Some("3600".to_owned()), "a clock that is ahead");
    }

    #[test]
    fn each_is_counted_for_itself_and_what_is_refused_does_not_count() {
        let rates = Rates::default();
        for _ in 0..3 {
            assert!(rates.count(rate(3), "fjord", UnixMillis(NOW)).is_ok());
        }
        for _ in 0..5 {
            assert!(rates.count(rate(3), "fjord", UnixMillis(NOW + 1)).is_err());
        }
        assert!(rates.count(rate(3), "lake", UnixMillis(NOW)).is_ok());
        assert!(rates.count(Rate { name: "other", ..rate(3) }, "fjord", UnixMillis(NOW)).is_ok());
        assert!(rates.count(rate(3), "fjord", UnixMillis(NOW).plus(HOUR)).is_ok());
    }

    #[test]
    fn memory_does_not_grow_with_all_that_was_ever_counted() {
        let rates = Rates::default();
        for index in 0..20_000_i64 {
            let now = UnixMillis(NOW + index * 60_000);
            assert!(rates.count(rate(1), &index.to_string(), now).is_ok());
        }
        assert!(rates.0.lock().at.len() <= SWEEP_FROM);
    }
}
