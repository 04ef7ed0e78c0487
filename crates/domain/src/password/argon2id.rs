//! Making digests: Argon2id (RFC 9106) as a PHC string.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

use super::{PasswordAlgorithm, PasswordDigest, UnusablePassword, check_usable};

/// The length of the hash inside a digest, in bytes.
const OUTPUT_BYTES: usize = 32;

/// What one Argon2 computation costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Argon2Cost {
    /// Memory in KiB (`m`).
    pub memory_kib: u32,
    /// Passes over the memory (`t`).
    pub passes: u32,
    /// Lanes (`p`).
    pub lanes: u32,
}

impl Argon2Cost {
    /// The first choice of the OWASP Password Storage Cheat Sheet for servers: 19 MiB, two passes, one lane.
    pub const STANDARD: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };

    /// The least Argon2 knows, for tests that hash many passwords. Never for real passwords.
    pub const LEAST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

    /// The same in the words of the `argon2` crate; anything it refuses becomes [`Self::STANDARD`], never something weaker.
    fn params(self) -> Params {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(OUTPUT_BYTES)).unwrap_or(Params::DEFAULT)
    }
}

impl Default for Argon2Cost {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// Hashes a password with Argon2id, version 19, into a PHC string. `salt` must be random and used once.
pub fn hash_argon2id(
    password: &str,
    salt: [u8; 16],
    cost: Argon2Cost,
) -> Result<PasswordDigest, UnusablePassword> {
    check_usable(password)?;
    let params = cost.params();
    let (memory, passes, lanes) = (params.m_cost(), params.t_cost(), params.p_cost());
    let mut output = [0; OUTPUT_BYTES];
    // The lengths of salt and output are fixed and valid, and so is that of the password: nothing is left to fail on.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &salt, &mut output)
        .map_err(|_| UnusablePassword::TooLong)?;
    let (salt, output) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(output));
    Ok(PasswordDigest {
        algorithm: PasswordAlgorithm::Argon2id,
        digest: format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_a_phc_string_with_its_cost() {
        let digest = hash_argon2id("fjord-Lamp-77", [7; 16], Argon2Cost::STANDARD).unwrap();
        assert_eq!(digest.algorithm, PasswordAlgorithm::Argon2id);
        assert!(
            digest.digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"),
            "{}",
            digest.digest
        );
    }

    #[test]
    fn another_salt_gives_another_digest() {
        let hash = |salt| hash_argon2id("fjord-Lamp-77", [salt; 16], Argon2Cost::LEAST).unwrap().digest;
        assert_eq!(hash(1), hash(1));
        assert_ne!(hash(1), hash(2));
    }

    #[test]
    fn what_is_unusable_is_refused_before_hashing() {
        assert_eq!(hash_argon2id("a\0b", [0; 16], Argon2Cost::LEAST), Err(UnusablePassword::Nul));
        assert_eq!(
            hash_argon2id(&"a".repeat(257), [0; 16], Argon2Cost::LEAST),
            Err(UnusablePassword::TooLong)
        );
    }
}
