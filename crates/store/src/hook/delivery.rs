//! Events on their way to webhooks: a queue a hook, in order. A node takes a lease on a hook before it delivers for it, so that no two
//! nodes deliver at a time and order is kept; a node that dies loses the lease by time, and what it was delivering is delivered again.

use domain::{HookId, TenantId, UnixMillis};

use crate::{Exec, StoreError, db::Row, params};

/// An event on its way to the end of a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewDelivery {
    /// For which webhook.
    pub hook_id: HookId,
    /// The name of the event.
    pub event: String,
    /// What is sent.
    pub body: String,
    /// When it happened; it may be delivered from then on.
    pub created_at: UnixMillis,
}

/// An event that waits for its delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// Its place in the queue of its webhook.
    pub position: i64,
    /// For which webhook.
    pub hook_id: HookId,
    /// The name of the event.
    pub event: String,
    /// What is sent.
    pub body: String,
    /// How often it failed.
    pub attempts: u32,
    /// When it may be tried.
    pub due_at: UnixMillis,
    /// When it happened.
    pub created_at: UnixMillis,
}

const NEXT_POSITION: &str = "
UPDATE hooks SET last_position = last_position + 1 WHERE tenant_id = $1 AND id = $2 RETURNING last_position";
const PUSH: &str = "
INSERT INTO hook_deliveries (tenant_id, hook_id, position, event, body, attempts, due_at, created_at)
VALUES ($1, $2, $3, $4, $5, 0, $6, $6)";

/// Puts an event at the end of its webhook's queue; `false` when the webhook is gone. Only in a transaction: positions are given in the order
/// of commits, because the webhook's row is locked until then.
pub async fn push(exec: Exec<'_>, tenant: &TenantId, delivery: &NewDelivery) -> Result<bool, StoreError> {
    let NewDelivery { hook_id, event, body, created_at } = delivery;
    let position = exec.returning(NEXT_POSITION, params![tenant, hook_id], |row| row.int(0)).await?;
    let Some(position) = position else { return Ok(false) };
    exec.execute(PUSH, params![tenant, hook_id, position, event, body, created_at]).await?;
    Ok(true)
}

const DUE: &str = "
SELECT DISTINCT d.hook_id FROM hook_deliveries d
JOIN hooks h ON h.tenant_id = d.tenant_id AND h.id = d.hook_id
WHERE d.tenant_id = $1 AND d.due_at <= $2 AND (h.busy_until IS NULL OR h.busy_until <= $2)
ORDER BY d.hook_id LIMIT $3";

/// Webhooks for which something is due and for which nobody delivers, at most `limit`.
pub async fn due_hooks(
    exec: Exec<'_>,
    tenant: &TenantId,
    now: UnixMillis,
    limit: i64,
) -> Result<Vec<HookId>, StoreError> {
    exec.all(DUE, params![tenant, now, limit], |row| Ok(HookId::new(row.text(0)?))).await
}

const LEASE: &str = "
UPDATE hooks SET busy_until = $3
WHERE tenant_id = $1 AND id = $2 AND (busy_until IS NULL OR busy_until <= $4)
RETURNING id";

/// Takes the lease on a webhook until `until`; `false` when another holds it.
pub async fn lease(
    exec: Exec<'_>,
    tenant: &TenantId,
    hook: &HookId,
    (now, until): (UnixMillis, UnixMillis),
) -> Result<bool, StoreError> {
    Ok(exec.returning(LEASE, params![tenant, hook, until, now], |_| Ok(())).await?.is_some())
}

const RELEASE: &str =
    "UPDATE hooks SET busy_until = NULL WHERE tenant_id = $1 AND id = $2 AND busy_until = $3";

/// Gives the lease back that was taken until `until`.
pub async fn release(
    exec: Exec<'_>,
    tenant: &TenantId,
    hook: &HookId,
    until: UnixMillis,
) -> Result<(), StoreError> {
    exec.execute(RELEASE, params![tenant, hook, until]).await.map(|_| ())
}

const FIRST: &str = "
SELECT position, hook_id, event, body, attempts, due_at, created_at FROM hook_deliveries
WHERE tenant_id = $1 AND hook_id = $2 ORDER BY position LIMIT 1";

/// The first event in a webhook's queue. Those after it wait for it, due or not.
pub async fn first(exec: Exec<'_>, tenant: &TenantId, hook: &HookId) -> Result<Option<Delivery>, StoreError> {
    exec.optional(FIRST, params![tenant, hook], read).await
}

const LAST: &str = "SELECT last_position FROM hooks WHERE tenant_id = $1 AND id = $2";

/// The position of the newest event that there was for a webhook. What waits is taken from the other end, so that this tells how many do.
pub async fn last_position(exec: Exec<'_>, tenant: &TenantId, hook: &HookId) -> Result<i64, StoreError> {
    Ok(exec.optional(LAST, params![tenant, hook], |row| row.int(0)).await?.unwrap_or_default())
}

const FINISH: &str = "DELETE FROM hook_deliveries WHERE tenant_id = $1 AND hook_id = $2 AND position = $3";

/// Takes an event from the queue: it was delivered or given up.
pub async fn finish(exec: Exec<'_>, tenant: &TenantId, delivery: &Delivery) -> Result<(), StoreError> {
    exec.execute(FINISH, params![tenant, delivery.hook_id, delivery.position]).await.map(|_| ())
}

const POSTPONE: &str = "
UPDATE hook_deliveries SET attempts = $4, due_at = $5 WHERE tenant_id = $1 AND hook_id = $2 AND position = $3";

/// Leaves an event at the head of the queue for another try at `due_at`.
pub async fn postpone(
    exec: Exec<'_>,
    tenant: &TenantId,
    delivery: &Delivery,
    (attempts, due_at): (u32, UnixMillis),
) -> Result<(), StoreError> {
    exec.execute(POSTPONE, params![tenant, delivery.hook_id, delivery.position, attempts, due_at])
        .await
        .map(|_| ())
}

fn read(row: &Row<'_>) -> Result<Delivery, StoreError> {
    let inconsistent = StoreError::Inconsistent { table: "hook_deliveries", column: "attempts" };
    Ok(Delivery {
        position: row.int(0)?,
        hook_id: HookId::new(row.text(1)?),
        event: row.text(2)?,
        body: row.text(3)?,
        attempts: u32::try_from(row.int(4)?).map_err(|_| inconsistent)?,
        due_at: row.millis(5)?,
        created_at: row.millis(6)?,
    })
}
