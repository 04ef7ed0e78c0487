//! Hashes of tokens, keyed and not. Only these, never the values, reach a database or a cache.

use aws_lc_rs::{constant_time, digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::SecretKey;

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// SHA-256 of an opaque token, as stores keep it. Plain and fast is right here: these tokens are 256 random bits, so
/// there is nothing to guess.
pub fn hash_token(token: &str) -> [u8; 32] {
    sha256(token.as_bytes())
}

/// HMAC-SHA-256 (RFC 2104).
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut code = [0; 32];
    code.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref());
    code
}

/// HMAC-SHA-1 (RFC 2104), for what is built on it, such as one-time passwords (RFC 4226). As an HMAC it has no known weakness.
pub fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut code = [0; 20];
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    code.copy_from_slice(hmac::sign(&key, message).as_ref());
    code
}

/// HMAC-SHA-384 (RFC 2104).
pub fn hmac_sha384(key: &[u8], message: &[u8]) -> [u8; 48] {
    let mut code = [0; 48];
    code.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA384, key), message).as_ref());
    code
}

/// HMAC-SHA-512 (RFC 2104).
pub fn hmac_sha512(key: &[u8], message: &[u8]) -> [u8; 64] {
    let mut code = [0; 64];
    code.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA512, key), message).as_ref());
    code
}

/// The one token that succeeds `presented` under this key: 43 characters of base64url. Deterministic, so that parallel
/// redemptions of a rotating refresh token arrive at the same successor without a store having to keep it; and not
/// guessable without the key. `label` separates uses; it must not be taken from a request.
pub fn derive_successor(key: &[u8; 32], label: &str, presented: &str) -> String {
    let mut message = Vec::with_capacity(label.len() + 1 + presented.len());
    message.extend_from_slice(label.as_bytes());
    // The zero byte keeps label and token apart: neither holds one.
    message.push(0);
    message.extend_from_slice(presented.as_bytes());
    URL_SAFE_NO_PAD.encode(hmac_sha256(key, &message))
}

/// A key of its own for one use, from a key that has another (HKDF with SHA-256, RFC 5869): neither tells anything of the other. `label` says
/// what it is for; it must not be taken from a request.
pub fn derive_key(key: &SecretKey, label: &str) -> SecretKey {
    SecretKey::new(hkdf_sha256(key.reveal(), label.as_bytes()))
}

fn hkdf_sha256(key: &[u8], info: &[u8]) -> [u8; 32] {
    // RFC 5869 §2.2 and §2.3 for one block, without a salt: HMAC with a key of zeros, then HMAC over `info` and the number of the block.
    let pseudo_random = hmac_sha256(&[0; 32], key);
    hmac_sha256(&pseudo_random, &[info, &[1]].concat())
}

/// Whether two byte strings are equal, in a time that depends on their lengths alone.
pub fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(left, right).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        use std::fmt::Write as _;
        bytes.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
    }

    #[test]
    fn hashes_agree_with_published_vectors() {
        assert_eq!(
            hex(&hash_token("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        // RFC 4231 §4.3.
        assert_eq!(
            hex(&hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(&hmac_sha384(b"Jefe", b"what do ya want for nothing?")),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        );
        assert_eq!(
            hex(&hmac_sha512(b"Jefe", b"what do ya want for nothing?")),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        );
        // RFC 2202 §3, case 2.
        assert_eq!(
            hex(&hmac_sha1(b"Jefe", b"what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
    }

    #[test]
    fn derived_keys_are_those_of_rfc_5869() {
        // Appendix A.3, whose first block is the first 32 bytes.
        let derived = hkdf_sha256(&[0x0b; 22], b"");
        assert_eq!(hex(&derived), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
        let key = SecretKey::new([7; 32]);
        let derive = |key: &SecretKey, label: &str| *derive_key(key, label).reveal();
        assert_eq!(derive(&key, "codes"), derive(&key, "codes"));
        for other in [derive(&key, "code"), derive(&SecretKey::new([8; 32]), "codes"), *key.reveal()] {
            assert_ne!(derive(&key, "codes"), other);
        }
    }

    #[test]
    fn successors_depend_on_key_label_and_token_and_on_nothing_else() {
        let successor = derive_successor(&[1; 32], "refresh", "token");
        assert_eq!(successor.len(), 43);
        assert_eq!(successor, derive_successor(&[1; 32], "refresh", "token"));
        for other in [
            derive_successor(&[2; 32], "refresh", "token"),
            derive_successor(&[1; 32], "other", "token"),
            derive_successor(&[1; 32], "refresh", "tokem"),
            derive_successor(&[1; 32], "refresht", "oken"),
        ] {
            assert_ne!(successor, other);
        }
    }

    #[test]
    fn equality_is_of_all_bytes() {
        assert!(constant_time_eq(b"", b""));
        assert!(constant_time_eq(b"abc", b"abc"));
        assert!(!constant_time_eq(b"abc", b"abd"));
        assert!(!constant_time_eq(b"abc", b"abcd"));
    }
}
