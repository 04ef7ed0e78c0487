//! Tenants and the hosts that lead to them. Changes of either are made in transactions that begin with [`crate::configuration::bump`] of the
//! administrators' tenant, whose version tells every node that what it knows of hosts is out of date.

mod removal;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::{TenantId, UnixMillis, tenant::Tenant};

use crate::{Exec, StoreError, db::Row, params};

pub use removal::{delete, delete_some, deleted, mark_deleted};

const INSERT: &str =
    "INSERT INTO tenants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
const FIRST_VERSION: &str = "INSERT INTO configuration_versions (tenant_id, version) VALUES ($1, $2)";
const FIRST_CHANGES: &str = "INSERT INTO counters (tenant_id, name, shard, value)
                             VALUES ($1, 'users.changes', 0, $2), ($1, 'organizations.changes', 0, $2)";

/// Makes a tenant, without hosts; `false` when there is one of this id, or one that is still being deleted.
///
/// What nodes remember is bound to versions and counts of changes. They begin at the moment of the making, so that nothing which a node remembers of a
/// former tenant of the same id is taken for this one's.
pub async fn insert(exec: Exec<'_>, tenant: &Tenant) -> Result<bool, StoreError> {
    let Tenant { id, name, created_at, .. } = tenant;
    if exec.execute(INSERT, params![id, name, created_at]).await? == 0 {
        return Ok(false);
    }
    exec.execute(FIRST_VERSION, params![id, created_at]).await?;
    exec.execute(FIRST_CHANGES, params![id, created_at]).await?;
    Ok(true)
}

const LIST: &str = "SELECT id, name, created_at FROM tenants WHERE deleted_at IS NULL ORDER BY id";
const HOSTS: &str = "SELECT tenant_id, host FROM tenant_hosts ORDER BY tenant_id, position, host";

/// Every tenant, by its id.
pub async fn list(exec: Exec<'_>) -> Result<Vec<Tenant>, StoreError> {
    let mut hosts: HashMap<String, Vec<String>> = HashMap::new();
    for (tenant, host) in exec.scan(HOSTS, &[], |row| Ok((row.text(0)?, row.text(1)?))).await? {
        hosts.entry(tenant).or_default().push(host);
    }
    let mut tenants = exec.scan(LIST, &[], read).await?;
    for tenant in &mut tenants {
        tenant.hosts = hosts.remove(tenant.id.as_str()).unwrap_or_default();
    }
    Ok(tenants)
}

const FIND: &str = "SELECT id, name, created_at FROM tenants WHERE id = $1 AND deleted_at IS NULL";
const HOSTS_OF: &str = "SELECT host FROM tenant_hosts WHERE tenant_id = $1 ORDER BY position, host";

/// A tenant, unless it is deleted.
pub async fn find(exec: Exec<'_>, id: &TenantId) -> Result<Option<Tenant>, StoreError> {
    let Some(mut tenant) = exec.optional(FIND, params![id], read).await? else { return Ok(None) };
    tenant.hosts = exec.all(HOSTS_OF, params![id], |row| row.text(0)).await?;
    Ok(Some(tenant))
}

fn read(row: &Row<'_>) -> Result<Tenant, StoreError> {
    Ok(Tenant {
        id: TenantId::new(row.text(0)?),
        name: row.text(1)?,
        hosts: Vec::new(),
        created_at: row.millis(2)?,
    })
}

const RENAME: &str = "UPDATE tenants SET name = $2 WHERE id = $1 AND deleted_at IS NULL";

/// Calls a tenant something else; `false` when there is none.
pub async fn rename(exec: Exec<'_>, id: &TenantId, name: &str) -> Result<bool, StoreError> {
    Ok(exec.execute(RENAME, params![id, name]).await? == 1)
}

const ADD_HOST: &str = "
INSERT INTO tenant_hosts (host, tenant_id, position)
SELECT $2, t.id, (SELECT COUNT(*) FROM tenant_hosts h WHERE h.tenant_id = t.id)
FROM tenants t WHERE t.id = $1 AND t.deleted_at IS NULL
ON CONFLICT (host) DO NOTHING";

/// Lets a further host lead to a tenant; `false` when it leads to one already, or there is no such tenant.
pub async fn add_host(exec: Exec<'_>, id: &TenantId, host: &str) -> Result<bool, StoreError> {
    Ok(exec.execute(ADD_HOST, params![id, host]).await? == 1)
}

const DELETE_HOSTS: &str = "DELETE FROM tenant_hosts WHERE tenant_id = $1";

/// Lets these hosts lead to a tenant, in this order, and no others; the first that leads to another tenant already is returned, and the caller undoes
/// the transaction.
pub async fn set_hosts<'a>(
    exec: Exec<'_>,
    id: &TenantId,
    hosts: &'a [String],
) -> Result<Option<&'a str>, StoreError> {
    exec.execute(DELETE_HOSTS, params![id]).await?;
    for host in hosts {
        if !add_host(exec, id, host).await? {
            return Ok(Some(host));
        }
    }
    Ok(None)
}

const WITH_DELIVERIES: &str = "
SELECT id, what FROM (
  SELECT t.id, 'webhooks' AS what FROM tenants t WHERE t.deleted_at IS NULL AND t.id NOT IN ('default', 'admin')
    AND EXISTS (SELECT 1 FROM hook_deliveries d WHERE d.tenant_id = t.id AND d.due_at <= $1)
  UNION ALL
  SELECT t.id, 'sign-outs' AS what FROM tenants t WHERE t.deleted_at IS NULL AND t.id NOT IN ('default', 'admin')
    AND EXISTS (SELECT 1 FROM logout_deliveries l WHERE l.tenant_id = t.id AND l.due_at <= $1)) due
ORDER BY what, id";

/// What a tenant has to tell.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Deliveries {
    /// Events, to webhooks.
    Webhooks,
    /// Sign-outs, to applications.
    SignOuts,
}

/// The tenants beside `default` of which something is to be delivered at `now`, and what.
pub async fn with_deliveries(
    exec: Exec<'_>,
    now: UnixMillis,
) -> Result<Vec<(TenantId, Deliveries)>, StoreError> {
    exec.all(WITH_DELIVERIES, params![now], |row| {
        let what = if row.text(1)? == "webhooks" { Deliveries::Webhooks } else { Deliveries::SignOuts };
        Ok((TenantId::new(row.text(0)?), what))
    })
    .await
}
