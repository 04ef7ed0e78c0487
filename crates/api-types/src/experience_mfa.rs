//! Bodies of the Experience API about second factors and passkeys (OIDC contract §6.3).
//!
//! Types with a code or a secret in them are not `Debug`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use webauthn::{
    options::{CreationOptions, RequestOptions},
    response::{AuthenticationResponse, RegistrationResponse},
};

use crate::experience::Identifier;

/// `POST …/verification/totp/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyTotp {
    /// What the authenticator shows.
    pub code: String,
    /// The new secret that it is about; absent for the user's own authenticator.
    #[serde(default)]
    pub verification_id: Option<String>,
}

/// `POST …/verification/totp/secret`.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TotpSecret {
    /// The id of the verification that was begun.
    pub verification_id: String,
    /// The secret, in base32.
    pub secret: String,
    /// A picture that authenticators read, as a `data:` URL.
    pub secret_qr_code: String,
}

/// `POST …/verification/backup-code/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct VerifyBackupCode {
    /// One of the codes that are left.
    pub code: String,
}

/// `POST …/verification/backup-code/generate`.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupCodes {
    /// The id of the verification.
    pub verification_id: String,
    /// The codes, shown this once.
    pub codes: Vec<String>,
}

/// The word that a passkey's answer has in place of the browser's `public-key`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum WebAuthnType {
    /// The one word.
    WebAuthn,
}

/// A browser's answer with its word.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
pub struct WebAuthnPayload<T> {
    /// `WebAuthn`.
    #[serde(rename = "type")]
    pub kind: WebAuthnType,
    /// What the browser says.
    #[serde(flatten)]
    pub answer: T,
}

/// `POST …/verification/web-authn/registration/verify`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyWebAuthnRegistration {
    /// The verification that was begun.
    pub verification_id: String,
    /// The new passkey.
    pub payload: WebAuthnPayload<RegistrationResponse>,
}

/// `POST …/verification/web-authn/authentication/verify`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyWebAuthn {
    /// The verification that was begun.
    pub verification_id: String,
    /// The proof.
    pub payload: WebAuthnPayload<AuthenticationResponse>,
}

/// `POST …/verification/sign-in-passkey/authentication/verify`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifySignInPasskey {
    /// The verification that was begun; absent for an answer to the preflight.
    #[serde(default)]
    pub verification_id: Option<String>,
    /// The proof.
    pub payload: WebAuthnPayload<AuthenticationResponse>,
}

/// `POST …/verification/sign-in-passkey/authentication`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
pub struct StartSignInPasskey {
    /// Who signs in.
    pub identifier: Identifier,
}

/// What a browser is asked for a new passkey.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebAuthnRegistration {
    /// The id of the verification that was begun.
    pub verification_id: String,
    /// What to hand to `navigator.credentials.create`.
    pub registration_options: CreationOptions,
}

/// What a browser is asked for a proof.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebAuthnAuthentication {
    /// The id of the verification that was begun.
    pub verification_id: String,
    /// What to hand to `navigator.credentials.get`.
    pub authentication_options: RequestOptions,
}

/// What a browser is asked before it is known who signs in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyPreflight {
    /// What to hand to `navigator.credentials.get`.
    pub authentication_options: RequestOptions,
}

/// The kinds of addresses that get codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
pub enum MfaIdentifierType {
    /// E-mail.
    #[serde(rename = "email", alias = "Email")]
    Email,
    /// Phone.
    #[serde(rename = "phone", alias = "Phone")]
    Phone,
}

/// `POST …/verification/mfa-verification-code`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SendMfaCode {
    /// To which of the user's addresses.
    pub identifier_type: MfaIdentifierType,
}

/// `POST …/verification/mfa-verification-code/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyMfaCode {
    /// The verification that was begun.
    pub verification_id: String,
    /// The code.
    pub code: String,
    /// To which address it was sent.
    pub identifier_type: MfaIdentifierType,
}

/// The kinds of second factors.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum MfaFactorType {
    /// Codes of an authenticator.
    Totp,
    /// A passkey.
    WebAuthn,
    /// Codes kept for emergencies.
    BackupCode,
    /// Codes by e-mail.
    EmailVerificationCode,
    /// Codes by SMS.
    PhoneVerificationCode,
}

/// `POST …/profile/mfa`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BindMfa {
    /// The kind of factor.
    #[serde(rename = "type")]
    pub kind: MfaFactorType,
    /// The verification that brings it.
    pub verification_id: String,
}

/// `POST …/profile/mfa/passkey`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BindPasskey {
    /// The verification that brings it.
    pub verification_id: String,
}

/// What was decided about second factors and is not stored yet, without secrets.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PendingMfa {
    /// The user wants a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_enabled: Option<bool>,
    /// The user declines to set one up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_skipped: Option<bool>,
    /// The user declines to set up a passkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passkey_skipped: Option<bool>,
    /// A new authenticator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totp: Option<PendingFactor>,
    /// New passkeys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub web_authn: Vec<PendingPasskey>,
    /// New backup codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup_code: Option<PendingFactor>,
}

/// A factor of which nothing but its kind is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct PendingFactor {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: MfaFactorType,
}

/// A new passkey. Nothing of it is secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PendingPasskey {
    /// `WebAuthn`.
    #[serde(rename = "type")]
    pub kind: WebAuthnType,
    /// The host that it signs for.
    pub rp_id: String,
    /// Its id, in base64url.
    pub credential_id: String,
    /// Its key as COSE has it, in base64url.
    pub public_key: String,
    /// How its authenticator is reached.
    pub transports: Vec<String>,
    /// How often it has signed.
    pub counter: u32,
    /// The browser that it was made in.
    pub agent: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_of_browsers_are_read_with_the_word_of_the_wire() {
        let body = |kind: &str| {
            json!({ "verificationId": "v", "payload": {
                "type": kind, "id": "AQ", "rawId": "AQ", "authenticatorAttachment": "platform",
                "clientExtensionResults": { "credProps": { "rk": true } },
                "response": { "clientDataJSON": "e30", "authenticatorData": "AQ", "signature": "AQ", "userHandle": null },
            } })
        };
        let read: VerifyWebAuthn = serde_json::from_value(body("WebAuthn")).unwrap();
        assert_eq!((read.payload.answer.id.as_str(), read.payload.answer.response.user_handle), ("AQ", None));
        assert!(serde_json::from_value::<VerifyWebAuthn>(body("public-key")).is_err());
        let read = |text: &str| serde_json::from_value::<SendMfaCode>(json!({ "identifierType": text }));
        assert_eq!(read("Email").unwrap(), read("email").unwrap());
        assert!(read("username").is_err());
    }
}
