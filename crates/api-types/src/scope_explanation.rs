//! Bodies of the explanations of scopes, which the reference does not have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which scopes somebody has for an audience now, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScopeExplanation {
    /// `aud` of such a token; `null` where there is no token but an opaque one.
    pub audience: Option<String>,
    /// What stands in the way of any such token.
    pub obstacles: Vec<Obstacle>,
    /// Every scope that the audience has, and those that were asked about and it does not have.
    pub scopes: Vec<ExplainedScope>,
}

/// What stands in the way of any token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Obstacle {
    /// The user is suspended.
    UserSuspended,
    /// The user or the application does not belong to the organization.
    NotAMember,
    /// The user has not opened the organization to the third party's application.
    OrganizationNotOpened,
    /// The organization requires a second factor, and the user has none.
    SecondFactorMissing,
    /// The application's access is restricted, and its rules do not fit the user.
    NotAdmitted,
    /// There is no such API resource.
    ResourceUnknown,
    /// There is no such organization.
    OrganizationUnknown,
}

/// A scope, and whether it is given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedScope {
    /// Its name.
    pub name: String,
    /// What it allows.
    pub description: Option<String>,
    /// Whether it is given, or why not.
    pub outcome: ScopeOutcome,
    /// What gives it.
    pub sources: Vec<ScopeSource>,
    /// Where nothing does: roles that would, ten at the most.
    pub roles: Vec<NamedRole>,
}

/// Whether a scope is given, or why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ScopeOutcome {
    /// Something gives it.
    Given,
    /// No role that counts gives it.
    NoRole,
    /// A role gives it, but the third party's application may not have it.
    NotOpenToApplication,
    /// The audience has no such scope.
    Unknown,
}

/// What gives a scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScopeSource {
    /// The role.
    pub role: NamedRole,
    /// The organization in which it is held; `null` for global roles.
    pub organization: Option<NamedOrganization>,
}

/// A role by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NamedRole {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a role of the organization template.
    pub is_organization_role: bool,
}

/// An organization by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NamedOrganization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}
