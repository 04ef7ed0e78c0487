//! The issuer's keys: not there, empty, garbage, and asked for too often. Without keys nobody is let through; with them,
//! nobody can make the gateway ask more often than it wants to.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::response::{IntoResponse as _, Response};
use guard::http_client::http_client;
use guard::{KeySource, RemoteKeys, RemoteKeysOptions};
use http::StatusCode;
use parking_lot::Mutex;
use serde_json::json;

use super::super::fixture::{gateway_with_keys, in_process, public_jwk, token_with_unknown_key};
use super::*;

type Answer = Arc<Mutex<Box<dyn Fn() -> Response + Send>>>;

/// A JWKS document that answers what the test says, and counts.
struct Issuer {
    answer: Answer,
    requests: Arc<AtomicUsize>,
    clock: Arc<FixedClock>,
    fixture: Fixture,
}

fn good() -> Response {
    axum::Json(json!({ "keys": [public_jwk()] })).into_response()
}

async fn start(answer: impl Fn() -> Response + Send + 'static) -> Issuer {
    let answer: Answer = Arc::new(Mutex::new(Box::new(answer)));
    let requests = Arc::new(AtomicUsize::new(0));
    let app = Router::new().fallback({
        let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
        move || async move {
            requests.fetch_add(1, Ordering::SeqCst);
            answer.lock()()
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/oidc/jwks", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let issuer = over(&uri).await;
    Issuer { answer, requests, ..issuer }
}

/// A gateway whose issuer's keys are at `uri`.
async fn over(uri: &str) -> Issuer {
    let clock = clock();
    let client = http_client(Duration::from_secs(1)).unwrap();
    let options = RemoteKeysOptions { timeout: Duration::from_millis(300), ..RemoteKeysOptions::default() };
    let keys: Arc<dyn KeySource> =
        Arc::new(RemoteKeys::new(uri.parse().unwrap(), client, clock.clone(), options));
    let fixture = Fixture::new(Transport::InProcess).await;
    let upstream = in_process(&fixture.upstream, clock.clone());
    let app = gateway_with_keys(keys, upstream, clock.clone());
    let answer: Answer = Arc::new(Mutex::new(Box::new(good)));
    Issuer { answer, requests: Arc::default(), clock, fixture: Fixture { app, ..fixture } }
}

#[tokio::test]
async fn without_keys_nobody_is_let_through() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/oidc/jwks", closed.local_addr().unwrap());
    drop(closed);
    let nobody = over(&uri).await;
    assert_eq!(read(&nobody.fixture).await, outcome(503, "guard.keys_unavailable"));
    let answers: [fn() -> Response; 7] = [
        || StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        || StatusCode::NO_CONTENT.into_response(),
        || (StatusCode::FOUND, [("location", "/elsewhere")]).into_response(),
        || axum::Json(json!({ "keys": [] })).into_response(),
        || axum::Json(json!({ "keys": "all" })).into_response(),
        || {
            axum::Json(json!({ "keys": [{ "kty": "oct", "k": "AAAA", "alg": "HS256", "kid": "k" }] }))
                .into_response()
        },
        || "<html>".into_response(),
    ];
    for (index, answer) in answers.into_iter().enumerate() {
        let issuer = start(answer).await;
        assert_eq!(read(&issuer.fixture).await, outcome(503, "guard.keys_unavailable"), "{index}");
        assert_eq!(issuer.fixture.upstream.take_calls(), Vec::<String>::new());
        *issuer.answer.lock() = Box::new(good);
        issuer.clock.advance(Duration::from_secs(1));
        assert_eq!(read(&issuer.fixture).await.0, 200, "{index}: it is found again");
    }
}

#[tokio::test]
async fn a_flood_of_unknown_key_ids_causes_one_request() {
    let issuer = start(good).await;
    assert_eq!(read(&issuer.fixture).await.0, 200);
    issuer.clock.advance(Duration::from_secs(10));
    for number in 0..200 {
        let token = token_with_unknown_key(&format!("made-up-{number}"));
        let reply = issuer.fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
        assert_eq!(reply.outcome(), (401, "auth.unauthorized"));
    }
    assert_eq!(issuer.requests.load(Ordering::SeqCst), 2, "the first keys, and once again");
    assert_eq!(read(&issuer.fixture).await.0, 200);
}

#[tokio::test]
async fn good_keys_stay_in_use_while_the_issuer_fails() {
    let issuer = start(good).await;
    assert_eq!(read(&issuer.fixture).await.0, 200);
    *issuer.answer.lock() = Box::new(|| axum::Json(json!({ "keys": [] })).into_response());
    issuer.clock.advance(Duration::from_secs(600));
    assert_eq!(read(&issuer.fixture).await.0, 200);
    let token = token_with_unknown_key("made-up");
    let reply = issuer.fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (401, "auth.unauthorized"));
}
