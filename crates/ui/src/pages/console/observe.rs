//! What happens: numbers and records.

use askama::Template;

use super::{Called, ConsoleFrame, ConsoleOption, ConsolePaging, console_pages};
use crate::components::{Link, Tone};
use crate::pages::portal::Moment;

/// Numbers of users, and where to begin.
#[derive(Template)]
#[template(path = "pages/console/dashboard.html")]
pub struct ConsoleDashboardPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Each number.
    pub figures: Vec<Figure>,
    /// What there was by day: each with a name for addresses, and what is said where there was nothing.
    pub charts: Vec<DayChart>,
    /// What to do on a fresh server: what it says, and where it goes.
    pub steps: Vec<(String, Link)>,
}

/// Numbers by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChart {
    /// Its name in the page.
    pub id: &'static str,
    /// The numbers.
    pub chart: Chart,
    /// What is said where all of them are zero.
    pub empty: String,
}

impl DayChart {
    /// Whether there is nothing to draw.
    fn is_empty(&self) -> bool {
        self.chart.is_empty()
    }
}

/// A number and how it has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// The number.
    pub count: String,
    /// By how much it is larger or smaller, in words; nothing where that is not told.
    pub change: Option<(Tone, String)>,
}

/// Bars, drawn on the server, with the same numbers as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// What is shown.
    pub label: String,
    /// What each row of the table is.
    pub row_label: String,
    /// Each bar.
    pub bars: Vec<Bar>,
    /// The largest number, in words.
    pub most: String,
}

/// A bar of a chart that is 720 wide and 160 high.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// The number.
    pub count: i64,
    /// Where it begins from the left.
    pub x: u32,
    /// How wide it is.
    pub width: u32,
    /// Where it begins from the top.
    pub y: u32,
    /// How high it is.
    pub height: u32,
}

impl Chart {
    /// Whether there is nothing to draw.
    fn is_empty(&self) -> bool {
        self.bars.iter().all(|bar| bar.count == 0)
    }

    /// A chart of numbers, oldest first.
    pub fn new(label: String, row_label: String, most: String, numbers: Vec<(String, i64)>) -> Self {
        const WIDTH: u32 = 720;
        const HEIGHT: i64 = 152;
        let count = u32::try_from(numbers.len()).unwrap_or(1).max(1);
        let slot = WIDTH / count;
        let largest = numbers.iter().map(|(_, number)| *number).max().unwrap_or(0).max(1);
        let bar = |(at, (label, number)): (u32, (String, i64))| {
            let high = number.clamp(0, largest).saturating_mul(HEIGHT) / largest;
            // Something is seen of every number but none.
            let high = if number > 0 { high.max(3) } else { 0 };
            let height = u32::try_from(high).unwrap_or_default();
            Bar {
                label,
                count: number,
                x: at * slot + 2,
                width: slot.saturating_sub(4).max(1),
                y: 160 - height,
                height,
            }
        };
        Self { label, row_label, most, bars: (0..).zip(numbers).map(bar).collect() }
    }
}

/// The audit log.
#[derive(Template)]
#[template(path = "pages/console/logs.html")]
pub struct ConsoleLogsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Where the filters are sent.
    pub action: String,
    /// The kinds of records.
    pub kinds: Vec<ConsoleOption>,
    /// What was asked for: event, user, application, first and last day.
    pub wanted: LogFilter,
    /// Each record that is shown.
    pub rows: Vec<LogRow>,
    /// Which part of the log.
    pub paging: ConsolePaging,
    /// Whether the list is narrowed.
    pub is_narrowed: bool,
    /// How many records there are each day.
    pub chart: Chart,
}

/// What the log is narrowed by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// The key of records.
    pub event: String,
    /// The id of a user.
    pub user: String,
    /// The id of an application.
    pub application: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// A record in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// What happened.
    pub event: String,
    /// Its page.
    pub href: String,
    /// Whether it worked.
    pub result: (Tone, String),
    /// Who did it or whom it is about, as far as the record tells.
    pub who: Option<Called>,
    /// What else it names.
    pub about: Vec<Called>,
    /// When.
    pub at: Moment,
}

/// A record.
#[derive(Template)]
#[template(path = "pages/console/log.html")]
pub struct ConsoleLogPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What happened.
    pub title: String,
    /// Whether it worked.
    pub result: (Tone, String),
    /// When.
    pub at: Moment,
    /// What is known at a glance: what it is, what it says, and where it leads.
    pub facts: Vec<(String, Called, Option<String>)>,
    /// Everything, as JSON.
    pub payload: String,
}

console_pages!(ConsoleDashboardPage, ConsoleLogsPage, ConsoleLogPage);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_their_numbers_and_seen_where_there_is_something() {
        let numbers = [0, 1, 1_000].map(|number| (number.to_string(), number)).to_vec();
        let chart = Chart::new("Active".to_owned(), "Day".to_owned(), String::new(), numbers);
        let heights: Vec<_> = chart.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [0, 3, 152]);
        assert!(chart.bars.iter().all(|bar| bar.y + bar.height == 160 && bar.x + bar.width <= 720));
        assert_eq!(Chart::new(String::new(), String::new(), String::new(), Vec::new()).bars, []);
    }
}
