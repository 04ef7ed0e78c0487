//! What is kept of a credential.

use serde::{Deserialize, Serialize};

use crate::CredentialKey;

/// A credential that was registered (§4, Credential Record), in JSON that can be kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credential {
    /// Its id, in base64url.
    pub id: String,
    /// Its public key.
    pub key: CredentialKey,
    /// How often it had signed when it was last seen; 0 where its authenticator does not count.
    pub counter: u32,
    /// How its authenticator is reached.
    #[serde(default)]
    pub transports: Vec<String>,
    /// Whether it may leave its authenticator, as synchronised passkeys do.
    pub is_backup_eligible: bool,
    /// Whether it had when it was last seen.
    pub is_backed_up: bool,
}
