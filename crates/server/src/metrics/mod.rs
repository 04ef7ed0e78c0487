//! Counters of what the server does, and their text for Prometheus (exposition format 0.0.4).
//!
//! Every label has a fixed set of values, so that no caller can make the text grow: requests are told apart by area, method and status
//! class, and an unknown method is `other`. Counting a request is a handful of relaxed atomic additions.

pub mod text;

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use gateway::Upstream;

use http::{Method, StatusCode};
use operations::passwords::PasswordPool;
use store::Db;

/// A part of the server, by the beginning of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// `/oidc`.
    Oidc,
    /// `/api/experience` and `/api/interaction`.
    Experience,
    /// The rest of `/api`.
    Management,
    /// The gateway, under `/org` or on its own address.
    Gateway,
    /// Everything else: pages and their files.
    Pages,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 5] = [Self::Oidc, Self::Experience, Self::Management, Self::Gateway, Self::Pages];

    /// The area's name in labels and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
            Self::Experience => "experience",
            Self::Management => "management",
            Self::Gateway => "gateway",
            Self::Pages => "pages",
        }
    }
}

/// The methods that have a label of their own; the last stands for all others.
const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "other"];
/// The status classes.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// Upper bounds of the latency buckets, in microseconds; above the last is one bucket more.
const BOUNDS_MICROSECONDS: [u64; 13] =
    [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];

/// What a gateway decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The request was let through and carried out.
    Allowed,
    /// The caller showed no valid token.
    Unauthenticated,
    /// A guard refused.
    Forbidden,
    /// Nothing was carried out for another reason: the request was not understood or does not fit, or the upstream gave no usable answer.
    Undecided,
}

impl Decision {
    const ALL: [Self; 4] = [Self::Allowed, Self::Unauthenticated, Self::Forbidden, Self::Undecided];

    /// What the status of an answer says about the decision.
    pub fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthenticated,
            StatusCode::FORBIDDEN => Self::Forbidden,
            status if status.is_success() => Self::Allowed,
            _ => Self::Undecided,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::Undecided => "undecided",
        }
    }
}

/// The counters of this process.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: [[[AtomicU64; CLASSES.len()]; METHODS.len()]; Area::ALL.len()],
    latency: [Histogram; Area::ALL.len()],
    decisions: [AtomicU64; Decision::ALL.len()],
    panics: AtomicU64,
    connections_open: AtomicU64,
    connections_total: AtomicU64,
    /// Where the gateway runs alone, the server behind it.
    upstream: OnceLock<Upstream>,
    /// Where passwords are hashed.
    passwords: OnceLock<PasswordPool>,
    /// Where everything is kept.
    database: OnceLock<Db>,
}

#[derive(Debug, Default)]
struct Histogram {
    buckets: [AtomicU64; BOUNDS_MICROSECONDS.len() + 1],
    sum_microseconds: AtomicU64,
}

impl Histogram {
    fn observe(&self, latency: Duration) {
        let microseconds = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS_MICROSECONDS.partition_point(|bound| *bound < microseconds);
        if let Some(bucket) = self.buckets.get(bucket) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        self.sum_microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }
}

impl Metrics {
    /// Counts an answered request.
    pub fn request(&self, area: Area, method: &Method, status: StatusCode, latency: Duration) {
        let method = METHODS.iter().position(|known| *known == method.as_str()).unwrap_or(METHODS.len() - 1);
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        let counter = self
            .requests
            .get(area as usize)
            .and_then(|methods| methods.get(method))
            .and_then(|classes| classes.get(class));
        if let Some(counter) = counter {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(histogram) = self.latency.get(area as usize) {
            histogram.observe(latency);
        }
        // A browser's question whether it may ask is no request to decide.
        if area == Area::Gateway
            && METHODS.get(method) != Some(&"OPTIONS")
            && let Some(decision) = self.decisions.get(Decision::of(status) as usize)
        {
            decision.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Tells from now on what this pool has computed, too.
    pub fn watch_passwords(&self, passwords: PasswordPool) {
        let _ = self.passwords.set(passwords);
    }

    /// Tells from now on how long this database's disk was waited for, too.
    pub fn watch_database(&self, database: Db) {
        let _ = self.database.set(database);
    }

    /// Tells from now on how this upstream is doing, too.
    pub fn watch_upstream(&self, upstream: Upstream) {
        let _ = self.upstream.set(upstream);
    }

    /// Counts a request whose handler panicked.
    pub fn panic(&self) {
        self.panics.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a connection for as long as the answer lives.
    pub fn connection(self: &std::sync::Arc<Self>) -> OpenConnection {
        self.connections_total.fetch_add(1, Ordering::Relaxed);
        self.connections_open.fetch_add(1, Ordering::Relaxed);
        OpenConnection(std::sync::Arc::clone(self))
    }
}

/// A connection that is counted as open until this is dropped.
#[derive(Debug)]
pub struct OpenConnection(std::sync::Arc<Metrics>);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.connections_open.fetch_sub(1, Ordering::Relaxed);
    }
}
