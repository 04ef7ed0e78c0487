//! Public keys in JSON (RFC 7517, RFC 7518 §6) and their thumbprints (RFC 7638).
//!
//! Owns reading and writing. A key that is symmetric, private, of another use or of an unknown kind is not usable and
//! cannot be represented here; in a set it is skipped, as RFC 7517 §5 wants.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::algorithm::Algorithm;
use crate::error::KeyError;
use crate::hashing::sha256;

/// Members that only private and symmetric keys have (RFC 7518 §6.2.2, §6.3.2, §6.4).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A public key for verifying signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jwk {
    /// `kid`; ours always have one.
    pub kid: Option<String>,
    /// The key itself.
    pub parameters: KeyParameters,
}

/// The members of a public key, base64url as in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyParameters {
    /// An elliptic-curve point.
    Ec {
        /// Decides the curve.
        algorithm: Algorithm,
        /// First coordinate.
        x: String,
        /// Second coordinate.
        y: String,
    },
    /// An RSA key, for RS256.
    Rsa {
        /// Public exponent.
        e: String,
        /// Modulus.
        n: String,
    },
}

impl Jwk {
    /// The only algorithm that signatures of this key may have.
    pub const fn algorithm(&self) -> Algorithm {
        match self.parameters {
            KeyParameters::Ec { algorithm, .. } => algorithm,
            KeyParameters::Rsa { .. } => Algorithm::RS256,
        }
    }

    /// The thumbprint of RFC 7638 with SHA-256, base64url: the `kid` of our keys (wire contract §1.4).
    pub fn thumbprint(&self) -> String {
        // The members of RFC 7638 §3.2 in lexicographic order; base64url and curve names need no escaping.
        let canonical = match &self.parameters {
            KeyParameters::Ec { algorithm, x, y } => {
                let curve = algorithm.curve().map_or("", |curve| curve.name);
                format!(r#"{{"crv":"{curve}","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            KeyParameters::Rsa { e, n } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
        };
        URL_SAFE_NO_PAD.encode(sha256(canonical.as_bytes()))
    }

    /// Reads a key, ignoring members it does not know.
    ///
    /// # Errors
    /// [`KeyError::NotPublic`] for private and symmetric keys, [`KeyError::Rejected`] for all others that cannot
    /// verify one of our algorithms.
    pub fn from_value(value: &Value) -> Result<Self, KeyError> {
        let members = value.as_object().ok_or(KeyError::Rejected)?;
        if PRIVATE_MEMBERS.iter().any(|member| members.contains_key(*member)) {
            return Err(KeyError::NotPublic);
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let required = |name: &str| {
            let encoded = text(name).ok_or(KeyError::Rejected)?;
            URL_SAFE_NO_PAD.decode(encoded).map_err(|_| KeyError::Rejected)?;
            Ok(encoded.to_owned())
        };
        let parameters = match text("kty") {
            Some("EC") => {
                let algorithm = text("crv").and_then(Algorithm::of_curve).ok_or(KeyError::Rejected)?;
                KeyParameters::Ec { algorithm, x: required("x")?, y: required("y")? }
            }
            Some("RSA") => KeyParameters::Rsa { e: required("e")?, n: required("n")? },
            Some("oct") => return Err(KeyError::NotPublic),
            _ => return Err(KeyError::Rejected),
        };
        let jwk = Self { kid: text("kid").map(str::to_owned), parameters };
        if jwk.is_for_signatures(members) { Ok(jwk) } else { Err(KeyError::Rejected) }
    }

    /// Whether `use`, `key_ops` and `alg`, where present, are those of a verification key of this algorithm.
    fn is_for_signatures(&self, members: &Map<String, Value>) -> bool {
        let use_fits = members.get("use").is_none_or(|usage| usage == "sig");
        let operations_fit = members.get("key_ops").is_none_or(|operations| {
            operations
                .as_array()
                .is_some_and(|operations| operations.iter().any(|operation| operation == "verify"))
        });
        let algorithm_fits = members.get("alg").is_none_or(|alg| alg == self.algorithm().as_str());
        use_fits && operations_fit && algorithm_fits
    }
}

/// Members in the order of wire contract §1.4: `kty, use, kid, alg, crv, x, y`. RSA keys carry no `alg`.
impl Serialize for Jwk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        let kty = match self.parameters {
            KeyParameters::Ec { .. } => "EC",
            KeyParameters::Rsa { .. } => "RSA",
        };
        members.serialize_entry("kty", kty)?;
        members.serialize_entry("use", "sig")?;
        if let Some(kid) = &self.kid {
            members.serialize_entry("kid", kid)?;
        }
        match &self.parameters {
            KeyParameters::Ec { algorithm, x, y } => {
                members.serialize_entry("alg", algorithm.as_str())?;
                members.serialize_entry("crv", algorithm.curve().map_or("", |curve| curve.name))?;
                members.serialize_entry("x", x)?;
                members.serialize_entry("y", y)?;
            }
            KeyParameters::Rsa { e, n } => {
                members.serialize_entry("e", e)?;
                members.serialize_entry("n", n)?;
            }
        }
        members.end()
    }
}

impl<'de> Deserialize<'de> for Jwk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(&Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// A JSON Web Key Set (RFC 7517 §5). Reading one skips every key that is not usable.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct JwkSet {
    /// The usable keys, in order.
    pub keys: Vec<Jwk>,
}

impl<'de> Deserialize<'de> for JwkSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Wire {
            keys: Vec<Value>,
        }
        let wire = Wire::deserialize(deserializer)?;
        Ok(Self { keys: wire.keys.iter().filter_map(|key| Jwk::from_value(key).ok()).collect() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// RFC 7638 §3.1.
    const RFC_7638_MODULUS: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    #[test]
    fn thumbprints_agree_with_the_rfc() {
        let jwk = Jwk::from_value(
            &json!({"kty": "RSA", "n": RFC_7638_MODULUS, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}),
        )
        .unwrap();
        assert_eq!(jwk.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!(jwk.algorithm(), Algorithm::RS256);
    }

    #[test]
    fn members_are_written_in_the_order_of_the_contract() {
        let ec = json!({"y": "Yg", "x": "YQ", "crv": "P-384", "kid": "k", "kty": "EC", "unknown": 1});
        assert_eq!(
            serde_json::to_string(&Jwk::from_value(&ec).unwrap()).unwrap(),
            r#"{"kty":"EC","use":"sig","kid":"k","alg":"ES384","crv":"P-384","x":"YQ","y":"Yg"}"#
        );
        let rsa = json!({"n": "bg", "e": "ZQ", "kty": "RSA", "kid": "k", "alg": "RS256"});
        assert_eq!(
            serde_json::to_string(&Jwk::from_value(&rsa).unwrap()).unwrap(),
            r#"{"kty":"RSA","use":"sig","kid":"k","e":"ZQ","n":"bg"}"#
        );
    }

    #[test]
    fn a_set_skips_what_cannot_verify() {
        let usable = json!({"kty": "EC", "crv": "P-256", "x": "YQ", "y": "Yg", "kid": "good"});
        let mut skipped = vec![
            json!({"kty": "oct", "k": "c2VjcmV0"}),
            json!({"kty": "oct"}),
            json!({"kty": "OKP", "crv": "Ed25519", "x": "YQ"}),
            json!({"kty": "EC", "crv": "secp256k1", "x": "YQ", "y": "Yg"}),
            json!({"kty": "EC", "crv": "P-256", "x": "YQ"}),
            json!({"kty": "RSA", "n": "YQ"}),
            json!({"kty": 5}),
            json!("text"),
            json!(null),
        ];
        for (member, value) in [
            ("d", json!("private")),
            ("use", json!("enc")),
            ("alg", json!("ES384")),
            ("alg", json!("HS256")),
            ("key_ops", json!(["sign"])),
            ("key_ops", json!("verify")),
            ("x", json!("not base64url")),
            ("y", json!("YQ==")),
        ] {
            let mut key = usable.clone();
            key[member] = value;
            skipped.push(key);
        }
        for key in skipped {
            let set: JwkSet = serde_json::from_value(json!({"keys": [key, usable], "extra": true})).unwrap();
            assert_eq!(set.keys, vec![Jwk::from_value(&usable).unwrap()], "{key}");
            assert!(serde_json::from_value::<Jwk>(key).is_err());
        }
        assert!(serde_json::from_str::<JwkSet>(r#"{"keys":{}}"#).is_err());
        assert!(serde_json::from_str::<JwkSet>("[]").is_err());
    }
}
