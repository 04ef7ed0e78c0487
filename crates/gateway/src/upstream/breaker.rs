//! The circuit breaker: an upstream that fails is left alone for a while, and those who ask get their 503 at once instead of
//! after a time-out each.
//!
//! *Closed*: everybody passes. After a row of failures, or when half of the latest calls failed, it opens. *Open*: nobody
//! passes until the wait is over, which grows each time. *Half open*: a few calls are let through to find out, as many as one
//! request to the gateway makes at once; some successes close it, one failure opens it again.
//!
//! What counts as a failure says that the upstream does not work, not that it dislikes a request: no connection, one that
//! broke, no answer in time, 502, 503 and 504.

use std::sync::Arc;
use std::time::Duration;

use client::backoff::{Backoff, Wait};
use domain::{Clock, Entropy, UnixMillis};
use parking_lot::Mutex;

use super::health::Circuit;

/// Failures in a row that open it.
const MOST_IN_A_ROW: u32 = 5;
/// Of so many of the latest calls, half may not fail.
const REMEMBERED: u32 = 32;
/// So many calls must be known before their share of failures says something.
const LEAST_KNOWN: u32 = 16;
/// Calls are forgotten when none came for so long.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(30);
/// How long it stays open.
const OPEN: Backoff = Backoff { first: Duration::from_secs(2), most: Duration::from_secs(30) };
/// Calls at once that find out, when it is half open.
const MOST_PROBES: u32 = 3;
/// Successes that close it then.
const SUCCESSES: u32 = 2;
/// When to come back while others find out.
const WHILE_PROBING: Duration = Duration::from_secs(1);

/// The breaker of one upstream.
pub(super) struct Breaker {
    /// Which upstream, for the log.
    upstream: String,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    inner: Mutex<Inner>,
}

struct Inner {
    state: State,
    times_opened: u64,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Closed(Latest),
    Open { wait: Wait, in_a_row: u32 },
    HalfOpen { probing: u32, successes: u32, in_a_row: u32 },
}

/// The latest calls while it is closed.
#[derive(Debug, Clone, Copy, Default)]
struct Latest {
    /// One bit a call, the latest lowest; 1 for a failure.
    outcomes: u32,
    known: u32,
    failures_in_a_row: u32,
    last: Option<UnixMillis>,
}

/// Leave to call once. Dropped without a word, it tells nothing about the upstream.
pub(super) struct Pass {
    breaker: Arc<Breaker>,
    is_probe: bool,
    is_told: bool,
}

impl Breaker {
    pub(super) fn new(upstream: String, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        let inner = Inner { state: State::Closed(Latest::default()), times_opened: 0 };
        Self { upstream, clock, entropy, inner: Mutex::new(inner) }
    }

    /// Leave to call, or how long to wait for it.
    pub(super) fn admit(self: &Arc<Self>) -> Result<Pass, Duration> {
        let mut inner = self.inner.lock();
        let is_probe = match &mut inner.state {
            State::Closed(_) => false,
            State::Open { wait, in_a_row } => {
                if let Some(left) = wait.left(self.clock.now()) {
                    return Err(left);
                }
                inner.state = State::HalfOpen { probing: 1, successes: 0, in_a_row: *in_a_row };
                tracing::info!(upstream = self.upstream, "the circuit to the upstream is half open");
                true
            }
            State::HalfOpen { probing, .. } if *probing >= MOST_PROBES => return Err(WHILE_PROBING),
            State::HalfOpen { probing, .. } => {
                *probing += 1;
                true
            }
        };
        Ok(Pass { breaker: Arc::clone(self), is_probe, is_told: false })
    }

    /// What it is now, and how often it was opened.
    pub(super) fn circuit(&self) -> (Circuit, u64) {
        let inner = self.inner.lock();
        let circuit = match inner.state {
            State::Closed(_) => Circuit::Closed,
            State::Open { .. } => Circuit::Open,
            State::HalfOpen { .. } => Circuit::HalfOpen,
        };
        (circuit, inner.times_opened)
    }

    fn learn(&self, is_probe: bool, is_failure: bool) {
        let mut inner = self.inner.lock();
        let now = self.clock.now();
        match &mut inner.state {
            State::Closed(latest) => {
                latest.add(is_failure, now);
                if is_failure && latest.is_too_much() {
                    self.open(&mut inner, now, 1);
                }
            }
            State::HalfOpen { probing, successes, in_a_row } if is_probe => {
                if is_failure {
                    let in_a_row = in_a_row.saturating_add(1);
                    return self.open(&mut inner, now, in_a_row);
                }
                *probing = probing.saturating_sub(1);
                *successes += 1;
                if *successes >= SUCCESSES {
                    inner.state = State::Closed(Latest::default());
                    tracing::info!(upstream = self.upstream, "the circuit to the upstream is closed again");
                }
            }
            // An answer to a call from before it opened.
            State::Open { .. } | State::HalfOpen { .. } => {}
        }
    }

    fn open(&self, inner: &mut Inner, now: UnixMillis, in_a_row: u32) {
        let duration = OPEN.wait(in_a_row, &*self.entropy);
        inner.state = State::Open { wait: Wait::new(now, duration), in_a_row };
        inner.times_opened += 1;
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(
            upstream = self.upstream,
            milliseconds,
            "the circuit to the upstream is open: calls fail at once until then"
        );
    }

    fn give_up_probe(&self) {
        if let State::HalfOpen { probing, .. } = &mut self.inner.lock().state {
            *probing = probing.saturating_sub(1);
        }
    }
}

impl Latest {
    fn add(&mut self, is_failure: bool, now: UnixMillis) {
        if self.last.is_some_and(|last| now < last || now.since(last) > FORGOTTEN_AFTER) {
            *self = Self::default();
        }
        self.outcomes = self.outcomes << 1 | u32::from(is_failure);
        self.known = (self.known + 1).min(REMEMBERED);
        self.failures_in_a_row = if is_failure { self.failures_in_a_row + 1 } else { 0 };
        self.last = Some(now);
    }

    fn is_too_much(self) -> bool {
        let is_mostly_failing = self.known >= LEAST_KNOWN && self.outcomes.count_ones() * 2 >= self.known;
        self.failures_in_a_row >= MOST_IN_A_ROW || is_mostly_failing
    }
}

impl Pass {
    /// Tells how the call went.
    pub(super) fn tell(mut self, is_failure: bool) {
        self.is_told = true;
        self.breaker.learn(self.is_probe, is_failure);
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        // Whoever asked hung up: somebody else may find out.
        if self.is_probe && !self.is_told {
            self.breaker.give_up_probe();
        }
    }
}

#[cfg(test)]
mod tests;
