//! What a sign-in asks of the database.

use std::{
    cell::RefCell,
    fmt::Debug,
    sync::{Arc, Mutex},
};

use axum::{extract::Request, middleware::Next};
use store::STATEMENTS;
use testkit::TestClient;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{Layer, filter::Targets, layer::Context, prelude::*};

use crate::{browser::Browser, world::World};

/// The requests that were made, each with its statements.
type Requests = Arc<Mutex<Vec<(String, Vec<String>)>>>;

thread_local! {
    /// Where statements of this thread are noted.
    static NOTED: RefCell<Option<Requests>> = const { RefCell::new(None) };
}

/// Notes the statements that are run, where a thread wants that. It listens for the whole process: one that comes and goes with a test may find that
/// events are off, because somebody else came by them first and listened to nothing.
struct Noting;

impl Noting {
    /// Notes the statements of this thread from now on.
    fn begin(requests: &Requests) {
        let listening = Noting.with_filter(Targets::new().with_target(STATEMENTS, LevelFilter::TRACE));
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(listening)).unwrap();
        NOTED.set(Some(Arc::clone(requests)));
    }
}

impl<S: tracing::Subscriber> Layer<S> for Noting {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        struct Statement(Option<String>);
        impl Visit for Statement {
            fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
            fn record_str(&mut self, field: &Field, value: &str) {
                if field.name() == "statement" {
                    self.0 = Some(value.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        }
        let mut statement = Statement(None);
        event.record(&mut statement);
        NOTED.with_borrow(|requests| {
            if let Some(requests) = requests
                && let Some((_, statements)) = requests.lock().unwrap().last_mut()
            {
                statements.extend(statement.0);
            }
        });
    }
}

/// The most that the whole of a sign-in may ask, commits included: four more than it asks.
const MOST: usize = 64;

// On one thread, so that what others do is not noted.
#[tokio::test]
async fn a_sign_in_asks_the_database_little_and_nothing_twice() {
    let world = World::sqlite().await;
    // What is read once a second or once a process is read.
    Browser::new(&world).sign_in(&world, "ben").await;
    let requests = Requests::default();
    let noted = Arc::clone(&requests);
    let router =
        world.router.clone().layer(axum::middleware::from_fn(move |request: Request, next: Next| {
            noted.lock().unwrap().push((request.uri().path().to_owned(), Vec::new()));
            next.run(request)
        }));
    let browser = Browser { client: TestClient::new(router), ..Browser::new(&world) };
    Noting::begin(&requests);
    browser.sign_in(&world, "ben").await;
    let requests = requests.lock().unwrap().clone();
    for (path, statements) in &requests {
        let is_read = |statement: &&String| statement.starts_with("SELECT") || statement.starts_with("WITH");
        let reads: Vec<_> = statements.iter().filter(is_read).collect();
        let is_twice = reads.iter().any(|one| reads.iter().filter(|other| one == *other).count() > 1);
        assert!(!is_twice, "{path} reads something twice: {statements:#?}");
        let commits = statements.iter().filter(|statement| *statement == "COMMIT").count();
        let most = if path.ends_with("/verification/password") { 2 } else { 1 };
        assert!(commits <= most, "{path} commits {commits} times: {statements:#?}");
    }
    let count: usize = requests.iter().map(|(_, statements)| statements.len()).sum();
    assert_eq!(requests.len(), 9);
    assert!((20..=MOST).contains(&count), "{count} statements: {requests:#?}");
}
