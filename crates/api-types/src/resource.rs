//! Bodies of `/api/resources` (Management API contract §6).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::partial::present;

/// An API resource.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The name, for people.
    pub name: String,
    /// The audience of its tokens.
    pub indicator: String,
    /// Whether it stands in when a request names no resource.
    pub is_default: bool,
    /// How long its access tokens live, in seconds.
    pub access_token_ttl: u64,
}

/// An API resource, where asked for with its scopes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourceWithScopes {
    /// The resource.
    #[serde(flatten)]
    pub resource: Resource,
    /// Its scopes; absent where they were not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<Scope>>,
}

/// A permission of an API resource.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The resource it belongs to.
    pub resource_id: String,
    /// The name as tokens carry it.
    pub name: String,
    /// What it allows, for people.
    pub description: Option<String>,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
}

/// A permission with its resource.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScopeWithResource {
    /// The permission.
    #[serde(flatten)]
    pub scope: Scope,
    /// The resource it belongs to.
    pub resource: Resource,
}

/// Body of `POST /resources`. `isDefault` has a route of its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateResource {
    /// At least one character.
    pub name: String,
    /// The audience of its tokens: at least one character, unique.
    pub indicator: String,
    /// How long its access tokens live, in seconds; an hour when absent.
    pub access_token_ttl: Option<Number>,
}

/// Body of `PATCH /resources/:id`. The indicator is fixed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateResource {
    /// At least one character.
    pub name: Option<String>,
    /// How long its access tokens live, in seconds.
    pub access_token_ttl: Option<Number>,
}

/// Body of `PATCH /resources/:id/is-default`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetDefaultResource {
    /// Whether it stands in when a request names no resource.
    pub is_default: bool,
}

/// Body of `POST /resources/:id/scopes`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CreateScope {
    /// 1 to 256 characters without white space, unique in the resource.
    pub name: String,
    /// What it allows, for people.
    pub description: Option<String>,
}

/// Body of `PATCH /resources/:id/scopes/:scopeId`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateScope {
    /// 1 to 256 characters without white space, unique in the resource.
    pub name: Option<String>,
    /// What it allows; `null` unsets it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
}
