use std::{pin::pin, time::Duration};

use futures_util::poll;

use crate::{
    Db, Exec, StoreError, both_databases,
    db::{Param, Sql, Transaction, release_reads},
    testing::TestDb,
};

const LONG: Duration = Duration::from_secs(5);

async fn write(exec: Exec<'_>, key: &str) -> Result<(), StoreError> {
    let insert = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ('default', $1, '1')";
    exec.execute(insert, &[Param::Text(key)]).await.map(drop)
}

async fn keys(exec: Exec<'_>) -> Vec<String> {
    let keys =
        "SELECT key FROM tenant_settings WHERE tenant_id = 'default' AND key LIKE 'test%' ORDER BY key";
    exec.all(keys, &[], |row| row.text(0)).await.unwrap()
}

/// What somebody else sees.
async fn seen(db: &Db) -> Vec<String> {
    let db = db.clone();
    tokio::spawn(async move { keys(db.exec()).await }).await.unwrap()
}

async fn in_transaction(db: &Db, key: &str, fails: bool) -> Result<(), StoreError> {
    db.transaction(|tx: Transaction| async move {
        write(tx.exec(), key).await?;
        if fails { Err(StoreError::Conflict) } else { Ok(()) }
    })
    .await
}

both_databases! {
    async fn what_is_written_together_is_seen_by_whoever_writes_it_and_afterwards_by_all(db: Db) {
        let db = &db;
        let within = db.together(async {
            write(db.exec(), "test1").await.unwrap();
            in_transaction(db, "test2", false).await.unwrap();
            keys(db.exec()).await
        });
        assert_eq!(within.await.unwrap(), ["test1", "test2"]);
        assert_eq!(seen(db).await, ["test1", "test2"]);
    }

    async fn what_fails_within_is_undone_and_nothing_else(db: Db) {
        let db = &db;
        let within = db.together(async {
            write(db.exec(), "test1").await.unwrap();
            in_transaction(db, "test2", true).await.unwrap_err();
            write(db.exec(), "test1").await.unwrap_err();
            in_transaction(db, "test1", false).await.unwrap_err();
            write(db.exec(), "test3").await.unwrap();
            keys(db.exec()).await
        });
        assert_eq!(within.await.unwrap(), ["test1", "test3"]);
        assert_eq!(seen(db).await, ["test1", "test3"]);
    }

    async fn what_is_together_within_what_is_together_is_one(db: Db) {
        let db = &db;
        let within = db.together(async {
            db.together(write(db.exec(), "test1")).await.unwrap().unwrap();
            write(db.exec(), "test2").await.unwrap();
        });
        within.await.unwrap();
        assert_eq!(seen(db).await, ["test1", "test2"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_sees_it_before_it_is_settled() {
    let test = TestDb::sqlite().await;
    let db = &test.db;
    let within = db.together(async {
        assert!(!db.is_open_together());
        write(db.exec(), "test1").await.unwrap();
        assert!(db.is_open_together());
        assert!(seen(db).await.is_empty());
        db.settle().await.unwrap();
        assert!(!db.is_open_together());
        assert_eq!(seen(db).await, ["test1"]);
        // The writer is free.
        let other = db.clone();
        let writing = tokio::spawn(async move { write(other.exec(), "test2").await });
        tokio::time::timeout(LONG, writing).await.unwrap().unwrap().unwrap();
        write(db.exec(), "test3").await.unwrap();
        keys(db.exec()).await
    });
    assert_eq!(within.await.unwrap(), ["test1", "test2", "test3"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_of_it_is_undone_when_its_caller_goes_away() {
    let test = TestDb::sqlite().await;
    let db = &test.db;
    {
        let mut within = pin!(db.together(async {
            write(db.exec(), "test1").await.unwrap();
            in_transaction(db, "test2", false).await.unwrap();
            std::future::pending::<()>().await;
        }));
        assert!(poll!(&mut within).is_pending());
    }
    write(db.exec(), "test3").await.unwrap();
    assert_eq!(seen(db).await, ["test3"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_run_side_by_side_within_it_take_turns() {
    let test = TestDb::sqlite().await;
    let db = &test.db;
    let holding = db.begin().await.unwrap();
    let mut within = pin!(db.together(async {
        futures_util::join!(in_transaction(db, "test1", false), in_transaction(db, "test2", true), async {
            write(db.exec(), "test3").await
        })
    }));
    assert!(poll!(&mut within).is_pending());
    drop(holding);
    let (first, second, third) = tokio::time::timeout(LONG, within).await.unwrap().unwrap();
    assert!(first.is_ok() && second.is_err() && third.is_ok());
    assert_eq!(seen(db).await, ["test1", "test3"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_who_write_together_share_a_commit_and_nothing_else() {
    let test = TestDb::sqlite().await;
    let writes = (0..20).map(|number| {
        let db = test.db.clone();
        tokio::spawn(async move {
            let within = db.together(async {
                write(db.exec(), &format!("test{number:02}")).await.unwrap();
                tokio::task::yield_now().await;
                let twice = write(db.exec(), "test-one").await;
                in_transaction(&db, &format!("test{number:02}-undone"), true).await.unwrap_err();
                twice.is_ok()
            });
            within.await.unwrap()
        })
    });
    let first = futures_util::future::join_all(writes).await;
    assert_eq!(first.into_iter().filter(|first| *first.as_ref().unwrap()).count(), 1);
    assert_eq!(seen(&test.db).await.len(), 21);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_read_before_is_what_the_writes_meet() {
    let test = TestDb::sqlite().await;
    let db = &test.db;
    let other = db.clone();
    let within = db.together(async {
        assert!(keys(db.exec()).await.is_empty());
        // Nobody writes in between, as long as nothing is waited for.
        let elsewhere = tokio::spawn(async move { write(other.exec(), "test2").await });
        std::thread::sleep(Duration::from_millis(50));
        assert!(!elsewhere.is_finished());
        write(db.exec(), "test1").await.unwrap();
        (keys(db.exec()).await, elsewhere)
    });
    let (found, elsewhere) = tokio::time::timeout(LONG, within).await.unwrap().unwrap();
    assert_eq!(found, ["test1"]);
    tokio::time::timeout(LONG, elsewhere).await.unwrap().unwrap().unwrap();
    assert_eq!(seen(db).await, ["test1", "test2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_only_read_keeps_nobody_waiting_while_waiting() {
    let test = TestDb::sqlite().await;
    let db = &test.db;
    let within = db.together(async {
        assert!(keys(db.exec()).await.is_empty());
        assert!(db.is_open_together(), "one transaction from the first read on");
        let other = db.clone();
        let writing = tokio::spawn(async move { write(other.exec(), "test1").await });
        tokio::time::timeout(LONG, writing).await.unwrap().unwrap().unwrap();
        assert!(!db.is_open_together());
        // What others wrote meanwhile is seen.
        assert_eq!(keys(db.exec()).await, ["test1"]);
        assert!(db.is_open_together());
        // Nobody waits for long work.
        release_reads();
        assert!(!db.is_open_together());
        assert_eq!(keys(db.exec()).await, ["test1"]);
        let snapshot = db.snapshot(async |_| {
            assert!(!db.is_open_together(), "whoever reads much holds up nobody");
            Ok::<_, StoreError>(())
        });
        snapshot.await.unwrap();
        write(db.exec(), "test2").await.unwrap();
        release_reads();
        assert!(db.is_open_together(), "what was written is not given up");
        db.settle().await.unwrap();
        assert_eq!(keys(db.exec()).await, ["test1", "test2"]);
        assert!(!db.is_open_together(), "something long comes now");
        tokio::task::yield_now().await;
        write(db.exec(), "test3").await.unwrap();
    });
    tokio::time::timeout(LONG, within).await.unwrap().unwrap();
    assert_eq!(seen(db).await, ["test1", "test2", "test3"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_only_read_and_goes_away_leaves_the_writer_free() {
    let test = TestDb::sqlite().await;
    let db = &test.db;
    {
        let mut within = pin!(db.together(async {
            keys(db.exec()).await;
            std::future::pending::<()>().await;
        }));
        assert!(poll!(&mut within).is_pending());
        tokio::time::timeout(LONG, write(db.exec(), "test1")).await.unwrap().unwrap();
    }
    db.together(keys(db.exec())).await.unwrap();
    tokio::time::timeout(LONG, write(db.exec(), "test2")).await.unwrap().unwrap();
    assert_eq!(seen(db).await, ["test1", "test2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_write_that_fails_is_undone_and_what_follows_is_not() {
    let test = TestDb::sqlite().await;
    let db = &test.db;
    let within = db.together(async {
        assert!(keys(db.exec()).await.is_empty());
        in_transaction(db, "test1", true).await.unwrap_err();
        assert!(!db.is_open_together());
        assert!(keys(db.exec()).await.is_empty());
        in_transaction(db, "test2", false).await.unwrap();
        in_transaction(db, "test3", true).await.unwrap_err();
        keys(db.exec()).await
    });
    assert_eq!(within.await.unwrap(), ["test2"]);
    assert_eq!(seen(db).await, ["test2"]);
}

/// As a full disk does, which undoes the whole of it.
#[tokio::test]
async fn what_is_lost_is_not_said_to_be_kept() {
    let database = TestDb::sqlite().await;
    let db = &database.db;
    let within = db.together(async {
        write(db.exec(), "test1").await.unwrap();
        let part = db.transaction(|tx: Transaction| async move {
            tx.exec().execute(Sql::generated("ROLLBACK".to_owned()), &[]).await?;
            Err::<(), _>(StoreError::Conflict)
        });
        part.await.unwrap_err();
        write(db.exec(), "test2").await.unwrap_err();
    });
    within.await.unwrap_err();
    assert!(seen(db).await.is_empty());
    db.together(write(db.exec(), "test3")).await.unwrap().unwrap();
    assert_eq!(seen(db).await, ["test3"]);
}
