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

/// Answer of `GET …/all-identities`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AllIdentities {
    /// Social identities.
    pub social_identities: Vec<TargetIdentity>,
    /// Enterprise identities.
    pub sso_identities: Vec<Value>,
}

/// A social identity with its target.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct TargetIdentity {
    /// The target.
    pub target: String,
    /// Who the user is there.
    pub identity: Value,
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
