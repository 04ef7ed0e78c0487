//! Bodies of `/api/applications` (Management API contract §8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    described::{CustomClientMetadata, OidcClientMetadata},
    partial::present,
};

/// An application.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// The tenant.
    pub tenant_id: String,
    /// The id, which is the `client_id`.
    pub id: String,
    /// Only of built-in applications, and a placeholder there: secrets are a resource of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The name, for people.
    pub name: String,
    /// What it is, for people.
    pub description: Option<String>,
    /// What kind of client it is: `Native`, `SPA`, `Traditional`, `MachineToMachine`, `Protected`, `SAML`.
    #[serde(rename = "type")]
    pub kind: String,
    /// OpenID Connect settings.
    #[schemars(with = "OidcClientMetadata")]
    pub oidc_client_metadata: Value,
    /// Lifetimes, origins and grant rules; unset members are absent.
    #[schemars(with = "CustomClientMetadata")]
    pub custom_client_metadata: Value,
    /// Settings of a protected application.
    pub protected_app_metadata: Option<Value>,
    /// Whatever the product keeps here.
    pub custom_data: Map<String, Value>,
    /// Whether it belongs to somebody else, so that users are asked for consent.
    pub is_third_party: bool,
    /// Whether only users that its rules name may enter.
    pub app_level_access_control_enabled: bool,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
}

/// A single application with the legacy administrator mark.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationWithAdmin {
    /// The application.
    #[serde(flatten)]
    pub application: Application,
    /// Whether it holds the hidden role that gives access to the Management API.
    pub is_admin: bool,
}

/// A secret of an application. It is shown in clear to whoever may manage the application, so this is not `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSecret {
    /// The tenant.
    pub tenant_id: String,
    /// The application.
    pub application_id: String,
    /// The name, unique in the application.
    pub name: String,
    /// The secret.
    pub value: String,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
    /// From when on it no longer authenticates, in epoch milliseconds.
    pub expires_at: Option<i64>,
}

/// What a third-party application may ask users for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserConsentScopes {
    /// Permissions in organizations.
    pub organization_scopes: Vec<ConsentScope>,
    /// API permissions for the user's own access.
    pub resource_scopes: Vec<ConsentResourceScopes>,
    /// API permissions inside organizations.
    pub organization_resource_scopes: Vec<ConsentResourceScopes>,
    /// OpenID scopes.
    pub user_scopes: Vec<String>,
}

/// A permission that may be asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentScope {
    /// The id.
    pub id: String,
    /// The name as tokens carry it.
    pub name: String,
    /// What it allows, for people.
    pub description: Option<String>,
}

/// The permissions of one API resource that may be asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentResourceScopes {
    /// The resource.
    pub resource: ConsentResource,
    /// The permissions.
    pub scopes: Vec<ConsentScope>,
}

/// An API resource as consent shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentResource {
    /// The id.
    pub id: String,
    /// The name, for people.
    pub name: String,
    /// The audience of its tokens.
    pub indicator: String,
}

/// Body of `POST /applications`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateApplication {
    /// 1 to 256 characters.
    pub name: String,
    /// What it is, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What kind of client it is; fixed from then on.
    #[serde(rename = "type")]
    pub kind: String,
    /// OpenID Connect settings.
    #[schemars(with = "Option<OidcClientMetadata>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_client_metadata: Option<Value>,
    /// Further settings.
    #[schemars(with = "Option<CustomClientMetadata>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_client_metadata: Option<Value>,
    /// Settings of a protected application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected_app_metadata: Option<Value>,
    /// Whatever the product keeps here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Map<String, Value>>,
    /// Whether it belongs to somebody else; fixed from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_third_party: Option<bool>,
}

/// Body of `PATCH /applications/:id`. What is given replaces what is stored as a whole.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateApplication {
    /// 1 to 256 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is; `null` unsets it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
    /// OpenID Connect settings.
    #[schemars(with = "Option<OidcClientMetadata>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_client_metadata: Option<Value>,
    /// Further settings.
    #[schemars(with = "Option<CustomClientMetadata>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_client_metadata: Option<Value>,
    /// Whatever the product keeps here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Map<String, Value>>,
    /// Whether only users that its rules name may enter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_level_access_control_enabled: Option<bool>,
    /// Whether it holds the hidden role that gives access to the Management API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_admin: Option<bool>,
}

/// Body of `POST /applications/:id/secrets`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateSecret {
    /// 1 to 256 characters, unique in the application.
    pub name: String,
    /// From when on it no longer authenticates, in epoch milliseconds; never when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

/// Body of `PATCH /applications/:id/secrets/:name`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RenameSecret {
    /// 1 to 256 characters, unique in the application.
    pub name: String,
}

/// Body of `POST /applications/:id/user-consent-scopes`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AddUserConsentScopes {
    /// Ids of permissions in organizations.
    pub organization_scopes: Vec<String>,
    /// Ids of API permissions for the user's own access.
    pub resource_scopes: Vec<String>,
    /// Ids of API permissions inside organizations.
    pub organization_resource_scopes: Vec<String>,
    /// OpenID scopes by name.
    pub user_scopes: Vec<String>,
}
