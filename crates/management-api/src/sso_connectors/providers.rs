//! `GET /api/sso-connector-providers`

use api_types::sso_connector as wire;
use axum::Json;
use connectors::sso::{SsoProvider, providers};
use http_kit::ApiError;

use crate::ManagementContext;

/// Lists the kinds of enterprise providers, never in pages.
pub(super) async fn list_providers(
    _context: ManagementContext,
) -> Result<Json<Vec<wire::SsoConnectorProvider>>, ApiError> {
    Ok(Json(providers().iter().map(provider_body).collect()))
}

fn provider_body(provider: &SsoProvider) -> wire::SsoConnectorProvider {
    wire::SsoConnectorProvider {
        provider_name: provider.id.to_owned(),
        provider_type: provider.protocol.as_str().to_owned(),
        logo: provider.logo.to_owned(),
        logo_dark: provider.logo.to_owned(),
        description: provider.description.to_owned(),
        name: provider.name.to_owned(),
    }
}
