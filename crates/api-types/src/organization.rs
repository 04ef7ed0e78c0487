//! Bodies of `/api/organizations` (Management API contract §2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    application::Application,
    described::{Branding, Color},
    partial,
    user::UserInfo,
};

/// An organization.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The name; not unique.
    pub name: String,
    /// What it is, for people.
    pub description: Option<String>,
    /// Whatever the product keeps here.
    pub custom_data: Map<String, Value>,
    /// Whether tokens for it are issued only to users who have a second factor.
    pub is_mfa_required: bool,
    /// Colours laid over those of the tenant.
    #[schemars(with = "Color")]
    pub color: Map<String, Value>,
    /// Pictures laid over those of the tenant.
    #[schemars(with = "Branding")]
    pub branding: Map<String, Value>,
    /// Styles of its sign-in page.
    pub custom_css: Option<String>,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
}

/// An organization as its list shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OrganizationListItem {
    /// The organization.
    #[serde(flatten)]
    pub organization: Organization,
    /// Its members, where they were asked for.
    #[serde(flatten)]
    pub featured: Option<Featured>,
}

/// Some of an organization's members.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Featured {
    /// How many users belong to it.
    pub users_count: i64,
    /// Up to three of them.
    pub featured_users: Vec<FeaturedUser>,
}

/// A user as an example of an organization's members.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeaturedUser {
    /// The id.
    pub id: String,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// The full name.
    pub name: Option<String>,
}

/// The id and name of a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleName {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// An organization, a user or an application with the roles that tie it to the other side of a membership.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WithOrganizationRoles<T> {
    /// The organization, the user or the application.
    #[serde(flatten)]
    pub entity: T,
    /// The roles held, ordered by name.
    pub organization_roles: Vec<RoleName>,
}

/// An organization of a user or application, with the roles held there.
pub type OrganizationWithRoles = WithOrganizationRoles<Organization>;
/// A user that belongs to an organization.
pub type UserMember = WithOrganizationRoles<UserInfo>;
/// An application that belongs to an organization.
pub type ApplicationMember = WithOrganizationRoles<Application>;

/// Body of `POST /organizations`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateOrganization {
    /// The name.
    pub name: String,
    /// What it is, for people.
    #[serde(default)]
    pub description: Option<String>,
    /// Whatever the product keeps here.
    #[serde(default)]
    pub custom_data: Map<String, Value>,
    /// Whether tokens for it are issued only to users who have a second factor.
    #[serde(default)]
    pub is_mfa_required: bool,
    /// Colours laid over those of the tenant.
    #[serde(default)]
    #[schemars(with = "Color")]
    pub color: Map<String, Value>,
    /// Pictures laid over those of the tenant.
    #[serde(default)]
    #[schemars(with = "Branding")]
    pub branding: Map<String, Value>,
    /// Styles of its sign-in page.
    #[serde(default)]
    pub custom_css: Option<String>,
}

/// Body of `PATCH /organizations/:id`: absent leaves a field, `null` or an empty text unsets it. Objects are replaced as a whole.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateOrganization {
    /// The name.
    #[serde(deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is, for people.
    #[serde(deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
    /// Whatever the product keeps here.
    #[serde(deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Map<String, Value>>,
    /// Whether tokens for it are issued only to users who have a second factor.
    #[serde(deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub is_mfa_required: Option<bool>,
    /// Colours laid over those of the tenant.
    #[serde(deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Color")]
    pub color: Option<Map<String, Value>>,
    /// Pictures laid over those of the tenant.
    #[serde(deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Branding")]
    pub branding: Option<Map<String, Value>>,
    /// Styles of its sign-in page.
    #[serde(deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<Option<String>>,
}

/// Body of `POST` and `PUT /organizations/:id/users`, and answer of the former.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserIds {
    /// The users.
    pub user_ids: Vec<String>,
}

/// Body of `POST` and `PUT /organizations/:id/applications`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationIds {
    /// The applications.
    pub application_ids: Vec<String>,
}

/// Body of `POST /organizations/:id/users/roles`: every role for every user.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserRoles {
    /// The users.
    pub user_ids: Vec<String>,
    /// The roles.
    pub organization_role_ids: Vec<String>,
}

/// Body of `POST /organizations/:id/applications/roles`: every role for every application.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationRoles {
    /// The applications.
    pub application_ids: Vec<String>,
    /// The roles.
    pub organization_role_ids: Vec<String>,
}

/// Body of `POST` and `PUT /organizations/:id/users/:userId/roles`: roles by id, by name or both.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct MemberRoles {
    /// Roles by id.
    pub organization_role_ids: Vec<String>,
    /// Roles by name.
    pub organization_role_names: Vec<String>,
}

/// A domain whose users join an organization when they register; answer of `POST /organizations/:id/jit/email-domains`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JitEmailDomain {
    /// The tenant.
    pub tenant_id: String,
    /// The organization.
    pub organization_id: String,
    /// What follows the `@`; case matters.
    pub email_domain: String,
}

/// Body of `POST /organizations/:id/jit/email-domains`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmailDomain {
    /// What follows the `@`.
    pub email_domain: String,
}

/// Body of `PUT /organizations/:id/jit/email-domains`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmailDomains {
    /// What follows the `@` of each.
    pub email_domains: Vec<String>,
}

/// Body of `POST` and `PUT /organizations/:id/jit/sso-connectors`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnectorIds {
    /// The connectors.
    pub sso_connector_ids: Vec<String>,
}

/// Answer of `POST /organizations/:id/users/:userId/roles`; body of `POST` and `PUT /organizations/:id/jit/roles`; body of `POST` and `PUT /organizations/:id/applications/:applicationId/roles`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRoleIds {
    /// The roles.
    pub organization_role_ids: Vec<String>,
}
