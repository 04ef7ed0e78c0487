//! Keys, signed tokens and sealing: JSON Object Signing and Encryption as far as this product needs it.
//!
//! Owns: signing keys and their public JWKs (RFC 7517, 7638), compact JWS (RFC 7515) and JWT claims (RFC 7519) with
//! the profile of RFC 8725 and 9068, a cache of verified tokens, sealing of secrets at rest, and the keyed and unkeyed
//! hashes of tokens and cookies. All cryptography is AWS-LC's.
//!
//! Does not own: where keys are stored, when they rotate, which claims a token gets, what a token permits. There is no
//! IO, no clock and no randomness here: times and nonces are parameters. The one exception is key generation in
//! [`SigningKey::generate`], which draws from AWS-LC's own generator because the library offers no other way.
//!
//! A value from a token whose signature nobody checked only ever appears inside [`UnverifiedToken`].

mod algorithm;
mod cache;
mod claims;
mod compact;
mod cookie_key;
mod error;
mod hashing;
mod jwk;
mod key_set;
mod sealing;
mod secret_key;
mod signing;
mod verify;

#[cfg(test)]
mod tests;

pub use algorithm::Algorithm;
pub use cache::VerifiedTokenCache;
pub use claims::Claims;
pub use compact::{Header, MAX_TOKEN_BYTES, has_form_of_jwt};
pub use cookie_key::CookieKey;
pub use error::{KeyError, VerifyError};
pub use hashing::{
    constant_time_eq, derive_key, derive_successor, hash_token, hmac_sha1, hmac_sha256, hmac_sha384,
    hmac_sha512, sha256,
};
pub use jwk::{Jwk, JwkSet, KeyParameters};
pub use key_set::{KeySet, VerifyingKey};
pub use sealing::{OpenError, SealError, SealingKey};
pub use secret_key::SecretKey;
pub use signing::{SigningError, SigningKey};
pub use verify::{
    AudienceRule, Expected, UnverifiedToken, VerifiedToken, read_unverified, verify, verify_ignoring_times,
};

/// `typ` of a JWT access token (RFC 9068 §2.1).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";
