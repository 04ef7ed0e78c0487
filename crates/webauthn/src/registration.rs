//! Registering a credential (§7.1).

use ciborium::Value;

use crate::{
    Credential, CredentialKey, Expected, Fault,
    authenticator_data::{AuthenticatorData, member, read_cbor},
    client_data::{self, Ceremony},
    decode, encode,
    response::RegistrationResponse,
};

/// How many ways to reach an authenticator are kept, and how long their names may be, in bytes.
const MAX_TRANSPORTS: usize = 8;
const MAX_TRANSPORT_BYTES: usize = 32;

impl Expected<'_> {
    /// The credential that an answer presents, if it is an answer to what was asked.
    ///
    /// Whether the user has it already is for the caller to look up (§7.1 step 26).
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify_registration(&self, answer: &RegistrationResponse) -> Result<Credential, Fault> {
        client_data::check(&answer.response.client_data_json, Ceremony::Create, self)?;
        let data = authenticator_data(&answer.response.attestation_object)?;
        data.check(self)?;
        let (is_backup_eligible, is_backed_up, counter) =
            (data.is_backup_eligible(), data.is_backed_up(), data.counter);
        let made = data.credential.ok_or(Fault::Malformed("authenticator data"))?;
        let id = encode(&made.id);
        if answer.id != id || answer.raw_id != id {
            return Err(Fault::OtherCredential);
        }
        let mut transports = answer.response.transports.clone().unwrap_or_default();
        transports.retain(|name| name.len() <= MAX_TRANSPORT_BYTES);
        transports.truncate(MAX_TRANSPORTS);
        Ok(Credential {
            id,
            key: CredentialKey::from_cose(&made.key)?,
            counter,
            transports,
            is_backup_eligible,
            is_backed_up,
        })
    }
}

/// The authenticator data in an attestation object (§6.5.4). What vouches for the authenticator, where something does, is not looked at:
/// attestation was asked for as `none`, and no decision is made by it.
fn authenticator_data(object: &str) -> Result<AuthenticatorData, Fault> {
    const WHAT: &str = "attestation object";
    let bytes = decode(object, WHAT)?;
    let mut rest = bytes.as_slice();
    let object = read_cbor(&mut rest, WHAT)?;
    let text = |name: &str| Value::Text(name.to_owned());
    let has_format = member(&object, &text("fmt")).is_some_and(Value::is_text)
        && member(&object, &text("attStmt")).is_some_and(Value::is_map);
    let data = member(&object, &text("authData")).and_then(Value::as_bytes);
    match data {
        Some(data) if has_format && rest.is_empty() => AuthenticatorData::parse(data),
        _ => Err(Fault::Malformed(WHAT)),
    }
}
