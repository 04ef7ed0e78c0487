//! The signature algorithms this product signs with and accepts: asymmetric ones alone, so that a public key can never
//! be taken for a shared secret (RFC 8725 §2.1).

use aws_lc_rs::digest;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING,
    EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm,
};

/// A JWS algorithm (RFC 7518 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// ECDSA on P-384 with SHA-384; what a new tenant signs with.
    ES384,
    /// ECDSA on P-521 with SHA-512.
    ES512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RS256,
}

/// What AWS-LC and RFC 7518 §6.2.1 know of an elliptic curve.
pub(crate) struct Curve {
    /// `crv`.
    pub(crate) name: &'static str,
    /// Bytes of one coordinate.
    pub(crate) coordinate_bytes: usize,
    pub(crate) signing: &'static EcdsaSigningAlgorithm,
    pub(crate) verification: &'static EcdsaVerificationAlgorithm,
}

static P256: Curve = Curve {
    name: "P-256",
    coordinate_bytes: 32,
    signing: &ECDSA_P256_SHA256_FIXED_SIGNING,
    verification: &ECDSA_P256_SHA256_FIXED,
};
static P384: Curve = Curve {
    name: "P-384",
    coordinate_bytes: 48,
    signing: &ECDSA_P384_SHA384_FIXED_SIGNING,
    verification: &ECDSA_P384_SHA384_FIXED,
};
static P521: Curve = Curve {
    name: "P-521",
    coordinate_bytes: 66,
    signing: &ECDSA_P521_SHA512_FIXED_SIGNING,
    verification: &ECDSA_P521_SHA512_FIXED,
};

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 4] = [Self::ES256, Self::ES384, Self::ES512, Self::RS256];

    /// The value of `alg`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::ES512 => "ES512",
            Self::RS256 => "RS256",
        }
    }

    /// The algorithm of this exact name; `none`, HMAC and all others are `None`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// The algorithm that goes with a curve.
    pub(crate) fn of_curve(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.curve().is_some_and(|curve| curve.name == name))
    }

    /// The curve; `None` for RSA.
    pub(crate) fn curve(self) -> Option<&'static Curve> {
        match self {
            Self::ES256 => Some(&P256),
            Self::ES384 => Some(&P384),
            Self::ES512 => Some(&P521),
            Self::RS256 => None,
        }
    }

    pub(crate) fn digest(self) -> &'static digest::Algorithm {
        match self {
            Self::ES256 | Self::RS256 => &digest::SHA256,
            Self::ES384 => &digest::SHA384,
            Self::ES512 => &digest::SHA512,
        }
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
