//! Webhooks here, the events that wait for delivery in [`delivery`] (Management API contract §10).

pub mod delivery;
#[cfg(test)]
mod tests;

use domain::{HookId, JsonText, TenantId, UnixMillis};
use serde_json::Value;

use crate::{Exec, Page, StoreError, db::Row, params};

/// Where and how a webhook is called, as it is stored: sealed, or in clear where it was written before that was done.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredConfig(pub Value);

impl std::fmt::Debug for StoredConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StoredConfig").finish_non_exhaustive()
    }
}

/// A webhook as it is stored: its signing key is sealed, and so is where it goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredHook {
    /// The id.
    pub id: HookId,
    /// The name.
    pub name: String,
    /// The one event of old webhooks.
    pub event: Option<String>,
    /// What it listens to.
    pub events: Vec<String>,
    /// Where it goes.
    pub config: StoredConfig,
    /// What deliveries are signed with, sealed.
    pub sealed_signing_key: Vec<u8>,
    /// Whether it is called.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at: UnixMillis,
}

const INSERT: &str = "
INSERT INTO hooks
  (tenant_id, id, name, event, events, config, sealed_signing_key, is_enabled, created_at, last_position)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)";

/// Adds a webhook.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, hook: &StoredHook) -> Result<(), StoreError> {
    let (events, config) = (events(hook)?, &hook.config.0);
    let StoredHook { id, name, event, sealed_signing_key, is_enabled, created_at, .. } = hook;
    exec.execute(
        INSERT,
        params![tenant, id, name, event, events, config, sealed_signing_key, is_enabled, created_at],
    )
    .await
    .map(|_| ())
}

const UPDATE: &str = "
UPDATE hooks SET name = $3, event = $4, events = $5, config = $6, sealed_signing_key = $7, is_enabled = $8
WHERE tenant_id = $1 AND id = $2";

/// Writes everything but the moment it was made; `false` when there is no such webhook.
pub async fn update(exec: Exec<'_>, tenant: &TenantId, hook: &StoredHook) -> Result<bool, StoreError> {
    let (events, config) = (events(hook)?, &hook.config.0);
    let StoredHook { id, name, event, sealed_signing_key, is_enabled, .. } = hook;
    let rows = exec
        .execute(UPDATE, params![tenant, id, name, event, events, config, sealed_signing_key, is_enabled])
        .await?;
    Ok(rows > 0)
}

fn events(hook: &StoredHook) -> Result<JsonText, StoreError> {
    let inconsistent = |_| StoreError::Inconsistent { table: "hooks", column: "events" };
    JsonText::of(&hook.events).map_err(inconsistent)
}

const LOCK: &str = "UPDATE hooks SET name = name WHERE tenant_id = $1 AND id = $2";

/// Makes other transactions that call this for the same webhook wait for the end of this one, so that what is read, changed and written
/// undoes nothing that they write. Returns whether the webhook exists.
pub async fn lock(exec: Exec<'_>, tenant: &TenantId, id: &HookId) -> Result<bool, StoreError> {
    Ok(exec.execute(LOCK, params![tenant, id]).await? > 0)
}

const FIND: &str = "
SELECT id, name, event, events, config, sealed_signing_key, is_enabled, created_at
FROM hooks WHERE tenant_id = $1 AND id = $2";

/// The webhook with this id.
pub async fn find(exec: Exec<'_>, tenant: &TenantId, id: &HookId) -> Result<Option<StoredHook>, StoreError> {
    exec.optional(FIND, params![tenant, id], read).await
}

const LIST: &str = "
SELECT id, name, event, events, config, sealed_signing_key, is_enabled, created_at
FROM hooks WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3";

/// A page of webhooks, newest first.
pub async fn list(exec: Exec<'_>, tenant: &TenantId, page: Page) -> Result<Vec<StoredHook>, StoreError> {
    exec.page(LIST, params![tenant, page.limit, page.offset], page, read).await
}

const COUNT: &str = "SELECT COUNT(*) FROM hooks WHERE tenant_id = $1";

/// How many there are.
pub async fn count(exec: Exec<'_>, tenant: &TenantId) -> Result<i64, StoreError> {
    Ok(exec.optional(COUNT, params![tenant], |row| row.int(0)).await?.unwrap_or_default())
}

const ENABLED: &str = "
SELECT id, name, event, events, config, sealed_signing_key, is_enabled, created_at
FROM hooks WHERE tenant_id = $1 AND is_enabled ORDER BY created_at, id";

/// Every webhook that is called, oldest first.
pub async fn enabled(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<StoredHook>, StoreError> {
    exec.all(ENABLED, params![tenant], read).await
}

const DELETE: &str = "DELETE FROM hooks WHERE tenant_id = $1 AND id = $2";

/// Deletes a webhook with what waits for it; `false` when there is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &HookId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<StoredHook, StoreError> {
    Ok(StoredHook {
        id: HookId::new(row.text(0)?),
        name: row.text(1)?,
        event: row.opt_text(2)?,
        events: row.json_as(3, "hooks", "events")?,
        config: StoredConfig(row.json_as(4, "hooks", "config")?),
        sealed_signing_key: row.bytes(5)?,
        is_enabled: row.bool(6)?,
        created_at: row.millis(7)?,
    })
}
