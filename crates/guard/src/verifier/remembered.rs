//! Tokens that were verified a moment ago, by the hash of the whole token.
//!
//! Bounded in bytes and in number: what a token says may be long, and whoever can get tokens chooses how many there
//! are. Good only for the keys they were verified with and until they end; what has ended goes when it is met and, once
//! a minute, when something is added.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::UnixMillis;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::principal::{Principal, TokenSubject};

/// What one token is reckoned with, in bytes.
const BYTES_A_TOKEN: u64 = 512;
/// What an entry costs beside its principal: hash, number, places in the cache's own tables.
const BYTES_AN_ENTRY: u64 = 128;
/// How often everything that has ended is looked for.
const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

type Hash = [u8; 32];

/// The tokens. Any number of threads may ask and add.
pub(super) struct RememberedTokens<S> {
    entries: Cache<Hash, Remembered<S>, BySize>,
    swept_at: AtomicI64,
}

struct Remembered<S> {
    principal: Arc<Principal<S>>,
    generation: u64,
}

impl<S> Clone for Remembered<S> {
    fn clone(&self) -> Self {
        Self { principal: Arc::clone(&self.principal), generation: self.generation }
    }
}

#[derive(Clone)]
struct BySize;

impl<S: TokenSubject> Weighter<Hash, Remembered<S>> for BySize {
    fn weight(&self, _hash: &Hash, remembered: &Remembered<S>) -> u64 {
        let bytes = u64::try_from(remembered.principal.bytes()).unwrap_or(u64::MAX / 2);
        (BYTES_AN_ENTRY + bytes).max(BYTES_A_TOKEN)
    }
}

impl<S: TokenSubject> RememberedTokens<S> {
    /// Room for about `tokens` of them.
    pub(super) fn new(tokens: usize) -> Self {
        let bytes = u64::try_from(tokens).unwrap_or(u64::MAX).saturating_mul(BYTES_A_TOKEN);
        Self { entries: Cache::with_weighter(tokens, bytes, BySize), swept_at: AtomicI64::new(i64::MIN) }
    }

    /// What was remembered of a token, if it is still good.
    pub(super) fn get(&self, hash: &Hash, generation: u64, now: UnixMillis) -> Option<Arc<Principal<S>>> {
        let remembered = self.entries.get(hash)?;
        if remembered.generation == generation && now < remembered.principal.expires_at() {
            return Some(remembered.principal);
        }
        self.entries.remove_if(hash, |held| Arc::ptr_eq(&held.principal, &remembered.principal));
        None
    }

    /// Remembers a token that was verified with the keys of this generation.
    pub(super) fn insert(&self, hash: Hash, principal: &Arc<Principal<S>>, generation: u64, now: UnixMillis) {
        self.sweep(now);
        self.entries.insert(hash, Remembered { principal: Arc::clone(principal), generation });
    }

    fn sweep(&self, now: UnixMillis) {
        let last = self.swept_at.load(Ordering::Relaxed);
        if now.minus(SWEEP_INTERVAL).0 < last {
            return;
        }
        // One of those who come at once sweeps.
        if self.swept_at.compare_exchange(last, now.0, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            self.entries.retain(|_, remembered| now < remembered.principal.expires_at());
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    #[cfg(test)]
    fn bytes(&self) -> u64 {
        self.entries.weight()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::verifier::tests::{NOW_SECONDS, a_principal};

    /// Signing a million would take minutes; a copy of one that was verified, with other permissions, is as large.
    static A_PRINCIPAL: LazyLock<Principal> = LazyLock::new(a_principal);

    const TOKENS: usize = 20_000;
    const NOW: UnixMillis = UnixMillis::from_seconds(NOW_SECONDS);

    fn hash(number: u64) -> Hash {
        jose::sha256(&number.to_le_bytes())
    }

    fn principal(expires_at_seconds: i64, scope: &str) -> Arc<Principal> {
        Arc::new(A_PRINCIPAL.with(scope, UnixMillis::from_seconds(expires_at_seconds)))
    }

    /// The memory of this process that is in RAM, in bytes.
    #[cfg(target_os = "linux")]
    fn resident_bytes() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() * 1024
    }

    #[test]
    fn a_million_distinct_tokens_take_no_more_than_the_first_ones() {
        let tokens = RememberedTokens::new(TOKENS);
        let budget = TOKENS as u64 * BYTES_A_TOKEN;
        let add = |numbers: std::ops::Range<u64>| {
            for number in numbers {
                // Each has a principal of its own, as verified tokens do.
                let scope = format!("org:read member:read order:{number}");
                tokens.insert(hash(number), &principal(NOW_SECONDS + 3600, &scope), 1, NOW);
                if number % 1_000 == 0 {
                    assert!(tokens.bytes() <= budget, "{} after {number}", tokens.bytes());
                }
            }
        };
        add(0..100_000);
        #[cfg(target_os = "linux")]
        let before = resident_bytes();
        add(100_000..1_000_000);
        assert!(tokens.bytes() <= budget && tokens.len() <= TOKENS);
        assert!(tokens.len() > TOKENS / 2, "the cache is of use: {}", tokens.len());
        #[cfg(target_os = "linux")]
        assert!(resident_bytes() < before + 8 * 1024 * 1024, "{before} → {}", resident_bytes());
    }

    #[test]
    fn long_tokens_push_out_more_than_one() {
        let tokens = RememberedTokens::new(100);
        let long = principal(NOW_SECONDS + 3600, &"permission ".repeat(1_000));
        for number in 0..1_000 {
            tokens.insert(hash(number), &long, 1, NOW);
        }
        assert!(tokens.bytes() <= 100 * BYTES_A_TOKEN, "{}", tokens.bytes());
        assert!(tokens.len() <= 5, "{}", tokens.len());
    }

    #[test]
    fn what_has_ended_goes_when_it_is_met_and_once_a_minute() {
        let tokens = RememberedTokens::new(100);
        let (short, long) = (principal(NOW_SECONDS + 10, "a"), principal(NOW_SECONDS + 3600, "a"));
        tokens.insert(hash(1), &short, 1, NOW);
        tokens.insert(hash(2), &short, 1, NOW);
        tokens.insert(hash(3), &long, 1, NOW);
        let later = NOW.plus(Duration::from_secs(10));
        assert!(tokens.get(&hash(1), 1, NOW).is_some());
        assert!(tokens.get(&hash(1), 1, later).is_none());
        assert_eq!(tokens.len(), 2);
        tokens.insert(hash(4), &long, 1, later);
        assert_eq!(tokens.len(), 3);
        tokens.insert(hash(5), &long, 1, NOW.plus(SWEEP_INTERVAL));
        assert_eq!(tokens.len(), 3);
        assert!(tokens.get(&hash(3), 1, later).is_some() && tokens.get(&hash(2), 1, NOW).is_none());
    }

    #[test]
    fn a_token_of_other_keys_is_forgotten() {
        let tokens = RememberedTokens::new(100);
        tokens.insert(hash(1), &principal(NOW_SECONDS + 3600, "a"), 1, NOW);
        assert!(tokens.get(&hash(1), 2, NOW).is_none());
        assert_eq!(tokens.len(), 0);
    }
}
