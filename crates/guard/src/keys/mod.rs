//! Where the issuer's public keys come from: this process, or its JWKS document.

mod local;
mod remote;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use jose::KeySet;

pub use local::LocalKeys;
pub use remote::{RemoteKeys, RemoteKeysOptions};

/// The keys at one moment.
#[derive(Debug, Clone)]
pub struct KeySnapshot {
    /// The keys.
    pub keys: Arc<KeySet>,
    /// Another number for other keys. Tokens verified with an earlier generation are verified again.
    pub generation: u64,
}

/// There are no keys to verify with: nothing can be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the issuer's keys are not available")]
pub struct KeysUnavailable;

/// A place to get the issuer's keys from.
pub trait KeySource: Send + Sync {
    /// The keys as known now, without waiting. `None` when none were ever obtained.
    fn current(&self) -> Option<KeySnapshot>;

    /// Keys newer than generation `seen`, which did not suffice (or, with `None`, any keys at all). A source that may
    /// not ask again so soon, or whose asking fails, answers with the keys it has; it fails only without any.
    fn refresh(&self, seen: Option<u64>) -> BoxFuture<'_, Result<KeySnapshot, KeysUnavailable>>;
}
