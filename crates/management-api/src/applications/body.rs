//! What applications look like on the wire, and what their operations share.

use domain::{ApplicationId, RoleId, TenantId, application::Application};
use http_kit::ApiError;
pub(crate) use http_kit::application_body;
use operations::seed::INTERNAL_ADMIN_ROLE_ID;
use store::{Exec, application, role};

/// The longest name of an application and of a secret, in characters.
pub(super) const MAX_NAME_LENGTH: usize = 256;

/// The application that the path names, or 404.
pub(super) async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Application, ApiError> {
    application::find(exec, tenant, id).await?.ok_or_else(unknown)
}

/// 404: there is no such application.
pub(super) fn unknown() -> ApiError {
    ApiError::not_found("entity.not_exists_with_id")
}

/// The hidden role behind `isAdmin`, by its id: its name could be changed once. `None` where an operator has deleted it.
pub(super) async fn admin_role(exec: Exec<'_>, tenant: &TenantId) -> Result<Option<RoleId>, ApiError> {
    Ok(role::find(exec, tenant, &RoleId::new(INTERNAL_ADMIN_ROLE_ID)).await?.map(|role| role.id))
}
