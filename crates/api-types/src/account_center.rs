//! Bodies of `/api/account-center`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{partial, sign_in_experience::ProfileFieldName};

/// What users may do with a part of their own account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum FieldAccess {
    /// Nothing.
    Off,
    /// See it.
    ReadOnly,
    /// See and change it.
    Edit,
}

/// What users may do with each part of their own account; what is absent is off.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountFields {
    /// The full name.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub name: Option<FieldAccess>,
    /// The picture.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub avatar: Option<FieldAccess>,
    /// Further standard claims.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub profile: Option<FieldAccess>,
    /// The e-mail address.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub email: Option<FieldAccess>,
    /// The phone number.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub phone: Option<FieldAccess>,
    /// The password.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub password: Option<FieldAccess>,
    /// The username.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub username: Option<FieldAccess>,
    /// Social identities.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub social: Option<FieldAccess>,
    /// What the product keeps.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<FieldAccess>,
    /// Second factors.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub mfa: Option<FieldAccess>,
    /// Passkeys.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub passkey: Option<FieldAccess>,
    /// Sessions.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub session: Option<FieldAccess>,
    /// Membership in organizations, and invitations to them. The wire does not have it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub organization: Option<FieldAccess>,
    /// Personal access tokens. The wire does not have it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub personal_access_token: Option<FieldAccess>,
    /// The account as a whole: `ReadOnly` to take all of it along, `Edit` to delete it too. The wire does not have it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub account: Option<FieldAccess>,
}

/// What users may do with their own account.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountCenter {
    /// The tenant.
    pub tenant_id: String,
    /// Always `default`.
    pub id: String,
    /// Whether they may do anything.
    pub enabled: bool,
    /// With which parts.
    pub fields: AccountFields,
    /// Origins whose passkeys are those of this server too.
    pub webauthn_related_origins: Vec<String>,
    /// Where an account is deleted.
    pub delete_account_url: Option<String>,
    /// Styles of the page.
    pub custom_css: Option<String>,
    /// The fields of the profile that are shown.
    pub profile_fields: Option<Vec<ProfileFieldName>>,
}

/// Body of `PATCH /account-center`: absent leaves a member, anything else takes its place as a whole.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateAccountCenter {
    /// Whether they may do anything.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// With which parts.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub fields: Option<AccountFields>,
    /// Origins whose passkeys are those of this server too.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub webauthn_related_origins: Option<Vec<String>>,
    /// Where an account is deleted.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub delete_account_url: Option<Option<String>>,
    /// Styles of the page.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<Option<String>>,
    /// The fields of the profile that are shown.
    #[serde(default, deserialize_with = "partial::present_objects", skip_serializing_if = "Option::is_none")]
    pub profile_fields: Option<Option<Vec<ProfileFieldName>>>,
}

impl AccountCenter {
    /// The settings as the wire shows them: closed and empty, each member overridden by the stored one. A stored member that another
    /// version wrote and this one cannot read counts as not stored, which closes and opens nothing.
    pub fn of(tenant: &str, stored: &Value) -> Self {
        let member = |name: &str| stored.get(name).cloned().unwrap_or(Value::Null);
        Self {
            tenant_id: tenant.to_owned(),
            id: "default".to_owned(),
            enabled: member("enabled").as_bool().unwrap_or_default(),
            fields: read(member("fields")),
            webauthn_related_origins: read(member("webauthnRelatedOrigins")),
            delete_account_url: read(member("deleteAccountUrl")),
            custom_css: read(member("customCss")),
            profile_fields: read(member("profileFields")),
        }
    }
}

fn read<T: DeserializeOwned + Default>(value: Value) -> T {
    serde_json::from_value(value).unwrap_or_default()
}
