//! Passwords: what may be chosen, how it is hashed, and how imported digests are checked (Management API contract §5.3, OIDC contract §6.5).
//!
//! Everything here is a pure function. Hashing takes long and much memory on purpose: callers run it on the bounded pool of
//! `operations::passwords`, never on a task that serves requests.

mod argon2id;
mod import;
mod known;
mod policy;
mod verify;

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

pub use argon2id::{Argon2Cost, hash_argon2id};
pub use import::{ImportRefusal, LegacyRefusal, check_import, check_legacy, is_well_formed};
pub use known::{KnownPasswords, KnownPasswordsError, MAX_KNOWN_PASSWORDS, RangeQuestion};
pub use policy::{PasswordPolicy, PasswordRejection, PersonalInformation};
pub use verify::{needs_upgrade, verify};

use crate::HashedToken;

/// Tells later whether a password is still the one that was proven, without holding its digest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordMark(String);

impl fmt::Debug for PasswordMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordMark(…)")
    }
}

/// The longest password that is ever hashed, in characters.
pub const MAX_PASSWORD_CHARACTERS: usize = 256;

/// The longest digest that is stored, in characters (Management API contract §5.2).
pub(crate) const MAX_DIGEST_CHARACTERS: usize = 256;

/// How a stored digest was made (Management API contract §5.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasswordAlgorithm {
    /// Argon2i (RFC 9106), PHC string.
    Argon2i,
    /// Argon2id (RFC 9106), PHC string. What Guildhall makes itself.
    Argon2id,
    /// Argon2d (RFC 9106), PHC string.
    Argon2d,
    /// SHA-1, hexadecimal.
    Sha1,
    /// SHA-256, hexadecimal.
    Sha256,
    /// MD5, hexadecimal.
    Md5,
    /// bcrypt in modular crypt form.
    Bcrypt,
}

impl PasswordAlgorithm {
    const ALL: [Self; 7] =
        [Self::Argon2i, Self::Argon2id, Self::Argon2d, Self::Sha1, Self::Sha256, Self::Md5, Self::Bcrypt];

    /// The word on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Argon2i => "Argon2i",
            Self::Argon2id => "Argon2id",
            Self::Argon2d => "Argon2d",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Md5 => "MD5",
            Self::Bcrypt => "Bcrypt",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == word)
    }
}

/// A stored password hash.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordDigest {
    /// How it was made.
    pub algorithm: PasswordAlgorithm,
    /// The digest, at most 256 characters.
    pub digest: String,
}

impl PasswordDigest {
    /// The mark of this digest, which is another one's as soon as the password is replaced or its digest upgraded.
    pub fn mark(&self) -> PasswordMark {
        PasswordMark(URL_SAFE_NO_PAD.encode(HashedToken::of(&self.digest).as_bytes()))
    }
}

impl fmt::Debug for PasswordDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordDigest").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// Why a text cannot be a password at all, whatever the policy says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UnusablePassword {
    /// There is nothing to hash.
    #[error("the password is empty")]
    Empty,
    /// Longer than [`MAX_PASSWORD_CHARACTERS`]: hashing it would let anyone buy our time cheaply.
    #[error("the password is longer than 256 characters")]
    TooLong,
    /// A NUL ends the password for some algorithms, so that two passwords would be one.
    #[error("the password holds a NUL character")]
    Nul,
}

/// Refuses what must never reach a hash function.
pub fn check_usable(password: &str) -> Result<(), UnusablePassword> {
    if password.is_empty() {
        Err(UnusablePassword::Empty)
    } else if password.chars().nth(MAX_PASSWORD_CHARACTERS).is_some() {
        Err(UnusablePassword::TooLong)
    } else if password.contains('\0') {
        Err(UnusablePassword::Nul)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_password_has_256_characters_however_many_bytes() {
        assert_eq!(check_usable(&"ø".repeat(256)), Ok(()));
        assert_eq!(check_usable(&"ø".repeat(257)), Err(UnusablePassword::TooLong));
        assert_eq!(check_usable(""), Err(UnusablePassword::Empty));
        assert_eq!(check_usable("fjord\0lamp"), Err(UnusablePassword::Nul));
    }

    #[test]
    fn debug_output_holds_nothing_of_the_digest() {
        let digest = PasswordDigest {
            algorithm: PasswordAlgorithm::Md5,
            digest: "5f4dcc3b5aa765d61d8327deb882cf99".into(),
        };
        assert_eq!(format!("{digest:?}"), "PasswordDigest { algorithm: Md5, .. }");
    }

    #[test]
    fn every_algorithm_is_read_back_from_its_word() {
        for algorithm in PasswordAlgorithm::ALL {
            assert_eq!(PasswordAlgorithm::parse(algorithm.as_str()), Some(algorithm));
        }
        assert_eq!(PasswordAlgorithm::parse("argon2id"), None);
    }
}
