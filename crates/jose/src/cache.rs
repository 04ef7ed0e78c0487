//! Tokens that were verified a moment ago, so that a burst of requests with one token pays for one signature.
//!
//! Keyed by the hash of the whole token, never the token; a forged token has another hash. Every hit checks issuer,
//! audience, type and times again. An entry counts only for the key set that it was verified with: other keys, be it
//! another issuer's or the same issuer's after a rotation, begin with an empty cache.

use std::fmt;
use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::compact::MAX_TOKEN_BYTES;
use crate::error::VerifyError;
use crate::hashing::hash_token;
use crate::key_set::KeySet;
use crate::verify::{Expected, VerifiedToken, verify};

/// A bounded cache of verified tokens, shared by all requests.
pub struct VerifiedTokenCache {
    entries: Cache<[u8; 32], Entry>,
}

#[derive(Clone)]
struct Entry {
    key_set: [u8; 32],
    token: Arc<VerifiedToken>,
}

impl VerifiedTokenCache {
    /// A cache of at most about `capacity` tokens; the least useful ones make room.
    pub fn new(capacity: usize) -> Self {
        Self { entries: Cache::new(capacity) }
    }

    /// Verifies `token` as [`verify`] does, or finds that this was done before with the same keys.
    ///
    /// # Errors
    /// As [`verify`]. Nothing is kept of a token that was refused.
    pub fn verify(
        &self,
        token: &str,
        keys: &KeySet,
        expected: &Expected<'_>,
    ) -> Result<Arc<VerifiedToken>, VerifyError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(VerifyError::JwsInvalid);
        }
        let hash = hash_token(token);
        if let Some(entry) = self.entries.get(&hash)
            && entry.key_set == *keys.fingerprint()
            && entry.token.still_satisfies(expected)
        {
            return Ok(entry.token);
        }
        // The slow way also finds the right error for an entry that no longer fits.
        let token = verify(token, keys, expected).map(Arc::new).inspect_err(|error| {
            if matches!(error, VerifyError::Expired { .. } | VerifyError::NoMatchingKey) {
                self.entries.remove(&hash);
            }
        })?;
        self.entries.insert(hash, Entry { key_set: *keys.fingerprint(), token: Arc::clone(&token) });
        Ok(token)
    }

    /// Forgets the tokens that expired before `now_seconds`, since 1970. Needed only to give memory back early.
    pub fn remove_expired(&self, now_seconds: i64) {
        self.entries.retain(|_, entry| entry.token.claims.exp > now_seconds);
    }

    /// How many tokens are held.
    #[cfg(test)]
    pub(crate) fn held(&self) -> usize {
        self.entries.len()
    }
}

impl fmt::Debug for VerifiedTokenCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("VerifiedTokenCache").field("len", &self.entries.len()).finish_non_exhaustive()
    }
}
