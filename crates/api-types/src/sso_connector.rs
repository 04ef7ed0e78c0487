//! Bodies of `/api/sso-connectors`, `/api/sso-connector-providers` and `/api/organizations/{id}/jit/sso-connectors`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::partial::{given, given_object};

/// An enterprise connector.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnector {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// What kind of provider it leads to.
    pub provider_name: String,
    /// The name, for people.
    pub connector_name: String,
    /// How the provider is reached.
    pub config: Map<String, Value>,
    /// Domains of mail addresses whose users it signs in.
    pub domains: Vec<String>,
    /// How its button looks.
    pub branding: SsoConnectorBranding,
    /// Whether the profile is taken over at every sign-in.
    pub sync_profile: bool,
    /// Whether the tokens of the provider are kept. They never are.
    pub enable_token_storage: bool,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
}

/// An enterprise connector with what its kind says of itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnectorWithProvider {
    /// The connector.
    #[serde(flatten)]
    pub connector: SsoConnector,
    /// The name of its kind, for people.
    pub name: String,
    /// What its kind speaks: `oidc`.
    pub provider_type: String,
    /// The logo of its kind: a `data:` URI.
    pub provider_logo: String,
    /// The logo of its kind on dark ground.
    pub provider_logo_dark: String,
}

/// Answer of `POST /sso-connectors/:id/test`: what the provider says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoProviderMetadata {
    /// The issuer, as the provider spells it.
    pub issuer: String,
    /// Where browsers are sent.
    pub authorization_endpoint: String,
    /// Where codes are exchanged.
    pub token_endpoint: String,
    /// Where more is told about whoever signed in, if the provider has that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_endpoint: Option<String>,
    /// Where its keys are.
    pub jwks_uri: String,
}

/// How the button of an enterprise connector looks.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnectorBranding {
    /// What is on it.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The address of a picture.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// The address of a picture on dark ground.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub dark_logo: Option<String>,
}

/// A kind of enterprise provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnectorProvider {
    /// Its id: `OIDC`, `Okta`, `GoogleWorkspace` or `AzureAdOidc`.
    pub provider_name: String,
    /// What it speaks: `oidc`.
    pub provider_type: String,
    /// Its logo: a `data:` URI.
    pub logo: String,
    /// Its logo on dark ground.
    pub logo_dark: String,
    /// What it does.
    pub description: String,
    /// Its name, for people.
    pub name: String,
}

/// Body of `POST /sso-connectors`.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateSsoConnector {
    /// The id of its kind.
    pub provider_name: String,
    /// The name, for people: 1 to 128 characters, once in a tenant.
    pub connector_name: String,
    /// How the provider is reached; it may be incomplete at first.
    #[serde(default, deserialize_with = "given")]
    pub config: Option<Map<String, Value>>,
    /// Domains of mail addresses whose users it signs in.
    #[serde(default, deserialize_with = "given")]
    pub domains: Option<Vec<String>>,
    /// How its button looks.
    #[serde(default, deserialize_with = "given_object")]
    pub branding: Option<SsoConnectorBranding>,
    /// Whether the profile is taken over at every sign-in.
    #[serde(default, deserialize_with = "given")]
    pub sync_profile: Option<bool>,
    /// Whether the tokens of the provider are kept, which is not supported.
    #[serde(default, deserialize_with = "given")]
    pub enable_token_storage: Option<bool>,
}

/// Body of `PATCH /sso-connectors/:id`.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateSsoConnector {
    /// The name, for people: 1 to 128 characters, once in a tenant.
    #[serde(default, deserialize_with = "given")]
    pub connector_name: Option<String>,
    /// How the provider is reached, as a whole.
    #[serde(default, deserialize_with = "given")]
    pub config: Option<Map<String, Value>>,
    /// Domains of mail addresses whose users it signs in, as a whole.
    #[serde(default, deserialize_with = "given")]
    pub domains: Option<Vec<String>>,
    /// How its button looks, as a whole.
    #[serde(default, deserialize_with = "given_object")]
    pub branding: Option<SsoConnectorBranding>,
    /// Whether the profile is taken over at every sign-in.
    #[serde(default, deserialize_with = "given")]
    pub sync_profile: Option<bool>,
    /// Whether the tokens of the provider are kept, which is not supported.
    #[serde(default, deserialize_with = "given")]
    pub enable_token_storage: Option<bool>,
}
