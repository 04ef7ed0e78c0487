//! Public keys ready to verify with, and the choice among them by a token's header.

use std::fmt;

use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::algorithm::Algorithm;
use crate::compact::Header;
use crate::error::{KeyError, VerifyError};
use crate::hashing::sha256;
use crate::jwk::{Jwk, JwkSet, KeyParameters};

/// One public key, parsed once.
#[derive(Clone)]
pub struct VerifyingKey {
    kid: Option<String>,
    algorithm: Algorithm,
    key: ParsedPublicKey,
}

impl VerifyingKey {
    /// Takes a key from its JWK.
    ///
    /// # Errors
    /// [`KeyError::Rejected`] when the members are not strict base64url, a coordinate has the wrong length, the point is
    /// not on the curve, or an RSA modulus is malformed.
    pub(crate) fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| KeyError::Rejected);
        let key = match &jwk.parameters {
            KeyParameters::Ec { algorithm, x, y } => {
                let curve = algorithm.curve().ok_or(KeyError::Rejected)?;
                let (x, y) = (decode(x)?, decode(y)?);
                if x.len() != curve.coordinate_bytes || y.len() != curve.coordinate_bytes {
                    return Err(KeyError::Rejected);
                }
                let point = [&[4][..], &x, &y].concat();
                ParsedPublicKey::new(curve.verification, point)
            }
            KeyParameters::Rsa { e, n } => PublicKeyComponents { n: decode(n)?, e: decode(e)? }
                .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256),
        };
        Ok(Self {
            kid: jwk.kid.clone(),
            algorithm: jwk.algorithm(),
            key: key.map_err(|_| KeyError::Rejected)?,
        })
    }

    /// The key id.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The only algorithm this key verifies.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Checks a signature of [`VerifyingKey::algorithm`] in JWS form (for ECDSA: r and s, each of full length).
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        self.key.verify_sig(message, signature).map_err(|_| VerifyError::SignatureVerificationFailed)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("VerifyingKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// The keys of one issuer.
#[derive(Debug, Clone)]
pub struct KeySet {
    keys: Vec<VerifyingKey>,
    fingerprint: [u8; 32],
}

impl KeySet {
    /// The keys that `jwks` describes, those that cannot verify left out.
    pub fn new<'a>(jwks: impl IntoIterator<Item = &'a Jwk>) -> Self {
        let mut keys = Vec::new();
        let mut thumbprints = String::new();
        for jwk in jwks {
            if let Ok(key) = VerifyingKey::from_jwk(jwk) {
                keys.push(key);
                thumbprints.push_str(&jwk.thumbprint());
                thumbprints.push('\0');
                thumbprints.push_str(jwk.kid.as_deref().unwrap_or_default());
                thumbprints.push('\0');
            }
        }
        Self { keys, fingerprint: sha256(thumbprints.as_bytes()) }
    }

    /// The keys of a JWKS document.
    pub fn from_jwk_set(set: &JwkSet) -> Self {
        Self::new(&set.keys)
    }

    /// The keys, in order.
    pub fn keys(&self) -> &[VerifyingKey] {
        &self.keys
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a key has this id.
    pub fn contains(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key.kid() == Some(kid))
    }

    /// The same for the same keys in the same order, and for no others.
    pub const fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// The key that a token of this header must be signed with. The key decides the algorithm, never the token: the
    /// header must agree with it (RFC 8725 §3.1). Without `kid` there must be no choice.
    pub(crate) fn select(&self, header: &Header) -> Result<&VerifyingKey, VerifyError> {
        let algorithm = Algorithm::parse(&header.alg).ok_or(VerifyError::AlgorithmNotAllowed)?;
        let key = match (&header.kid, self.keys.as_slice()) {
            (Some(kid), keys) => keys.iter().find(|key| key.kid() == Some(kid)),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        let key = key.ok_or(VerifyError::NoMatchingKey)?;
        if key.algorithm == algorithm { Ok(key) } else { Err(VerifyError::AlgorithmNotAllowed) }
    }
}
