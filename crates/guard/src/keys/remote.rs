//! The keys of an issuer elsewhere, from its JWKS document (RFC 7517 §5).
//!
//! One request at a time, never more often than the options say, and the last good keys stay in use when asking fails.
//! Keys older than the options allow are asked for again in the background, so that a key the issuer took away goes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use bytes::Bytes;
use domain::{Clock, UnixMillis};
use futures_util::future::BoxFuture;
use http::{Request, StatusCode, Uri, header::ACCEPT};
use http_body_util::{BodyExt as _, Full, Limited};
use jose::{JwkSet, KeySet};
use tokio::sync::Mutex;

use super::{KeySnapshot, KeySource, KeysUnavailable};
use crate::http_client::HttpClient;

/// Largest JWKS document that is read, in bytes.
const MAX_DOCUMENT_BYTES: usize = 256 * 1024;

/// How often and how long to ask.
#[derive(Debug, Clone, Copy)]
pub struct RemoteKeysOptions {
    /// Least time between two requests that unknown key ids cause: whoever sends made-up tokens cannot cause more.
    pub cooldown: Duration,
    /// Least time between two requests while there are no keys at all.
    pub first_cooldown: Duration,
    /// Age from which the keys are asked for again.
    pub max_age: Duration,
    /// How long one request may take.
    pub timeout: Duration,
}

impl Default for RemoteKeysOptions {
    fn default() -> Self {
        Self {
            cooldown: Duration::from_secs(10),
            first_cooldown: Duration::from_secs(1),
            max_age: Duration::from_secs(300),
            timeout: Duration::from_secs(5),
        }
    }
}

/// Keys from a JWKS document. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct RemoteKeys(Arc<Shared>);

struct Shared {
    uri: Uri,
    client: HttpClient,
    clock: Arc<dyn Clock>,
    options: RemoteKeysOptions,
    current: ArcSwapOption<Fetched>,
    attempts: Mutex<Attempts>,
}

struct Fetched {
    snapshot: KeySnapshot,
    at: UnixMillis,
}

#[derive(Default)]
struct Attempts {
    last: Option<UnixMillis>,
    generation: u64,
}

/// Why a JWKS document could not be used. It is logged; callers only learn that there are no new keys.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("the request could not be made")]
    Request(#[from] http::Error),
    #[error("the issuer did not answer")]
    Connection(#[from] hyper_util::client::legacy::Error),
    #[error("the issuer did not answer in time")]
    Timeout(#[from] tokio::time::error::Elapsed),
    #[error("the issuer answered {0}")]
    Status(StatusCode),
    #[error("the answer could not be read")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the answer is no JWKS document")]
    Document(#[from] serde_json::Error),
    #[error("the document holds no usable key")]
    NoKey,
}

impl RemoteKeys {
    /// Keys of the document at `uri`, `<issuer>/jwks` on this wire. Nothing is fetched yet.
    pub fn new(uri: Uri, client: HttpClient, clock: Arc<dyn Clock>, options: RemoteKeysOptions) -> Self {
        Self(Arc::new(Shared {
            uri,
            client,
            clock,
            options,
            current: ArcSwapOption::empty(),
            attempts: Mutex::default(),
        }))
    }
}

impl fmt::Debug for RemoteKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RemoteKeys").field("uri", &self.0.uri).finish_non_exhaustive()
    }
}

impl KeySource for RemoteKeys {
    fn current(&self) -> Option<KeySnapshot> {
        let fetched = self.0.current.load();
        let fetched = fetched.as_ref()?;
        if elapsed(fetched.at, self.0.clock.now(), self.0.options.max_age) {
            self.0.refresh_in_background(fetched.snapshot.generation);
        }
        Some(fetched.snapshot.clone())
    }

    fn refresh(&self, seen: Option<u64>) -> BoxFuture<'_, Result<KeySnapshot, KeysUnavailable>> {
        Box::pin(self.0.refresh(seen))
    }
}

impl Shared {
    fn refresh_in_background(self: &Arc<Self>, seen: u64) {
        // Whoever holds the lock is asking already.
        let Ok(attempts) = self.attempts.try_lock() else { return };
        if attempts.last.is_none_or(|last| elapsed(last, self.clock.now(), self.options.cooldown)) {
            let shared = Arc::clone(self);
            tokio::spawn(async move { shared.refresh(Some(seen)).await });
        }
    }

    fn snapshot(&self) -> Option<KeySnapshot> {
        self.current.load().as_ref().map(|fetched| fetched.snapshot.clone())
    }

    async fn refresh(&self, seen: Option<u64>) -> Result<KeySnapshot, KeysUnavailable> {
        let mut attempts = self.attempts.lock().await;
        let held = self.snapshot();
        // Somebody else asked while this caller waited for the lock.
        if let Some(newer) = held.as_ref().filter(|snapshot| Some(snapshot.generation) != seen) {
            return Ok(newer.clone());
        }
        let now = self.clock.now();
        let cooldown = if held.is_some() { self.options.cooldown } else { self.options.first_cooldown };
        if attempts.last.is_some_and(|last| !elapsed(last, now, cooldown)) {
            return held.ok_or(KeysUnavailable);
        }
        attempts.last = Some(now);
        match self.fetch().await {
            Ok(keys) => {
                attempts.generation += 1;
                let snapshot = KeySnapshot { keys: Arc::new(keys), generation: attempts.generation };
                self.current.store(Some(Arc::new(Fetched { snapshot: snapshot.clone(), at: now })));
                Ok(snapshot)
            }
            Err(error) => {
                tracing::warn!(error.message = %error, jwks.uri = %self.uri, "the issuer's keys could not be fetched");
                held.ok_or(KeysUnavailable)
            }
        }
    }

    async fn fetch(&self) -> Result<KeySet, FetchError> {
        let request = Request::get(self.uri.clone())
            .header(ACCEPT, "application/jwk-set+json, application/json")
            .body(Full::<Bytes>::default())?;
        let answer = tokio::time::timeout(self.options.timeout, async {
            let response = self.client.request(request).await?;
            if response.status() != StatusCode::OK {
                return Err(FetchError::Status(response.status()));
            }
            let body = Limited::new(response.into_body(), MAX_DOCUMENT_BYTES).collect().await;
            Ok(body.map_err(FetchError::Body)?.to_bytes())
        });
        let document: JwkSet = serde_json::from_slice(&answer.await??)?;
        let keys = KeySet::from_jwk_set(&document);
        if keys.is_empty() { Err(FetchError::NoKey) } else { Ok(keys) }
    }
}

/// Whether at least `interval` passed since `since`. A clock that was set back counts as having passed, so that it
/// cannot stop requests for long.
fn elapsed(since: UnixMillis, now: UnixMillis, interval: Duration) -> bool {
    now < since || now.since(since) >= interval
}

#[cfg(test)]
mod tests;
