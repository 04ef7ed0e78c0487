//! Points in time, as pages tell them in the language of whoever reads.

use domain::{UnixMillis, calendar::Day, time::iso_8601};
use ui::{Words, pages::portal::Moment};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// From when on a date says more than a number of days.
const LONG: u64 = 14 * DAY;

/// A moment, seen from `now`; what lies ahead or long behind is told by its date.
pub fn moment(words: &Words, millis: i64, now: UnixMillis) -> Moment {
    let at = UnixMillis(millis);
    let date = date(words, at);
    let minute = millis.rem_euclid(86_400_000) / 60_000;
    let absolute = format!("{date}, {:02}:{:02} UTC", minute / 60, minute % 60);
    let is_ahead = at > now;
    let relative = match now.since(at).as_secs() {
        _ if is_ahead => date,
        0..MINUTE => words.say("own-now"),
        seconds @ MINUTE..HOUR => words.count("own-minutes", "count", seconds / MINUTE),
        seconds @ HOUR..DAY => words.count("own-hours", "count", seconds / HOUR),
        seconds @ DAY..LONG => words.count("own-days", "count", seconds / DAY),
        _ => date,
    };
    Moment { iso: iso_8601(at), absolute, relative }
}

/// A date in full, in UTC.
pub fn date(words: &Words, at: UnixMillis) -> String {
    let day = Day::of(at).to_string();
    let mut parts = day.split('-').map(|part| part.parse::<u64>().unwrap_or_default());
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let year = year.unwrap_or_default().to_string();
    let number = |part: Option<u64>| part.unwrap_or_default().into();
    words.fill("own-date", &[("day", number(day)), ("month", number(month)), ("year", year.as_str().into())])
}

/// A moment in a sentence: `key` with `variable` as it is seen from `now`.
pub fn said(words: &Words, (key, variable): (&str, &str), millis: i64, now: UnixMillis) -> (String, Moment) {
    let moment = moment(words, millis, now);
    (words.with(key, variable, &moment.relative), moment)
}

#[cfg(test)]
mod tests {
    use ui::words::Language;

    use super::*;

    #[test]
    fn moments_are_told_from_now_and_dates_in_the_language() {
        let now = UnixMillis(1_795_685_400_000);
        let told = |tag: &str, ago: i64| {
            let words = Words::of(Language::find(tag).unwrap());
            moment(&words, now.0 - ago * 1_000, now).relative
        };
        assert_eq!(told("en", 0), "just now");
        assert_eq!(told("en", 60), "a minute ago");
        assert_eq!(told("en", 7_200), "2 hours ago");
        assert_eq!(told("en", 86_400), "yesterday");
        assert_eq!(told("en", 20 * 86_400), "November 6, 2026");
        assert_eq!(told("de", 20 * 86_400), "6. November 2026");
        assert_eq!(told("ru", 5 * 86_400), "5 дней назад");
        assert_eq!(told("ja", 20 * 86_400), "2026年11月6日");
        assert_eq!(told("en", -86_400), "November 27, 2026");
        assert_eq!(moment(&Words::default(), now.0, now).absolute, "November 26, 2026, 09:30 UTC");
    }
}
