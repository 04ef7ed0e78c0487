//! Bodies of `/api/roles` (Management API contract §7).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A global role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The name, unique in the tenant.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Who may hold it: `User` or `MachineToMachine`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether each new user gets it.
    pub is_default: bool,
}

/// A role as lists show it, with its holders.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleWithHolders {
    /// The role.
    #[serde(flatten)]
    pub role: Role,
    /// How many users hold it.
    pub users_count: i64,
    /// Up to three of them.
    pub featured_users: Vec<FeaturedUser>,
    /// How many applications hold it.
    pub applications_count: i64,
    /// Up to three of them.
    pub featured_applications: Vec<FeaturedApplication>,
}

/// A user as an example of a role's holders.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeaturedUser {
    /// The id.
    pub id: String,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// The full name.
    pub name: Option<String>,
}

/// An application as an example of a role's holders.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeaturedApplication {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What kind of client it is.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Which roles were asked for, and which of them are new.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddedRoles {
    /// The roles as given.
    pub role_ids: Vec<String>,
    /// Those that were not held before.
    pub added_role_ids: Vec<String>,
}

/// Body of `POST /roles`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateRole {
    /// 1 to 128 characters, unique.
    pub name: String,
    /// 1 to 128 characters.
    pub description: String,
    /// `User` (when absent) or `MachineToMachine`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether each new user gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    /// The scopes it holds from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope_ids: Option<Vec<String>>,
}

/// Body of `PATCH /roles/:id`. The type is fixed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRole {
    /// 1 to 128 characters, unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 1 to 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether each new user gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
}

/// Body of `POST /roles/:id/scopes`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddScopes {
    /// The scopes, at least one.
    pub scope_ids: Vec<String>,
}

/// Body of `POST /roles/:id/users`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddUsers {
    /// The users, at least one.
    pub user_ids: Vec<String>,
}

/// Body of `POST /roles/:id/applications`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddApplications {
    /// The applications, at least one.
    pub application_ids: Vec<String>,
}

/// The organizations to which a role for machines is limited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleOrganizations {
    /// Whether it is limited at all.
    pub is_limited: bool,
    /// The organizations; none where it is not limited, and none where it opens nothing.
    pub organization_ids: Vec<String>,
}

/// Body of `PUT /roles/:id/organizations`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetRoleOrganizations {
    /// The organizations, at most 1,000.
    pub organization_ids: Vec<String>,
}
