//! What browsers answer, as `PublicKeyCredential.toJSON` writes it (§5.1.8). Members that decide nothing are not read: the ones that repeat
//! what is signed, and what extensions say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A new credential.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationResponse {
    /// The credential's id, in base64url.
    pub id: String,
    /// The same.
    pub raw_id: String,
    /// What was made.
    pub response: AttestationResponse,
    /// What the browser's extensions say.
    pub client_extension_results: Map<String, Value>,
}

/// The part of a registration that is signed, or could be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttestationResponse {
    /// What the browser says of the ceremony, in base64url.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// What the authenticator says of it, in base64url.
    pub attestation_object: String,
    /// How the authenticator is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transports: Option<Vec<String>>,
}

/// A proof by a credential.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationResponse {
    /// The credential's id, in base64url.
    pub id: String,
    /// The same.
    pub raw_id: String,
    /// The proof.
    pub response: AssertionResponse,
    /// What the browser's extensions say.
    pub client_extension_results: Map<String, Value>,
}

/// The part of a proof that is signed, and its signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssertionResponse {
    /// What the browser says of the ceremony, in base64url.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// What the authenticator says of it, in base64url.
    pub authenticator_data: String,
    /// The signature over both, in base64url.
    pub signature: String,
    /// The user whose credential it is, in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_handle: Option<String>,
}

impl AuthenticationResponse {
    /// Whose credential it is said to be: the id that was given when it was made. Nothing is proven by it.
    pub fn unverified_user_handle(&self) -> Option<Vec<u8>> {
        crate::decode(self.response.user_handle.as_deref()?, "user handle").ok()
    }
}
