//! Checking a password against a stored digest of any kind, in time that does not tell where they differ.
//!
//! A digest that is malformed, of an unknown version or dearer than [`limits`] never matches: it fails closed.

use argon2::{Algorithm, Argon2, Params, Version};
use password_hash::PasswordHash;
use sha1::Digest as _;
use subtle::ConstantTimeEq as _;

use super::{Argon2Cost, PasswordAlgorithm, PasswordDigest, check_usable};

/// What an imported digest may cost to check. A digest names its own cost, so without a limit one imported row could take all memory.
pub(super) mod limits {
    /// 128 MiB.
    pub(in crate::password) const ARGON2_MEMORY_KIB: u32 = 128 * 1024;
    /// Memory times passes: about a second of one core.
    pub(in crate::password) const ARGON2_WORK_KIB: u64 = 1024 * 1024;
    /// Lanes run one after another here.
    pub(in crate::password) const ARGON2_LANES: u32 = 16;
    /// The binary logarithm of bcrypt's rounds: about a second of one core.
    pub(in crate::password) const BCRYPT_COST: u32 = 14;
}

/// The longest Argon2 hash that a PHC string carries (`password-hash`), in bytes.
const MAX_ARGON2_OUTPUT_BYTES: usize = 64;

/// Whether `password` is the one that `digest` was made of.
pub fn verify(digest: &PasswordDigest, password: &str) -> bool {
    if check_usable(password).is_err() {
        return false;
    }
    match digest.algorithm {
        PasswordAlgorithm::Argon2i | PasswordAlgorithm::Argon2id | PasswordAlgorithm::Argon2d => {
            Argon2Digest::parse(digest).is_some_and(|parsed| parsed.matches(password))
        }
        PasswordAlgorithm::Bcrypt => {
            bcrypt_cost(&digest.digest).is_some_and(|cost| cost <= limits::BCRYPT_COST)
                && bcrypt::verify(password, &digest.digest).unwrap_or(false)
        }
        PasswordAlgorithm::Sha1 => hexadecimal_matches::<20>(&digest.digest, &sha1::Sha1::digest(password)),
        PasswordAlgorithm::Sha256 => {
            hexadecimal_matches::<32>(&digest.digest, &sha2::Sha256::digest(password))
        }
        PasswordAlgorithm::Md5 => hexadecimal_matches::<16>(&digest.digest, &md5::Md5::digest(password)),
    }
}

/// Whether a digest that was just verified should be replaced by one made here at `cost`: it is not Argon2id, or a cheaper one.
pub fn needs_upgrade(digest: &PasswordDigest, cost: Argon2Cost) -> bool {
    digest.algorithm != PasswordAlgorithm::Argon2id
        || Argon2Digest::parse(digest).is_none_or(|parsed| {
            parsed.params.m_cost() < cost.memory_kib || parsed.params.t_cost() < cost.passes
        })
}

/// An Argon2 digest taken apart.
pub(super) struct Argon2Digest {
    algorithm: Algorithm,
    version: Version,
    pub(super) params: Params,
    salt: Vec<u8>,
    output: Vec<u8>,
}

impl Argon2Digest {
    /// Reads a PHC string of the digest's own algorithm. `None` when it is malformed.
    pub(super) fn parse(digest: &PasswordDigest) -> Option<Self> {
        let expected = match digest.algorithm {
            PasswordAlgorithm::Argon2i => Algorithm::Argon2i,
            PasswordAlgorithm::Argon2d => Algorithm::Argon2d,
            PasswordAlgorithm::Argon2id => Algorithm::Argon2id,
            _ => return None,
        };
        let hash = PasswordHash::new(&digest.digest).ok()?;
        let algorithm =
            Algorithm::try_from(hash.algorithm).ok().filter(|algorithm| *algorithm == expected)?;
        // RFC 9106 §3.1 knows version 19; strings without a version come from 16, before it was written down.
        let version = hash.version.map_or(Ok(Version::V0x10), Version::try_from).ok()?;
        let params = Params::try_from(&hash)
            .ok()
            .filter(|params| params.keyid().is_empty() && params.data().is_empty())?;
        let mut buffer = [0; 64];
        let salt = hash.salt?.decode_b64(&mut buffer).ok()?.to_vec();
        let output = hash.hash?.as_bytes().to_vec();
        Some(Self { algorithm, version, params, salt, output })
    }

    /// Whether checking it stays within [`limits`].
    pub(super) fn is_affordable(&self) -> bool {
        let memory = self.params.m_cost();
        memory <= limits::ARGON2_MEMORY_KIB
            && self.params.p_cost() <= limits::ARGON2_LANES
            && u64::from(memory) * u64::from(self.params.t_cost()) <= limits::ARGON2_WORK_KIB
    }

    fn matches(&self, password: &str) -> bool {
        if !self.is_affordable() {
            return false;
        }
        let mut buffer = [0; MAX_ARGON2_OUTPUT_BYTES];
        let Some(output) = buffer.get_mut(..self.output.len()) else { return false };
        let argon2 = Argon2::new(self.algorithm, self.version, self.params.clone());
        argon2.hash_password_into(password.as_bytes(), &self.salt, output).is_ok()
            && bool::from(output.ct_eq(&self.output))
    }
}

/// The cost of a bcrypt string of version 2a, 2b or 2y with its full 22 + 31 characters; `None` when it is malformed.
pub(super) fn bcrypt_cost(digest: &str) -> Option<u32> {
    let rest = ["$2a$", "$2b$", "$2y$"].iter().find_map(|version| digest.strip_prefix(version))?;
    let (cost, hash) = rest.split_once('$')?;
    let well_formed = hash.len() == 53
        && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/'));
    (well_formed && cost.len() == 2)
        .then(|| cost.parse().ok())
        .flatten()
        .filter(|cost| (4..=31).contains(cost))
}

/// Compares `N` computed bytes with their hexadecimal form in either case.
fn hexadecimal_matches<const N: usize>(stored: &str, computed: &[u8]) -> bool {
    decode_hexadecimal::<N>(stored).is_some_and(|stored| stored.ct_eq(computed).into())
}

/// Reads exactly `N` bytes of hexadecimal; `None` for anything else.
pub(super) fn decode_hexadecimal<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Vec<u8> = text
        .chars()
        .map(|character| character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> =
        digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    (digits.len() == 2 * N).then_some(bytes)?.try_into().ok()
}

#[cfg(test)]
mod tests;
