use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::{Router, http::StatusCode as Status, routing::get};
use domain::FixedClock;
use jose::{Algorithm, Jwk, SigningKey};
use parking_lot::RwLock;

use super::*;
use crate::http_client::http_client;

/// An issuer's JWKS endpoint that counts requests and can be taken down.
#[derive(Clone, Default)]
struct Issuer {
    keys: Arc<RwLock<Vec<Jwk>>>,
    requests: Arc<AtomicUsize>,
    is_down: Arc<AtomicBool>,
    metadata: Arc<RwLock<serde_json::Value>>,
}

impl Issuer {
    async fn start(self) -> Uri {
        let metadata = Arc::clone(&self.metadata);
        let jwks = move || async move {
            self.requests.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            if self.is_down.load(Ordering::SeqCst) {
                return Err(Status::INTERNAL_SERVER_ERROR);
            }
            Ok(axum::Json(serde_json::json!({ "keys": *self.keys.read() })))
        };
        let app = Router::new().route("/oidc/jwks", get(jwks.clone())).route("/moved/jwks", get(jwks)).route(
            "/oidc/.well-known/openid-configuration",
            get(move || async move { axum::Json(metadata.read().clone()) }),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        format!("http://{address}/oidc/jwks").parse().unwrap()
    }

    fn add_key(&self) -> String {
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        self.keys.write().push(key.public_jwk().clone());
        key.kid().to_owned()
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn start() -> (Issuer, RemoteKeys, Arc<FixedClock>) {
    let issuer = Issuer::default();
    let uri = issuer.clone().start().await;
    let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(1_790_000_000)));
    let client = http_client(Duration::from_secs(1)).unwrap();
    let keys = RemoteKeys::new(uri, client, clock.clone(), RemoteKeysOptions::default());
    (issuer, keys, clock)
}

#[tokio::test]
async fn many_callers_at_once_cause_one_request() {
    let (issuer, keys, _clock) = start().await;
    let kid = issuer.add_key();
    assert!(keys.current().is_none());
    let callers = (0..50).map(|_| keys.refresh(None));
    for snapshot in futures_util::future::join_all(callers).await {
        assert!(snapshot.unwrap().keys.contains(&kid));
    }
    assert_eq!(issuer.requests(), 1);
    assert!(keys.current().unwrap().keys.contains(&kid));
}

#[tokio::test]
async fn a_caller_who_hangs_up_keeps_nobody_from_the_answer() {
    let (issuer, keys, clock) = start().await;
    issuer.add_key();
    let first = keys.refresh(None).await.unwrap();
    let second_kid = issuer.add_key();
    clock.advance(Duration::from_secs(10));
    let hung_up = tokio::time::timeout(Duration::from_millis(2), keys.refresh(Some(first.generation)));
    assert!(hung_up.await.is_err(), "it ended before it was hung up");
    // Within the time in which nobody asks again.
    let second = keys.refresh(Some(first.generation)).await.unwrap();
    assert!(second.keys.contains(&second_kid));
    assert_eq!(issuer.requests(), 2);
}

#[tokio::test]
async fn an_unknown_key_id_asks_again_but_not_more_often_than_the_cooldown() {
    let (issuer, keys, clock) = start().await;
    issuer.add_key();
    let first = keys.refresh(None).await.unwrap();
    let second_kid = issuer.add_key();
    for _ in 0..5 {
        assert_eq!(keys.refresh(Some(first.generation)).await.unwrap().generation, first.generation);
    }
    assert_eq!(issuer.requests(), 1);
    clock.advance(Duration::from_secs(10));
    let second = keys.refresh(Some(first.generation)).await.unwrap();
    assert!(second.keys.contains(&second_kid) && second.generation != first.generation);
    assert_eq!(issuer.requests(), 2);
}

#[tokio::test]
async fn the_last_good_keys_stay_while_the_issuer_is_down() {
    let (issuer, keys, clock) = start().await;
    let kid = issuer.add_key();
    let first = keys.refresh(None).await.unwrap();
    issuer.is_down.store(true, Ordering::SeqCst);
    clock.advance(Duration::from_secs(60));
    let kept = keys.refresh(Some(first.generation)).await.unwrap();
    assert_eq!(kept.generation, first.generation);
    assert!(kept.keys.contains(&kid));
    assert_eq!(issuer.requests(), 2);
}

#[tokio::test]
async fn without_any_keys_and_a_failing_issuer_there_are_none() {
    let (issuer, keys, clock) = start().await;
    issuer.add_key();
    issuer.is_down.store(true, Ordering::SeqCst);
    assert_eq!(keys.refresh(None).await.unwrap_err(), KeysUnavailable);
    assert_eq!(keys.refresh(None).await.unwrap_err(), KeysUnavailable);
    assert_eq!(issuer.requests(), 1);
    issuer.is_down.store(false, Ordering::SeqCst);
    clock.advance(Duration::from_secs(1));
    assert!(keys.refresh(None).await.is_ok());
}

#[tokio::test]
async fn a_document_without_a_usable_key_counts_as_a_failure() {
    let (issuer, keys, clock) = start().await;
    assert_eq!(keys.refresh(None).await.unwrap_err(), KeysUnavailable);
    let kid = issuer.add_key();
    clock.advance(Duration::from_secs(1));
    let held = keys.refresh(None).await.unwrap();
    issuer.keys.write().clear();
    clock.advance(Duration::from_secs(60));
    assert!(keys.refresh(Some(held.generation)).await.unwrap().keys.contains(&kid));
}

#[tokio::test]
async fn old_keys_are_replaced_in_the_background() {
    let (issuer, keys, clock) = start().await;
    let removed = issuer.add_key();
    keys.refresh(None).await.unwrap();
    issuer.keys.write().clear();
    let added = issuer.add_key();
    clock.advance(Duration::from_secs(300));
    assert!(keys.current().unwrap().keys.contains(&removed));
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if keys.current().unwrap().keys.contains(&added) {
            assert!(!keys.current().unwrap().keys.contains(&removed));
            return;
        }
    }
    panic!("the new key never arrived");
}

#[tokio::test]
async fn the_same_keys_fetched_again_leave_verified_tokens_alone() {
    let (issuer, keys, clock) = start().await;
    issuer.add_key();
    let first = keys.refresh(None).await.unwrap();
    clock.advance(Duration::from_secs(60));
    let second = keys.refresh(Some(first.generation)).await.unwrap();
    assert_eq!((issuer.requests(), second.generation), (2, first.generation));
}

#[tokio::test]
async fn keys_that_could_not_be_asked_for_in_a_day_are_used_no_longer() {
    let (issuer, keys, clock) = start().await;
    issuer.add_key();
    keys.refresh(None).await.unwrap();
    issuer.is_down.store(true, Ordering::SeqCst);
    clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
    assert!(keys.current().is_some());
    clock.advance(Duration::from_secs(1));
    assert!(keys.current().is_none());
    assert_eq!(keys.refresh(None).await.unwrap_err(), KeysUnavailable);
    issuer.is_down.store(false, Ordering::SeqCst);
    clock.advance(Duration::from_secs(10));
    assert!(keys.refresh(None).await.is_ok() && keys.current().is_some());
}

/// Keys by discovery, with a document that names this issuer and this path.
async fn discovering(named: Option<&str>, path: &str) -> (Issuer, RemoteKeys, Arc<FixedClock>, String) {
    let issuer = Issuer::default();
    let jwks = issuer.clone().start().await;
    let base = jwks.to_string().replace("/oidc/jwks", "");
    let itself = format!("{base}/oidc");
    *issuer.metadata.write() = serde_json::json!({
        "issuer": named.unwrap_or(&itself), "jwks_uri": format!("{base}{path}"), "token_endpoint": "x",
    });
    let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(1_790_000_000)));
    let client = http_client(Duration::from_secs(1)).unwrap();
    let keys = RemoteKeys::discover(&itself, client, clock.clone(), RemoteKeysOptions::default()).unwrap();
    (issuer, keys, clock, base)
}

#[tokio::test]
async fn an_issuers_discovery_document_says_where_its_keys_are() {
    let (issuer, keys, clock, base) = discovering(None, "/oidc/jwks").await;
    let kid = issuer.add_key();
    let first = keys.refresh(None).await.unwrap();
    assert!(first.keys.contains(&kid));
    // They move: the attempt that fails to find them makes the next one ask.
    issuer.metadata.write()["jwks_uri"] = format!("{base}/moved/jwks").into();
    issuer.is_down.store(true, Ordering::SeqCst);
    clock.advance(Duration::from_secs(10));
    keys.refresh(Some(first.generation)).await.unwrap();
    issuer.is_down.store(false, Ordering::SeqCst);
    let added = issuer.add_key();
    clock.advance(Duration::from_secs(10));
    assert!(keys.refresh(Some(first.generation)).await.unwrap().keys.contains(&added));
}

#[tokio::test]
async fn the_discovery_document_of_another_issuer_is_not_believed() {
    let (issuer, keys, _clock, _base) = discovering(Some("https://evil.example/oidc"), "/oidc/jwks").await;
    issuer.add_key();
    assert_eq!(keys.refresh(None).await.unwrap_err(), KeysUnavailable);
    assert_eq!(issuer.requests(), 0);
}
