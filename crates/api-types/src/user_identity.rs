//! Bodies of `/api/users/:userId/identities` and what is beside it (Management API contract §5.7).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::partial::given;

/// Who a user is at a target. Body of `PUT …/identities/:target`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocialIdentity {
    /// The user's id there.
    pub user_id: String,
    /// Whatever is known of the user there.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub details: Option<Map<String, Value>>,
}

/// Body of `POST …/identities`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkIdentity {
    /// The connector.
    pub connector_id: String,
    /// What the browser brought back from its provider, with the `state` that the authorization URI was asked for with.
    pub connector_data: Map<String, Value>,
}

/// What is told of the tokens that a provider gave for an identity. The tokens themselves are shown to their user alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenSecret {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The user.
    pub user_id: String,
    /// What is kept: `federated_token_set`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is told of the tokens.
    pub metadata: TokenSecretMetadata,
    /// When there first were any, in epoch milliseconds.
    pub created_at: i64,
    /// When they last changed, in epoch milliseconds.
    pub updated_at: i64,
    /// The connector through which they came.
    pub connector_id: String,
    /// The user's id at the target.
    pub identity_id: String,
    /// The target.
    pub target: String,
}

/// What is told of tokens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenSecretMetadata {
    /// What the access token is good for, where the provider says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// When the access token expires, in epoch milliseconds, where the provider says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// The type of the access token, where the provider says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// Whether the access token can be renewed.
    pub has_refresh_token: bool,
}

/// Answer of `GET …/identities/:target`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserIdentity {
    /// Who the user is there.
    pub identity: Value,
    /// The tokens that are kept, where they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<TokenSecret>,
}

/// Answer of `GET …/all-identities`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AllIdentities {
    /// Social identities.
    pub social_identities: Vec<TargetIdentity>,
    /// Enterprise identities.
    pub sso_identities: Vec<ConnectorIdentity>,
}

/// A social identity with its target.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TargetIdentity {
    /// The target.
    pub target: String,
    /// Who the user is there.
    pub identity: Value,
    /// The tokens that are kept, where they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<TokenSecret>,
}

/// An enterprise identity with its connector.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorIdentity {
    /// Who the user is there.
    pub sso_identity: SsoIdentity,
    /// The connector.
    pub sso_connector_id: String,
}

/// Answer of `GET …/sso-identities/:ssoConnectorId`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserSsoIdentity {
    /// Who the user is at the connector.
    pub sso_identity: SsoIdentity,
}

/// Who a user is at a connector of an enterprise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoIdentity {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The user.
    pub user_id: String,
    /// Who vouches for the identity.
    pub issuer: String,
    /// The user's id there.
    pub identity_id: String,
    /// Whatever is known of the user there.
    pub detail: Map<String, Value>,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
    /// When it was last changed, in epoch milliseconds.
    pub updated_at: i64,
    /// The connector.
    pub sso_connector_id: String,
}
