//! The claims of a JWT (RFC 7519 §4, RFC 9068 §2.2), read strictly: a JSON object in which no member comes twice, with
//! the registered claims in their types.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::VerifyError;

/// The claims of a verified token. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Subject: user id, or client id of a machine.
    pub sub: String,
    /// Audience: one string or several, always a list here, never empty.
    pub aud: Vec<String>,
    /// Expiry.
    pub exp: i64,
    /// Time of issue.
    pub iat: Option<i64>,
    /// Not valid before.
    pub nbf: Option<i64>,
    /// Token id.
    pub jti: Option<String>,
    /// Client the token was issued to.
    pub client_id: Option<String>,
    /// Scopes, space separated.
    pub scope: Option<String>,
    /// Organization of an API resource's token.
    pub organization_id: Option<String>,
    /// Every other claim.
    pub extra: Map<String, Value>,
}

impl Claims {
    /// Whether `scope` is among the token's scopes.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes().any(|candidate| candidate == scope)
    }

    /// The token's scopes, in order.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.as_deref().unwrap_or_default().split(' ').filter(|scope| !scope.is_empty())
    }

    /// The audience, if there is exactly one.
    pub fn single_audience(&self) -> Option<&str> {
        match self.aud.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether the token is a machine's own: issued to the client that it is about (wire contract §2.1).
    pub fn is_machine_to_machine(&self) -> bool {
        self.client_id.as_deref() == Some(self.sub.as_str())
    }
}

/// Claims as read: any may be absent.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClaimsReader {
    pub(crate) iss: Option<String>,
    sub: Option<String>,
    pub(crate) aud: Option<Vec<String>>,
    exp: Option<i64>,
    iat: Option<i64>,
    nbf: Option<i64>,
    jti: Option<String>,
    client_id: Option<String>,
    scope: Option<String>,
    organization_id: Option<String>,
    extra: Map<String, Value>,
}

impl ClaimsReader {
    pub(crate) fn parse(payload: &[u8]) -> Result<Self, VerifyError> {
        serde_json::from_slice(payload).map_err(|_| VerifyError::JwtInvalid)
    }

    /// The claims with the required ones present.
    ///
    /// # Errors
    /// The name of the first required claim that is absent.
    pub(crate) fn require(self) -> Result<Claims, &'static str> {
        Ok(Claims {
            iss: self.iss.ok_or("iss")?,
            aud: self.aud.filter(|audience| !audience.is_empty()).ok_or("aud")?,
            sub: self.sub.filter(|subject| !subject.is_empty()).ok_or("sub")?,
            exp: self.exp.ok_or("exp")?,
            iat: self.iat,
            nbf: self.nbf,
            jti: self.jti,
            client_id: self.client_id,
            scope: self.scope,
            organization_id: self.organization_id,
            extra: self.extra,
        })
    }

    fn read_member<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "iss" => set(&mut self.iss, map),
            "sub" => set(&mut self.sub, map),
            "jti" => set(&mut self.jti, map),
            "client_id" => set(&mut self.client_id, map),
            "scope" => set(&mut self.scope, map),
            "organization_id" => set(&mut self.organization_id, map),
            "aud" => {
                let mut audience: Option<Audience> = None;
                set(&mut audience, map)?;
                replace_absent(&mut self.aud, audience.map(|audience| audience.0))
            }
            "exp" => set_seconds(&mut self.exp, map),
            "iat" => set_seconds(&mut self.iat, map),
            "nbf" => set_seconds(&mut self.nbf, map),
            _ => match self.extra.insert(name, map.next_value()?) {
                None => Ok(()),
                Some(_) => Err(A::Error::custom("repeated claim")),
            },
        }
    }
}

fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    target: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    replace_absent(target, Some(map.next_value()?))
}

fn set_seconds<'de, A: MapAccess<'de>>(target: &mut Option<i64>, map: &mut A) -> Result<(), A::Error> {
    let seconds: NumericDate = map.next_value()?;
    replace_absent(target, Some(seconds.0))
}

fn replace_absent<T, E: serde::de::Error>(target: &mut Option<T>, value: Option<T>) -> Result<(), E> {
    if target.is_some() {
        return Err(E::custom("repeated claim"));
    }
    *target = value;
    Ok(())
}

impl<'de> Deserialize<'de> for ClaimsReader {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ClaimsVisitor;
        impl<'de> Visitor<'de> for ClaimsVisitor {
            type Value = ClaimsReader;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ClaimsReader, A::Error> {
                let mut claims = ClaimsReader::default();
                while let Some(name) = map.next_key::<String>()? {
                    claims.read_member(name, &mut map)?;
                }
                Ok(claims)
            }
        }
        deserializer.deserialize_map(ClaimsVisitor)
    }
}

/// One string or a list of strings (RFC 7519 §4.1.3).
struct Audience(Vec<String>);

impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AudienceVisitor;
        impl<'de> Visitor<'de> for AudienceVisitor {
            type Value = Audience;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string or a list of strings")
            }

            fn visit_str<E>(self, audience: &str) -> Result<Audience, E> {
                Ok(Audience(vec![audience.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Audience, A::Error> {
                let mut audiences = Vec::new();
                while let Some(audience) = list.next_element()? {
                    audiences.push(audience);
                }
                Ok(Audience(audiences))
            }
        }
        deserializer.deserialize_any(AudienceVisitor)
    }
}

/// Seconds since 1970 (RFC 7519 §2). A fraction is cut off.
struct NumericDate(i64);

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let seconds = number.as_i64().or_else(|| {
            // Beyond 2^53 a float is no time anybody meant.
            let seconds = number.as_f64().filter(|seconds| seconds.abs() < 9_007_199_254_740_992.0)?;
            #[expect(
                clippy::cast_possible_truncation,
                reason = "cutting the fraction off is the point; the range fits"
            )]
            Some(seconds.floor() as i64)
        });
        seconds.map(NumericDate).ok_or_else(|| D::Error::custom("not a time"))
    }
}
