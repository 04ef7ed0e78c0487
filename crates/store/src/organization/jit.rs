//! Just-in-time provisioning: the organizations that users join on their own when they register, and the roles they get there
//! (Management API contract §2.5).
//!
//! A missing organization, role or connector is a [`StoreError::ForeignKeyViolation`], a domain that an organization has already a
//! [`StoreError::UniqueViolation`]. Functions that run more than one statement are to be called in a transaction.

use domain::{
    OrganizationId, OrganizationRoleId, SsoConnectorId, TenantId, UserId, organization::OrganizationRole,
};

use super::role::read_role;
use crate::{
    Exec, Page, StoreError, params, relation,
    sso_connector::{self, StoredSsoConnector},
};

const EMAIL_DOMAINS: &str = "
SELECT email_domain FROM organization_jit_email_domains WHERE tenant_id = $1 AND organization_id = $2
ORDER BY email_domain LIMIT $3 OFFSET $4";

/// A page of the organization's domains, in order.
pub async fn email_domains(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    page: Page,
) -> Result<Vec<String>, StoreError> {
    let params = params![tenant, organization, page.limit, page.offset];
    exec.page(EMAIL_DOMAINS, params, page, |row| row.text(0)).await
}

const COUNT_EMAIL_DOMAINS: &str =
    "SELECT COUNT(*) FROM organization_jit_email_domains WHERE tenant_id = $1 AND organization_id = $2";

/// How many domains the organization has.
pub async fn count_email_domains(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
) -> Result<i64, StoreError> {
    super::count(exec, COUNT_EMAIL_DOMAINS, params![tenant, organization]).await
}

const INSERT_EMAIL_DOMAINS: &str =
    "INSERT INTO organization_jit_email_domains (tenant_id, organization_id, email_domain) VALUES ";

/// Adds domains to an organization; none may be there yet. Many at once only in a transaction.
pub async fn add_email_domains(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    domains: &[String],
) -> Result<(), StoreError> {
    relation::insert(exec, (INSERT_EMAIL_DOMAINS, ""), tenant, organization, domains).await?;
    Ok(())
}

const CLEAR_EMAIL_DOMAINS: &str =
    "DELETE FROM organization_jit_email_domains WHERE tenant_id = $1 AND organization_id = $2";

/// Makes `domains` the domains of the organization. Only in a transaction.
pub async fn replace_email_domains(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    domains: &[String],
) -> Result<(), StoreError> {
    super::lock(exec, tenant, organization).await?;
    exec.execute(CLEAR_EMAIL_DOMAINS, params![tenant, organization]).await?;
    add_email_domains(exec, tenant, organization, domains).await
}

const REMOVE_EMAIL_DOMAIN: &str = "
DELETE FROM organization_jit_email_domains WHERE tenant_id = $1 AND organization_id = $2 AND email_domain = $3";

/// Removes a domain. Returns whether the organization had it.
pub async fn remove_email_domain(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    domain: &str,
) -> Result<bool, StoreError> {
    Ok(exec.execute(REMOVE_EMAIL_DOMAIN, params![tenant, organization, domain]).await? > 0)
}

const ROLES: &str = "
SELECT r.id, r.name, r.description, r.type FROM organization_jit_roles j
JOIN organization_roles r ON r.tenant_id = j.tenant_id AND r.id = j.organization_role_id
WHERE j.tenant_id = $1 AND j.organization_id = $2 ORDER BY r.name, r.id LIMIT $3 OFFSET $4";

/// A page of the roles that whoever joins gets, ordered by name.
pub async fn roles(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    page: Page,
) -> Result<Vec<OrganizationRole>, StoreError> {
    exec.page(ROLES, params![tenant, organization, page.limit, page.offset], page, read_role).await
}

const COUNT_ROLES: &str =
    "SELECT COUNT(*) FROM organization_jit_roles WHERE tenant_id = $1 AND organization_id = $2";

/// How many roles whoever joins gets.
pub async fn count_roles(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
) -> Result<i64, StoreError> {
    super::count(exec, COUNT_ROLES, params![tenant, organization]).await
}

const INSERT_ROLES: &str =
    "INSERT INTO organization_jit_roles (tenant_id, organization_id, organization_role_id) VALUES ";

/// Adds roles that whoever joins gets; those that are there stay. Many at once only in a transaction.
pub async fn add_roles(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    roles: &[OrganizationRoleId],
) -> Result<(), StoreError> {
    let statement = (INSERT_ROLES, " ON CONFLICT DO NOTHING");
    relation::insert(exec, statement, tenant, organization, roles).await?;
    Ok(())
}

const CLEAR_ROLES: &str = "DELETE FROM organization_jit_roles WHERE tenant_id = $1 AND organization_id = $2";

/// Makes `roles` the roles that whoever joins gets. Only in a transaction.
pub async fn replace_roles(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    roles: &[OrganizationRoleId],
) -> Result<(), StoreError> {
    super::lock(exec, tenant, organization).await?;
    exec.execute(CLEAR_ROLES, params![tenant, organization]).await?;
    add_roles(exec, tenant, organization, roles).await
}

const REMOVE_ROLE: &str = "
DELETE FROM organization_jit_roles WHERE tenant_id = $1 AND organization_id = $2 AND organization_role_id = $3";

/// Takes a role from those that whoever joins gets. Returns whether it was one.
pub async fn remove_role(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    role: &OrganizationRoleId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(REMOVE_ROLE, params![tenant, organization, role]).await? > 0)
}

const SSO_CONNECTORS: &str = concat!(
    "SELECT ",
    sso_connector::columns!("c."),
    " FROM organization_jit_sso_connectors j
JOIN sso_connectors c ON c.tenant_id = j.tenant_id AND c.id = j.sso_connector_id
WHERE j.tenant_id = $1 AND j.organization_id = $2 ORDER BY c.connector_name, c.id LIMIT $3 OFFSET $4"
);

/// A page of the enterprise connectors whose users join, ordered by name.
pub async fn sso_connectors(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    page: Page,
) -> Result<Vec<StoredSsoConnector>, StoreError> {
    let params = params![tenant, organization, page.limit, page.offset];
    exec.page(SSO_CONNECTORS, params, page, sso_connector::read).await
}

const COUNT_SSO_CONNECTORS: &str =
    "SELECT COUNT(*) FROM organization_jit_sso_connectors WHERE tenant_id = $1 AND organization_id = $2";

/// How many enterprise connectors have users who join.
pub async fn count_sso_connectors(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
) -> Result<i64, StoreError> {
    super::count(exec, COUNT_SSO_CONNECTORS, params![tenant, organization]).await
}

const INSERT_SSO_CONNECTORS: &str =
    "INSERT INTO organization_jit_sso_connectors (tenant_id, organization_id, sso_connector_id) VALUES ";

/// Adds enterprise connectors whose users join; those that are there stay. Many at once only in a transaction.
pub async fn add_sso_connectors(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    connectors: &[SsoConnectorId],
) -> Result<(), StoreError> {
    let statement = (INSERT_SSO_CONNECTORS, " ON CONFLICT DO NOTHING");
    relation::insert(exec, statement, tenant, organization, connectors).await?;
    Ok(())
}

const CLEAR_SSO_CONNECTORS: &str =
    "DELETE FROM organization_jit_sso_connectors WHERE tenant_id = $1 AND organization_id = $2";

/// Makes `connectors` those whose users join. Only in a transaction.
pub async fn replace_sso_connectors(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    connectors: &[SsoConnectorId],
) -> Result<(), StoreError> {
    super::lock(exec, tenant, organization).await?;
    exec.execute(CLEAR_SSO_CONNECTORS, params![tenant, organization]).await?;
    add_sso_connectors(exec, tenant, organization, connectors).await
}

const REMOVE_SSO_CONNECTOR: &str = "
DELETE FROM organization_jit_sso_connectors
WHERE tenant_id = $1 AND organization_id = $2 AND sso_connector_id = $3";

/// Takes a connector from those whose users join. Returns whether it was one.
pub async fn remove_sso_connector(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    connector: &SsoConnectorId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(REMOVE_SSO_CONNECTOR, params![tenant, organization, connector]).await? > 0)
}

const OF_SSO_CONNECTOR: &str = "
SELECT organization_id FROM organization_jit_sso_connectors WHERE tenant_id = $1 AND sso_connector_id = $2
ORDER BY organization_id";

/// The organizations whose users come through an enterprise connector, by id.
pub async fn of_sso_connector(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector: &SsoConnectorId,
) -> Result<Vec<OrganizationId>, StoreError> {
    exec.all(OF_SSO_CONNECTOR, params![tenant, connector], |row| row.text(0).map(OrganizationId::new)).await
}

/// As [`provision`], for the organizations whose users come through an enterprise connector. Only in a transaction.
pub async fn provision_by_sso(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    connector: &SsoConnectorId,
) -> Result<Vec<OrganizationId>, StoreError> {
    let organizations = of_sso_connector(exec, tenant, connector).await?;
    provision_in(exec, tenant, user, &organizations).await
}

const JOIN: &str = "
INSERT INTO organization_users (tenant_id, organization_id, user_id)
SELECT tenant_id, organization_id, $3 FROM organization_jit_email_domains WHERE tenant_id = $1 AND email_domain = $2
ORDER BY organization_id
ON CONFLICT DO NOTHING
RETURNING organization_id";

// A role for machines may be among those of an organization, but no user can hold it.
const GIVE_ROLES: &str = "
INSERT INTO organization_user_roles (tenant_id, organization_id, user_id, organization_role_id)
SELECT d.tenant_id, d.organization_id, $3, r.id FROM organization_jit_email_domains d
JOIN organization_jit_roles j ON j.tenant_id = d.tenant_id AND j.organization_id = d.organization_id
JOIN organization_roles r ON r.tenant_id = j.tenant_id AND r.id = j.organization_role_id
WHERE d.tenant_id = $1 AND d.email_domain = $2 AND r.type = 'User'
ORDER BY d.organization_id, r.id
ON CONFLICT DO NOTHING";

/// Makes a user a member, with the roles for whoever joins, of every organization that has this domain, spelt exactly so. Who belongs
/// already gets the roles. Returns those that were joined, by id. Only in a transaction.
pub async fn provision(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    email_domain: &str,
) -> Result<Vec<OrganizationId>, StoreError> {
    let read = |row: &crate::db::Row<'_>| row.text(0).map(OrganizationId::new);
    let mut joined = exec.returning_all(JOIN, params![tenant, email_domain, user], read).await?;
    exec.execute(GIVE_ROLES, params![tenant, email_domain, user]).await?;
    joined.sort();
    Ok(joined)
}

const JOIN_ONE: &str = "
INSERT INTO organization_users (tenant_id, organization_id, user_id)
SELECT tenant_id, id, $3 FROM organizations WHERE tenant_id = $1 AND id = $2
ON CONFLICT DO NOTHING
RETURNING organization_id";

const GIVE_ROLES_OF_ONE: &str = "
INSERT INTO organization_user_roles (tenant_id, organization_id, user_id, organization_role_id)
SELECT j.tenant_id, j.organization_id, $3, r.id FROM organization_jit_roles j
JOIN organization_roles r ON r.tenant_id = j.tenant_id AND r.id = j.organization_role_id
WHERE j.tenant_id = $1 AND j.organization_id = $2 AND r.type = 'User'
ORDER BY r.id
ON CONFLICT DO NOTHING";

/// As [`provision`], for organizations that are named. Those that are not there are passed over: what named them may be older than their end.
/// Only in a transaction.
pub async fn provision_in(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    organizations: &[OrganizationId],
) -> Result<Vec<OrganizationId>, StoreError> {
    // In one order, so that two transactions that join the same ones do not wait for each other.
    let organizations: std::collections::BTreeSet<_> = organizations.iter().collect();
    let mut joined = Vec::new();
    for organization in organizations {
        let read = |row: &crate::db::Row<'_>| row.text(0).map(OrganizationId::new);
        joined.extend(exec.returning(JOIN_ONE, params![tenant, organization, user], read).await?);
        exec.execute(GIVE_ROLES_OF_ONE, params![tenant, organization, user]).await?;
    }
    Ok(joined)
}

#[cfg(test)]
mod tests;
