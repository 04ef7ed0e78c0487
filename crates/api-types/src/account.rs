//! Bodies of the Account API (`/api/my-account`, `/api/verifications`). Types with a password, a code or a token in them are not `Debug`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use webauthn::{options::CreationOptions, response::RegistrationResponse};

use crate::{
    partial::{given, present},
    user_identity::SsoIdentity,
    user_session::Session,
};

/// What a user sees of their own account. What the token's scopes or the account center do not show is absent; what is shown and unset is
/// `null`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyAccount {
    /// The id.
    pub id: String,
    /// The username.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<Option<String>>,
    /// The e-mail address as it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_email: Option<Option<String>>,
    /// The phone number in E.164 digits without `+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_phone: Option<Option<String>>,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Option<String>>,
    /// URL of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Option<String>>,
    /// Whatever the product keeps here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Map<String, Value>>,
    /// Social identities by target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identities: Option<Map<String, Value>>,
    /// The last sign-in, epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<Option<i64>>,
    /// Epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<i64>,
    /// Epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<i64>,
    /// Further standard claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Map<String, Value>>,
    /// The application through which the user registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Option<String>>,
    /// Whether signing in is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_suspended: Option<bool>,
    /// Whether a password is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_password: Option<bool>,
    /// Whether there is a password, an e-mail address or a phone number by which the user can prove who they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_security_verification_method: Option<bool>,
    /// Enterprise identities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sso_identities: Option<Vec<SsoIdentity>>,
}

/// Body of `PATCH /my-account`: absent leaves a field, `null` or an empty text unsets it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateMyAccount {
    /// The full name.
    #[serde(deserialize_with = "present")]
    pub name: Option<Option<String>>,
    /// URL of a picture.
    #[serde(deserialize_with = "present")]
    pub avatar: Option<Option<String>>,
    /// The username.
    #[serde(deserialize_with = "present")]
    pub username: Option<Option<String>>,
    /// Members to lay over the custom data.
    #[serde(deserialize_with = "given")]
    pub custom_data: Option<Map<String, Value>>,
}

/// Body of `POST /my-account/primary-email`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeEmail {
    /// The address.
    pub email: String,
    /// The verification of a code that was sent there.
    pub new_identifier_verification_record_id: String,
}

/// Body of `POST /my-account/primary-phone`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangePhone {
    /// The number: digits with country code.
    pub phone: String,
    /// The verification of a code that was sent there.
    pub new_identifier_verification_record_id: String,
}

/// Body of `POST` and `PUT /my-account/identities`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddIdentity {
    /// The verification of the account elsewhere.
    pub new_identifier_verification_record_id: String,
}

/// Body of `PUT /my-account/identities/:target/access-token`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RenewAccessToken {
    /// The verification of the account elsewhere.
    pub verification_record_id: String,
}

/// The access token that a provider gave for an identity.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProviderAccessToken {
    /// The token.
    pub access_token: String,
    /// What it is good for, where the provider says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// How it is presented, where the provider says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// How many seconds it is still good, where the provider says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
}

/// Answer of `GET` and body and answer of `PATCH /my-account/mfa-settings`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MfaSettings {
    /// Whether the user wants to be asked for no second factor when signing in.
    pub skip_mfa_on_sign_in: bool,
}

/// Answer of `GET /my-account/sessions`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct MySessions {
    /// The sessions, newest sign-in first.
    pub sessions: Vec<MySession>,
}

/// A session of the user who asks.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MySession {
    /// The session.
    #[serde(flatten)]
    pub session: Session,
    /// Whether the token that asks came from it.
    pub is_current: bool,
    /// When it was used last, epoch milliseconds.
    pub last_active_at: Option<i64>,
    /// The address from which it was used last.
    pub ip: Option<String>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// The name of the browser, by what it calls itself.
    pub browser: Option<String>,
    /// What the browser runs on, likewise.
    pub system: Option<String>,
}

/// Where a code is sent to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CodeRecipientType {
    /// An e-mail address.
    Email,
    /// A phone number: digits with country code.
    Phone,
}

/// An address or number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CodeRecipient {
    /// Which kind.
    #[serde(rename = "type")]
    pub kind: CodeRecipientType,
    /// The address or number.
    pub value: String,
}

/// What the message of a code may be about where its sender says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
pub enum CodeTemplate {
    /// A second factor is being set up.
    BindMfa,
    /// The user is to prove who they are.
    UserPermissionValidation,
}

/// Body of `POST /verifications/verification-code`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SendCode {
    /// Where to.
    pub identifier: CodeRecipient,
    /// What the message is about; told by whose address it is where it is absent.
    #[serde(default, deserialize_with = "given")]
    pub template_type: Option<CodeTemplate>,
}

/// Body of `POST /verifications/verification-code/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyCode {
    /// Where the code was sent to.
    pub identifier: CodeRecipient,
    /// The verification.
    pub verification_id: String,
    /// The code.
    pub code: String,
}

/// Body of `POST /verifications/social`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BeginSocial {
    /// Comes back with the browser, unchanged.
    pub state: String,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// What the provider is asked for in the place of what the connector's configuration says.
    #[serde(default, deserialize_with = "given")]
    pub scope: Option<String>,
    /// The connector.
    pub connector_id: String,
}

/// Body of `POST /verifications/social/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifySocial {
    /// What the browser brought back.
    pub connector_data: Map<String, Value>,
    /// The verification.
    pub verification_record_id: String,
}

/// A verification that has begun, or that is proved already.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewVerification {
    /// Its id.
    pub verification_record_id: String,
    /// Until when it counts, in ISO 8601.
    pub expires_at: String,
}

/// Answer of `POST /verifications/social`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewSocialVerification {
    /// Its id.
    pub verification_record_id: String,
    /// Where to send the browser.
    pub authorization_uri: String,
    /// Until when it counts, in ISO 8601.
    pub expires_at: String,
}

/// A verification that is proved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// Its id.
    pub verification_record_id: String,
}

/// Body of `POST /my-account/mfa-verifications`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum BindFactor {
    /// A passkey.
    WebAuthn {
        /// The verification of the passkey.
        new_identifier_verification_record_id: String,
        /// What the user calls it.
        #[serde(default, deserialize_with = "given")]
        name: Option<String>,
    },
    /// An authenticator.
    #[serde(alias = "TOTP")]
    Totp {
        /// Its secret, in base32.
        secret: String,
        /// What it shows, where the user has been asked for it.
        #[serde(default, deserialize_with = "given")]
        code: Option<String>,
    },
    /// Codes kept for emergencies.
    BackupCode {
        /// The codes.
        codes: Vec<String>,
    },
}

/// Body of `PUT /my-account/mfa-verifications/totp`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct ReplaceTotp {
    /// The secret of the new authenticator, in base32.
    pub secret: String,
    /// What it shows.
    pub code: String,
}

/// Body of `PUT /my-account/mfa-verifications/backup-codes`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct ReplaceBackupCodes {
    /// All of the new codes, as the user has them.
    pub codes: Vec<String>,
}

/// Answer of `POST /my-account/mfa-verifications/totp-secret/generate`. Nothing of it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewTotpSecret {
    /// The secret, in base32.
    pub secret: String,
    /// A picture that authenticators read, as a `data:` URL.
    pub secret_qr_code: String,
}

/// Answer of `POST /my-account/mfa-verifications/backup-codes/generate`. Nothing of it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NewBackupCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// Answer of `GET /my-account/mfa-verifications/backup-codes`.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BackupCodes {
    /// The codes that are left.
    pub codes: Vec<BackupCode>,
}

/// A code that is left.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupCode {
    /// The code.
    pub code: String,
    /// When it was used: never, since one that was used is not kept.
    pub used_at: Option<String>,
}

/// Body of `PATCH /my-account/mfa-verifications/:verificationId/name`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RenameFactor {
    /// What the user calls the passkey.
    pub name: String,
}

/// Answer of `POST /verifications/web-authn/registration`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewPasskeyVerification {
    /// Its id.
    pub verification_record_id: String,
    /// What to hand to `navigator.credentials.create`.
    pub registration_options: CreationOptions,
    /// Until when it counts, in ISO 8601.
    pub expires_at: String,
}

/// Body of `POST /verifications/web-authn/registration/verify`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyPasskey {
    /// The verification.
    pub verification_record_id: String,
    /// What the browser made.
    pub payload: RegistrationResponse,
}
