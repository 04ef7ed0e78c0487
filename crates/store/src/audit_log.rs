//! Audit records, written many at a time.

use domain::{AuditLogId, TenantId, UnixMillis, audit::AuditRecord};
use serde_json::Value;

use crate::{
    db::{Db, StoreError},
    params,
};

const INSERT: &str =
    "INSERT INTO audit_logs (tenant_id, id, key, payload, created_at) VALUES ($1, $2, $3, $4, $5)";

/// A record on its way to the store.
#[derive(Clone, Debug)]
pub struct NewAuditLog {
    /// The tenant.
    pub tenant: TenantId,
    /// Its id, which begins with its moment.
    pub id: AuditLogId,
    /// What kind of event.
    pub key: String,
    /// What is known of it, an object.
    pub payload: Value,
    /// When.
    pub created_at: UnixMillis,
}

impl NewAuditLog {
    /// The record, to be stored under `id`.
    pub fn new(tenant: TenantId, id: AuditLogId, record: AuditRecord) -> Self {
        let AuditRecord { key, payload, created_at } = record;
        Self { tenant, id, key, payload: Value::Object(payload), created_at }
    }
}

/// Writes a group of records in one transaction: all of them are durable when this returns, or none. For a thread of its own, which it keeps
/// until then.
pub async fn insert_group(db: &Db, group: &[NewAuditLog]) -> Result<(), StoreError> {
    db.transaction_on_own_thread(|tx| async move {
        for NewAuditLog { tenant, id, key, payload, created_at } in group {
            tx.exec().execute(INSERT, params![tenant, id, key, payload, created_at]).await?;
        }
        Ok(())
    })
    .await
}

#[cfg(any(test, feature = "testing"))]
pub use reading::newest;

/// No endpoint shows the records yet; tests look at them.
#[cfg(any(test, feature = "testing"))]
mod reading {
    use domain::{TenantId, audit::AuditRecord};

    use crate::{
        db::{Exec, Row, StoreError},
        params,
    };

    const NEWEST: &str =
        "SELECT key, payload, created_at FROM audit_logs WHERE tenant_id = $1 ORDER BY id DESC LIMIT $2";

    /// The newest records, newest first.
    pub async fn newest(
        exec: Exec<'_>,
        tenant: &TenantId,
        limit: i64,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        exec.all(NEWEST, params![tenant, limit], from_row).await
    }

    fn from_row(row: &Row<'_>) -> Result<AuditRecord, StoreError> {
        Ok(AuditRecord {
            key: row.text(0)?,
            payload: row.json_as(1, "audit_logs", "payload")?,
            created_at: row.millis(2)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::UnixMillis;

    use super::*;
    use crate::both_databases;

    fn log(id: &str) -> NewAuditLog {
        let record =
            AuditRecord { key: id.to_owned(), payload: serde_json::Map::new(), created_at: UnixMillis(1) };
        NewAuditLog::new(TenantId::default_tenant(), AuditLogId::new(id), record)
    }

    both_databases! {
        async fn a_group_is_written_whole_or_not_at_all(db: Db) {
            insert_group(&db, &[log("a"), log("b")]).await.unwrap();
            assert!(insert_group(&db, &[log("c"), log("a")]).await.is_err());
            let keys: Vec<_> = newest(db.exec(), &TenantId::default_tenant(), 10).await.unwrap().into_iter().map(|record| record.key).collect();
            assert_eq!(keys, ["b", "a"]);
        }
    }
}
