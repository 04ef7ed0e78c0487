//! Whether the program lives, and whether it can do its work: for whoever restarts it and for whoever sends it requests.
//!
//! Anybody who reaches an address may ask, so that the database is asked once a second at the most, for all addresses and all tenants of this server
//! together: who asks meanwhile is told what was found, and who asks while it is looked waits for that.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use domain::UnixMillis;
use futures_util::future::BoxFuture;
use operations::Services;
use tokio::sync::Mutex;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// For how long an answer of the database is good, from when it came.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// What the database said, or why it is not to be reckoned with.
type Answer = Result<(), &'static str>;

/// Asks the database.
type Ask = Box<dyn Fn() -> BoxFuture<'static, Answer> + Send + Sync>;

/// Whether this server can do its work.
pub struct Readiness {
    services: Arc<Services>,
    ask: Ask,
    /// What was found last, and when. Whoever looks holds it.
    last: Arc<Mutex<Option<(UnixMillis, Answer)>>>,
}

impl Readiness {
    /// That of a server, from the services of any of its tenants: they have database and audit log in common.
    pub fn new(services: &Arc<Services>) -> Arc<Self> {
        let own = Arc::clone(services);
        let ask = move || -> BoxFuture<'static, Answer> { Box::pin(database(Arc::clone(&own))) };
        Self::by(services, Box::new(ask))
    }

    fn by(services: &Arc<Services>, ask: Ask) -> Arc<Self> {
        Arc::new(Self { services: Arc::clone(services), ask, last: Arc::default() })
    }

    /// What the database answers, or answered within the last second.
    async fn database(&self) -> Answer {
        let mut last = Arc::clone(&self.last).lock_owned().await;
        let now = self.services.now();
        if let Some((at, answer)) = *last
            && at <= now
            && now < at.plus(GOOD_FOR)
        {
            return answer;
        }
        // It goes on when whoever asked goes away: those who come and go have it made no more often.
        let (asked, clock) = ((self.ask)(), Arc::clone(&self.services.clock));
        let looked = tokio::spawn(async move {
            let answer = asked.await;
            *last = Some((clock.now(), answer));
            answer
        });
        looked.await.unwrap_or(Err("the database does not answer\n"))
    }

    async fn verdict(&self) -> (StatusCode, &'static str) {
        let database = self.database().await;
        // The rest is in memory and is told as it is now.
        verdict(database, self.services.db.keeps_writes(), self.services.audit.is_running())
    }
}

/// `GET /healthz`: the process answers. `GET /readyz`: the database answers and keeps what is written, and the audit log
/// takes records. What the wire
/// has for the first, `GET /api/status`, is an operation of the Management API.
pub fn router(readiness: &Arc<Readiness>) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(async |State(readiness): State<Arc<Readiness>>| readiness.verdict().await))
        .with_state(Arc::clone(readiness))
}

async fn database(services: Arc<Services>) -> Answer {
    let version = store::configuration::version(services.db.exec(), &services.tenant);
    match tokio::time::timeout(PATIENCE, version).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(error.message = %domain::causes(&error), "not ready: the database does not answer");
            Err("the database does not answer\n")
        }
        Err(_) => Err("the database does not answer in time\n"),
    }
}

fn verdict(database: Answer, keeps_writes: bool, audit_is_running: bool) -> (StatusCode, &'static str) {
    match database {
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, reason),
        Ok(()) if !keeps_writes => {
            (StatusCode::SERVICE_UNAVAILABLE, "the disk did not keep what was written\n")
        }
        Ok(()) if !audit_is_running => (StatusCode::SERVICE_UNAVAILABLE, "the audit log has stopped\n"),
        Ok(()) => (StatusCode::OK, "ready\n"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

    use testkit::TestServices;
    use tokio::sync::Semaphore;

    use super::*;

    #[test]
    fn ready_is_who_can_read_and_record() {
        assert_eq!(verdict(Ok(()), true, true), (StatusCode::OK, "ready\n"));
        let stopped = (StatusCode::SERVICE_UNAVAILABLE, "the audit log has stopped\n");
        assert_eq!(verdict(Ok(()), true, false), stopped);
        let lost = (StatusCode::SERVICE_UNAVAILABLE, "the disk did not keep what was written\n");
        assert_eq!(verdict(Ok(()), false, true), lost);
        let silent = "the database does not answer\n";
        assert_eq!(verdict(Err(silent), true, true), (StatusCode::SERVICE_UNAVAILABLE, silent));
    }

    /// A database that answers when it is let, and counts how often it is asked.
    #[derive(Default)]
    struct Database {
        asked: AtomicUsize,
        is_away: AtomicBool,
        answers: Option<Semaphore>,
    }

    fn over(test: &TestServices, database: &Arc<Database>) -> Arc<Readiness> {
        let own = Arc::clone(database);
        let ask = move || -> BoxFuture<'static, Answer> {
            let database = Arc::clone(&own);
            Box::pin(async move {
                database.asked.fetch_add(1, SeqCst);
                if let Some(answers) = &database.answers {
                    answers.acquire().await.unwrap().forget();
                }
                if database.is_away.load(SeqCst) { Err("away\n") } else { Ok(()) }
            })
        };
        Readiness::by(&test.services, Box::new(ask))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn whoever_asks_within_a_second_is_told_what_was_found() {
        let test = TestServices::sqlite().await;
        let database = Arc::new(Database::default());
        let readiness = over(&test, &database);
        for _ in 0..5 {
            assert_eq!(readiness.verdict().await, (StatusCode::OK, "ready\n"));
        }
        assert_eq!(database.asked.load(SeqCst), 1);
        database.is_away.store(true, SeqCst);
        test.advance(Duration::from_millis(999));
        assert_eq!(readiness.verdict().await.0, StatusCode::OK);
        test.advance(Duration::from_millis(1));
        let away = (StatusCode::SERVICE_UNAVAILABLE, "away\n");
        assert_eq!((readiness.verdict().await, readiness.verdict().await), (away, away));
        assert_eq!(database.asked.load(SeqCst), 2);
        // It is back a second later, not sooner.
        database.is_away.store(false, SeqCst);
        assert_eq!(readiness.verdict().await, away);
        test.advance(Duration::from_secs(1));
        assert_eq!(readiness.verdict().await.0, StatusCode::OK);
        assert_eq!(database.asked.load(SeqCst), 3);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn whoever_asks_while_it_is_looked_waits_for_that_and_nobody_is_needed_for_it() {
        let test = TestServices::sqlite().await;
        let database = Arc::new(Database { answers: Some(Semaphore::new(0)), ..Database::default() });
        let readiness = over(&test, &database);
        let ask = || {
            let readiness = Arc::clone(&readiness);
            tokio::spawn(async move { readiness.verdict().await })
        };
        // The first goes away before there is an answer.
        let first = ask();
        while database.asked.load(SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        first.abort();
        let others: Vec<_> = (0..20).map(|_| ask()).collect();
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(others.iter().all(|other| !other.is_finished()));
        database.answers.as_ref().unwrap().add_permits(1);
        for other in others {
            assert_eq!(other.await.unwrap(), (StatusCode::OK, "ready\n"));
        }
        assert_eq!(database.asked.load(SeqCst), 1);
    }
}
