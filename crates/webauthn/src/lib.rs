//! The relying party's side of WebAuthn Level 3: what a browser is asked, and whether its answer proves what it should.
//!
//! [`options`] is what is asked and [`response`] what comes back, both in the JSON of the specification (§5.1.8–5.1.10);
//! [`Expected::verify_registration`] is the ceremony of §7.1 and [`Expected::verify_assertion`] that of §7.2. The user is always verified (a
//! passkey stands for two factors), credentials are discoverable, and nobody's word about the make of an authenticator is asked for.
//!
//! It keeps no state: whoever asks keeps the challenge until it is answered, and the [`Credential`] for as long as it is good. It knows neither
//! users nor HTTP. Signatures are AWS-LC's.

mod assertion;
mod authenticator_data;
mod client_data;
mod credential;
mod key;
pub mod options;
mod registration;
pub mod response;
#[cfg(test)]
mod tests;

pub use assertion::Assertion;
pub use credential::Credential;
pub use key::CredentialKey;

/// What an answer must be about.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The challenge that was given out, in base64url.
    pub challenge: &'a str,
    /// The relying party: a host name.
    pub rp_id: &'a str,
    /// The origins of the pages that may ask.
    pub origins: &'a [String],
}

/// Why an answer proves nothing. What is told to whoever sent it is less than this.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// It is not in the form of the specification.
    #[error("the {0} cannot be read")]
    Malformed(&'static str),
    /// It is about another kind of ceremony.
    #[error("the answer is to another kind of question")]
    OtherCeremony,
    /// It answers another challenge.
    #[error("the answer is to another challenge")]
    OtherChallenge,
    /// It was made on a page of another origin, or in a frame of one.
    #[error("the answer was made on a page of another origin")]
    OtherOrigin,
    /// It was made for another relying party.
    #[error("the answer was made for another relying party")]
    OtherRelyingParty,
    /// It was made by another credential, or for another user.
    #[error("the answer was made by another credential")]
    OtherCredential,
    /// The authenticator did not see that somebody was there.
    #[error("nobody was there")]
    UserNotPresent,
    /// The authenticator did not verify its user.
    #[error("the authenticator did not verify its user")]
    UserNotVerified,
    /// The key is of a kind that was not asked for, or weak.
    #[error("the key is of a kind that is not taken")]
    UnsupportedKey,
    /// The signature is not the credential's.
    #[error("the signature is wrong")]
    Signature,
    /// The authenticator has signed less often than was seen: there are two of it.
    #[error("the authenticator's counter went back")]
    Cloned,
}

/// Reads base64url without padding, as all of WebAuthn's JSON has it.
pub(crate) fn decode(text: &str, what: &'static str) -> Result<Vec<u8>, Fault> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Malformed(what))
}

/// Writes base64url without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn sha256(bytes: &[u8]) -> aws_lc_rs::digest::Digest {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes)
}
