//! Where audit records are kept. On the embedded database a record first goes to the end of `unfiled_audit_logs`, one page of one table. The trees of
//! `audit_logs`, in which its place may be anywhere, would be more than a third of all pages that a sign-in writes; they take records a moment later, many
//! at a time ([`file`]). Whoever reads sees both.
//!
//! PostgreSQL writes lines to its log and not pages, and would have to clear away what was moved: there each record is filed at once.

use domain::{AuditLogId, TenantId};

use crate::{
    db::{Db, Exec, StoreError},
    params,
};

/// The same statement for each database.
pub(super) struct Statements {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Statements {
    /// That of the database on which it runs.
    pub(super) fn of(&self, exec: Exec<'_>) -> &'static str {
        if exec.is_postgres() { self.postgres } else { self.sqlite }
    }
}

macro_rules! insert {
    ($table:literal) => {
        concat!(
            "INSERT INTO ",
            $table,
            " (tenant_id, id, key, payload, created_at, user_id, application_id, organization_id, hook_id) VALUES "
        )
    };
    ($table:literal, $values:literal) => {
        concat!(insert!($table), $values)
    };
}

/// The head of a statement that writes records.
pub(super) const INSERT: Statements =
    Statements { sqlite: insert!("unfiled_audit_logs"), postgres: insert!("audit_logs") };

/// Writes one.
pub(super) const INSERT_ONE: Statements = Statements {
    sqlite: insert!("unfiled_audit_logs", "($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
    postgres: insert!("audit_logs", "($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
};

/// The tables in which records are.
pub(super) fn places(exec: Exec<'_>) -> &'static [&'static str] {
    if exec.is_postgres() { &["audit_logs"] } else { &["audit_logs", "unfiled_audit_logs"] }
}

/// The record of an id.
pub(super) const FIND: Statements = Statements {
    sqlite: "
SELECT id, key, payload, created_at FROM audit_logs WHERE tenant_id = $1 AND id = $2
UNION ALL SELECT id, key, payload, created_at FROM unfiled_audit_logs WHERE tenant_id = $1 AND id = $2",
    postgres: "SELECT id, key, payload, created_at FROM audit_logs WHERE tenant_id = $1 AND id = $2",
};

/// How many deliveries of a webhook there were from an id on, and how many of them succeeded.
pub(super) const DELIVERY_STATISTICS: Statements = Statements {
    sqlite: "
SELECT COUNT(*), COUNT(CASE WHEN payload ->> 'result' = 'Success' THEN 1 END) FROM (
  SELECT payload FROM audit_logs WHERE tenant_id = $1 AND hook_id = $2 AND id >= $3
  UNION ALL SELECT payload FROM unfiled_audit_logs WHERE tenant_id = $1 AND hook_id = $2 AND id >= $3)",
    postgres: "
SELECT COUNT(*), COUNT(CASE WHEN payload ->> 'result' = 'Success' THEN 1 END) FROM audit_logs
WHERE tenant_id = $1 AND hook_id = $2 AND id >= $3",
};

/// The newest records.
#[cfg(any(test, feature = "testing"))]
pub(super) const NEWEST: Statements = Statements {
    sqlite: "
SELECT id, key, payload, created_at FROM audit_logs WHERE tenant_id = $1
UNION ALL SELECT id, key, payload, created_at FROM unfiled_audit_logs WHERE tenant_id = $1 ORDER BY id DESC LIMIT $2",
    postgres: "SELECT id, key, payload, created_at FROM audit_logs WHERE tenant_id = $1 ORDER BY id DESC LIMIT $2",
};

const DELETE_UNFILED_BEFORE: &str = "
DELETE FROM unfiled_audit_logs WHERE tenant_id = $1 AND rowid IN (
  SELECT rowid FROM unfiled_audit_logs WHERE tenant_id = $1 AND id < $2 ORDER BY id LIMIT $3)";

/// Removes at most `limit` records that are older than `first` and were not filed yet.
pub(super) async fn delete_unfiled_before(
    exec: Exec<'_>,
    tenant: &TenantId,
    first: &AuditLogId,
    limit: i64,
) -> Result<u64, StoreError> {
    if exec.is_postgres() {
        return Ok(0);
    }
    exec.execute(DELETE_UNFILED_BEFORE, params![tenant, first, limit]).await
}

/// How many records one transaction files beside requests: few enough that nobody waits long for it, and so many that most pages take several.
pub const FILED_AT_ONCE: i64 = 64;

// Of records with one id, which is the same record, the first stays.
const FILE: &str = "
INSERT INTO audit_logs (tenant_id, id, key, payload, created_at, user_id, application_id, organization_id, hook_id)
SELECT tenant_id, id, key, payload, created_at, user_id, application_id, organization_id, hook_id FROM unfiled_audit_logs
WHERE rowid IN (SELECT rowid FROM unfiled_audit_logs ORDER BY rowid LIMIT $1)
ON CONFLICT (tenant_id, id) DO NOTHING";
const FORGET: &str = "
DELETE FROM unfiled_audit_logs WHERE tenant_id IS NOT NULL AND rowid IN (SELECT rowid FROM unfiled_audit_logs ORDER BY rowid LIMIT $1)";
const HAS_UNFILED: &str = "SELECT tenant_id FROM unfiled_audit_logs LIMIT 1";

/// Files at most `limit` of the records that came since the last time, oldest first, and says how many those were: none when all are filed.
///
/// # Errors
/// When they could not be: then they stay what they were.
pub async fn file(db: &Db, limit: i64) -> Result<u64, StoreError> {
    if db.is_postgres() || db.exec().optional(HAS_UNFILED, &[], |_| Ok(())).await?.is_none() {
        return Ok(0);
    }
    // Nobody is told of it, and what is not on the disk yet is still there unfiled.
    db.transaction_off_disk(|tx| async move {
        tx.exec().execute(FILE, params![limit]).await?;
        tx.exec().execute(FORGET, params![limit]).await
    })
    .await
}

#[cfg(test)]
mod tests {
    use domain::{UnixMillis, audit::AuditRecord};

    use super::{
        super::{AuditLogFilter, NewAuditLog, Shown, insert_group, list},
        *,
    };
    use crate::{Page, both_databases};

    fn log(number: i64) -> NewAuditLog {
        let id = AuditLogId::first_of(UnixMillis(number));
        let record = AuditRecord {
            key: number.to_string(),
            payload: serde_json::Map::new(),
            created_at: UnixMillis(number),
        };
        NewAuditLog::new(TenantId::default_tenant(), id, record)
    }

    async fn listed(db: &Db) -> Vec<String> {
        let page = Page { limit: 1_000, offset: 0 };
        let filter = AuditLogFilter::of(Shown::Provider);
        let logs = list(db.exec(), &TenantId::default_tenant(), &filter, page).await.unwrap();
        logs.into_iter().map(|log| log.record.key).collect()
    }

    async fn unfiled(db: &Db) -> usize {
        db.exec().all("SELECT tenant_id FROM unfiled_audit_logs", &[], |_| Ok(())).await.unwrap().len()
    }

    both_databases! {
        async fn records_go_with_their_tenant_filed_or_not(db: Db) {
            let tenant = domain::tenant::Tenant {
                id: TenantId::new("acme"),
                name: "Acme".to_owned(),
                hosts: Vec::new(),
                created_at: UnixMillis(1),
            };
            assert!(crate::tenant::insert(db.exec(), &tenant).await.unwrap());
            let of_tenant = |number| NewAuditLog { tenant: tenant.id.clone(), ..log(number) };
            insert_group(&db, &[of_tenant(1)]).await.unwrap();
            file(&db, FILED_AT_ONCE).await.unwrap();
            insert_group(&db, &[of_tenant(2), log(3)]).await.unwrap();
            assert!(crate::tenant::mark_deleted(db.exec(), &tenant.id, UnixMillis(2)).await.unwrap());
            assert!(crate::tenant::delete(db.exec(), &tenant.id).await.unwrap());
            assert_eq!(listed(&db).await, ["3"]);
            assert!(db.is_postgres() || unfiled(&db).await == 1);
            let filter = AuditLogFilter::of(Shown::Provider);
            let left = list(db.exec(), &tenant.id, &filter, Page { limit: 10, offset: 0 }).await.unwrap();
            assert!(left.is_empty(), "{left:?}");
        }

        async fn records_are_filed_oldest_first_and_are_listed_alike_before_and_after(db: Db) {
            let logs: Vec<_> = (0..150).map(log).collect();
            insert_group(&db, &logs).await.unwrap();
            let all: Vec<_> = (0..150).rev().map(|number| number.to_string()).collect();
            assert_eq!(listed(&db).await, all);
            if db.is_postgres() {
                assert_eq!(file(&db, FILED_AT_ONCE).await.unwrap(), 0);
                return;
            }
            for (filed, left) in [(64, 86), (64, 22), (22, 0), (0, 0)] {
                assert_eq!(file(&db, FILED_AT_ONCE).await.unwrap(), filed);
                assert_eq!(unfiled(&db).await, left);
                assert_eq!(listed(&db).await, all);
            }
        }

        async fn a_record_that_came_twice_is_filed_once_and_holds_up_no_others(db: Db) {
            if db.is_postgres() {
                insert_group(&db, &[log(1)]).await.unwrap();
                assert!(insert_group(&db, &[log(1)]).await.is_err());
                return;
            }
            insert_group(&db, &[log(1)]).await.unwrap();
            assert_eq!(file(&db, FILED_AT_ONCE).await.unwrap(), 1);
            insert_group(&db, &[log(1), log(2)]).await.unwrap();
            assert_eq!(file(&db, FILED_AT_ONCE).await.unwrap(), 2);
            assert_eq!((listed(&db).await, unfiled(&db).await), (vec!["2".to_owned(), "1".to_owned()], 0));
        }

        async fn a_database_that_is_closed_has_filed_everything(db: Db) {
            insert_group(&db, &(0..100).map(log).collect::<Vec<_>>()).await.unwrap();
            db.close().await.unwrap();
            assert_eq!(listed(&db).await.len(), 100);
            assert!(db.is_postgres() || unfiled(&db).await == 0);
        }
    }
}
