//! Bodies of `/api/users` (Management API contract §5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{partial::present, user_identity::SsoIdentity};

/// What every answer tells about a user (contract §5.1), as lists of members show it too. Unset fields are `null`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// The id.
    pub id: String,
    /// The username.
    pub username: Option<String>,
    /// The e-mail address as it was given.
    pub primary_email: Option<String>,
    /// The phone number in E.164 digits without `+`.
    pub primary_phone: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// Whatever the product keeps here.
    pub custom_data: Map<String, Value>,
    /// Social identities by target.
    pub identities: Map<String, Value>,
    /// The last sign-in, epoch milliseconds.
    pub last_sign_in_at: Option<i64>,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// Epoch milliseconds.
    pub updated_at: i64,
    /// Further standard claims.
    pub profile: Map<String, Value>,
    /// The application through which the user registered.
    pub application_id: Option<String>,
    /// The client metadata document through which the user registered.
    pub cimd_client_id: Option<String>,
    /// Whether signing in is refused.
    pub is_suspended: bool,
}

/// A user as `/users` answers it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// What every answer tells.
    #[serde(flatten)]
    pub info: UserInfo,
    /// Whether a password is set.
    pub has_password: bool,
    /// Enterprise identities, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sso_identities: Option<Vec<SsoIdentity>>,
    /// The password's hash, where it was asked for.
    #[serde(flatten)]
    pub password_hash: Option<PasswordHash>,
}

/// The password's hash, with `null` for a user without one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordHash {
    /// The digest.
    pub password_digest: Option<String>,
    /// How it was made.
    pub password_algorithm: Option<String>,
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Body of `POST /users`; everything is optional.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateUser {
    /// The username.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_email: Option<String>,
    /// The phone number, digits with the country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_phone: Option<String>,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// URL of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// Whatever the product keeps here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Map<String, Value>>,
    /// Further standard claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Map<String, Value>>,
    /// The password in clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// A password hashed elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_digest: Option<String>,
    /// How that digest was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_algorithm: Option<String>,
}

/// Body of `PATCH /users/:userId`: absent leaves a field, `null` or an empty text unsets it.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateUser {
    /// The username.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub username: Option<Option<String>>,
    /// The e-mail address.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub primary_email: Option<Option<String>>,
    /// The phone number, digits with the country code.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub primary_phone: Option<Option<String>>,
    /// The full name.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub name: Option<Option<String>>,
    /// URL of a picture.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Option<String>>,
    /// Replaces the custom data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Map<String, Value>>,
    /// Replaces the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Map<String, Value>>,
}

/// Body of `PATCH /users/:userId/custom-data`.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatchCustomData {
    /// Members to lay over the stored ones.
    pub custom_data: Map<String, Value>,
}

/// Body of `PATCH /users/:userId/profile`.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct PatchProfile {
    /// Members to lay over the stored ones.
    pub profile: Map<String, Value>,
}

/// Body of `PATCH /users/:userId/password` and `POST /users/:userId/password/verify`.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Password {
    /// The password in clear.
    pub password: String,
}

/// Body of `PATCH /users/:userId/is-suspended`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetSuspended {
    /// Whether signing in is to be refused.
    pub is_suspended: bool,
}

/// Answer of `GET /users/:userId/has-password`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HasPassword {
    /// Whether a password is set.
    pub has_password: bool,
}

/// Body of `POST` and `PUT /users/:userId/roles`, and answer of the latter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleIds {
    /// The roles.
    pub role_ids: Vec<String>,
}
