//! `/api/resources/{id}/scopes`: the permissions of a resource.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod list;
pub(super) mod update;

use domain::{ResourceId, ScopeId, TenantId, resource::Scope};
use http_kit::ApiError;
use store::{
    Exec,
    resource::{self, scope},
};

use super::body::{changeable, is_management_api};

/// The longest name, in characters.
const MAX_NAME_LENGTH: usize = 256;
/// What guards the scopes of the Management API.
const PROTECTED: &str = "resource.cannot_modify_management_api";

/// A name that tokens can carry has no white space: `scope` is a list divided by it (RFC 6749 §3.3).
fn check_name(name: &str) -> Result<(), ApiError> {
    if name.contains(char::is_whitespace) {
        Err(ApiError::bad_request("scope.name_with_space"))
    } else {
        Ok(())
    }
}

/// Finds a scope that may be changed by way of a resource. The scope need not belong to it, so that both are checked: otherwise the
/// Management API's scope could be reached by way of any other resource.
async fn changeable_scope(
    exec: Exec<'_>,
    tenant: &TenantId,
    (via, id): (&ResourceId, &ScopeId),
) -> Result<Option<Scope>, ApiError> {
    changeable(exec, tenant, via, PROTECTED).await?;
    let Some(scope) = scope::find(exec, tenant, id).await? else { return Ok(None) };
    let owner = resource::find(exec, tenant, &scope.resource_id).await?;
    if owner.is_some_and(|owner| is_management_api(&owner)) {
        return Err(ApiError::bad_request(PROTECTED));
    }
    Ok(Some(scope))
}
