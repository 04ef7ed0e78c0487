//! Which organizations a role for machines is limited to.

use std::collections::{HashMap, HashSet};

use domain::{OrganizationId, RoleId, TenantId};

use crate::{StoreError, db::Exec, params};

const SET_LIMITED: &str = "UPDATE roles SET is_limited = $3 WHERE tenant_id = $1 AND id = $2";
const CLEAR: &str = "DELETE FROM role_organizations WHERE tenant_id = $1 AND role_id = $2";
const ADD: &str = "INSERT INTO role_organizations (tenant_id, role_id, organization_id) VALUES ($1, $2, $3)";

/// Limits a role to exactly these organizations, none of them twice, or takes its limit away; to be called in a transaction. `false`
/// when there is no such role; an unknown organization is a foreign-key violation.
pub async fn replace(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &RoleId,
    organizations: Option<&[OrganizationId]>,
) -> Result<bool, StoreError> {
    if exec.execute(SET_LIMITED, params![tenant, role, organizations.is_some()]).await? == 0 {
        return Ok(false);
    }
    exec.execute(CLEAR, params![tenant, role]).await?;
    for organization in organizations.unwrap_or_default() {
        exec.execute(ADD, params![tenant, role, organization]).await?;
    }
    Ok(true)
}

const IS_LIMITED: &str = "SELECT is_limited FROM roles WHERE tenant_id = $1 AND id = $2";
const OF_ROLE: &str = "SELECT organization_id FROM role_organizations WHERE tenant_id = $1 AND role_id = $2 ORDER BY organization_id";

/// The organizations that a role is limited to, by id; `None` when it is not limited, or not there.
pub async fn of_role(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &RoleId,
) -> Result<Option<Vec<OrganizationId>>, StoreError> {
    let is_limited = exec.optional(IS_LIMITED, params![tenant, role], |row| row.bool(0)).await?;
    if is_limited != Some(true) {
        return Ok(None);
    }
    exec.all(OF_ROLE, params![tenant, role], |row| Ok(OrganizationId::new(row.text(0)?))).await.map(Some)
}

const ALL_LIMITED: &str = "SELECT id FROM roles WHERE tenant_id = $1 AND is_limited = TRUE ORDER BY id";
const ALL: &str = "SELECT role_id, organization_id FROM role_organizations WHERE tenant_id = $1 ORDER BY role_id, organization_id";

/// Every limited role with its organizations.
pub async fn all(
    exec: Exec<'_>,
    tenant: &TenantId,
) -> Result<HashMap<RoleId, HashSet<OrganizationId>>, StoreError> {
    let roles = exec.all(ALL_LIMITED, params![tenant], |row| Ok(RoleId::new(row.text(0)?))).await?;
    let mut limits: HashMap<_, HashSet<_>> = roles.into_iter().map(|role| (role, HashSet::new())).collect();
    let pair = |row: &crate::db::Row<'_>| Ok((RoleId::new(row.text(0)?), OrganizationId::new(row.text(1)?)));
    for (role, organization) in exec.all(ALL, params![tenant], pair).await? {
        if let Some(limit) = limits.get_mut(&role) {
            limit.insert(organization);
        }
    }
    Ok(limits)
}
