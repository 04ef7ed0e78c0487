//! `/api/applications/{id}/roles`: the global roles of a machine-to-machine application (Management API contract §8.4).

pub(super) mod add;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod replace;

use domain::{
    ApplicationId, RoleId, TenantId,
    application::ApplicationType,
    role::{Role, RoleType},
};
use http_kit::ApiError;
use store::{Exec, role};

use super::body::find;

/// Checks that the path names a machine-to-machine application: others hold no roles.
async fn check_application(exec: Exec<'_>, tenant: &TenantId, id: &ApplicationId) -> Result<(), ApiError> {
    match find(exec, tenant, id).await?.kind {
        ApplicationType::MachineToMachine => Ok(()),
        _ => Err(ApiError::unprocessable("application.invalid_type")),
    }
}

/// Finds roles that an application is to hold; `wrong_type` is the code of the 422 for a role of users.
async fn machine_roles(
    exec: Exec<'_>,
    tenant: &TenantId,
    ids: &[RoleId],
    wrong_type: &'static str,
) -> Result<Vec<Role>, ApiError> {
    let roles = role::find_many(exec, tenant, ids).await?;
    if roles.len() < ids.len() {
        return Err(ApiError::not_found("entity.not_exists_with_id"));
    }
    if roles.iter().any(|role| role.kind != RoleType::MachineToMachine) {
        return Err(ApiError::unprocessable(wrong_type));
    }
    Ok(roles)
}
