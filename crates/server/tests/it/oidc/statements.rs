//! What a sign-in asks of the database.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use axum::{extract::Request, middleware::Next};
use store::STATEMENTS;
use testkit::TestClient;
use tracing::field::{Field, Visit};
use tracing_subscriber::{Layer, layer::Context, prelude::*};

use crate::{browser::Browser, world::World};

/// The requests that were made, each with its statements.
type Requests = Arc<Mutex<Vec<(String, Vec<String>)>>>;

/// Notes the statements that are run.
struct Noting(Requests);

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
        if event.metadata().target() != STATEMENTS {
            return;
        }
        let mut statement = Statement(None);
        event.record(&mut statement);
        if let Some((_, statements)) = self.0.lock().unwrap().last_mut() {
            statements.extend(statement.0);
        }
    }
}

/// The most that the whole of a sign-in may ask, commits included.
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
    {
        let _noting = tracing_subscriber::registry().with(Noting(Arc::clone(&requests))).set_default();
        browser.sign_in(&world, "ben").await;
    }
    let requests = requests.lock().unwrap().clone();
    for (path, statements) in &requests {
        let reads: Vec<_> = statements.iter().filter(|statement| statement.starts_with("SELECT")).collect();
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
