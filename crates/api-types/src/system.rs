//! Bodies of `/api/systems`.

use schemars::JsonSchema;
use serde::Serialize;

/// What the server is set up for as far as applications go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SystemApplication {
    /// Applications whose traffic passes through the server.
    pub protected_apps: ProtectedApps,
}

/// Applications whose traffic passes through the server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProtectedApps {
    /// The domain under which they get names.
    pub default_domain: String,
}
