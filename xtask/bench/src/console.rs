//! Every page of the console on a database with many users: how long the server takes for it, and what a browser loads.
//!
//! Which pages there are the program tells itself, by a hidden command; something concrete for each is found by following the links of the pages, as an
//! administrator would who is signed in. A page that nothing leads to counts as missed.

mod browser;
mod crawl;
mod furniture;
mod html;
pub(crate) mod report;

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use self::{browser::Browser, furniture::Furniture};
use crate::{
    client::{Origin, Response},
    clock::Stopwatch,
    results::{PAGE_BYTES, PAGE_TIME},
    scenario::Setup,
    subject::Subject,
};

/// How many days there are records of before a measurement: the dashboard compares two months.
pub(crate) const ACTIVE_DAYS: u32 = 60;
/// How often a page is asked for.
const REQUESTS: usize = 100;
/// A page that takes long is asked for until so much time is over.
const ENOUGH: Duration = Duration::from_secs(3);
/// But not less often than this.
const LEAST_REQUESTS: usize = 10;
/// Before that it is asked for so often, of which the first is told.
const WARM_UP: usize = 3;
/// How the paths of downloads end. They are as long as what they hold.
const DOWNLOAD: &str = "/export";

/// A page.
#[derive(Debug, Clone)]
pub(crate) struct PageFigure {
    /// Its path with `{…}` for ids, or that and what was asked for.
    pub(crate) name: String,
    /// How long it took when nothing was remembered of it.
    pub(crate) first: Duration,
    /// Half of the answers took no longer.
    pub(crate) median: Duration,
    /// 99 of 100 answers took no longer.
    pub(crate) percentile_99: Duration,
    /// What the document weighs, compressed.
    pub(crate) document_bytes: u64,
    /// The same with its styles and scripts.
    pub(crate) bytes: u64,
}

impl PageFigure {
    /// Whether it is as fast and as light as it should be.
    pub(crate) fn is_good(&self) -> bool {
        self.percentile_99 <= PAGE_TIME && self.bytes <= PAGE_BYTES
    }
}

/// What was measured.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) pages: Vec<PageFigure>,
    /// Pages that there are and that nothing led to.
    pub(crate) unreached: Vec<String>,
}

impl Figures {
    /// Whether every page was reached and is good.
    pub(crate) fn are_good(&self) -> bool {
        !self.pages.is_empty() && self.unreached.is_empty() && self.pages.iter().all(PageFigure::is_good)
    }
}

/// Measures a server whose database `guildhall load-test-data` has filled with this many users. `routes` is every page that it has.
pub(crate) fn measure(subject: &Subject, users: u64, routes: &[String]) -> Result<Figures> {
    let setup = Setup::new(subject)?;
    let furniture = Furniture::make(&setup, users)?;
    let origin = Origin::parse(&subject.credentials.endpoint)?;
    let mut browser = Browser::new(&origin)?;
    browser.sign_in(&subject.credentials.console)?;
    furniture::walk(&mut browser, &setup)?;
    let routes: Vec<&str> =
        routes.iter().map(String::as_str).filter(|route| !route.ends_with(DOWNLOAD)).collect();
    let found = crawl::addresses(&mut browser, &routes, furniture.addresses())?;
    let mut pages = Vec::new();
    for (name, address) in found.reached.into_iter().chain(furniture.further()) {
        pages.push(page(&mut browser, name, &address).with_context(|| address)?);
    }
    Ok(Figures { pages, unreached: found.unreached })
}

/// Asks for a page, again and again.
fn page(browser: &mut Browser<'_>, name: String, address: &str) -> Result<PageFigure> {
    let mut first = Duration::ZERO;
    for number in 0..WARM_UP {
        let (_, time) = browser.timed(address)?;
        if number == 0 {
            first = time;
        }
    }
    let mut times = Vec::new();
    let whole = Stopwatch::start();
    let last: Response = loop {
        let (response, time) = browser.timed(address)?;
        times.push(time);
        let is_enough = times.len() >= REQUESTS || times.len() >= LEAST_REQUESTS && whole.elapsed() >= ENOUGH;
        if is_enough {
            break response;
        }
    };
    ensure!(crawl::is_shown(&last), "status {}", last.status);
    let document_bytes = browser::compressed(&last.body)?;
    let bytes = document_bytes + browser.weight_of_files(&last.body)?;
    times.sort_unstable();
    let at = |percent: usize| percentile(&times, percent);
    Ok(PageFigure { name, first, median: at(50), percentile_99: at(99), document_bytes, bytes })
}

/// The time that so many of a hundred do not exceed, of times in order.
fn percentile(times: &[Duration], percent: usize) -> Duration {
    let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A page that is just good enough.
    pub(crate) fn sample() -> Figures {
        let page = PageFigure {
            name: "/console/users/{user}".to_owned(),
            first: Duration::from_millis(90),
            median: Duration::from_millis(4),
            percentile_99: PAGE_TIME,
            document_bytes: 7_100,
            bytes: PAGE_BYTES,
        };
        Figures { pages: vec![page], unreached: Vec::new() }
    }

    #[test]
    fn a_page_is_missed_when_it_is_slow_or_heavy_or_not_reached() {
        assert!(sample().are_good());
        for spoil in [
            |figures: &mut Figures| figures.pages[0].percentile_99 += Duration::from_micros(1),
            |figures: &mut Figures| figures.pages[0].bytes += 1,
            |figures: &mut Figures| figures.unreached.push("/console/new".to_owned()),
            |figures: &mut Figures| figures.pages.clear(),
        ] {
            let mut figures = sample();
            spoil(&mut figures);
            assert!(!figures.are_good());
        }
    }

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let times: Vec<_> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(50));
        assert_eq!(percentile(&times, 99), Duration::from_millis(99));
        assert_eq!(percentile(times.get(..10).unwrap(), 99), Duration::from_millis(10));
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }
}
