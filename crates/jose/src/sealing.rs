//! Sealing of secrets at rest: AES-256-GCM with the place of the secret as associated data, so that a sealed value
//! cannot be moved to another row or column.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::hashing::hmac_sha256;

/// First byte of everything sealed: names the algorithm and layout, so that both can change.
const VERSION: u8 = 1;
const TAG_LENGTH: usize = 16;
const PREFIX_LENGTH: usize = 1 + NONCE_LEN;

/// What keeps keys that are derived apart from what is sealed.
const DERIVATION: &[u8] = b"guildhall key derivation 1";

/// The key that secrets are sealed with. Wiped when dropped; `Debug` does not show it.
pub struct SealingKey {
    aead: LessSafeKey,
    derivation: Zeroizing<[u8; 32]>,
}

/// Sealing failed inside the library: the plaintext is larger than AES-GCM takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the value cannot be sealed")]
pub struct SealError;

/// Why something sealed was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Too short, or of a version that is not known here.
    #[error("the sealed value is malformed")]
    Malformed,
    /// Sealed with another key, for another context, or changed since.
    #[error("the sealed value does not open with this key in this place")]
    Refused,
}

impl SealingKey {
    /// A key from its 32 bytes. The caller's copy should be wiped, as that of [`Zeroizing`] is.
    ///
    /// # Errors
    /// None in practice: the library takes every key of this length.
    pub fn new(key: &[u8; 32]) -> Result<Self, SealError> {
        Ok(Self {
            aead: LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).map_err(|_| SealError)?),
            derivation: Zeroizing::new(hmac_sha256(key, DERIVATION)),
        })
    }

    /// A key for another purpose than sealing, always the same for the same purpose. It tells nothing about this key or about those for
    /// other purposes.
    pub fn derive(&self, purpose: &[u8]) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(hmac_sha256(self.derivation.as_slice(), purpose))
    }

    /// Seals `plaintext` for `context` (where it is kept, e.g. `signing_keys.private_key:{id}`): version byte, nonce,
    /// ciphertext with tag. `nonce` must be random and never used twice with this key.
    ///
    /// # Errors
    /// [`SealError`] for plaintexts of many gigabytes.
    pub fn seal(
        &self,
        nonce: [u8; NONCE_LEN],
        context: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let mut sealed = Vec::with_capacity(PREFIX_LENGTH + plaintext.len() + TAG_LENGTH);
        sealed.push(VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plaintext);
        let (_, content) = sealed.split_at_mut_checked(PREFIX_LENGTH).ok_or(SealError)?;
        let tag = self
            .aead
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(context), content)
            .map_err(|_| SealError)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens what [`SealingKey::seal`] sealed for the same `context`.
    ///
    /// # Errors
    /// [`OpenError`]; nothing of the plaintext is revealed then.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (prefix, ciphertext) = sealed.split_at_checked(PREFIX_LENGTH).ok_or(OpenError::Malformed)?;
        let (version, nonce) = prefix.split_first().ok_or(OpenError::Malformed)?;
        if *version != VERSION || ciphertext.len() < TAG_LENGTH {
            return Err(OpenError::Malformed);
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| OpenError::Malformed)?;
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        let length = self
            .aead
            .open_in_place(nonce, Aad::from(context), &mut buffer)
            .map_err(|_| OpenError::Refused)?
            .len();
        buffer.truncate(length);
        Ok(buffer)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealingKey")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(byte: u8) -> SealingKey {
        SealingKey::new(&[byte; 32]).unwrap()
    }

    #[test]
    fn another_key_or_place_does_not_open() {
        let sealed = key(1).seal([7; 12], b"place", b"secret").unwrap();
        assert_eq!(sealed.len(), 1 + 12 + 6 + 16);
        assert_eq!(key(1).open(b"place", &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(key(2).open(b"place", &sealed), Err(OpenError::Refused));
        assert_eq!(key(1).open(b"other", &sealed), Err(OpenError::Refused));
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
    }

    #[test]
    fn malformed_values_are_told_apart() {
        let sealed = key(1).seal([7; 12], b"place", b"").unwrap();
        for length in 0..sealed.len() {
            assert_eq!(key(1).open(b"place", &sealed[..length]), Err(OpenError::Malformed), "{length}");
        }
        let mut other_version = sealed;
        other_version[0] = 2;
        assert_eq!(key(1).open(b"place", &other_version), Err(OpenError::Malformed));
    }

    #[test]
    fn derived_keys_depend_on_key_and_purpose_alone() {
        assert_eq!(key(1).derive(b"domains"), key(1).derive(b"domains"));
        assert_ne!(key(1).derive(b"domains"), key(2).derive(b"domains"));
        assert_ne!(key(1).derive(b"domains"), key(1).derive(b"other"));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", key(1)), "SealingKey");
    }

    proptest! {
        #[test]
        fn sealing_round_trips_and_no_changed_bit_opens(
            plaintext in proptest::collection::vec(any::<u8>(), 0..100),
            nonce in any::<[u8; 12]>(),
            context in proptest::collection::vec(any::<u8>(), 0..20),
            position in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let mut sealed = key(3).seal(nonce, &context, &plaintext).unwrap();
            let opened = key(3).open(&context, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plaintext.as_slice());
            let position = position.index(sealed.len());
            sealed[position] ^= 1 << bit;
            prop_assert!(key(3).open(&context, &sealed).is_err());
        }
    }
}
