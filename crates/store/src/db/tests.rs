//! The two drivers tell the same story.

use super::*;
use crate::{both_databases, params};

/// Whether the futures of transactions may move between threads, which every handler needs; it is enough that this compiles.
#[test]
fn transactions_can_move_between_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    async fn borrows(db: &Db, name: &str) -> Result<u64, StoreError> {
        db.transaction(|tx| async move { tx.exec().execute(INSERT, params!["default", name, serde_json::json!({})]).await }).await
    }
    let _ = |db: Db| is_send(async move { borrows(&db, "name").await });
}

const INSERT: &str = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, $2, $3)";
const CONSUME: &str = "DELETE FROM tenant_settings WHERE tenant_id = $1 AND key = $2 RETURNING key";
const READ: &str = "SELECT value FROM tenant_settings WHERE tenant_id = $1 AND key = $2";

async fn insert(exec: Exec<'_>, key: &str, value: i64) -> Result<u64, StoreError> {
    exec.execute(INSERT, params!["default", key, serde_json::json!({ "n": value })]).await
}

async fn read(exec: Exec<'_>, key: &str) -> Option<serde_json::Value> {
    exec.optional(READ, params!["default", key], |row| row.json(0)).await.unwrap()
}

both_databases! {
    async fn a_transaction_that_fails_leaves_nothing(db: Db) {
        let result: Result<(), StoreError> = db.transaction(|tx| async move {
            insert(tx.exec(), "a", 1).await?;
            Err(StoreError::CheckViolation)
        }).await;
        assert!(matches!(result, Err(StoreError::CheckViolation)));
        assert_eq!(read(db.exec(), "a").await, None);
    }

    async fn a_transaction_that_is_dropped_leaves_nothing_and_blocks_nobody(db: Db) {
        let never = db.transaction(|tx| async move {
            insert(tx.exec(), "a", 1).await?;
            std::future::pending::<Result<(), StoreError>>().await
        });
        assert!(tokio::time::timeout(std::time::Duration::from_millis(50), never).await.is_err());
        insert(db.exec(), "a", 2).await.unwrap();
        assert_eq!(read(db.exec(), "a").await, Some(serde_json::json!({ "n": 2 })));
    }

    async fn transactions_that_share_a_commit_do_not_share_a_failure(db: Db) {
        let good = db.transaction(|tx| async move { insert(tx.exec(), "good", 1).await });
        let bad = db.transaction(|tx| async move {
            insert(tx.exec(), "bad", 1).await?;
            Err::<u64, _>(StoreError::CheckViolation)
        });
        let other = db.transaction(|tx| async move { insert(tx.exec(), "other", 1).await });
        let (good, bad, other) = tokio::join!(good, bad, other);
        assert!(good.is_ok() && bad.is_err() && other.is_ok());
        assert_eq!(read(db.exec(), "bad").await, None);
        assert!(read(db.exec(), "good").await.is_some() && read(db.exec(), "other").await.is_some());
    }

    async fn constraint_violations_have_the_same_name(db: Db) {
        insert(db.exec(), "a", 1).await.unwrap();
        assert!(matches!(insert(db.exec(), "a", 1).await, Err(StoreError::UniqueViolation { table, .. }) if table == "tenant_settings"));
        let orphan = db.exec().execute(INSERT, params!["no such tenant", "a", serde_json::json!({})]).await;
        assert!(matches!(orphan, Err(StoreError::ForeignKeyViolation)));
    }

    async fn a_wrong_number_of_parameters_is_an_error(db: Db) {
        assert!(db.exec().execute(INSERT, params!["default", "a"]).await.is_err());
        assert!(db.exec().optional(READ, params!["default"], |row| row.json(0)).await.is_err());
    }

    async fn announced_changes_are_heard(db: Db) {
        let mut changes = db.changes();
        changes.borrow_and_update();
        db.transaction(|tx| async move { tx.announce_change().await }).await.unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(5), changes.changed()).await.unwrap().unwrap();
    }

    async fn one_of_many_consumes(db: Db) {
        insert(db.exec(), "once", 1).await.unwrap();
        let consume = async || db.exec().returning(CONSUME, params!["default", "once"], |row| row.text(0)).await;
        let winners = futures_util::future::join_all((0..8).map(|_| consume())).await;
        assert_eq!(winners.into_iter().filter(|winner| winner.as_ref().unwrap().is_some()).count(), 1);
    }
}
