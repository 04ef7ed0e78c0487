//! Bodies of `/api/organization-roles` and `/api/organization-scopes` (Management API contract §3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::partial;

/// A role of the organization template.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRole {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The name, unique in the tenant.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Who may hold it: `User` or `MachineToMachine`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A role as its list shows it, with what it allows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRoleListItem {
    /// The role.
    #[serde(flatten)]
    pub role: OrganizationRole,
    /// Organization scopes, ordered by name.
    pub scopes: Vec<ScopeName>,
    /// API scopes, ordered by name.
    pub resource_scopes: Vec<ResourceScopeName>,
}

/// The id and name of an organization scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ScopeName {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// The id and name of an API scope and of its resource.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResourceScopeName {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The resource.
    pub resource: ResourceName,
}

/// The id and name of an API resource.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResourceName {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A scope of the organization template.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationScope {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The name, unique in the tenant.
    pub name: String,
    /// What it allows.
    pub description: Option<String>,
}

/// Body of `POST /organization-roles`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateOrganizationRole {
    /// The name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Who may hold it; `User` when absent.
    #[serde(
        rename = "type",
        default,
        deserialize_with = "partial::given",
        skip_serializing_if = "Option::is_none"
    )]
    pub kind: Option<String>,
    /// Organization scopes it starts with.
    #[serde(default)]
    pub organization_scope_ids: Vec<String>,
    /// API scopes it starts with.
    #[serde(default)]
    pub resource_scope_ids: Vec<String>,
}

/// Body of `PATCH /organization-roles/:id`: absent leaves a field, `null` or an empty text unsets it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateOrganizationRole {
    /// The name.
    #[serde(deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
    /// Who may hold it.
    #[serde(rename = "type", deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Body of `POST` and `PUT /organization-roles/:id/scopes`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationScopeIds {
    /// The organization scopes.
    pub organization_scope_ids: Vec<String>,
}

/// Body of `POST` and `PUT /organization-roles/:id/resource-scopes`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScopeIds {
    /// The API scopes.
    pub scope_ids: Vec<String>,
}

/// Body of `POST /organization-scopes`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateOrganizationScope {
    /// The name.
    pub name: String,
    /// What it allows.
    #[serde(default)]
    pub description: Option<String>,
}

/// Body of `PATCH /organization-scopes/:id`: absent leaves a field, `null` or an empty text unsets it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UpdateOrganizationScope {
    /// The name.
    #[serde(deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it allows.
    #[serde(deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
}
