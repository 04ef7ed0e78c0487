//! Private keys and the making of compact JWS (RFC 7515 §7.1).
//!
//! Everything of a token but its payload is encoded once, when the key is made or read: signing costs one base64
//! encoding of the payload and one signature.

use std::fmt;

use aws_lc_rs::digest;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::ACCESS_TOKEN_TYPE;
use crate::algorithm::Algorithm;
use crate::error::KeyError;
use crate::jwk::{Jwk, KeyParameters};

/// The library could not sign. Happens only when memory runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be signed")]
pub struct SigningError;

enum PrivateKey {
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

/// A private key with its public JWK. `Debug` shows the key id alone; the library wipes the key when it is dropped.
pub struct SigningKey {
    private: PrivateKey,
    jwk: Jwk,
    kid: String,
    /// Encoded protected headers, each with its trailing dot.
    untyped_header: String,
    access_token_header: String,
}

impl SigningKey {
    /// Makes a new key: P-256, P-384, P-521, or RSA with 4096 bits. The only randomness in this project that is not
    /// injected: AWS-LC draws it from its own generator, seeded by the operating system.
    ///
    /// # Errors
    /// [`KeyError::Generation`] when the library fails.
    pub fn generate(algorithm: Algorithm) -> Result<Self, KeyError> {
        let private = match algorithm.curve() {
            Some(curve) => {
                PrivateKey::Ec(EcdsaKeyPair::generate(curve.signing).map_err(|_| KeyError::Generation)?)
            }
            None => {
                PrivateKey::Rsa(RsaKeyPair::generate(KeySize::Rsa4096).map_err(|_| KeyError::Generation)?)
            }
        };
        Self::from_private(algorithm, private)
    }

    /// An RSA key that is made fast enough for tests.
    #[cfg(test)]
    pub(crate) fn generate_small_rsa() -> Self {
        let private = PrivateKey::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap());
        Self::from_private(Algorithm::RS256, private).unwrap()
    }

    /// Reads an unencrypted PKCS#8 key in DER (RFC 5958). The key itself tells the algorithm.
    ///
    /// # Errors
    /// [`KeyError::Rejected`] for anything else than a valid key on one of our curves or RSA of 2048 to 8192 bits.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        for algorithm in [Algorithm::ES384, Algorithm::ES256, Algorithm::ES512] {
            let Some(curve) = algorithm.curve() else { continue };
            if let Ok(pair) = EcdsaKeyPair::from_pkcs8(curve.signing, der) {
                return Self::from_private(algorithm, PrivateKey::Ec(pair));
            }
        }
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| KeyError::Rejected)?;
        Self::from_private(Algorithm::RS256, PrivateKey::Rsa(pair))
    }

    /// The key as unencrypted PKCS#8 in DER, to be sealed and stored.
    ///
    /// # Errors
    /// [`KeyError::Rejected`] when the library fails.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let der = match &self.private {
            PrivateKey::Ec(pair) => {
                Zeroizing::new(pair.to_pkcs8v1().map_err(|_| KeyError::Rejected)?.as_ref().to_vec())
            }
            PrivateKey::Rsa(pair) => {
                let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| KeyError::Rejected)?;
                Zeroizing::new(der.as_ref().to_vec())
            }
        };
        Ok(der)
    }

    fn from_private(algorithm: Algorithm, private: PrivateKey) -> Result<Self, KeyError> {
        let parameters = match &private {
            PrivateKey::Ec(pair) => ec_parameters(algorithm, pair.public_key().as_ref())?,
            PrivateKey::Rsa(pair) => rsa_parameters(pair.public_key().as_ref())?,
        };
        let mut jwk = Jwk { kid: None, parameters };
        let kid = jwk.thumbprint();
        jwk.kid = Some(kid.clone());
        let untyped_header = encode_header(algorithm, None, &kid);
        let access_token_header = encode_header(algorithm, Some(ACCESS_TOKEN_TYPE), &kid);
        Ok(Self { private, jwk, kid, untyped_header, access_token_header })
    }

    /// The same key under an id that somebody else gave it: the provider at which this server is registered with it.
    #[must_use]
    pub fn with_key_id(mut self, kid: &str) -> Self {
        self.untyped_header = encode_header(self.algorithm(), None, kid);
        self.access_token_header = encode_header(self.algorithm(), Some(ACCESS_TOKEN_TYPE), kid);
        self.jwk.kid = Some(kid.to_owned());
        kid.clone_into(&mut self.kid);
        self
    }

    /// The key id: RFC 7638 thumbprint (wire contract §1.4), unless somebody else gave another.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// What this key signs with.
    pub const fn algorithm(&self) -> Algorithm {
        self.jwk.algorithm()
    }

    /// The public half, as the JWKS shows it.
    pub const fn public_jwk(&self) -> &Jwk {
        &self.jwk
    }

    /// Signs `payload_json`, a serialized JSON object, as a compact JWS. `typ` is `at+jwt` for access tokens and absent
    /// for ID tokens (wire contract §1.4).
    ///
    /// # Errors
    /// [`SigningError`] when the library fails.
    pub fn sign(&self, typ: Option<&str>, payload_json: &[u8]) -> Result<String, SigningError> {
        let other_header;
        let header = match typ {
            None => &self.untyped_header,
            Some(ACCESS_TOKEN_TYPE) => &self.access_token_header,
            Some(typ) => {
                other_header = encode_header(self.algorithm(), Some(typ), &self.kid);
                &other_header
            }
        };
        let encoded_bytes = |bytes: usize| bytes.div_ceil(3) * 4;
        let signature_bytes = match &self.private {
            PrivateKey::Ec(_) => self.algorithm().curve().map_or(0, |curve| 2 * curve.coordinate_bytes),
            PrivateKey::Rsa(pair) => pair.public_modulus_len(),
        };
        let capacity = header.len() + encoded_bytes(payload_json.len()) + 1 + encoded_bytes(signature_bytes);
        let mut token = String::with_capacity(capacity);
        token.push_str(header);
        URL_SAFE_NO_PAD.encode_string(payload_json, &mut token);
        let hash = digest::digest(self.algorithm().digest(), token.as_bytes());
        token.push('.');
        match &self.private {
            PrivateKey::Ec(pair) => {
                let signature = pair.sign_digest(&hash).map_err(|_| SigningError)?;
                URL_SAFE_NO_PAD.encode_string(signature.as_ref(), &mut token);
            }
            PrivateKey::Rsa(pair) => {
                let mut signature = vec![0; signature_bytes];
                pair.sign_digest(&RSA_PKCS1_SHA256, &hash, &mut signature).map_err(|_| SigningError)?;
                URL_SAFE_NO_PAD.encode_string(&signature, &mut token);
            }
        }
        Ok(token)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// The protected header `{alg, typ, kid}`, encoded, with its dot.
fn encode_header(algorithm: Algorithm, typ: Option<&str>, kid: &str) -> String {
    let mut json = format!(r#"{{"alg":"{algorithm}""#);
    if let Some(typ) = typ {
        json.push_str(r#","typ":"#);
        json.push_str(&Value::from(typ).to_string());
    }
    json.push_str(r#","kid":"#);
    json.push_str(&Value::from(kid).to_string());
    json.push('}');
    let mut encoded = URL_SAFE_NO_PAD.encode(json);
    encoded.push('.');
    encoded
}

/// Coordinates of an uncompressed point (SEC 1 §2.3.3): 0x04, x, y.
fn ec_parameters(algorithm: Algorithm, point: &[u8]) -> Result<KeyParameters, KeyError> {
    let coordinate_bytes = algorithm.curve().ok_or(KeyError::Rejected)?.coordinate_bytes;
    match point.split_first() {
        Some((4, coordinates)) if coordinates.len() == 2 * coordinate_bytes => {
            let (x, y) = coordinates.split_at(coordinate_bytes);
            Ok(KeyParameters::Ec { algorithm, x: URL_SAFE_NO_PAD.encode(x), y: URL_SAFE_NO_PAD.encode(y) })
        }
        _ => Err(KeyError::Rejected),
    }
}

/// Modulus and exponent of an `RSAPublicKey` (RFC 8017 §A.1.1): a sequence of two integers.
fn rsa_parameters(der: &[u8]) -> Result<KeyParameters, KeyError> {
    const SEQUENCE: u8 = 0x30;
    const INTEGER: u8 = 0x02;
    let (members, _) = der_element(SEQUENCE, der).ok_or(KeyError::Rejected)?;
    let (n, rest) = der_element(INTEGER, members).ok_or(KeyError::Rejected)?;
    let (e, _) = der_element(INTEGER, rest).ok_or(KeyError::Rejected)?;
    // DER puts a zero byte before an integer whose first bit is set; RFC 7518 §6.3.1 leaves it out.
    let encode = |integer: &[u8]| URL_SAFE_NO_PAD.encode(integer.strip_prefix(&[0]).unwrap_or(integer));
    Ok(KeyParameters::Rsa { e: encode(e), n: encode(n) })
}

/// The content of the DER element of this tag at the beginning of `input`, and what follows it.
fn der_element(tag: u8, input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (length, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        (
            length
                .iter()
                .try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))?,
            rest,
        )
    };
    if found == tag { rest.split_at_checked(length) } else { None }
}
