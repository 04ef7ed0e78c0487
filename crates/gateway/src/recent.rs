//! The latest decisions of this process, for whoever operates it: who asked for what, how far they came, and what was answered. A bounded list in memory
//! without tokens, bodies or paths; nothing decides by it.

use std::{
    collections::VecDeque,
    sync::{Arc, OnceLock},
};

use axum::response::Response;
use domain::UnixMillis;
use guard::{Principal, Rejection, TokenError};
use http::Method;
use parking_lot::Mutex;

use crate::{
    decision::{Check, Identify, Refusal, Witness},
    operations::Operation,
};

/// How many are kept.
pub const KEPT: usize = 200;

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentDecision {
    /// When it was answered.
    pub at: UnixMillis,
    /// Its method.
    pub method: Method,
    /// The operation that it was found to be.
    pub operation: Option<&'static str>,
    /// Whom its token speaks for, where that was verified.
    pub principal: Option<Arc<Principal>>,
    /// The last check that was begun of those that ask nobody; a refusal with a code of a later guard came from there.
    pub check: &'static str,
    /// What was answered.
    pub status: u16,
    /// The code of a refusal.
    pub code: Option<String>,
}

/// The latest decisions, newest first.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<VecDeque<RecentDecision>>);

impl Recent {
    pub(crate) fn all(&self) -> Vec<RecentDecision> {
        self.0.lock().iter().cloned().collect()
    }

    pub(crate) fn add(&self, decision: RecentDecision) {
        let mut kept = self.0.lock();
        kept.truncate(KEPT - 1);
        kept.push_front(decision);
    }
}

/// How a request ended, as far as it is kept.
pub(crate) fn outcome(result: &Result<Response, Refusal<'_>>) -> (u16, Option<String>) {
    let refused = |rejection: &Rejection| (rejection.status().as_u16(), Some(rejection.code().to_owned()));
    match result {
        Ok(response) => (response.status().as_u16(), None),
        Err(Refusal::Prepared(prepared)) => refused(prepared.rejection()),
        Err(Refusal::Rejection(rejection)) => refused(rejection),
    }
}

/// Notes how far a request comes.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) check: &'static str,
}

impl Witness for Notes {
    fn begins(&mut self, check: Check<'_>) {
        if let Check::AuthorizationHeader(planned) = check {
            self.operation = Some(planned.operation);
        }
        self.check = check.name();
    }
}

/// Notes whom a token speaks for.
pub(crate) struct Noting<'a, I: Identify> {
    pub(crate) identify: &'a I,
    pub(crate) subject: OnceLock<I::Subject>,
}

impl<I: Identify> Identify for Noting<'_, I>
where
    I::Subject: Clone,
{
    type Subject = I::Subject;

    async fn identify(&self, token: &str) -> Result<I::Subject, TokenError> {
        let subject = self.identify.identify(token).await?;
        let _ = self.subject.set(subject.clone());
        Ok(subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_kept_newest_first() {
        let recent = Recent::default();
        for at in 0..300 {
            recent.add(RecentDecision {
                at: UnixMillis(at),
                method: Method::GET,
                operation: None,
                principal: None,
                check: "path",
                status: 404,
                code: None,
            });
        }
        let kept = recent.all();
        assert_eq!((kept.len(), kept.first().map(|one| one.at)), (KEPT, Some(UnixMillis(299))));
    }
}
