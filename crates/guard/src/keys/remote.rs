//! The keys of an issuer elsewhere, from its JWKS document (RFC 7517 §5), found by its discovery document or named.
//!
//! One request at a time, never more often than the options say, and the last good keys stay in use for a while when asking
//! fails. Keys older than the options allow are asked for again in the background, so that a key the issuer took away goes.

mod document;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use domain::{Clock, UnixMillis};
use futures_util::future::BoxFuture;
use http::Uri;
use http::uri::InvalidUri;
use tokio::sync::Mutex;

use self::document::Place;
use super::{KeySnapshot, KeySource, KeysUnavailable};
use crate::http_client::HttpClient;

/// How often and how long to ask.
#[derive(Debug, Clone, Copy)]
pub struct RemoteKeysOptions {
    /// Least time between two requests that unknown key ids cause: whoever sends made-up tokens cannot cause more.
    pub cooldown: Duration,
    /// Least time between two requests while there are no keys at all.
    pub first_cooldown: Duration,
    /// Age from which the keys are asked for again.
    pub max_age: Duration,
    /// How long the last good keys stay in use while the issuer cannot be asked. Afterwards nothing is accepted: a key
    /// that leaked and was withdrawn must not live as long as an attacker keeps the issuer out of reach.
    pub max_stale: Duration,
    /// How long one request may take.
    pub timeout: Duration,
}

impl Default for RemoteKeysOptions {
    fn default() -> Self {
        Self {
            cooldown: Duration::from_secs(10),
            first_cooldown: Duration::from_secs(1),
            max_age: Duration::from_secs(300),
            max_stale: Duration::from_secs(24 * 60 * 60),
            timeout: Duration::from_secs(5),
        }
    }
}

/// Keys from a JWKS document. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct RemoteKeys(Arc<Shared>);

struct Shared {
    place: Place,
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

impl RemoteKeys {
    /// Keys of the document at `uri`, `<issuer>/jwks` on this wire. Nothing is fetched yet.
    pub fn new(uri: Uri, client: HttpClient, clock: Arc<dyn Clock>, options: RemoteKeysOptions) -> Self {
        Self::at(Place::Document(uri), client, clock, options)
    }

    /// Keys of the document that the discovery document of `issuer` names (`<issuer>/.well-known/openid-configuration`).
    /// Nothing is fetched yet.
    pub fn discover(
        issuer: &str,
        client: HttpClient,
        clock: Arc<dyn Clock>,
        options: RemoteKeysOptions,
    ) -> Result<Self, InvalidUri> {
        let metadata = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let place = Place::Discovery {
            issuer: issuer.to_owned(),
            metadata: metadata.parse()?,
            found: ArcSwapOption::empty(),
        };
        Ok(Self::at(place, client, clock, options))
    }

    fn at(place: Place, client: HttpClient, clock: Arc<dyn Clock>, options: RemoteKeysOptions) -> Self {
        Self(Arc::new(Shared {
            place,
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
        formatter.debug_struct("RemoteKeys").field("place", &self.0.place).finish_non_exhaustive()
    }
}

impl KeySource for RemoteKeys {
    fn current(&self) -> Option<KeySnapshot> {
        let fetched = self.0.current.load();
        let fetched = fetched.as_ref()?;
        let now = self.0.clock.now();
        if elapsed(fetched.at, now, self.0.options.max_age) {
            if self.0.is_too_old(fetched, now) {
                return None;
            }
            self.0.refresh_in_background(fetched.snapshot.generation);
        }
        Some(fetched.snapshot.clone())
    }

    fn refresh(&self, seen: Option<u64>) -> BoxFuture<'_, Result<KeySnapshot, KeysUnavailable>> {
        let shared = Arc::clone(&self.0);
        // In a task of its own: a caller who hangs up would leave behind that somebody asked, and no answer.
        let asking = tokio::spawn(async move { shared.refresh(seen).await });
        Box::pin(async move { asking.await.unwrap_or(Err(KeysUnavailable)) })
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

    /// What can still be verified with.
    fn snapshot(&self) -> Option<KeySnapshot> {
        let now = self.clock.now();
        let fetched = self.current.load();
        fetched.as_ref().filter(|held| !self.is_too_old(held, now)).map(|held| held.snapshot.clone())
    }

    /// A clock that was set back makes nothing too old.
    fn is_too_old(&self, fetched: &Fetched, now: UnixMillis) -> bool {
        now.since(fetched.at) >= self.options.max_stale
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
        match self.place.fetch(&self.client, self.options.timeout).await {
            Ok(keys) => {
                let same = held.filter(|held| held.keys.fingerprint() == keys.fingerprint());
                let snapshot = same.unwrap_or_else(|| {
                    attempts.generation += 1;
                    KeySnapshot { keys: Arc::new(keys), generation: attempts.generation }
                });
                self.current.store(Some(Arc::new(Fetched { snapshot: snapshot.clone(), at: now })));
                Ok(snapshot)
            }
            Err(error) => {
                tracing::warn!(error.message = %domain::causes(&error), keys = ?self.place, "the issuer's keys could not be fetched");
                held.ok_or(KeysUnavailable)
            }
        }
    }
}

/// Whether at least `interval` passed since `since`. A clock that was set back counts as having passed, so that it
/// cannot stop requests for long.
fn elapsed(since: UnixMillis, now: UnixMillis, interval: Duration) -> bool {
    now < since || now.since(since) >= interval
}

#[cfg(test)]
mod tests;
