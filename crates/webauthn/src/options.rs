//! What browsers are asked, as `PublicKeyCredential.parseCreationOptionsFromJSON` and `…RequestOptionsFromJSON` take it (§5.1.9, §5.1.10).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Credential, encode};

/// How long browsers wait for their user, in milliseconds.
pub const TIMEOUT_MILLISECONDS: u32 = 60_000;
/// The algorithms that keys may be of, the preferred one first: ES256 and RS256 (the COSE registry of RFC 9053).
pub const ALGORITHMS: [i32; 2] = [-7, -257];

/// The one kind of credential that there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub enum CredentialType {
    /// `public-key`.
    #[default]
    #[serde(rename = "public-key")]
    PublicKey,
}

/// Who asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RelyingParty {
    /// What people read.
    pub name: String,
    /// The host name that credentials are bound to.
    pub id: String,
}

/// Whose credential is made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserEntity {
    /// The user's id in base64url, which comes back with each assertion.
    pub id: String,
    /// By what the user tells accounts apart.
    pub name: String,
    /// What the user is called.
    pub display_name: String,
}

/// A kind of key that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Parameters {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: CredentialType,
    /// The algorithm, as COSE numbers them.
    pub alg: i32,
}

/// A credential that is asked for, or that must not be made again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CredentialDescriptor {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: CredentialType,
    /// The credential's id in base64url.
    pub id: String,
    /// How its authenticator is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transports: Vec<String>,
}

impl From<&Credential> for CredentialDescriptor {
    fn from(credential: &Credential) -> Self {
        Self {
            kind: CredentialType::PublicKey,
            id: credential.id.clone(),
            transports: credential.transports.clone(),
        }
    }
}

/// Which authenticators may answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticatorSelection {
    /// Whether the credential must be found without its id; the older word for it.
    pub require_resident_key: bool,
    /// Whether the credential must be found without its id.
    pub resident_key: String,
    /// Whether the authenticator must verify its user.
    pub user_verification: String,
}

/// What is wanted beyond a credential.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
    /// Whether the browser should say if the credential is discoverable.
    pub cred_props: bool,
}

/// What `navigator.credentials.create` is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreationOptions {
    /// Who asks.
    pub rp: RelyingParty,
    /// Whose credential it will be.
    pub user: UserEntity,
    /// What must be signed, in base64url.
    pub challenge: String,
    /// The kinds of key, the preferred one first.
    pub pub_key_cred_params: Vec<Parameters>,
    /// How long to wait, in milliseconds.
    pub timeout: u32,
    /// The credentials that the user has already.
    pub exclude_credentials: Vec<CredentialDescriptor>,
    /// Which authenticators may answer.
    pub authenticator_selection: AuthenticatorSelection,
    /// Whether the authenticator's maker should vouch for it: `none`.
    pub attestation: String,
    /// What else is wanted.
    pub extensions: Extensions,
}

impl CreationOptions {
    /// Asks for a discoverable credential of a verified user.
    pub fn new(rp: RelyingParty, user: UserEntity, challenge: &[u8]) -> Self {
        Self {
            rp,
            user,
            challenge: encode(challenge),
            pub_key_cred_params: ALGORITHMS
                .map(|alg| Parameters { kind: CredentialType::PublicKey, alg })
                .to_vec(),
            timeout: TIMEOUT_MILLISECONDS,
            exclude_credentials: Vec::new(),
            authenticator_selection: AuthenticatorSelection {
                require_resident_key: true,
                resident_key: "required".to_owned(),
                user_verification: "required".to_owned(),
            },
            attestation: "none".to_owned(),
            extensions: Extensions { cred_props: true },
        }
    }
}

/// What `navigator.credentials.get` is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestOptions {
    /// What must be signed, in base64url.
    pub challenge: String,
    /// How long to wait, in milliseconds.
    pub timeout: u32,
    /// Who asks.
    pub rp_id: String,
    /// The credentials one of which must answer; empty where any that the authenticator has for this relying party will do.
    pub allow_credentials: Vec<CredentialDescriptor>,
    /// Whether the authenticator must verify its user.
    pub user_verification: String,
}

impl RequestOptions {
    /// Asks for a proof by one of the credentials given, or by any where none are.
    pub fn new(rp_id: &str, challenge: &[u8], allow_credentials: Vec<CredentialDescriptor>) -> Self {
        Self {
            challenge: encode(challenge),
            timeout: TIMEOUT_MILLISECONDS,
            rp_id: rp_id.to_owned(),
            allow_credentials,
            user_verification: "required".to_owned(),
        }
    }
}
