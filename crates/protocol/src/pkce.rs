//! Proof Key for Code Exchange (RFC 7636), method S256 alone.
//!
//! Owns the grammar of challenge and verifier with the wire's texts (wire contract §4.1, §4.2) and the comparison.
//! Whether a client must use it is the caller's knowledge.

use std::fmt;

use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::OAuthError;

/// The only `code_challenge_method` (OAuth 2.1 §7.5.1; `plain` protects nothing).
pub(crate) const CODE_CHALLENGE_METHOD: &str = "S256";

const MINIMUM_CHARACTERS: usize = 43;
const MAXIMUM_CHARACTERS: usize = 128;

/// A well-formed `code_challenge` of method S256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// Reads `code_challenge` and `code_challenge_method` of an authorization request. `required` for public clients.
    ///
    /// # Errors
    /// `invalid_request` with the texts of wire contract §4.1.
    pub fn from_parameters(
        challenge: Option<&str>,
        method: Option<&str>,
        required: bool,
    ) -> Result<Option<Self>, OAuthError> {
        if let Some(method) = method {
            if method != CODE_CHALLENGE_METHOD {
                return Err(OAuthError::invalid_request("not supported value of code_challenge_method"));
            }
            if challenge.is_none() {
                return Err(OAuthError::invalid_request(
                    "code_challenge must be provided with code_challenge_method",
                ));
            }
        }
        let Some(challenge) = challenge else {
            return if required {
                Err(OAuthError::invalid_request(
                    "Authorization Server policy requires PKCE to be used for this request",
                ))
            } else {
                Ok(None)
            };
        };
        check_grammar("code_challenge", challenge)?;
        if method.is_none() {
            return Err(OAuthError::invalid_request("code_challenge_method must be provided"));
        }
        Ok(Some(Self(challenge.to_owned())))
    }

    /// Takes back a challenge that [`CodeChallenge::from_parameters`] accepted and a store kept.
    pub fn from_stored(challenge: String) -> Self {
        Self(challenge)
    }

    /// The parameter's value.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `verifier` hashes to this challenge (RFC 7636 §4.6), compared in constant time.
    pub fn is_answered_by(&self, verifier: &CodeVerifier) -> bool {
        let hash = digest::digest(&digest::SHA256, verifier.0.as_bytes());
        let computed = URL_SAFE_NO_PAD.encode(hash);
        constant_time::verify_slices_are_equal(computed.as_bytes(), self.0.as_bytes()).is_ok()
    }
}

/// A well-formed `code_verifier`. It is a secret until it has been redeemed, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeVerifier(String);

impl CodeVerifier {
    /// Reads `code_verifier` of a token request.
    ///
    /// # Errors
    /// `invalid_request` with the texts of wire contract §4.2. All other faults of a verifier are `invalid_grant`,
    /// and the caller's to find.
    pub fn parse(verifier: &str) -> Result<Self, OAuthError> {
        check_grammar("code_verifier", verifier)?;
        Ok(Self(verifier.to_owned()))
    }
}

impl fmt::Debug for CodeVerifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CodeVerifier")
    }
}

/// RFC 7636 §4.1 and §4.2: 43 to 128 unreserved characters, for both.
fn check_grammar(name: &str, value: &str) -> Result<(), OAuthError> {
    let fault = if value.chars().count() < MINIMUM_CHARACTERS {
        format!("{name} must be a string with a minimum length of {MINIMUM_CHARACTERS} characters")
    } else if value.chars().count() > MAXIMUM_CHARACTERS {
        format!("{name} must be a string with a maximum length of {MAXIMUM_CHARACTERS} characters")
    } else if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
        format!("{name} contains invalid characters")
    } else {
        return Ok(());
    };
    Err(OAuthError::invalid_request(fault))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 7636 appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_rfc_verifies_and_others_do_not() {
        let challenge = CodeChallenge::from_parameters(Some(CHALLENGE), Some("S256"), true).unwrap().unwrap();
        assert!(challenge.is_answered_by(&CodeVerifier::parse(VERIFIER).unwrap()));
        assert!(!challenge.is_answered_by(&CodeVerifier::parse(CHALLENGE).unwrap()));
        assert_eq!(challenge, CodeChallenge::from_stored(CHALLENGE.to_owned()));
    }

    #[test]
    fn every_fault_of_a_challenge_has_its_text() {
        let long = "a".repeat(129);
        let rows: [(Option<&str>, Option<&str>, &str); 8] = [
            (None, None, "Authorization Server policy requires PKCE to be used for this request"),
            (None, Some("S256"), "code_challenge must be provided with code_challenge_method"),
            (None, Some("plain"), "not supported value of code_challenge_method"),
            (Some(CHALLENGE), Some("plain"), "not supported value of code_challenge_method"),
            (Some(CHALLENGE), None, "code_challenge_method must be provided"),
            (
                Some("short"),
                Some("S256"),
                "code_challenge must be a string with a minimum length of 43 characters",
            ),
            (
                Some(&long),
                Some("S256"),
                "code_challenge must be a string with a maximum length of 128 characters",
            ),
            (
                Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"),
                Some("S256"),
                "code_challenge contains invalid characters",
            ),
        ];
        for (challenge, method, text) in rows {
            let error = CodeChallenge::from_parameters(challenge, method, true).unwrap_err();
            assert_eq!(error, OAuthError::invalid_request(text));
        }
    }

    #[test]
    fn a_confidential_client_may_go_without() {
        assert_eq!(CodeChallenge::from_parameters(None, None, false), Ok(None));
    }

    #[test]
    fn every_fault_of_a_verifier_has_its_text() {
        let rows = [
            ("a".repeat(42), "code_verifier must be a string with a minimum length of 43 characters"),
            (String::new(), "code_verifier must be a string with a minimum length of 43 characters"),
            ("a".repeat(129), "code_verifier must be a string with a maximum length of 128 characters"),
            ("é".repeat(43), "code_verifier contains invalid characters"),
        ];
        for (verifier, text) in rows {
            assert_eq!(CodeVerifier::parse(&verifier).unwrap_err(), OAuthError::invalid_request(text));
        }
        assert_eq!(format!("{:?}", CodeVerifier::parse(VERIFIER).unwrap()), "CodeVerifier");
    }

    proptest! {
        #[test]
        fn a_verifier_answers_its_own_challenge_and_no_other(
            verifier in "[A-Za-z0-9._~-]{43,128}",
            other in "[A-Za-z0-9._~-]{43,128}",
        ) {
            let hash = digest::digest(&digest::SHA256, verifier.as_bytes());
            let challenge = URL_SAFE_NO_PAD.encode(hash);
            let challenge =
                CodeChallenge::from_parameters(Some(&challenge), Some("S256"), true).unwrap().unwrap();
            prop_assert!(challenge.is_answered_by(&CodeVerifier::parse(&verifier).unwrap()));
            prop_assert_eq!(challenge.is_answered_by(&CodeVerifier::parse(&other).unwrap()), verifier == other);
        }
    }
}
