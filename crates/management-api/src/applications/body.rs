//! What applications look like on the wire, and what their operations share.

use api_types::application as wire;
use domain::{ApplicationId, RoleId, TenantId, application::Application};
use http_kit::ApiError;
use operations::seed::INTERNAL_ADMIN_ROLE_ID;
use store::{Exec, application, role};

/// The longest name of an application and of a secret, in characters.
pub(super) const MAX_NAME_LENGTH: usize = 256;

/// An application as the wire shows it. Its secrets are a resource of their own.
pub(crate) fn application_body(tenant: &TenantId, application: Application) -> wire::Application {
    wire::Application {
        tenant_id: tenant.to_string(),
        id: application.id.into_string(),
        secret: None,
        name: application.name,
        description: application.description,
        kind: application.kind.as_str().to_owned(),
        // These cannot fail: all keys are text, all values plain.
        oidc_client_metadata: serde_json::to_value(application.oidc_client_metadata).unwrap_or_default(),
        custom_client_metadata: serde_json::to_value(application.custom_client_metadata).unwrap_or_default(),
        protected_app_metadata: application.protected_app_metadata,
        custom_data: application.custom_data,
        is_third_party: application.is_third_party,
        app_level_access_control_enabled: application.app_level_access_control_enabled,
        created_at: application.created_at.0,
    }
}

/// The application that the path names, or 404.
pub(super) async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Application, ApiError> {
    application::find(exec, tenant, id).await?.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))
}

/// The hidden role behind `isAdmin`, by its id: its name could be changed once. `None` where an operator has deleted it.
pub(super) async fn admin_role(exec: Exec<'_>, tenant: &TenantId) -> Result<Option<RoleId>, ApiError> {
    Ok(role::find(exec, tenant, &RoleId::new(INTERNAL_ADMIN_ROLE_ID)).await?.map(|role| role.id))
}
