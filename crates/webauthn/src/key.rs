//! Public keys of credentials: read from COSE (RFC 9052 §7), kept as JSON, and held against signatures.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use ciborium::Value;
use serde::{Deserialize, Serialize};

use crate::{Fault, authenticator_data::member, decode, encode};

const WHAT: &str = "public key";

/// The public key of a credential, its numbers in base64url.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "alg")]
pub enum CredentialKey {
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256 {
        /// The first coordinate, of 32 bytes.
        x: String,
        /// The second.
        y: String,
    },
    /// RSA (PKCS #1 v1.5) with SHA-256.
    #[serde(rename = "RS256")]
    Rs256 {
        /// The modulus, of 2,048 to 8,192 bits.
        n: String,
        /// The exponent.
        e: String,
    },
}

impl CredentialKey {
    /// Reads a key, which must be of a kind that was asked for and able to verify something.
    pub(crate) fn from_cose(key: &Value) -> Result<Self, Fault> {
        let number = |label: i64| {
            member(key, &label.into())
                .and_then(Value::as_integer)
                .and_then(|number| i64::try_from(number).ok())
        };
        let bytes = |label: i64| member(key, &label.into()).and_then(Value::as_bytes).map(Vec::as_slice);
        // Labels of RFC 9052 §7.1 (1 the type, 3 the algorithm), RFC 9053 §7.1.1 (−1 the curve, −2 and −3 its coordinates) and RFC 8230 §4 (−1 the
        // modulus, −2 the exponent).
        match (number(1), number(3)) {
            (Some(2), Some(-7)) if number(-1) == Some(1) => {
                let (x, y) = (bytes(-2).unwrap_or_default(), bytes(-3).unwrap_or_default());
                let is_point = x.len() == 32
                    && y.len() == 32
                    && UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point(x, y)).parse().is_ok();
                if is_point {
                    Ok(Self::Es256 { x: encode(x), y: encode(y) })
                } else {
                    Err(Fault::UnsupportedKey)
                }
            }
            (Some(3), Some(-257)) => {
                let (n, e) = (bytes(-1).unwrap_or_default(), bytes(-2).unwrap_or_default());
                let is_long =
                    (256..=1_024).contains(&n.len()) && n.first().is_some_and(|first| *first >= 0x80);
                // 65537, which everybody uses, or another odd number that AWS-LC takes.
                let is_exponent = (1..=4).contains(&e.len())
                    && e.first().is_some_and(|first| *first != 0)
                    && e.last().is_some_and(|last| last % 2 == 1)
                    && e != [1];
                if is_long && is_exponent {
                    Ok(Self::Rs256 { n: encode(n), e: encode(e) })
                } else {
                    Err(Fault::UnsupportedKey)
                }
            }
            _ => Err(Fault::UnsupportedKey),
        }
    }

    /// The key as COSE has it, in base64url; empty when it cannot be written.
    pub fn to_cose(&self) -> String {
        let number = |label: i64, number: i64| (Value::from(label), Value::from(number));
        let bytes = |label: i64, text: &str| {
            (Value::from(label), Value::Bytes(decode(text, WHAT).unwrap_or_default()))
        };
        let members = match self {
            Self::Es256 { x, y } => {
                vec![number(1, 2), number(3, -7), number(-1, 1), bytes(-2, x), bytes(-3, y)]
            }
            Self::Rs256 { n, e } => vec![number(1, 3), number(3, -257), bytes(-1, n), bytes(-2, e)],
        };
        let mut written = Vec::new();
        match ciborium::into_writer(&Value::Map(members), &mut written) {
            Ok(()) => encode(&written),
            Err(_) => String::new(),
        }
    }

    /// Checks a signature in the form of §6.5.5.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
        match self {
            Self::Es256 { x, y } => {
                let point = point(&decode(x, WHAT)?, &decode(y, WHAT)?);
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
            }
            Self::Rs256 { n, e } => RsaPublicKeyComponents { n: decode(n, WHAT)?, e: decode(e, WHAT)? }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature),
        }
        .map_err(|_| Fault::Signature)
    }
}

/// A point in the uncompressed form of SEC 1 §2.3.3.
fn point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}
