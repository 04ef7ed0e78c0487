//! Proving oneself by a credential (§7.2).

use crate::{
    Credential, Expected, Fault,
    authenticator_data::AuthenticatorData,
    client_data::{self, Ceremony},
    decode,
    response::AuthenticationResponse,
    sha256,
};

/// What a proof changes about its credential. The caller keeps it ([`Assertion::apply_to`]), or counting would be in vain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use = "a counter that is not kept does not tell a copy"]
pub struct Assertion {
    counter: u32,
    is_backup_eligible: bool,
    is_backed_up: bool,
}

impl Assertion {
    /// Brings the credential up to date (§7.2 step 24).
    pub fn apply_to(self, credential: &mut Credential) {
        credential.counter = self.counter;
        credential.is_backup_eligible = self.is_backup_eligible;
        credential.is_backed_up = self.is_backed_up;
    }
}

impl Expected<'_> {
    /// Checks that an answer was made by `credential`, which belongs to the user of this handle, for what was asked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify_assertion(
        &self,
        answer: &AuthenticationResponse,
        credential: &Credential,
        user_handle: &[u8],
    ) -> Result<Assertion, Fault> {
        let response = &answer.response;
        if answer.id != credential.id || answer.raw_id != credential.id {
            return Err(Fault::OtherCredential);
        }
        if let Some(handle) = &response.user_handle
            && decode(handle, "user handle")? != user_handle
        {
            return Err(Fault::OtherCredential);
        }
        let client_data = client_data::check(&response.client_data_json, Ceremony::Get, self)?;
        let bytes = decode(&response.authenticator_data, "authenticator data")?;
        let data = AuthenticatorData::parse(&bytes)?;
        data.check(self)?;
        // Some authenticators have begun to synchronise what they held; none has stopped.
        if credential.is_backup_eligible && !data.is_backup_eligible() {
            return Err(Fault::OtherCredential);
        }
        let message = [bytes.as_slice(), sha256(&client_data).as_ref()].concat();
        credential.key.verify(&message, &decode(&response.signature, "signature")?)?;
        if (data.counter != 0 || credential.counter != 0) && data.counter <= credential.counter {
            return Err(Fault::Cloned);
        }
        Ok(Assertion {
            counter: data.counter,
            is_backup_eligible: data.is_backup_eligible(),
            is_backed_up: data.is_backed_up(),
        })
    }
}
