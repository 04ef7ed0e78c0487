//! The gateway's answers, as far as pages show them. Members that are missing stay empty: a page without a detail is better than none.

use serde::Deserialize;

/// Something with an id and a name: a role, a permission.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// An organization.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) color: Color,
    pub(crate) branding: Branding,
    pub(crate) created_at: Option<i64>,
    /// The user's own roles, in the list of one's own organizations.
    #[serde(rename = "organizationRoles")]
    pub(crate) roles: Vec<Named>,
    /// The user's own permissions, likewise.
    #[serde(rename = "organizationPermissions")]
    pub(crate) permissions: Vec<String>,
}

/// The colours of an organization.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Color {
    #[serde(rename = "primaryColor")]
    pub(crate) primary: Option<String>,
    #[serde(rename = "darkPrimaryColor")]
    pub(crate) dark_primary: Option<String>,
    pub(crate) is_dark_mode_enabled: Option<bool>,
}

/// The pictures of an organization.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Branding {
    pub(crate) logo_url: Option<String>,
    pub(crate) dark_logo_url: Option<String>,
    pub(crate) favicon: Option<String>,
    pub(crate) dark_favicon: Option<String>,
}

/// A member.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) username: Option<String>,
    pub(crate) primary_email: Option<String>,
    pub(crate) primary_phone: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) last_sign_in_at: Option<i64>,
    pub(crate) created_at: Option<i64>,
    pub(crate) is_suspended: bool,
    pub(crate) organization_roles: Vec<Named>,
}

/// A role of the template.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Role {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) scopes: Vec<Named>,
    pub(crate) resource_scopes: Vec<ResourceScope>,
}

impl Role {
    /// Whether programs hold it, and not people.
    pub(crate) fn is_for_machines(&self) -> bool {
        self.kind == "MachineToMachine"
    }
}

/// A permission of an API.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ResourceScope {
    pub(crate) name: String,
    pub(crate) resource: Named,
}

/// An invitation of an organization.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) invitee: String,
    pub(crate) status: String,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) organization_roles: Vec<Named>,
}

/// An invitation to the user.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct MyInvitation {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) expires_at: i64,
    pub(crate) organization: Organization,
    pub(crate) organization_roles: Vec<Named>,
}

/// A domain.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Domain {
    #[serde(rename = "domain")]
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) record: Option<Record>,
}

/// The record that proves a domain.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Record {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

/// How members sign in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Security {
    pub(crate) is_mfa_required: bool,
}

/// An application of the organization.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) created_at: Option<i64>,
    pub(crate) organization_roles: Vec<Named>,
}

/// An application that was made just now, with its first secret. An answer without one is none: nobody would ever see the secret.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct NewApplication {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) secret: SecretValue,
}

/// The value of a secret.
#[derive(Clone, Deserialize)]
pub(crate) struct SecretValue {
    value: String,
}

impl std::fmt::Debug for SecretValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretValue")
    }
}

impl SecretValue {
    pub(crate) fn reveal(&self) -> &str {
        &self.value
    }
}

/// A secret of an application; its value when it was made just now.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Secret {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
    pub(crate) created_at: Option<i64>,
    pub(crate) expires_at: Option<i64>,
}

/// An entry of the audit log.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct LogEntry {
    pub(crate) key: String,
    /// Who did it.
    pub(crate) actor: Option<Party>,
    /// What it was done to.
    pub(crate) target: Option<Party>,
    /// `Success` or `Error`.
    pub(crate) result: Option<String>,
    pub(crate) payload: serde_json::Map<String, serde_json::Value>,
    pub(crate) created_at: i64,
}

/// Somebody or something that an entry of the audit log names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Party {
    pub(crate) id: Option<String>,
    pub(crate) user_id: Option<String>,
    pub(crate) application_id: Option<String>,
    pub(crate) name: Option<String>,
}
