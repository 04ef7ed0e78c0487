//! `/api/roles/{id}/organizations`: the organizations to which a role for machines is limited. The wire's reference has nothing of the kind.

pub(super) mod get;
pub(super) mod remove;
pub(super) mod replace;

use api_types::role::RoleOrganizations;
use domain::{OrganizationId, RoleId, TenantId};
use http_kit::ApiError;
use store::{Exec, role::limit};

/// The limit of a role as it is now.
async fn limit_body(exec: Exec<'_>, tenant: &TenantId, id: &RoleId) -> Result<RoleOrganizations, ApiError> {
    let organizations = limit::of_role(exec, tenant, id).await?;
    let organization_ids =
        organizations.map(|ids| ids.into_iter().map(OrganizationId::into_string).collect());
    Ok(RoleOrganizations {
        is_limited: organization_ids.is_some(),
        organization_ids: organization_ids.unwrap_or_default(),
    })
}
