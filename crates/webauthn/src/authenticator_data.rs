//! What the authenticator says of a ceremony (§6.1).

use ciborium::Value;

use crate::{Expected, Fault, sha256};

const WHAT: &str = "authenticator data";
/// The longest id of a credential, in bytes (§4, Credential ID).
const MAX_CREDENTIAL_ID_BYTES: usize = 1_023;
/// How deep values may be nested. Keys and extensions of today are flat.
const MAX_DEPTH: usize = 8;

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// Authenticator data in its parts.
#[derive(Debug)]
pub(crate) struct AuthenticatorData {
    rp_id_hash: [u8; 32],
    flags: u8,
    /// How often the credential has signed; 0 where the authenticator does not count.
    pub(crate) counter: u32,
    /// The credential that was made.
    pub(crate) credential: Option<AttestedCredential>,
}

/// A credential as its authenticator presents it (§6.5.1).
#[derive(Debug)]
pub(crate) struct AttestedCredential {
    pub(crate) id: Vec<u8>,
    pub(crate) key: Value,
}

impl AuthenticatorData {
    /// Takes it apart, to the last byte.
    pub(crate) fn parse(mut bytes: &[u8]) -> Result<Self, Fault> {
        let rest = &mut bytes;
        let rp_id_hash = take(rest)?;
        let [flags] = take(rest)?;
        let counter = u32::from_be_bytes(take(rest)?);
        let credential = if flags & HAS_CREDENTIAL == 0 { None } else { Some(attested_credential(rest)?) };
        if flags & HAS_EXTENSIONS != 0 && !read_cbor(rest, WHAT)?.is_map() {
            return Err(Fault::Malformed(WHAT));
        }
        if !rest.is_empty() {
            return Err(Fault::Malformed(WHAT));
        }
        Ok(Self { rp_id_hash, flags, counter, credential })
    }

    /// Checks for whom it was made, and that its user was there and verified (§7.1 steps 14–18, §7.2 steps 16–20).
    pub(crate) fn check(&self, expected: &Expected<'_>) -> Result<(), Fault> {
        if self.rp_id_hash != sha256(expected.rp_id.as_bytes()).as_ref() {
            return Err(Fault::OtherRelyingParty);
        }
        if self.flags & USER_PRESENT == 0 {
            return Err(Fault::UserNotPresent);
        }
        if self.flags & USER_VERIFIED == 0 {
            return Err(Fault::UserNotVerified);
        }
        if self.is_backed_up() && !self.is_backup_eligible() {
            return Err(Fault::Malformed(WHAT));
        }
        Ok(())
    }

    /// Whether the credential may leave its authenticator, as synchronised passkeys do.
    pub(crate) const fn is_backup_eligible(&self) -> bool {
        self.flags & BACKUP_ELIGIBLE != 0
    }

    /// Whether it has.
    pub(crate) const fn is_backed_up(&self) -> bool {
        self.flags & BACKED_UP != 0
    }
}

fn attested_credential(rest: &mut &[u8]) -> Result<AttestedCredential, Fault> {
    // What make the authenticator is of. Nobody vouches for it, so it is worth nothing.
    let _aaguid: [u8; 16] = take(rest)?;
    let length = usize::from(u16::from_be_bytes(take(rest)?));
    if length == 0 || length > MAX_CREDENTIAL_ID_BYTES {
        return Err(Fault::Malformed(WHAT));
    }
    let (id, after) = rest.split_at_checked(length).ok_or(Fault::Malformed(WHAT))?;
    *rest = after;
    Ok(AttestedCredential { id: id.to_vec(), key: read_cbor(rest, WHAT)? })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Fault> {
    let (taken, after) = rest.split_first_chunk().ok_or(Fault::Malformed(WHAT))?;
    *rest = after;
    Ok(*taken)
}

/// Reads one value of CBOR (RFC 8949) from the front of `rest`.
pub(crate) fn read_cbor(rest: &mut &[u8], what: &'static str) -> Result<Value, Fault> {
    ciborium::de::from_reader_with_recursion_limit(&mut *rest, MAX_DEPTH).map_err(|_| Fault::Malformed(what))
}

/// The one value under `key` in a map; `None` where there is none, or more than one.
pub(crate) fn member<'a>(map: &'a Value, key: &Value) -> Option<&'a Value> {
    let mut found = map.as_map()?.iter().filter(|(name, _)| name == key);
    let (_, value) = found.next()?;
    found.next().is_none().then_some(value)
}
