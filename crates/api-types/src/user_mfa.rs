//! Bodies of `/api/users/:userId/mfa-verifications`, `…/logto-configs`, `…/password/expiration` and `/api/sentinel-activities`
//! (Management API contract §5.2, §5.7). Bodies with a secret in them are not `Debug`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::partial::{given, given_object};

/// A second factor, without what proves it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MfaFactor {
    /// The id.
    pub id: String,
    /// When it was set up, in ISO 8601.
    pub created_at: String,
    /// When it was last used, in ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<String>,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// The browser in which a passkey was set up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// What its user calls a passkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How many backup codes are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remain_codes: Option<usize>,
}

/// Body of `POST …/mfa-verifications`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct CreateMfaFactor {
    /// `Totp` or `BackupCode`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The secret of TOTP, in base32; made where it is absent.
    #[serde(default, deserialize_with = "given")]
    pub secret: Option<String>,
    /// The backup codes; made where they are absent.
    #[serde(default, deserialize_with = "given")]
    pub codes: Option<Vec<String>>,
}

/// Answer of `POST …/mfa-verifications`, shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum NewMfaFactor {
    /// Codes of an authenticator.
    Totp {
        /// The secret, in base32.
        secret: String,
        /// A picture that authenticators read, as a `data:` URL.
        secret_qr_code: String,
    },
    /// Codes kept for emergencies.
    BackupCode {
        /// The codes.
        codes: Vec<String>,
    },
}

/// Answer of `GET` and `PATCH …/logto-configs`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// About second factors.
    pub mfa: MfaPreferences,
    /// About signing in by passkey.
    pub passkey_sign_in: PasskeyPreferences,
}

/// What a user has chosen about second factors.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MfaPreferences {
    /// Whether the user wants them, once chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether the user has declined to set one up.
    pub skipped: bool,
    /// Whether the user wants to be asked for none when signing in.
    pub skip_mfa_on_sign_in: bool,
}

/// What a user has chosen about signing in by passkey.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct PasskeyPreferences {
    /// Whether the user has declined to set one up.
    pub skipped: bool,
}

/// Body of `PATCH …/logto-configs`; absent members stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatchPreferences {
    /// About second factors.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given_object")]
    pub mfa: Option<PatchMfaPreferences>,
    /// About signing in by passkey.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given_object")]
    pub passkey_sign_in: Option<PatchPasskeyPreferences>,
}

/// Changes of what a user has chosen about second factors.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatchMfaPreferences {
    /// Whether the user wants them.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub enabled: Option<bool>,
    /// Whether the user has declined to set one up.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub skipped: Option<bool>,
    /// Whether the user has declined to set up another one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub additional_binding_suggestion_skipped: Option<bool>,
    /// Whether the user wants to be asked for none when signing in.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub skip_mfa_on_sign_in: Option<bool>,
}

/// Changes of what a user has chosen about signing in by passkey.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PatchPasskeyPreferences {
    /// Whether the user has declined to set one up.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub skipped: Option<bool>,
}

/// Body of `PATCH …/password/expiration`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetPasswordExpired {
    /// Whether the password is to count as expired.
    pub is_expired: bool,
}

/// Body of `POST /sentinel-activities/delete`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeleteSentinelActivities {
    /// `User` or `App`.
    pub target_type: String,
    /// Whose attempts are forgotten.
    pub targets: Vec<String>,
}
