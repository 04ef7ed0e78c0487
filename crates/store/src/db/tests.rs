//! The two drivers tell the same story.

use domain::JsonText;

use super::*;
use crate::{
    both_databases, params,
    testing::{TestDb, TestPostgres},
};

/// Whether the futures of transactions may move between threads, which every handler needs; it is enough that this compiles.
#[test]
fn transactions_can_move_between_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    async fn borrows(db: &Db, name: &str) -> Result<u64, StoreError> {
        db.transaction(|tx| async move {
            tx.exec().execute(INSERT, params!["default", name, serde_json::json!({})]).await
        })
        .await
    }
    let _ = |db: Db| is_send(async move { borrows(&db, "name").await });
}

const INSERT: &str = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, $2, $3)";
const CONSUME: &str = "DELETE FROM tenant_settings WHERE tenant_id = $1 AND key = $2 RETURNING key";
const READ: &str = "SELECT value FROM tenant_settings WHERE tenant_id = $1 AND key = $2";

const NOTHING: &str = "SELECT NULL FROM tenant_settings WHERE tenant_id = $1 AND key = $2";
const COUNT: &str = "SELECT COUNT(*) FROM tenant_settings WHERE tenant_id = $1 AND key = $2";

async fn insert(exec: Exec<'_>, key: &str, value: i64) -> Result<u64, StoreError> {
    exec.execute(INSERT, params!["default", key, serde_json::json!({ "n": value })]).await
}

async fn read(exec: Exec<'_>, key: &str) -> Option<serde_json::Value> {
    exec.optional(READ, params!["default", key], |row| row.json(0)).await.unwrap()
}

/// The listener's connection would otherwise live as long as the process.
#[tokio::test]
async fn the_listener_ends_with_the_database() {
    let Some(database) = TestPostgres::empty().await else { return };
    let db = Db::open_postgres(database.url(), PostgresOptions::default()).await.unwrap();
    let mut changes = db.changes();
    db.notice_change();
    assert!(changes.changed().await.is_ok());
    drop(db);
    let nobody_tells_any_more = async { while changes.changed().await.is_ok() {} };
    tokio::time::timeout(std::time::Duration::from_secs(5), nobody_tells_any_more).await.unwrap();
}

/// Both databases with one connection for writes, whose requests do not wait long for it.
async fn impatient() -> Vec<TestDb> {
    let wait_timeout = Duration::from_millis(500);
    let sqlite = TestDb::sqlite_with(SqliteOptions { wait_timeout, ..SqliteOptions::default() }).await;
    let options = PostgresOptions { connections: 1, wait_timeout, ..PostgresOptions::default() };
    [sqlite].into_iter().chain(TestDb::postgres_with(options).await).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_ever_to_write() {
    for test in impatient().await {
        let (db, other) = (&test.db, &test.db);
        // A slip: the pool's handle where the transaction's belongs.
        let slip = db.transaction(|_tx| async move { insert(other.exec(), "slip", 1).await });
        let slip = tokio::time::timeout(Duration::from_secs(4), slip).await.unwrap();
        assert!(matches!(slip, Err(StoreError::Unavailable(_))), "{slip:?}");

        let (entered, is_open) = tokio::sync::oneshot::channel();
        let entered = parking_lot::Mutex::new(Some(entered));
        let long = db.transaction(|_tx| {
            entered.lock().take().unwrap().send(()).unwrap();
            std::future::pending::<Result<(), StoreError>>()
        });
        let queued = async {
            is_open.await.unwrap();
            db.transaction(|tx| async move { insert(tx.exec(), "queued", 1).await }).await
        };
        let queued = tokio::select! {
            result = queued => result,
            _ = tokio::time::timeout(Duration::from_secs(4), long) => panic!("it waits for ever"),
        };
        assert!(matches!(queued, Err(StoreError::Unavailable(_))), "{queued:?}");
        assert_eq!(insert(db.exec(), "after", 1).await.unwrap(), 1);
    }
}

both_databases! {
    async fn a_transaction_that_goes_on_after_a_failed_statement_is_not_committed(db: Db) {
        insert(db.exec(), "a", 1).await.unwrap();
        let result: Result<(), StoreError> = db.transaction(|tx| async move {
            insert(tx.exec(), "b", 1).await?;
            assert!(insert(tx.exec(), "a", 2).await.is_err());
            Ok(())
        }).await;
        assert!(matches!(result, Err(StoreError::Database(_))), "{result:?}");
        assert_eq!(read(db.exec(), "b").await, None);
        insert(db.exec(), "b", 1).await.unwrap();
    }

    async fn a_snapshot_sees_one_state_and_writes_nothing(db: Db) {
        insert(db.exec(), "a", 1).await.unwrap();
        let other = &db;
        let seen: Result<_, StoreError> = db.snapshot(|tx| async move {
            let before = read(tx.exec(), "b").await;
            insert(other.exec(), "b", 2).await?;
            let after = read(tx.exec(), "b").await;
            let refused = insert(tx.exec(), "c", 3).await.is_err();
            Ok((before, after, refused))
        }).await;
        assert_eq!(seen.unwrap(), (None, None, true));
        // Whatever was in use is free again, and shows the present.
        for _ in 0..20 {
            let seen: Result<_, StoreError> = db.snapshot(|tx| async move { Ok(read(tx.exec(), "b").await) }).await;
            assert_eq!(seen.unwrap(), Some(serde_json::json!({ "n": 2 })));
            assert_eq!(read(db.exec(), "c").await, None);
        }
    }

    async fn a_reader_survives_a_panic(db: Db) {
        let db = std::sync::Arc::new(db);
        insert(db.exec(), "a", 1).await.unwrap();
        for _ in 0..20 {
            let used = std::sync::Arc::clone(&db);
            let task = tokio::spawn(async move {
                let panics = |_: &Row<'_>| -> Result<(), StoreError> { panic!("on purpose") };
                let _ = used.exec().all(READ, params!["default", "a"], panics).await;
            });
            assert!(task.await.unwrap_err().is_panic());
        }
        assert!(read(db.exec(), "a").await.is_some());
    }

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

    async fn a_key_is_as_long_as_the_database_can_keep(db: Db) {
        // Text that does not compress: an index of PostgreSQL takes less than 3 kB.
        let mut state = 7_u32;
        let letter = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(33 + u8::try_from(state >> 26).unwrap())
        };
        let key: String = (0..4_000).map(letter).collect();
        let stored = insert(db.exec(), &key, 1).await;
        if db.is_postgres() {
            assert!(matches!(stored, Err(StoreError::ValueTooLong)), "{stored:?}");
        } else {
            assert_eq!(stored.unwrap(), 1);
        }
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

both_databases! {
    async fn a_document_is_the_same_whether_it_was_a_tree_or_a_text(db: Db) {
        #[derive(PartialEq, Debug, serde::Serialize, serde::Deserialize)]
        struct Kept {
            name: String,
            numbers: Vec<i64>,
        }
        let kept = Kept { name: "Ærø \"quoted\" \\ 🚢".to_owned(), numbers: vec![i64::MIN, 0, i64::MAX] };
        let (text, tree) = (JsonText::of(&kept).unwrap(), serde_json::to_value(&kept).unwrap());
        db.exec().execute(INSERT, params!["default", "text", text]).await.unwrap();
        db.exec().execute(INSERT, params!["default", "tree", tree]).await.unwrap();
        for key in ["text", "tree"] {
            assert_eq!(read(db.exec(), key).await.as_ref(), Some(&tree));
            let read_as = |row: &Row<'_>| Ok((row.json_as(0, "t", "c")?, row.opt_json_as(0, "t", "c")?));
            let found: Option<(Kept, Option<Kept>)> = db.exec().optional(READ, params!["default", key], read_as).await.unwrap();
            let (plain, optional) = found.unwrap();
            assert_eq!((&plain, optional.as_ref()), (&kept, Some(&kept)));
            let other = db.exec().optional(READ, params!["default", key], |row| row.opt_json_as::<Vec<i64>>(0, "t", "c")).await;
            assert!(matches!(other, Err(StoreError::Inconsistent { table: "t", column: "c" })), "{other:?}");
        }
        if !db.is_postgres() {
            let nothing = db.exec().optional(NOTHING, params!["default", "text"], |row| row.opt_json_as::<Kept>(0, "t", "c")).await;
            assert_eq!(nothing.unwrap(), Some(None));
        }
    }

    async fn a_document_is_no_value_of_another_column(db: Db) {
        let text = JsonText::of("key").unwrap();
        let found = db.exec().optional(COUNT, params!["default", text], |row| row.int(0)).await;
        // SQLite compares what it is given, and finds nothing.
        assert!(if db.is_postgres() { found.is_err() } else { found.unwrap() == Some(0) });
    }
}
