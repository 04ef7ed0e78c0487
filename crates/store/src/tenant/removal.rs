//! The end of a tenant. Every table refers to it and goes with it; what may be long goes first, bit by bit, so that no transaction holds up others for
//! long or is cut off for the time that it takes.

use domain::{TenantId, UnixMillis};

use crate::{
    Exec, StoreError,
    expiry::{Expiring, delete_expired},
    params,
};

const MARK: &str = "UPDATE tenants SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL AND id NOT IN ('default', 'admin')";
const DELETE_HOSTS: &str = "DELETE FROM tenant_hosts WHERE tenant_id = $1";

/// Begins to delete a tenant: no host leads to it any more. `false` when there is no such tenant, or it is one of those that stay.
pub async fn mark_deleted(exec: Exec<'_>, id: &TenantId, now: UnixMillis) -> Result<bool, StoreError> {
    if exec.execute(MARK, params![id, now]).await? == 0 {
        return Ok(false);
    }
    exec.execute(DELETE_HOSTS, params![id]).await?;
    Ok(true)
}

const DELETED: &str = "SELECT id FROM tenants WHERE deleted_at IS NOT NULL ORDER BY id";

/// The tenants that are being deleted.
pub async fn deleted(exec: Exec<'_>) -> Result<Vec<TenantId>, StoreError> {
    exec.all(DELETED, &[], |row| Ok(TenantId::new(row.text(0)?))).await
}

macro_rules! delete_some {
    ($table:literal, $key:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE tenant_id = $1 AND ",
            $key,
            " IN (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE tenant_id = $1 ORDER BY ",
            $key,
            " LIMIT $2)"
        )
    };
}

/// What may be long beside what ends by itself. Whatever belongs to a user or an organization goes with it.
const LONG: [&str; 5] = [
    delete_some!("audit_logs", "id"),
    delete_some!("users", "id"),
    delete_some!("organizations", "id"),
    delete_some!("applications", "id"),
    delete_some!("hooks", "id"),
];

/// Deletes some rows of a tenant that [`mark_deleted`] has marked, at most `limit` and what hangs on them; returns how many. None are left of what may be long
/// when that is none.
pub async fn delete_some(exec: Exec<'_>, id: &TenantId, limit: i64) -> Result<u64, StoreError> {
    if exec.optional(IS_MARKED, params![id], |_| Ok(())).await?.is_none() {
        return Ok(0);
    }
    for what in Expiring::ALL {
        let rows = delete_expired(exec, what, id, UnixMillis(i64::MAX), limit).await?;
        if rows > 0 {
            return Ok(rows);
        }
    }
    for statement in LONG {
        let rows = exec.execute(statement, params![id, limit]).await?;
        if rows > 0 {
            return Ok(rows);
        }
    }
    Ok(0)
}

const IS_MARKED: &str = "SELECT 1 FROM tenants WHERE id = $1 AND deleted_at IS NOT NULL";
const DELETE: &str = "DELETE FROM tenants WHERE id = $1 AND deleted_at IS NOT NULL";

/// Deletes a tenant that [`mark_deleted`] has marked, with every row that is left of it; `false` when another node has.
pub async fn delete(exec: Exec<'_>, id: &TenantId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![id]).await? == 1)
}
