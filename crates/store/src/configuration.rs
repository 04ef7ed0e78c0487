//! What changes rarely and is read always: a tenant's settings, its organization template, and the version by which nodes notice that
//! what they cached is out of date.

use std::collections::HashMap;

use domain::{
    OrganizationRoleId, OrganizationScopeId, ScopeId, TenantId,
    organization::{OrganizationRole, OrganizationScope},
    role::RoleType,
};
use serde_json::Value;

use crate::{
    db::{Exec, Row, StoreError, Transaction},
    params,
};

const VERSION: &str = "SELECT version FROM configuration_versions WHERE tenant_id = $1";
const BUMP: &str = "INSERT INTO configuration_versions (tenant_id, version) VALUES ($1, 1)
                    ON CONFLICT (tenant_id) DO UPDATE SET version = configuration_versions.version + 1";
const SETTINGS: &str = "SELECT key, value FROM tenant_settings WHERE tenant_id = $1 ORDER BY key";
const PUT_SETTING: &str = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, $2, $3)
                           ON CONFLICT (tenant_id, key) DO UPDATE SET value = $3";
const ADD_SETTING: &str = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, $2, $3)
                           ON CONFLICT (tenant_id, key) DO NOTHING";
const ORGANIZATION_SCOPES: &str =
    "SELECT id, name, description FROM organization_scopes WHERE tenant_id = $1 ORDER BY name, id";
const ORGANIZATION_ROLES: &str =
    "SELECT id, name, description, type FROM organization_roles WHERE tenant_id = $1 ORDER BY name, id";
const ORGANIZATION_ROLE_SCOPES: &str = "SELECT organization_role_id, organization_scope_id FROM organization_role_scopes
                                        WHERE tenant_id = $1 ORDER BY organization_role_id, organization_scope_id";
const ORGANIZATION_ROLE_RESOURCE_SCOPES: &str = "SELECT organization_role_id, scope_id FROM organization_role_resource_scopes
                                                 WHERE tenant_id = $1 ORDER BY organization_role_id, scope_id";

/// The version of a tenant's configuration; `None` for an unknown tenant.
pub async fn version(exec: Exec<'_>, tenant: &TenantId) -> Result<Option<i64>, StoreError> {
    exec.optional(VERSION, params![tenant], |row| row.int(0)).await
}

/// Moves the version and tells every node, once `transaction` is committed. To be called by whatever changes cached configuration, before it
/// reads anything: the version's row stays locked until the transaction ends, so that whoever reads, merges and writes configuration has it to
/// itself. On PostgreSQL, whose transactions would otherwise overwrite each other's changes, nothing else sees to that.
pub async fn bump(transaction: &Transaction, tenant: &TenantId) -> Result<(), StoreError> {
    transaction.exec().execute(BUMP, params![tenant]).await?;
    transaction.announce_change().await
}

/// Every setting of a tenant by its key.
pub async fn settings(exec: Exec<'_>, tenant: &TenantId) -> Result<HashMap<String, Value>, StoreError> {
    let settings = exec.all(SETTINGS, params![tenant], |row| Ok((row.text(0)?, row.json(1)?))).await?;
    Ok(settings.into_iter().collect())
}

/// Sets a setting. The caller bumps the version.
pub async fn put_setting(
    exec: Exec<'_>,
    tenant: &TenantId,
    key: &str,
    value: &Value,
) -> Result<(), StoreError> {
    exec.execute(PUT_SETTING, params![tenant, key, value]).await.map(drop)
}

/// Sets a setting unless it has a value already; says whether it did.
pub async fn add_setting(
    exec: Exec<'_>,
    tenant: &TenantId,
    key: &str,
    value: &Value,
) -> Result<bool, StoreError> {
    Ok(exec.execute(ADD_SETTING, params![tenant, key, value]).await? > 0)
}

/// The roles and permissions that all organizations of a tenant share.
#[derive(Clone, Debug, Default)]
pub struct OrganizationTemplate {
    /// Permissions, ordered by name.
    pub scopes: Vec<OrganizationScope>,
    /// Roles, ordered by name, each with what it gives.
    pub roles: Vec<TemplateRole>,
}

/// A role of the template and what it gives.
#[derive(Clone, Debug)]
pub struct TemplateRole {
    /// The role.
    pub role: OrganizationRole,
    /// The organization permissions it gives.
    pub organization_scope_ids: Vec<OrganizationScopeId>,
    /// The API permissions it gives inside an organization.
    pub scope_ids: Vec<ScopeId>,
}

/// Reads the whole organization template.
pub async fn organization_template(
    exec: Exec<'_>,
    tenant: &TenantId,
) -> Result<OrganizationTemplate, StoreError> {
    let scopes = exec
        .all(ORGANIZATION_SCOPES, params![tenant], |row| {
            Ok(OrganizationScope {
                id: OrganizationScopeId::new(row.text(0)?),
                name: row.text(1)?,
                description: row.opt_text(2)?,
            })
        })
        .await?;
    let roles = exec.all(ORGANIZATION_ROLES, params![tenant], role).await?;
    let pair = |row: &Row<'_>| Ok((row.text(0)?, row.text(1)?));
    let mut organization_scopes = grouped(exec.all(ORGANIZATION_ROLE_SCOPES, params![tenant], pair).await?);
    let mut resource_scopes =
        grouped(exec.all(ORGANIZATION_ROLE_RESOURCE_SCOPES, params![tenant], pair).await?);
    let roles = roles
        .into_iter()
        .map(|role| {
            let organization_scope_ids = organization_scopes.remove(role.id.as_str()).unwrap_or_default();
            let scope_ids = resource_scopes.remove(role.id.as_str()).unwrap_or_default();
            TemplateRole {
                organization_scope_ids: organization_scope_ids
                    .into_iter()
                    .map(OrganizationScopeId::new)
                    .collect(),
                scope_ids: scope_ids.into_iter().map(ScopeId::new).collect(),
                role,
            }
        })
        .collect();
    Ok(OrganizationTemplate { scopes, roles })
}

fn role(row: &Row<'_>) -> Result<OrganizationRole, StoreError> {
    Ok(OrganizationRole {
        id: OrganizationRoleId::new(row.text(0)?),
        name: row.text(1)?,
        description: row.opt_text(2)?,
        kind: RoleType::parse(&row.text(3)?)
            .ok_or(StoreError::Inconsistent { table: "organization_roles", column: "type" })?,
    })
}

fn grouped(pairs: Vec<(String, String)>) -> HashMap<String, Vec<String>> {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    for (owner, item) in pairs {
        groups.entry(owner).or_default().push(item);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    both_databases! {
        async fn bumping_moves_the_version_and_tells_watchers(db: Db) {
            let tenant = TenantId::default_tenant();
            let before = version(db.exec(), &tenant).await.unwrap().unwrap();
            let mut changes = db.changes();
            let tenant = &tenant;
            db.transaction(|tx| async move { bump(&tx, tenant).await }).await.unwrap();
            tokio::time::timeout(std::time::Duration::from_secs(5), changes.changed()).await.unwrap().unwrap();
            assert_eq!(version(db.exec(), tenant).await.unwrap(), Some(before + 1));
            assert_eq!(version(db.exec(), &TenantId::new("nobody")).await.unwrap(), None);
        }

        async fn settings_are_added_once_and_replaced_on_purpose(db: Db) {
            let tenant = TenantId::default_tenant();
            let value = |n: i64| serde_json::json!({ "n": n });
            assert!(add_setting(db.exec(), &tenant, "a", &value(1)).await.unwrap());
            assert!(!add_setting(db.exec(), &tenant, "a", &value(2)).await.unwrap());
            assert_eq!(settings(db.exec(), &tenant).await.unwrap()["a"], value(1));
            put_setting(db.exec(), &tenant, "a", &value(3)).await.unwrap();
            assert_eq!(settings(db.exec(), &tenant).await.unwrap()["a"], value(3));
        }

        async fn an_empty_template_is_empty(db: Db) {
            let template = organization_template(db.exec(), &TenantId::default_tenant()).await.unwrap();
            assert!(template.scopes.is_empty() && template.roles.is_empty());
        }
    }
}
