//! Shared commits when something goes wrong, and what is on the disk when the program is killed.

use std::pin::pin;

use futures_util::poll;
use tempfile::TempDir;

use super::*;
use crate::{Db, SqliteOptions};

const INSERT: &str = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, $2, '1')";
const KEYS: &str = "SELECT key FROM tenant_settings ORDER BY key";

/// An open database, the connections behind it, and the folder they are in.
struct Fixture {
    sqlite: Sqlite,
    changes: watch::Receiver<u64>,
    folder: TempDir,
}

async fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    drop(Db::open_sqlite(&path, SqliteOptions::default()).await.unwrap());
    let (sender, changes) = watch::channel(0);
    Fixture { sqlite: Sqlite::open(&path, SqliteOptions::default(), sender).unwrap(), changes, folder }
}

fn insert(transaction: &SqliteTransaction, key: &str) -> Result<u64, StoreError> {
    transaction.execute(&INSERT.into(), &[Param::Text("default"), Param::Text(key)])
}

async fn keys(sqlite: &Sqlite) -> Vec<String> {
    sqlite.read(&KEYS.into(), &[], |row| row.text(0)).await.unwrap()
}

/// Two transactions that share a commit: the first has ended well and waits for it, the second is open.
macro_rules! two_that_share {
    ($sqlite:expr, $first:ident, $second:ident) => {
        let transaction = $sqlite.begin().await.unwrap();
        insert(&transaction, "first").unwrap();
        let mut $second = pin!($sqlite.begin());
        // Queued for the writer, ahead of the committer, which is called when the first ends.
        assert!(poll!(&mut $second).is_pending());
        let mut $first = pin!(transaction.commit(true));
        assert!(poll!(&mut $first).is_pending());
        let $second = $second.await.unwrap();
    };
}

#[tokio::test]
async fn a_commit_that_fails_fails_everybody_in_it_and_nobody_after() {
    let Fixture { sqlite, changes, folder: _folder } = fixture().await;
    two_that_share!(sqlite, first, second);
    // A reference that is looked at by the commit only makes it fail.
    second.execute_batch("PRAGMA defer_foreign_keys = ON").unwrap();
    second.execute(&INSERT.into(), &[Param::Text("no such tenant"), Param::Text("second")]).unwrap();
    let (first, second) = tokio::join!(first, second.commit(false));
    assert!(matches!(first, Err(StoreError::Unavailable(_))), "{first:?}");
    assert!(matches!(second, Err(StoreError::Unavailable(_))), "{second:?}");
    assert!(keys(&sqlite).await.is_empty());
    assert!(!changes.has_changed().unwrap());

    let third = sqlite.begin().await.unwrap();
    insert(&third, "third").unwrap();
    third.commit(false).await.unwrap();
    assert_eq!(keys(&sqlite).await, ["third"]);
}

#[tokio::test]
async fn when_the_whole_transaction_ends_before_its_time_everybody_hears_and_nothing_is_written() {
    let Fixture { sqlite, changes, folder: _folder } = fixture().await;
    two_that_share!(sqlite, first, second);
    // What SQLite does by itself when a disk is full.
    second.execute_batch("ROLLBACK").unwrap();
    assert!(matches!(insert(&second, "second"), Err(StoreError::Unavailable(_))));
    assert!(matches!(second.query(&KEYS.into(), &[], |row| row.text(0)), Err(StoreError::Unavailable(_))));
    assert!(matches!(second.execute_batch("DELETE FROM tenants"), Err(StoreError::Unavailable(_))));
    let (second, first) = tokio::join!(second.commit(false), first);
    assert!(matches!(first, Err(StoreError::Unavailable(_))), "{first:?}");
    assert!(matches!(second, Err(StoreError::Unavailable(_))), "{second:?}");
    assert!(!changes.has_changed().unwrap());

    let third = sqlite.begin().await.unwrap();
    insert(&third, "third").unwrap();
    third.commit(false).await.unwrap();
    assert_eq!(keys(&sqlite).await, ["third"]);
}

#[tokio::test]
async fn a_transaction_that_fails_leaves_those_who_share_its_commit_alone() {
    let Fixture { sqlite, mut changes, folder: _folder } = fixture().await;
    two_that_share!(sqlite, first, second);
    insert(&second, "second").unwrap();
    drop(second);
    first.await.unwrap();
    assert_eq!(keys(&sqlite).await, ["first"]);
    assert!(changes.borrow_and_update().eq(&1));
}

#[tokio::test]
async fn whoever_stops_waiting_for_the_commit_has_written_and_announced_all_the_same() {
    let Fixture { sqlite, changes, folder: _folder } = fixture().await;
    {
        two_that_share!(sqlite, first, second);
        drop(second);
        #[expect(
            clippy::drop_non_drop,
            reason = "it goes with its block; this says that nobody waits for it"
        )]
        drop(first);
    }
    while sqlite.writer.lock().await.group.is_some() {
        tokio::task::yield_now().await;
    }
    assert_eq!(keys(&sqlite).await, ["first"]);
    assert!(changes.has_changed().unwrap());
}

#[tokio::test]
async fn a_transaction_that_is_undone_alone_leaves_the_writer_to_the_next() {
    let Fixture { sqlite, changes: _changes, folder: _folder } = fixture().await;
    let first = sqlite.begin().await.unwrap();
    insert(&first, "first").unwrap();
    drop(first);
    while sqlite.writer.lock().await.group.is_some() {
        tokio::task::yield_now().await;
    }
    let second = sqlite.begin().await.unwrap();
    insert(&second, "second").unwrap();
    second.commit(false).await.unwrap();
    assert_eq!(keys(&sqlite).await, ["second"]);
}

/// The files as a killed program leaves them: what was acknowledged is in them, what was under way is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_on_the_disk_and_what_was_not_is_gone() {
    let Fixture { sqlite, changes: _changes, folder } = fixture().await;
    for key in ["a", "b", "c"] {
        let transaction = sqlite.begin().await.unwrap();
        insert(&transaction, key).unwrap();
        transaction.commit(false).await.unwrap();
    }
    let open = sqlite.begin().await.unwrap();
    insert(&open, "under way").unwrap();
    let copy = tempfile::tempdir().unwrap();
    for file in ["test.db", "test.db-wal"] {
        std::fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
    }
    let (sender, _changes) = watch::channel(0);
    let after = Sqlite::open(&copy.path().join("test.db"), SqliteOptions::default(), sender).unwrap();
    assert_eq!(keys(&after).await, ["a", "b", "c"]);
    let transaction = after.begin().await.unwrap();
    insert(&transaction, "d").unwrap();
    transaction.commit(false).await.unwrap();
    assert_eq!(keys(&after).await, ["a", "b", "c", "d"]);
}

/// Under steady writes a checkpoint beside them never catches up with the log's end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_stays_short_though_somebody_always_writes() {
    let Fixture { sqlite, changes: _changes, folder } = fixture().await;
    let log = folder.path().join("test.db-wal");
    let length = || std::fs::metadata(&log).unwrap().len();
    let value = serde_json::Value::from("x".repeat(64 << 10));
    let write = async |number: u32| {
        let key = number.to_string();
        let transaction = sqlite.begin().await.unwrap();
        let sql = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, $2, $3)";
        transaction
            .execute(&sql.into(), &[Param::Text("default"), Param::Text(&key), Param::Json(&value)])
            .unwrap();
        transaction.commit(false).await.unwrap();
    };
    // 100 MiB in all.
    let written = 1_600;
    for number in 0..written {
        write(number).await;
        assert!(length() < 40 << 20, "after {number} writes the log has {} bytes", length());
    }
    write(written).await;
    sqlite.close().await.unwrap();
    assert_eq!(length(), 0, "nothing is left to recover");
    assert_eq!(keys(&sqlite).await.len(), usize::try_from(written).unwrap() + 1);
}

#[tokio::test]
async fn the_files_are_readable_by_this_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let db = crate::Db::open_sqlite(&folder.path().join("new.db"), SqliteOptions::default()).await.unwrap();
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort_unstable();
    assert_eq!(names, ["new.db", "new.db-shm", "new.db-wal"]);
    drop(db);
}
