//! Everything a run found out, and what it was hoped to be.

use std::time::Duration;

use crate::{
    console, gateway,
    limits::Limits,
    load::Measured,
    management::{Figures, ListFigure},
    scenario::Figure,
    storm,
};

/// Targets. Rates are answers a second; fractions are of the signing limit.
const MACHINE_TOKENS_OF_LIMIT: f64 = 0.4;
const ORGANIZATION_TOKENS_OF_HALF_LIMIT: f64 = 0.35;
const ORGANIZATION_PAGES: f64 = 15_000.0;
const GATEWAY_REFUSALS: f64 = 25_000.0;
/// Reads that the gateway lets through.
pub(crate) const GATEWAY_READS: f64 = 10_000.0;
/// How much longer a read takes through the gateway: half of them, and 99 of 100.
pub(crate) const ADDED_MEDIAN: Duration = Duration::from_micros(100);
pub(crate) const ADDED_PERCENTILE_99: Duration = Duration::from_millis(1);
/// How many times as long a request through nginx takes when nginx asks, and how many times as many pass when it does not.
pub(crate) const PROXIED: f64 = 1.3;
/// How much a gateway's memory grows once its cache is full: nothing, but for what an allocator does.
pub(crate) const TOKENS_GROWTH_BYTES: u64 = 4 * 1024 * 1024;
/// What a sign-in costs beside the hash of its password.
pub(crate) const SIGN_IN_WITHOUT_HASH: Duration = Duration::from_millis(2);
/// Sign-ins at once, as a fraction of what the cores could hash.
pub(crate) const SIGN_INS_OF_HASHES: f64 = 0.85;
/// How long 99 of 100 renewals of tokens take while everybody signs in.
pub(crate) const REFRESH_IN_STORM: Duration = Duration::from_millis(20);
/// How many times as long as the first page another page of the list takes, at most.
pub(crate) const FAR_PAGE: f64 = 2.0;
const MEMBERSHIPS_ON_SQLITE: f64 = 5_000.0;
const MEMBERSHIPS_ON_POSTGRES: f64 = 1_500.0;
/// How long the server takes for a page of the console.
pub(crate) const PAGE_TIME: Duration = Duration::from_millis(30);
/// What a page of the console weighs, compressed, with its styles and scripts.
pub(crate) const PAGE_BYTES: u64 = 100_000;
/// What is left of a figure at the largest size, at least.
pub(crate) const KEPT_AT_LARGEST: f64 = 0.8;
pub(crate) const RESIDENT_BYTES: u64 = 50 * 1024 * 1024;
pub(crate) const FIRST_ANSWER: Duration = Duration::from_millis(100);

/// One run.
pub(crate) struct Results {
    pub(crate) date: String,
    pub(crate) machine: String,
    /// How busy others kept the machine when the run began.
    pub(crate) load_average: Option<f64>,
    pub(crate) limits: Limits,
    pub(crate) binary_bytes: u64,
    pub(crate) cold_build: Option<Duration>,
    /// From the smallest to the largest; at least one.
    pub(crate) sizes: Vec<Size>,
    /// Each database.
    pub(crate) management: Vec<Management>,
    /// Each database.
    pub(crate) console: Vec<Console>,
    pub(crate) gateway: gateway::Figures,
    pub(crate) sign_ins: storm::Figures,
}

/// Long lists and membership writes on one database.
pub(crate) struct Management {
    pub(crate) database: &'static str,
    /// How many users were loaded.
    pub(crate) users: u64,
    pub(crate) load: Duration,
    pub(crate) measured: Figures,
}

impl Management {
    /// A figure of lists as a multiple of what it is held against.
    pub(crate) fn ratio(&self, figure: ListFigure) -> Option<f64> {
        let find = |wanted: ListFigure| {
            let found = self.measured.lists.iter().find(|(known, _)| *known == wanted);
            found.map(|(_, measured)| measured.median.as_secs_f64())
        };
        Some(find(figure)? / find(figure.measure()?)?)
    }

    /// How many memberships a second there should be.
    pub(crate) fn memberships_target(&self) -> f64 {
        if self.database == "SQLite" { MEMBERSHIPS_ON_SQLITE } else { MEMBERSHIPS_ON_POSTGRES }
    }

    pub(crate) fn is_good(&self) -> bool {
        let lists = self.measured.lists.iter();
        lists.filter_map(|(figure, _)| self.ratio(*figure)).all(|ratio| ratio <= FAR_PAGE)
            && self.measured.memberships.per_second >= self.memberships_target()
    }
}

/// The console on one database.
pub(crate) struct Console {
    pub(crate) database: &'static str,
    /// How many users were loaded.
    pub(crate) users: u64,
    pub(crate) measured: console::Figures,
}

/// The figures with one amount of data.
pub(crate) struct Size {
    /// How many users were loaded beside the demonstration's; zero for a fresh database.
    pub(crate) users: u64,
    pub(crate) load: Option<Duration>,
    pub(crate) database_bytes: u64,
    pub(crate) first_answer: Duration,
    pub(crate) figures: Vec<(Figure, Measured)>,
    /// After the figures were measured.
    pub(crate) resident_bytes: u64,
    /// The part of it that is not a copy of a file: the program's own pages are.
    pub(crate) private_bytes: u64,
}

impl Size {
    pub(crate) fn measured(&self, figure: Figure) -> Option<Measured> {
        self.figures.iter().find(|(known, _)| *known == figure).map(|(_, measured)| *measured)
    }

    /// "fresh", "1 thousand", "1 million".
    pub(crate) fn name(&self) -> String {
        match self.users {
            0 => "fresh".to_owned(),
            users if users % 1_000_000 == 0 => format!("{} million", users / 1_000_000),
            users if users % 1000 == 0 => format!("{} thousand", users / 1000),
            users => users.to_string(),
        }
    }
}

/// A figure beside what bounds it and what it should reach.
pub(crate) struct Judged {
    /// The bound, in words; empty when there is none but the target.
    pub(crate) limit: String,
    pub(crate) target: String,
    pub(crate) met: bool,
}

/// Holds a rate against its limit and its target.
pub(crate) fn judge(figure: Figure, rate: f64, limits: &Limits) -> Judged {
    let of_limit = |limit: f64, fraction: f64, name: &str| Judged {
        limit: format!("{:.2} of {} {name}", rate / limit, thousands(limit)),
        target: format!("≥ {fraction} of the limit"),
        met: rate >= fraction * limit,
    };
    let plain = |target: f64| Judged {
        limit: String::new(),
        target: format!("≥ {}/s", thousands(target)),
        met: rate >= target,
    };
    match figure {
        Figure::MachineTokens => of_limit(limits.signatures(), MACHINE_TOKENS_OF_LIMIT, "signatures/s"),
        Figure::OrganizationTokens => {
            of_limit(limits.signatures() / 2.0, ORGANIZATION_TOKENS_OF_HALF_LIMIT, "pairs of signatures/s")
        }
        Figure::OrganizationPage => plain(ORGANIZATION_PAGES),
        Figure::GatewayRefusal => plain(GATEWAY_REFUSALS),
    }
}

impl gateway::Figures {
    /// Whether every target was met.
    pub(crate) fn are_good(&self) -> bool {
        self.allowed.per_second >= GATEWAY_READS
            && self.added_median() <= ADDED_MEDIAN
            && self.added_percentile_99() <= ADDED_PERCENTILE_99
            && self.proxied.is_some_and(|gateway::BehindNginx { small, .. }| {
                small.latency_ratio() <= PROXIED && small.throughput_ratio() <= PROXIED
            })
            && self.tokens.last_bytes <= self.tokens.full_bytes + TOKENS_GROWTH_BYTES
    }
}

/// Whether signing in met every target on a machine with these limits.
pub(crate) fn are_sign_ins_good(figures: &storm::Figures, limits: &Limits) -> bool {
    figures.without_hash <= SIGN_IN_WITHOUT_HASH
        && figures.per_second >= SIGN_INS_OF_HASHES * limits.hashes_together
        && figures.refresh_during.percentile_99 <= REFRESH_IN_STORM
}

impl Results {
    /// Whether every target was met.
    pub(crate) fn are_good(&self) -> bool {
        let figures = self.sizes.first().is_some_and(|size| {
            size.figures
                .iter()
                .all(|(figure, measured)| judge(*figure, measured.per_second, &self.limits).met)
        });
        let kept = Figure::ALL
            .iter()
            .all(|figure| self.kept_at_largest(*figure).is_none_or(|kept| kept >= KEPT_AT_LARGEST));
        let sizes = self
            .sizes
            .iter()
            .all(|size| size.resident_bytes <= RESIDENT_BYTES && size.first_answer <= FIRST_ANSWER);
        let sign_ins = are_sign_ins_good(&self.sign_ins, &self.limits);
        figures
            && kept
            && sizes
            && sign_ins
            && self.gateway.are_good()
            && self.management.iter().all(Management::is_good)
            && self.console.iter().all(|console| console.measured.are_good())
    }

    /// The figure at the largest loaded size as a fraction of the figure at the smallest loaded size.
    pub(crate) fn kept_at_largest(&self, figure: Figure) -> Option<f64> {
        let loaded: Vec<&Size> = self.sizes.iter().filter(|size| size.users > 0).collect();
        let (smallest, largest) = (loaded.first()?, loaded.last()?);
        if smallest.users == largest.users {
            return None;
        }
        Some(largest.measured(figure)?.per_second / smallest.measured(figure)?.per_second)
    }
}

/// A number with its thousands apart: `12 345`.
pub(crate) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
pub(crate) mod tests;
