//! What is in objects that handlers read and write member by member, for the documentation alone: types that nothing is parsed into.
//!
//! A field names one by `#[schemars(with = "…")]`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The colours of pages.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Color {
    /// The colour on light ground: `#rgb` or `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub primary_color: Option<String>,
    /// Whether pages have a dark scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub is_dark_mode_enabled: Option<bool>,
    /// The colour on dark ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub dark_primary_color: Option<String>,
}

/// The pictures of pages, as URLs.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Branding {
    /// The logo on light ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub logo_url: Option<String>,
    /// The logo on dark ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub dark_logo_url: Option<String>,
    /// The icon beside the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub favicon: Option<String>,
    /// That icon in a dark scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub dark_favicon: Option<String>,
}

/// Settings of an application as a client of OpenID Connect.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct OidcClientMetadata {
    /// Where sign-in may return to.
    #[schemars(required)]
    pub redirect_uris: Vec<String>,
    /// Where sign-out may return to.
    #[schemars(required)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where the end of a session is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub backchannel_logout_uri: Option<String>,
    /// Whether that announcement names the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub backchannel_logout_session_required: Option<bool>,
    /// A picture for the consent page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub logo_uri: Option<String>,
}

/// Further settings of an application as a client. Members that are not set are absent.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct CustomClientMetadata {
    /// Origins that may call the token endpoints from a browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>")]
    pub cors_allowed_origins: Option<Vec<String>>,
    /// Lifetime of ID tokens in seconds; 3600 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    pub id_token_ttl: Option<u32>,
    /// Lifetime of refresh tokens in seconds; the days win over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    pub refresh_token_ttl: Option<u32>,
    /// Lifetime of refresh tokens in days, 1 to 180; 14 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    pub refresh_token_ttl_in_days: Option<u32>,
    /// The tenant a console application is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub tenant_id: Option<String>,
    /// Whether refresh tokens are issued without `offline_access`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub always_issue_refresh_token: Option<bool>,
    /// Whether refresh tokens rotate; they do when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub rotate_refresh_token: Option<bool>,
    /// Whether the token-exchange grant is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub allow_token_exchange: Option<bool>,
    /// Whether a native client uses the device flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub is_device_flow: Option<bool>,
    /// How many grants a user may have for this client at a time, at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    pub max_allowed_grants: Option<u32>,
}
