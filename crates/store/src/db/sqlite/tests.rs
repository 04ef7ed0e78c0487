//! Shared commits when something goes wrong, and what is on the disk when the program is killed.

use std::{
    pin::pin,
    sync::{atomic::Ordering, mpsc},
};

use futures_util::poll;
use tempfile::TempDir;

use super::*;
use crate::{Db, SqliteOptions};

const INSERT: &str = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ($1, $2, '1')";
const KEYS: &str = "SELECT key FROM tenant_settings WHERE tenant_id = 'default' ORDER BY key";

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
        // Queued for the writer: the first leaves its commit to it.
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_committer_is_gone_whoever_calls_it_commits() {
    let Fixture { sqlite, changes, folder: _folder } = fixture().await;
    // Its calls lead nowhere from here on.
    sqlite.writer.lock().await.committer = mpsc::channel().0;
    let write = async {
        let first = sqlite.begin().await.unwrap();
        insert(&first, "first").unwrap();
        first.commit(true).await.unwrap();
        let undone = sqlite.begin().await.unwrap();
        insert(&undone, "undone").unwrap();
        drop(undone);
    };
    tokio::time::timeout(Duration::from_secs(5), write).await.unwrap();
    assert_eq!(keys(&sqlite).await, ["first"]);
    assert!(changes.has_changed().unwrap());
    assert!(sqlite.writer.lock().await.group.is_none());
}

#[tokio::test]
async fn whoever_goes_away_before_its_turn_leaves_the_commit_to_the_committer() {
    let Fixture { sqlite, changes: _changes, folder: _folder } = fixture().await;
    let first = sqlite.begin().await.unwrap();
    insert(&first, "first").unwrap();
    let mut second = Box::pin(sqlite.begin());
    assert!(poll!(&mut second).is_pending());
    let mut first = pin!(first.commit(false));
    assert!(poll!(&mut first).is_pending());
    drop(second);
    tokio::time::timeout(Duration::from_secs(5), first).await.unwrap().unwrap();
    assert_eq!(keys(&sqlite).await, ["first"]);
}

#[tokio::test]
async fn whoever_gives_up_waiting_leaves_the_commit_to_the_committer() {
    let Fixture { sqlite, changes: _changes, folder: _folder } = fixture().await;
    let sqlite = Sqlite { wait_timeout: Duration::from_millis(20), ..sqlite };
    let first = sqlite.begin().await.unwrap();
    insert(&first, "first").unwrap();
    assert!(matches!(sqlite.begin().await, Err(StoreError::Unavailable(_))));
    let commit = async { tokio::time::timeout(Duration::from_secs(5), first.commit(false)).await.unwrap() };
    commit.await.unwrap();
    assert_eq!(keys(&sqlite).await, ["first"]);
}

#[tokio::test]
async fn a_group_ends_though_somebody_always_follows() {
    let Fixture { sqlite, changes: _changes, folder: _folder } = fixture().await;
    let mut open = sqlite.begin().await.unwrap();
    let mut left = Vec::new();
    let committed = loop {
        insert(&open, &left.len().to_string()).unwrap();
        let mut next = Box::pin(sqlite.begin());
        assert!(poll!(&mut next).is_pending());
        let mut commit = Box::pin(open.commit(false));
        if poll!(&mut commit).is_ready() {
            break left.len();
        }
        left.push(commit);
        open = next.await.unwrap();
    };
    assert_eq!(committed + 1, 64);
    for commit in left {
        commit.await.unwrap();
    }
    assert_eq!(keys(&sqlite).await.len(), 64);
}

#[tokio::test]
async fn closing_ends_a_group_that_was_left() {
    let Fixture { mut sqlite, changes: _changes, folder } = fixture().await;
    // Calls of the committer lead nowhere from here on.
    let (committer, _calls) = mpsc::channel();
    sqlite.committer = committer;
    let transaction = sqlite.begin().await.unwrap();
    insert(&transaction, "last").unwrap();
    let mut next = Box::pin(sqlite.begin());
    assert!(poll!(&mut next).is_pending());
    let mut last = pin!(transaction.commit(false));
    assert!(poll!(&mut last).is_pending());
    drop(next);
    assert!(poll!(&mut last).is_pending());
    sqlite.close().await.unwrap();
    last.await.unwrap();
    assert_eq!(std::fs::metadata(folder.path().join("test.db-wal")).unwrap().len(), 0);
    assert_eq!(keys(&sqlite).await, ["last"]);
}

/// The last connection to close takes the log's file away: the writer's, the readers' and that of the checkpoints' thread.
#[tokio::test]
async fn the_threads_end_with_the_database() {
    let Fixture { sqlite, changes: _changes, folder } = fixture().await;
    let log = folder.path().join("test.db-wal");
    let writer = Arc::downgrade(&sqlite.writer);
    assert!(log.exists());
    drop(sqlite);
    let ended = async {
        while log.exists() || writer.strong_count() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
}

#[tokio::test]
async fn long_reads_leave_connections_to_point_reads() {
    let Fixture { sqlite, changes: _changes, folder: _folder } = fixture().await;
    let long = [sqlite.readers.take_for_long().await.unwrap(), sqlite.readers.take_for_long().await.unwrap()];
    let sql = KEYS.into();
    let mut another = pin!(sqlite.long_read(&sql, &[], |row| row.text(0)));
    assert!(poll!(&mut another).is_pending());
    let point = tokio::time::timeout(Duration::from_secs(2), keys(&sqlite)).await;
    assert!(point.unwrap().is_empty());
    drop(long);
    assert!(another.await.unwrap().is_empty());
}

#[tokio::test]
async fn who_waits_for_a_reader_gives_up_in_time() {
    let Fixture { sqlite: _sqlite, changes: _changes, folder } = fixture().await;
    let options = SqliteOptions { wait_timeout: Duration::from_millis(50), ..SqliteOptions::default() };
    let readers = Readers::open(folder.path().join("test.db"), options).unwrap();
    let _long = [readers.take_for_long().await.unwrap(), readers.take_for_long().await.unwrap()];
    assert!(matches!(readers.take_for_long().await, Err(StoreError::Unavailable(_))));
    let _point = [readers.take().await.unwrap(), readers.take().await.unwrap()];
    assert!(matches!(readers.take().await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_reader_that_was_given_up_is_opened_anew() {
    let Fixture { sqlite, changes: _changes, folder: _folder } = fixture().await;
    for _ in 0..SqliteOptions::default().readers {
        sqlite.readers.take().await.unwrap().connection = None;
    }
    assert!(keys(&sqlite).await.is_empty());
    let reader = sqlite.readers.take().await.unwrap();
    assert!(reader.connection().unwrap().execute_batch("DELETE FROM tenants").is_err(), "it may only read");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn waiting_for_another_process_holds_up_nobody_else() {
    let Fixture { sqlite, changes: _changes, folder } = fixture().await;
    let other = Connection::open(folder.path().join("test.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let is_released = Arc::new(AtomicBool::new(false));
    let begun = tokio::spawn(async move { sqlite.begin().await.map(drop) });
    std::thread::sleep(Duration::from_millis(100));
    let releasing = Arc::clone(&is_released);
    let release = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(1));
        releasing.store(true, Ordering::Relaxed);
        other.execute_batch("ROLLBACK").unwrap();
    });
    tokio::spawn(std::future::ready(())).await.unwrap();
    assert!(!is_released.load(Ordering::Relaxed));
    begun.await.unwrap().unwrap();
    release.join().unwrap();
}

#[tokio::test]
async fn a_log_that_begins_anew_already_is_left_alone() {
    let Fixture { sqlite: _sqlite, changes: _changes, folder } = fixture().await;
    let path = folder.path().join("copy.db");
    let options = SqliteOptions::default();
    let writer = connect(&path, &options).unwrap();
    let log_is_long = Arc::new(AtomicBool::new(false));
    let mut checkpoints =
        log::Checkpoints::open(&path, &options, Arc::clone(&log_is_long), Arc::default()).unwrap();
    let bytes = (log::LONG_LOG_PAGES + 100) * 4_096;
    writer.execute_batch(&format!("CREATE TABLE t (v); INSERT INTO t VALUES (zeroblob({bytes}))")).unwrap();
    checkpoints.run().unwrap();
    // Whoever holds the lock now would be in the way of a second time.
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    checkpoints.run().unwrap();
    assert!(!log_is_long.load(Ordering::Relaxed));
    writer
        .execute_batch(&format!("INSERT INTO t VALUES (zeroblob({bytes})); COMMIT; BEGIN IMMEDIATE"))
        .unwrap();
    writer.execute_batch("INSERT INTO t VALUES (zeroblob(10000))").unwrap();
    checkpoints.run().unwrap();
    assert!(log_is_long.load(Ordering::Relaxed), "it has grown again while somebody writes");
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
    // 400 MiB in all.
    let written = 6_400;
    for number in 0..written {
        write(number).await;
        assert!(length() < 260 << 20, "after {number} writes the log has {} bytes", length());
    }
    write(written).await;
    sqlite.close().await.unwrap();
    assert_eq!(length(), 0, "nothing is left to recover");
    assert_eq!(keys(&sqlite).await.len(), usize::try_from(written).unwrap() + 1);
}

fn log_length(folder: &TempDir) -> u64 {
    std::fs::metadata(folder.path().join("test.db-wal")).unwrap().len()
}

/// A fixture whose log nobody fills, for it is on a disk of the test's, and what would fill it.
async fn unfilled() -> (Fixture, Filling) {
    let Fixture { sqlite, folder, .. } = fixture().await;
    drop(sqlite);
    let path = folder.path().join("test.db");
    let (sender, changes) = watch::channel(0);
    let disk: Synchronize = Box::new(|| Ok(()));
    let sqlite = Sqlite::open_on(&path, SqliteOptions::default(), sender, Some(disk)).unwrap();
    let mut filling = Filling::open(&path, &sqlite.writer).unwrap();
    assert!(filling.free_bytes > 0);
    filling.free_bytes = u64::MAX;
    (Fixture { sqlite, changes, folder }, filling)
}

async fn write(sqlite: &Sqlite, key: &str) {
    let transaction = sqlite.begin().await.unwrap();
    insert(&transaction, key).unwrap();
    transaction.commit(false).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_has_its_length_soon_after_the_start_and_loses_nothing_by_it() {
    let Fixture { sqlite, changes: _changes, folder } = fixture().await;
    write(&sqlite, "before").await;
    let filled = async {
        while log_length(&folder) < filling::FILLED_BYTES {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(300), filled).await.unwrap();
    for number in 0..100 {
        write(&sqlite, &format!("then {number:02}")).await;
    }
    assert_eq!(log_length(&folder), filling::FILLED_BYTES, "commits write over what is there");
    let written = keys(&sqlite).await;
    assert_eq!(written.len(), 101);
    // As a killed program leaves it: commits, and zeros behind them.
    let copy = tempfile::tempdir().unwrap();
    for file in ["test.db", "test.db-wal"] {
        std::fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
    }
    let (sender, _changes) = watch::channel(0);
    let after = Sqlite::open(&copy.path().join("test.db"), SqliteOptions::default(), sender).unwrap();
    assert_eq!(keys(&after).await, written);
    write(&after, "a last one").await;
    assert_eq!(keys(&after).await.len(), 102);
}

/// Also one that another process has made shorter meanwhile, by closing the database after some work of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_filled_where_it_ends() {
    let (fixture, filling) = unfilled().await;
    write(&fixture.sqlite, "a").await;
    let bytes = std::fs::read(fixture.folder.path().join("test.db-wal")).unwrap();
    tokio::task::block_in_place(|| filling.run().unwrap());
    let filled = std::fs::read(fixture.folder.path().join("test.db-wal")).unwrap();
    assert_eq!(u64::try_from(filled.len()).unwrap(), filling::FILLED_BYTES);
    assert!(filled.starts_with(&bytes) && filled[bytes.len()..].iter().all(|byte| *byte == 0));
    let other = Connection::open(fixture.folder.path().join("test.db")).unwrap();
    {
        let _alone = fixture.sqlite.checkpoint_running.lock();
        other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }
    assert_eq!(log_length(&fixture.folder), 0);
    tokio::task::block_in_place(|| filling.run().unwrap());
    assert_eq!(log_length(&fixture.folder), filling::FILLED_BYTES);
    write(&fixture.sqlite, "b").await;
    let found: i64 = other.query_row("SELECT count(*) FROM tenant_settings", [], |row| row.get(0)).unwrap();
    assert_eq!(found, 2, "another process reads on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_left_alone_while_anybody_writes_and_once_the_database_is_closed() {
    let (fixture, filling) = unfilled().await;
    let sqlite = &fixture.sqlite;
    let fill_piece = || tokio::task::block_in_place(|| filling.fill_piece().unwrap());
    let other = Connection::open(fixture.folder.path().join("test.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let length = log_length(&fixture.folder);
    assert!(fill_piece().is_continue(), "it comes back");
    assert_eq!(log_length(&fixture.folder), length, "another process writes");
    other.execute_batch("ROLLBACK").unwrap();
    // A group that was left to somebody who has not had its turn yet.
    sqlite.writer.lock().await.open_group().unwrap();
    assert!(fill_piece().is_continue(), "it comes back");
    assert_eq!(log_length(&fixture.folder), length, "a commit is open");
    sqlite.writer.lock().await.commit_group().unwrap();
    assert!(fill_piece().is_continue());
    assert_eq!(log_length(&fixture.folder), length + (256 << 10), "nobody writes");
    sqlite.close().await.unwrap();
    assert!(fill_piece().is_break());
    assert_eq!(log_length(&fixture.folder), 0, "nothing is left for the next start");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_cannot_be_filled_is_still_written() {
    let (fixture, mut filling) = unfilled().await;
    let length = log_length(&fixture.folder);
    filling.free_bytes = filling::ROOM * filling::FILLED_BYTES - 1;
    tokio::task::block_in_place(|| filling.run().unwrap());
    assert_eq!(log_length(&fixture.folder), length, "the disk is almost full");
    filling.free_bytes += 1;
    filling.file = std::fs::File::open(fixture.folder.path().join("test.db-wal")).unwrap();
    let error = tokio::task::block_in_place(|| filling.run().unwrap_err());
    assert!(error.raw_os_error().is_some(), "what the system says is told: {error:?}");
    assert_eq!(log_length(&fixture.folder), length);
    write(&fixture.sqlite, "a").await;
    assert_eq!(keys(&fixture.sqlite).await, ["a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_waits_for_a_checkpoint_that_runs() {
    let Fixture { sqlite, changes: _changes, folder: _folder } = fixture().await;
    let running = Arc::clone(&sqlite.checkpoint_running);
    let has_ended = Arc::new(AtomicBool::new(false));
    let ended = Arc::clone(&has_ended);
    let (begun, has_begun) = std::sync::mpsc::channel();
    let checkpoint = std::thread::spawn(move || {
        let _running = running.lock();
        begun.send(()).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        ended.store(true, Ordering::Release);
    });
    has_begun.recv().unwrap();
    sqlite.close().await.unwrap();
    assert!(has_ended.load(Ordering::Acquire));
    checkpoint.join().unwrap();
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
