//! Applications that exist without a row: readable by id, in no list, neither patchable nor deletable (Management API contract §1.9).

use api_types::application::{Application, ApplicationWithAdmin};
use domain::{ApplicationId, TenantId, application::ApplicationType};
use operations::{Endpoint, application::built_in_name};
use protocol::identifiers::{ACCOUNT_CENTER_APPLICATION_ID, DEMO_APPLICATION_ID};
use serde_json::{Map, json};

/// The built-in application with this id.
pub(super) fn find(
    tenant: &TenantId,
    endpoint: &Endpoint,
    id: &ApplicationId,
) -> Option<ApplicationWithAdmin> {
    let name = built_in_name(id)?;
    if let Some(portal) = operations::portal::client(id, endpoint) {
        return Some(portal_body(tenant, portal.application));
    }
    let (kind, path) = match id.as_str() {
        DEMO_APPLICATION_ID => (ApplicationType::Spa, Some("demo-app")),
        ACCOUNT_CENTER_APPLICATION_ID => (ApplicationType::Spa, Some("account")),
        _ => (ApplicationType::Native, None),
    };
    let uris: Vec<_> = path.into_iter().map(|path| format!("{endpoint}/{path}")).collect();
    let custom = if path.is_none() { json!({ "isDeviceFlow": true }) } else { json!({}) };
    let application = Application {
        tenant_id: tenant.to_string(),
        id: id.to_string(),
        secret: Some("N/A".to_owned()),
        name: name.to_owned(),
        description: None,
        kind: kind.as_str().to_owned(),
        oidc_client_metadata: json!({ "redirectUris": uris, "postLogoutRedirectUris": uris }),
        custom_client_metadata: custom,
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: 0,
    };
    Some(ApplicationWithAdmin { application, is_admin: false })
}

/// The portal, which exists as a client too.
fn portal_body(tenant: &TenantId, portal: domain::application::Application) -> ApplicationWithAdmin {
    let metadata = portal.oidc_client_metadata;
    let application = Application {
        tenant_id: tenant.to_string(),
        id: portal.id.to_string(),
        secret: Some("N/A".to_owned()),
        name: portal.name,
        description: None,
        kind: portal.kind.as_str().to_owned(),
        oidc_client_metadata: json!({
            "redirectUris": metadata.redirect_uris,
            "postLogoutRedirectUris": metadata.post_logout_redirect_uris,
        }),
        custom_client_metadata: json!({}),
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: 0,
    };
    ApplicationWithAdmin { application, is_admin: false }
}
