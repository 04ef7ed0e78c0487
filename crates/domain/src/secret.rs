//! Tokens in their two forms: as the bearer holds them and as the store keeps them.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// What is shown in the place of a secret, in the audit log and to whoever may not see it.
pub const MASK: &str = "******";

/// A secret in clear: shown once to its bearer, never stored, logged or serialized.
#[derive(Clone)]
pub struct PlainToken(Zeroizing<String>);

impl PlainToken {
    /// Takes ownership of a secret; it is wiped from memory when dropped.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(Zeroizing::new(secret.into()))
    }

    /// The secret itself, for the one place that must send or check it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The form in which the store keeps this token.
    pub fn hashed(&self) -> HashedToken {
        HashedToken::of(&self.0)
    }

    /// Whether `presented` is this secret, in time that does not depend on where they differ.
    pub fn matches(&self, presented: &str) -> bool {
        HashedToken::of(presented) == self.hashed()
    }
}

impl fmt::Debug for PlainToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainToken(…)")
    }
}

/// The SHA-256 of a token with at least 128 random bits: enough to find it, useless to whoever steals the database.
#[derive(Clone, Copy)]
pub struct HashedToken([u8; 32]);

impl HashedToken {
    /// Hashes a token as presented.
    pub fn of(presented: &str) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(
            aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, presented.as_bytes()).as_ref(),
        );
        Self(hash)
    }

    /// The hash as stored.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Restores a stored hash.
    pub const fn from_bytes(hash: [u8; 32]) -> Self {
        Self(hash)
    }
}

impl PartialEq for HashedToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for HashedToken {}

impl fmt::Debug for HashedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_nothing_of_the_secret() {
        let token = PlainToken::new("fjord-Lamp-77");
        assert_eq!(format!("{token:?} {:?}", token.hashed()), "PlainToken(…) HashedToken(…)");
    }

    #[test]
    fn only_the_same_text_matches() {
        let token = PlainToken::new("a");
        assert!(token.matches("a"));
        assert!(!token.matches("b"));
        assert!(!token.matches(""));
    }
}
