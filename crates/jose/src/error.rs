//! Why a key or a token was refused, in the words of the `jose` package, which the Management API passes on in `data`
//! (wire contract §8.1, "Management auth").

use serde_json::{Map, Value};

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The library refused the key: malformed, of an unknown kind, or its parts do not belong together.
    #[error("the key is malformed or of a kind that is not supported")]
    Rejected,
    /// The library could not make a key.
    #[error("the key could not be generated")]
    Generation,
    /// Symmetric or private key material where a public key belongs.
    #[error("the key is not a public key")]
    NotPublic,
}

/// Why a token was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Not a compact JWS as RFC 7515 has it, or one with `crit`, or larger than any of ours.
    #[error("Invalid Compact JWS")]
    JwsInvalid,
    /// A JWS whose payload is no set of JWT claims.
    #[error("JWT Claims Set must be a top-level JSON object")]
    JwtInvalid,
    /// `alg` is none of ours, or not the one of the key.
    #[error("\"alg\" (Algorithm) Header Parameter value not allowed")]
    AlgorithmNotAllowed,
    /// The key set holds no key for this token.
    #[error("no applicable key found in the JSON Web Key Set")]
    NoMatchingKey,
    /// The signature is not the key's.
    #[error("signature verification failed")]
    SignatureVerificationFailed,
    /// `exp` has passed.
    #[error("\"exp\" claim timestamp check failed")]
    Expired {
        /// All claims; their signature is good.
        payload: Box<Map<String, Value>>,
    },
    /// A claim, or the header's `typ`, is not what was expected.
    #[error("unexpected \"{claim}\" claim value")]
    ClaimValidationFailed {
        /// Which one.
        claim: &'static str,
        /// `missing` or `check_failed`.
        reason: &'static str,
        /// All claims; their signature is good.
        payload: Box<Map<String, Value>>,
    },
}

impl VerifyError {
    /// The error's code, e.g. `ERR_JWT_EXPIRED`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::JwsInvalid => "ERR_JWS_INVALID",
            Self::JwtInvalid => "ERR_JWT_INVALID",
            Self::AlgorithmNotAllowed => "ERR_JOSE_ALG_NOT_ALLOWED",
            Self::NoMatchingKey => "ERR_JWKS_NO_MATCHING_KEY",
            Self::SignatureVerificationFailed => "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
            Self::Expired { .. } => "ERR_JWT_EXPIRED",
            Self::ClaimValidationFailed { .. } => "ERR_JWT_CLAIM_VALIDATION_FAILED",
        }
    }

    /// The error's class name, e.g. `JWTExpired`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::JwsInvalid => "JWSInvalid",
            Self::JwtInvalid => "JWTInvalid",
            Self::AlgorithmNotAllowed => "JOSEAlgNotAllowed",
            Self::NoMatchingKey => "JWKSNoMatchingKey",
            Self::SignatureVerificationFailed => "JWSSignatureVerificationFailed",
            Self::Expired { .. } => "JWTExpired",
            Self::ClaimValidationFailed { .. } => "JWTClaimValidationFailed",
        }
    }

    /// The claim at fault, if it is a claim.
    pub const fn claim(&self) -> Option<&'static str> {
        match self {
            Self::Expired { .. } => Some("exp"),
            Self::ClaimValidationFailed { claim, .. } => Some(claim),
            _ => None,
        }
    }

    /// What is wrong with the claim: `missing` or `check_failed`.
    pub const fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Expired { .. } => Some("check_failed"),
            Self::ClaimValidationFailed { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// The token's claims, where its signature was good and a claim was not.
    pub const fn payload(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Expired { payload } | Self::ClaimValidationFailed { payload, .. } => Some(payload),
            _ => None,
        }
    }
}
