//! Days, as statistics count them: in UTC, numbered from 1970-01-01.

use crate::UnixMillis;

/// How long a day is, in milliseconds. Unix time has no others.
const DAY_MILLIS: i64 = 86_400_000;
/// Day number zero.
const FIRST: jiff::civil::Date = jiff::civil::Date::constant(1970, 1, 1);
/// The first and the last day that a date of four digits can name: 0000-01-01 and 9999-12-31.
const EARLIEST_DAY: i64 = -719_528;
const LATEST_DAY: i64 = 2_932_896;

/// A day in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(i64);

impl Day {
    /// The day of a moment.
    pub const fn of(moment: UnixMillis) -> Self {
        Self(moment.0.div_euclid(DAY_MILLIS))
    }

    /// The day with this number, as [`Self::number`] gives it.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// How many days after 1970-01-01 it is.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Its first moment.
    pub const fn start(self) -> UnixMillis {
        UnixMillis(self.0.saturating_mul(DAY_MILLIS))
    }

    /// The day so many days later, or earlier for a negative number.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Reads `YYYY-MM-DD`; `None` for another form and for a date that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_digit = |at: &usize| bytes.get(*at).is_some_and(u8::is_ascii_digit);
        let has_form = bytes.len() == 10
            && [4, 7].iter().all(|at| bytes.get(*at) == Some(&b'-'))
            && [0, 1, 2, 3, 5, 6, 8, 9].iter().all(is_digit);
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
        if !has_form {
            return None;
        }
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(Self(date.duration_since(FIRST).as_hours() / 24))
    }
}

impl std::fmt::Display for Day {
    /// `YYYY-MM-DD`; what four digits cannot name is the last or first day that they can.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hours = self.0.clamp(EARLIEST_DAY, LATEST_DAY) * 24;
        let date = FIRST.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap_or(FIRST);
        f.write_str(&date.strftime("%Y-%m-%d").to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_back_as_it_is_written() {
        for text in
            ["1970-01-01", "2026-11-18", "2024-02-29", "2000-02-29", "1969-12-31", "0001-01-01", "9999-12-31"]
        {
            assert_eq!(Day::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Day::parse("1970-01-02"), Some(Day::from_number(1)));
        assert_eq!(Day::of(UnixMillis(86_399_999)), Day::from_number(0));
        assert_eq!(Day::of(UnixMillis(-1)), Day::from_number(-1));
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        let first = Day::parse("1970-01-01").unwrap();
        for number in 0..146_097 {
            let day = first.plus_days(number);
            assert_eq!(Day::parse(&day.to_string()), Some(day));
        }
    }

    #[test]
    fn what_no_calendar_has_is_no_day() {
        for text in [
            "2026-13-01",
            "2026-00-10",
            "2026-02-29",
            "2100-02-29",
            "2026-04-31",
            "2026-11-00",
            "2026-1-01",
            "2026-11-1",
            "26-11-18",
            "2026/11/18",
            "2026-11-18T",
            "",
            "yyyy-mm-dd",
            "+202-11-18",
            "-001-11-18",
            "2026-11-１8",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_beyond_four_digits_are_written_as_the_nearest() {
        assert_eq!(Day::from_number(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(Day::from_number(i64::MIN).to_string(), "0000-01-01");
    }
}
