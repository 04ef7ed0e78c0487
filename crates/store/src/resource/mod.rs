//! API resources and, in [`scope`], their permissions (Management API contract §6).

pub mod scope;
#[cfg(test)]
mod tests;

use std::time::Duration;

use domain::{ResourceId, TenantId, resource::Resource};

pub use self::scope::all_scopes;
use crate::{Page, StoreError, db::Exec, db::Row, params};

const ALL: &str = "SELECT id, name, indicator, is_default, access_token_ttl_seconds FROM resources WHERE tenant_id = $1 ORDER BY id";

/// Every resource, by id.
pub async fn all(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<Resource>, StoreError> {
    exec.all(ALL, params![tenant], from_row).await
}

const LIST: &str = "SELECT id, name, indicator, is_default, access_token_ttl_seconds FROM resources
                    WHERE tenant_id = $1 ORDER BY id LIMIT $2 OFFSET $3";

/// Resources, by id.
pub async fn list(exec: Exec<'_>, tenant: &TenantId, page: Page) -> Result<Vec<Resource>, StoreError> {
    exec.page(LIST, params![tenant, page.limit, page.offset], page, from_row).await
}

const COUNT: &str = "SELECT COUNT(*) FROM resources WHERE tenant_id = $1";

/// How many resources there are.
pub async fn count(exec: Exec<'_>, tenant: &TenantId) -> Result<i64, StoreError> {
    Ok(exec.optional(COUNT, params![tenant], |row| row.int(0)).await?.unwrap_or(0))
}

const FIND: &str = "SELECT id, name, indicator, is_default, access_token_ttl_seconds FROM resources WHERE tenant_id = $1 AND id = $2";

/// The resource with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ResourceId,
) -> Result<Option<Resource>, StoreError> {
    exec.optional(FIND, params![tenant, id], from_row).await
}

const INSERT: &str =
    "INSERT INTO resources (tenant_id, id, name, indicator, is_default, access_token_ttl_seconds)
                      VALUES ($1, $2, $3, $4, $5, $6)";

/// Adds a resource. A taken indicator is a unique violation of `resources.indicator`.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, resource: &Resource) -> Result<(), StoreError> {
    let Resource { id, name, indicator, is_default, access_token_ttl } = resource;
    exec.execute(INSERT, params![tenant, id, name, indicator, is_default, seconds(*access_token_ttl)])
        .await?;
    Ok(())
}

const UPDATE: &str =
    "UPDATE resources SET name = $3, access_token_ttl_seconds = $4 WHERE tenant_id = $1 AND id = $2";

/// Writes the name and the lifetime of tokens; `false` when there is no such resource.
pub async fn update(exec: Exec<'_>, tenant: &TenantId, resource: &Resource) -> Result<bool, StoreError> {
    let Resource { id, name, access_token_ttl, .. } = resource;
    Ok(exec.execute(UPDATE, params![tenant, id, name, seconds(*access_token_ttl)]).await? > 0)
}

const CLEAR_DEFAULT: &str =
    "UPDATE resources SET is_default = FALSE WHERE tenant_id = $1 AND id <> $2 AND is_default = TRUE";
const SET_DEFAULT: &str = "UPDATE resources SET is_default = $3 WHERE tenant_id = $1 AND id = $2
                           RETURNING id, name, indicator, is_default, access_token_ttl_seconds";

/// Makes a resource the default one, taking the mark from any other, or takes the mark from it. `None` when there is no such resource.
///
/// Two statements: run it in a transaction that holds the tenant's configuration.
pub async fn set_default(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ResourceId,
    is_default: bool,
) -> Result<Option<Resource>, StoreError> {
    let updated = exec.returning(SET_DEFAULT, params![tenant, id, is_default], from_row).await?;
    if updated.is_some() && is_default {
        exec.execute(CLEAR_DEFAULT, params![tenant, id]).await?;
    }
    Ok(updated)
}

const DELETE: &str = "DELETE FROM resources WHERE tenant_id = $1 AND id = $2";

/// Deletes a resource with its scopes and everything that names them; `false` when there is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &ResourceId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

pub(crate) fn from_row(row: &Row<'_>) -> Result<Resource, StoreError> {
    from_row_at(row, 0)
}

/// Reads a resource from the columns that start at `first`.
pub(crate) fn from_row_at(row: &Row<'_>, first: usize) -> Result<Resource, StoreError> {
    let seconds = u64::try_from(row.int(first + 4)?);
    Ok(Resource {
        id: ResourceId::new(row.text(first)?),
        name: row.text(first + 1)?,
        indicator: row.text(first + 2)?,
        is_default: row.bool(first + 3)?,
        access_token_ttl: seconds.map(Duration::from_secs).map_err(|_| StoreError::Inconsistent {
            table: "resources",
            column: "access_token_ttl_seconds",
        })?,
    })
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
