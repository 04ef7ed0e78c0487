//! Second factors as they are stored with a user.

use serde::{Deserialize, Serialize};

use crate::UnixMillis;

/// A stored second factor. What proves it is sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecondFactor {
    /// Its id (21 characters).
    pub id: String,
    /// Its kind, a word of [`crate::sign_in_experience::MfaFactor`].
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was set up.
    pub created_at: UnixMillis,
    /// When somebody last proved themselves by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<UnixMillis>,
    /// Base64 of the sealed secret: of TOTP (RFC 6238) the secret in base32, of backup codes a JSON list of those that are left, of a passkey
    /// the credential in JSON.
    pub sealed_secret: String,
    /// What its user calls a passkey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The browser in which a passkey was set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// The id of a passkey's credential, in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_id: Option<String>,
    /// Whether nothing is left of it: every backup code was used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_used_up: bool,
}
