//! Bodies of the consent API (OIDC contract §6.7).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `POST /api/interaction/consent`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GiveConsent {
    /// The organizations that the application may act in.
    #[serde(default)]
    pub organization_ids: Option<Vec<String>>,
}

/// `GET /api/interaction/consent`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentInfo {
    /// The application that asks.
    pub application: ConsentApplication,
    /// Who is signed in.
    pub user: ConsentUser,
    /// The user's organizations with what each would add; filled when access to organizations is asked for.
    pub organizations: Vec<ConsentOrganization>,
    /// OIDC scopes not granted yet, without `openid` and `offline_access`.
    #[serde(rename = "missingOIDCScope")]
    pub missing_oidc_scope: Vec<String>,
    /// API scopes not granted yet that need no organization.
    pub missing_resource_scopes: Vec<ConsentResourceScopes>,
    /// Where the user returns to.
    pub redirect_uri: String,
}

/// An application that asks for consent.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentApplication {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its pictures, where it has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branding: Option<Map<String, Value>>,
    /// The name that users see, where it has another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Where its terms of use are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_of_use_url: Option<String>,
    /// Where its privacy policy is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_policy_url: Option<String>,
}

/// The user whose consent is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentUser {
    /// The id.
    pub id: String,
    /// The full name.
    pub name: Option<String>,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// The username.
    pub username: Option<String>,
    /// The e-mail address.
    pub primary_email: Option<String>,
    /// The phone number.
    pub primary_phone: Option<String>,
}

/// An organization that an application may be let into.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentOrganization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the application could do there.
    pub missing_resource_scopes: Vec<ConsentResourceScopes>,
}

/// Scopes of one resource.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ConsentResourceScopes {
    /// The resource.
    pub resource: ConsentResource,
    /// Its scopes.
    pub scopes: Vec<ConsentScope>,
}

/// A resource, as consent names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ConsentResource {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its indicator.
    pub indicator: String,
}

/// A scope, as consent names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ConsentScope {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub description: Option<String>,
}
