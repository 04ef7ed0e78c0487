//! What may be imported as a digest.
//!
//! The wire takes any text of up to 256 characters as a digest (Management API contract §5.2), whether or not it has the form of its
//! algorithm; a malformed one simply never verifies. Refused is what would never verify because it costs too much, so that an operator
//! learns of it when importing and not from locked-out users.

use serde_json::Value;

use super::{
    MAX_DIGEST_CHARACTERS, PasswordAlgorithm, PasswordDigest,
    verify::{Argon2Digest, bcrypt_cost, decode_hexadecimal, limits},
};

/// Why a digest is not taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// More than 256 characters.
    #[error("the digest is longer than 256 characters")]
    TooLong,
    /// Empty, or with a NUL character.
    #[error("the digest is empty or holds a NUL character")]
    NoText,
    /// Checking a password against it would take more memory or time than the server gives (128 MiB, 16 lanes, 1 GiB of memory passes
    /// for Argon2; 2^14 rounds for bcrypt).
    #[error("the digest asks for more memory or time than this server gives to one password")]
    TooCostly,
}

/// Whether the digest has the form of its algorithm, so that some password can verify.
pub fn is_well_formed(digest: &PasswordDigest) -> bool {
    match digest.algorithm {
        PasswordAlgorithm::Argon2i | PasswordAlgorithm::Argon2id | PasswordAlgorithm::Argon2d => {
            Argon2Digest::parse(digest).is_some()
        }
        PasswordAlgorithm::Bcrypt => bcrypt_cost(&digest.digest).is_some(),
        PasswordAlgorithm::Sha1 => decode_hexadecimal::<20>(&digest.digest).is_some(),
        PasswordAlgorithm::Sha256 => decode_hexadecimal::<32>(&digest.digest).is_some(),
        PasswordAlgorithm::Md5 => decode_hexadecimal::<16>(&digest.digest).is_some(),
    }
}

/// Holds a digest from outside against the rules above.
pub fn check_import(digest: &PasswordDigest) -> Result<(), ImportRefusal> {
    if digest.digest.chars().nth(MAX_DIGEST_CHARACTERS).is_some() {
        return Err(ImportRefusal::TooLong);
    }
    if digest.digest.is_empty() || digest.digest.contains('\0') {
        return Err(ImportRefusal::NoText);
    }
    let is_affordable = match digest.algorithm {
        PasswordAlgorithm::Bcrypt => {
            bcrypt_cost(&digest.digest).is_none_or(|cost| cost <= limits::BCRYPT_COST)
        }
        _ => Argon2Digest::parse(digest).is_none_or(|parsed| parsed.is_affordable()),
    };
    if is_affordable { Ok(()) } else { Err(ImportRefusal::TooCostly) }
}

/// Why a digest of algorithm `Legacy` is not taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LegacyRefusal {
    /// Not of the form `["algorithm", ["argument", …], "expected"]`.
    #[error("the digest is not a legacy digest")]
    InvalidFormat,
    /// The form is right; the hash function it names is not one of this server's.
    #[error("the legacy digest names a hash algorithm that is not supported")]
    UnsupportedAlgorithm,
}

/// Tells why a digest of algorithm `Legacy` cannot be taken in. This server computes none of the free-form hashes that such digests
/// describe, so every one is refused: importing it as if it could verify would lock its user out.
pub fn check_legacy(digest: &str) -> LegacyRefusal {
    let is_text_list = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(Value::is_string));
    match serde_json::from_str::<Vec<Value>>(digest).as_deref() {
        Ok([Value::String(_), arguments, Value::String(_)]) if is_text_list(arguments) => {
            LegacyRefusal::UnsupportedAlgorithm
        }
        _ => LegacyRefusal::InvalidFormat,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(algorithm: PasswordAlgorithm, digest: impl Into<String>) -> PasswordDigest {
        PasswordDigest { algorithm, digest: digest.into() }
    }

    #[test]
    fn any_text_of_256_characters_is_taken_and_257_are_not() {
        assert_eq!(check_import(&digest(PasswordAlgorithm::Sha256, "a".repeat(256))), Ok(()));
        assert_eq!(
            check_import(&digest(PasswordAlgorithm::Sha256, "a".repeat(257))),
            Err(ImportRefusal::TooLong)
        );
        assert_eq!(check_import(&digest(PasswordAlgorithm::Sha256, "")), Err(ImportRefusal::NoText));
        assert_eq!(check_import(&digest(PasswordAlgorithm::Md5, "a\0")), Err(ImportRefusal::NoText));
    }

    #[test]
    fn what_could_never_be_computed_is_refused() {
        let argon2 =
            "$argon2id$v=19$m=2097152,t=1,p=4$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert_eq!(check_import(&digest(PasswordAlgorithm::Argon2id, argon2)), Err(ImportRefusal::TooCostly));
        let bcrypt = format!("$2b$20${}", "a".repeat(53));
        assert_eq!(check_import(&digest(PasswordAlgorithm::Bcrypt, bcrypt)), Err(ImportRefusal::TooCostly));
        let common = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert_eq!(check_import(&digest(PasswordAlgorithm::Argon2id, common)), Ok(()));
    }

    #[test]
    fn the_form_of_each_algorithm_is_known() {
        assert!(is_well_formed(&digest(PasswordAlgorithm::Md5, "5f4dcc3b5aa765d61d8327deb882cf99")));
        assert!(!is_well_formed(&digest(PasswordAlgorithm::Sha1, "5f4dcc3b5aa765d61d8327deb882cf99")));
        assert!(is_well_formed(&digest(PasswordAlgorithm::Bcrypt, format!("$2b$10${}", "a".repeat(53)))));
        assert!(!is_well_formed(&digest(PasswordAlgorithm::Argon2id, "$2b$10$abc")));
    }

    #[test]
    fn legacy_digests_are_refused_with_their_reason() {
        assert_eq!(
            check_legacy(r#"["sha256", ["salt123", "@"], "c465"]"#),
            LegacyRefusal::UnsupportedAlgorithm
        );
        for malformed in [
            "",
            "sha256",
            "[]",
            r#"["sha256", "@", "c465"]"#,
            r#"["sha256", [1], "c465"]"#,
            r#"["sha256", ["@"]]"#,
        ] {
            assert_eq!(check_legacy(malformed), LegacyRefusal::InvalidFormat, "{malformed}");
        }
    }
}
