//! The compact serialization of a JWS (RFC 7515 §7.1), read strictly.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};

use crate::claims::ClaimsReader;
use crate::error::VerifyError;

/// Longest token that is looked at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;
/// Longest protected header, in encoded bytes.
const MAX_HEADER_BYTES: usize = 4 * 1024;

/// The members of a protected header that matter. Keys and addresses of keys inside a token are never looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// `alg`, as written.
    pub alg: String,
    /// `kid`.
    pub kid: Option<String>,
    /// `typ`, as written.
    pub typ: Option<String>,
}

impl Header {
    /// Whether `typ` is `expected`: case does not matter, nor an `application/` before it (RFC 7515 §4.1.9).
    pub fn is_type(&self, expected: &str) -> bool {
        const PREFIX: &str = "application/";
        self.typ.as_deref().is_some_and(|typ| {
            let subtype = match typ.get(..PREFIX.len()) {
                Some(prefix) if prefix.eq_ignore_ascii_case(PREFIX) => &typ[PREFIX.len()..],
                _ => typ,
            };
            subtype.eq_ignore_ascii_case(expected)
        })
    }
}

/// A token taken apart. Nothing in it has been verified.
pub(crate) struct CompactJws<'a> {
    pub(crate) header: Header,
    /// Header and payload as signed, with the dot between them.
    pub(crate) signing_input: &'a [u8],
    pub(crate) payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl<'a> CompactJws<'a> {
    /// Takes a token apart: three parts of unpadded canonical base64url, a header that is a JSON object without
    /// repeated members and without `crit`, of which no extension is understood here (RFC 7515 §4.1.11).
    pub(crate) fn parse(token: &'a str) -> Result<Self, VerifyError> {
        let invalid = VerifyError::JwsInvalid;
        if token.len() > MAX_TOKEN_BYTES {
            return Err(invalid);
        }
        let (signing_input, encoded_signature) = token.rsplit_once('.').ok_or(VerifyError::JwsInvalid)?;
        let (encoded_header, encoded_payload) =
            signing_input.split_once('.').ok_or(VerifyError::JwsInvalid)?;
        if encoded_payload.contains('.')
            || encoded_signature.is_empty()
            || encoded_header.len() > MAX_HEADER_BYTES
        {
            return Err(invalid);
        }
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| VerifyError::JwsInvalid);
        Ok(Self {
            header: parse_header(&decode(encoded_header)?)?,
            signing_input: signing_input.as_bytes(),
            payload: decode(encoded_payload)?,
            signature: decode(encoded_signature)?,
        })
    }
}

fn parse_header(json: &[u8]) -> Result<Header, VerifyError> {
    #[derive(Deserialize)]
    struct Wire {
        alg: String,
        kid: Option<String>,
        typ: Option<String>,
        #[serde(default, deserialize_with = "present")]
        crit: bool,
    }
    /// Whatever the value, `null` included: the member is there.
    fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| true)
    }
    // An array would be read as the members in order.
    if json.first() != Some(&b'{') {
        return Err(VerifyError::JwsInvalid);
    }
    let wire: Wire = serde_json::from_slice(json).map_err(|_| VerifyError::JwsInvalid)?;
    if wire.crit {
        return Err(VerifyError::JwsInvalid);
    }
    Ok(Header { alg: wire.alg, kid: wire.kid, typ: wire.typ })
}

/// Whether `token` has the form of a JWT, of whomever and whether or not its signature is good: three parts, a header and claims that can be
/// read.
pub fn has_form_of_jwt(token: &str) -> bool {
    CompactJws::parse(token).is_ok_and(|parts| ClaimsReader::parse(&parts.payload).is_ok())
}
