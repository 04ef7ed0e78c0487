//! Points in time, as pages tell them.

use domain::{UnixMillis, time::iso_8601};
use jiff::{Timestamp, tz::TimeZone};
use ui::pages::portal::Moment;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const MONTH: u64 = 30 * DAY;
const YEAR: u64 = 365 * DAY;

/// `millis` since the epoch, seen from `now`.
pub(crate) fn moment(millis: i64, now: UnixMillis) -> Moment {
    let at = UnixMillis(millis);
    let timestamp = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    Moment {
        iso: iso_8601(at),
        absolute: timestamp.to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M UTC").to_string(),
        relative: relative(at, now),
    }
}

fn relative(at: UnixMillis, now: UnixMillis) -> String {
    let (past, future) = (now.since(at).as_secs(), at.since(now).as_secs());
    let seconds = past.max(future);
    let (length, unit) = match seconds {
        0..MINUTE => return if future > 0 { "in less than a minute" } else { "just now" }.to_owned(),
        MINUTE..HOUR => (MINUTE, "minute"),
        HOUR..DAY => (HOUR, "hour"),
        DAY..MONTH => (DAY, "day"),
        MONTH..YEAR => (MONTH, "month"),
        _ => (YEAR, "year"),
    };
    // What lies behind is told in whole units; what ends in seven days less a second ends in seven days.
    let count = if future > 0 { (seconds + length / 2) / length } else { seconds / length };
    let plural = if count == 1 { "" } else { "s" };
    if future > 0 { format!("in {count} {unit}{plural}") } else { format!("{count} {unit}{plural} ago") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_from_now_and_in_full() {
        let now = UnixMillis(1_795_685_400_000);
        let told = |millis: i64| moment(now.0 + millis, now).relative;
        assert_eq!(told(0), "just now");
        assert_eq!(told(-59_999), "just now");
        assert_eq!(told(-60_000), "1 minute ago");
        assert_eq!(told(-7_200_000), "2 hours ago");
        assert_eq!(told(-86_400_000), "1 day ago");
        assert_eq!(told(7 * 86_400_000), "in 7 days");
        assert_eq!(told(-400 * 86_400_000), "1 year ago");
        assert_eq!(told(7 * 86_400_000 - 1_000), "in 7 days");
        assert_eq!(told(5_000), "in less than a minute");
        let moment = moment(1_795_685_400_000, now);
        assert_eq!(
            (moment.iso.as_str(), moment.absolute.as_str()),
            ("2026-11-26T09:30:00.000Z", "26 November 2026, 09:30 UTC")
        );
    }

    #[test]
    fn what_no_calendar_has_is_told_all_the_same() {
        for millis in [i64::MIN, i64::MAX] {
            assert!(!moment(millis, UnixMillis(0)).relative.is_empty());
        }
    }
}
