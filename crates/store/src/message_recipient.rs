//! When messages were sent to an address lately, so that nobody is flooded: in a window that slides, on all nodes together.

use std::time::Duration;

use domain::{TenantId, UnixMillis};
use serde_json::Value;

use crate::{Exec, StoreError, Transaction, db::Row, params};

/// How many messages an address gets in how long.
#[derive(Clone, Copy, Debug)]
pub struct SendLimit {
    /// So many.
    pub messages: usize,
    /// In so long.
    pub window: Duration,
}

const LOCK: &str = "
INSERT INTO message_recipients (tenant_id, recipient, sent_at, expires_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, recipient) DO UPDATE SET expires_at = excluded.expires_at
RETURNING sent_at";
const WRITE: &str = "UPDATE message_recipients SET sent_at = $3 WHERE tenant_id = $1 AND recipient = $2";

/// Counts a message that is about to be sent; `false` when the address has had enough. The row stays locked until the transaction ends, so
/// that parallel callers are counted one after the other.
pub async fn reserve(
    tx: &Transaction,
    tenant: &TenantId,
    recipient: &str,
    limit: SendLimit,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let nothing = Value::Array(Vec::new());
    let expires_at = now.plus(limit.window);
    let found = tx.exec().returning(LOCK, params![tenant, recipient, nothing, expires_at], times).await?;
    let oldest = now.minus(limit.window);
    let mut sent: Vec<i64> = found.unwrap_or_default().into_iter().filter(|at| *at > oldest.0).collect();
    if sent.len() >= limit.messages {
        return Ok(false);
    }
    sent.push(now.0);
    tx.exec().execute(WRITE, params![tenant, recipient, Value::from(sent)]).await?;
    Ok(true)
}

const READ: &str = "
UPDATE message_recipients SET expires_at = expires_at WHERE tenant_id = $1 AND recipient = $2 RETURNING sent_at";

/// Takes back what [`reserve`] counted at `at`: the message was not sent.
pub async fn release(
    tx: &Transaction,
    tenant: &TenantId,
    recipient: &str,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let exec: Exec<'_> = tx.exec();
    let Some(mut sent) = exec.returning(READ, params![tenant, recipient], times).await? else {
        return Ok(());
    };
    if let Some(place) = sent.iter().position(|sent| *sent == at.0) {
        sent.remove(place);
        exec.execute(WRITE, params![tenant, recipient, Value::from(sent)]).await?;
    }
    Ok(())
}

fn times(row: &Row<'_>) -> Result<Vec<i64>, StoreError> {
    row.json_as(0, "message_recipients", "sent_at")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Db, both_databases};

    const LIMIT: SendLimit = SendLimit { messages: 2, window: Duration::from_millis(100) };

    async fn reserved(db: &Db, recipient: &str, now: i64) -> bool {
        let tenant = &TenantId::default_tenant();
        let reserved: Result<bool, StoreError> = db
            .transaction(|tx| async move { reserve(&tx, tenant, recipient, LIMIT, UnixMillis(now)).await })
            .await;
        reserved.unwrap()
    }

    async fn released(db: &Db, recipient: &str, at: i64) {
        let tenant = &TenantId::default_tenant();
        let released: Result<(), StoreError> =
            db.transaction(|tx| async move { release(&tx, tenant, recipient, UnixMillis(at)).await }).await;
        released.unwrap();
    }

    both_databases! {
        async fn an_address_gets_so_many_messages_in_a_window_that_slides(db: Db) {
            assert!(reserved(&db, "a", 1_000).await);
            assert!(reserved(&db, "a", 1_050).await);
            assert!(!reserved(&db, "a", 1_099).await);
            assert!(reserved(&db, "b", 1_099).await);
            assert!(reserved(&db, "a", 1_100).await);
            assert!(!reserved(&db, "a", 1_149).await);
            assert!(reserved(&db, "a", 1_150).await);
        }

        async fn what_was_not_sent_does_not_count(db: Db) {
            released(&db, "a", 1_000).await;
            assert!(reserved(&db, "a", 1_000).await && reserved(&db, "a", 1_000).await);
            released(&db, "a", 999).await;
            assert!(!reserved(&db, "a", 1_000).await);
            released(&db, "a", 1_000).await;
            assert!(reserved(&db, "a", 1_000).await && !reserved(&db, "a", 1_000).await);
        }

        async fn parallel_callers_do_not_get_past_the_limit(db: Db) {
            let results = futures_util::future::join_all((0..8).map(|_| reserved(&db, "a", 1_000))).await;
            assert_eq!(results.iter().filter(|reserved| **reserved).count(), 2);
        }
    }
}
