//! When the disk is waited for: by each commit, or by an answer for all of its commits at once.
//!
//! On SQLite a commit is seen by everybody as soon as it is written, and is safe from the end of this process from then on; safe from the
//! end of the machine it is once the log has been made durable, up to and beyond it ([`super::sqlite`]). A request that writes four times
//! would wait four times. What must not happen before the disk is only its *answer*: so [`Db::durable_answer`] runs it with commits that
//! do not wait, and waits once, for all of them. The log is one sequence, so nothing that the answer was told by others' commits can be
//! lost once its own are kept.
//!
//! Whatever runs elsewhere, in a task of its own or on a thread, waits at each commit, as if this did not exist; so does everything on
//! PostgreSQL, whose commits are durable when they are seen. A task that an answer waits for may be [`within_the_answer`].

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{Db, Driver, StoreError};

tokio::task_local! {
    static ANSWER: Arc<Answer>;
}

/// What the answer that is being made has to wait for.
struct Answer {
    /// The database: commits of another one are waited for at once.
    driver: Arc<Driver>,
    /// Whether something was committed.
    has_committed: AtomicBool,
    intent: Intent,
}

/// What a request is about, as far as its method says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// It reads, and hardly writes.
    Read,
    /// It writes, after it has read what it must know.
    Write,
}

/// What an answer outlives once it has been told, and when the disk has what was written for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The end of the machine: it is told when all that was written for it is on the disk.
    OnDisk,
    /// The end of this process. The disk begins with it at once, for whoever comes next and waits.
    Begun,
    /// The end of this process. The disk has it soon after.
    Soon,
}

/// Makes `work`, which is to run in a task of its own, part of the answer that is being made here, if one is: its commits do not wait for the
/// disk, the answer does. For tasks that the answer waits for and for no others.
pub fn within_the_answer<F: Future>(work: F) -> impl Future<Output = F::Output> {
    let answer = ANSWER.try_with(Arc::clone).ok();
    async move {
        match answer {
            Some(answer) => ANSWER.scope(answer, work).await,
            None => work.await,
        }
    }
}

impl Db {
    /// Runs `work`, whose commits do not wait for the disk, and then waits for all of them: what it returns may be told to anybody. `work`
    /// tells nothing to anybody by itself but what may be lost.
    ///
    /// # Errors
    /// When the disk did not keep what was committed. `work` has had its effects then, for as long as the machine runs.
    pub async fn durable_answer<T>(&self, work: impl Future<Output = T>) -> Result<T, StoreError> {
        self.answer(Intent::Read, work, |_| Kept::OnDisk).await
    }

    /// As [`Self::durable_answer`], where `kept` says of what was returned how far that must be so, and `intent` what it is about: whoever is to write
    /// reads where the pages are that were written last.
    ///
    /// # Errors
    /// As [`Self::durable_answer`].
    pub async fn answer<T>(
        &self,
        intent: Intent,
        work: impl Future<Output = T>,
        kept: impl FnOnce(&T) -> Kept,
    ) -> Result<T, StoreError> {
        if self.is_in_answer() {
            // Made for another answer, which waits for this one's commits too.
            return Ok(work.await);
        }
        let answer = Arc::new(Answer {
            driver: Arc::clone(&self.driver),
            has_committed: AtomicBool::new(false),
            intent,
        });
        let value = ANSWER.scope(Arc::clone(&answer), work).await;
        if answer.has_committed.load(Ordering::Acquire)
            && let Driver::Sqlite(sqlite) = &*self.driver
        {
            match kept(&value) {
                Kept::OnDisk => sqlite.reach_disk().await?,
                Kept::Begun => sqlite.begin_reaching_disk()?,
                Kept::Soon => sqlite.reach_disk_soon()?,
            }
        }
        Ok(value)
    }

    /// Returns when everything that was committed so far is on the disk; within [`Self::durable_answer`] that is left to the answer.
    ///
    /// # Errors
    /// When the disk did not keep it.
    pub async fn on_disk(&self) -> Result<(), StoreError> {
        // What is committed together waits for the disk then.
        if self.is_together() { Ok(()) } else { self.commits_reach_disk().await }
    }

    /// As [`Self::on_disk`], where somebody else has committed it: also while more is written together here, which may never be committed.
    ///
    /// # Errors
    /// As [`Self::on_disk`].
    pub async fn commits_reach_disk(&self) -> Result<(), StoreError> {
        let Driver::Sqlite(sqlite) = &*self.driver else { return Ok(()) };
        if self.is_in_answer() {
            ANSWER.with(|answer| answer.has_committed.store(true, Ordering::Release));
            return Ok(());
        }
        sqlite.reach_disk().await
    }

    /// Lets the disk begin with what was committed so far for the answer that is being made, which will wait for it: so that what is left to
    /// be done for it takes no time beside that.
    pub fn begin_reaching_disk(&self) {
        let has_committed = self.is_in_answer()
            && ANSWER.try_with(|answer| answer.has_committed.load(Ordering::Acquire)).unwrap_or(false);
        if has_committed && let Driver::Sqlite(sqlite) = &*self.driver {
            // Whoever waits is told when nothing can be kept any more.
            let _ = sqlite.begin_reaching_disk();
        }
    }

    /// How often answers and jobs of this process had to wait for the disk under the embedded database, and for how long together; `None` on PostgreSQL,
    /// where each commit waits. Nothing is counted where the disk is not waited for at all ([`crate::Synchronous::Off`]).
    pub fn disk_waits(&self) -> Option<(u64, Duration)> {
        match &*self.driver {
            Driver::Sqlite(sqlite) => Some(sqlite.disk_waits()),
            Driver::Postgres(_) => None,
        }
    }

    /// Whether what is written can be made durable. Where it cannot, nothing is written any more until the next start.
    pub fn keeps_writes(&self) -> bool {
        match &*self.driver {
            Driver::Sqlite(sqlite) => sqlite.keeps_writes(),
            Driver::Postgres(_) => true,
        }
    }

    /// Whether what is read here is read in order to write.
    pub(super) fn is_to_write(&self) -> bool {
        let is_of_answer = |answer: &Arc<Answer>| {
            answer.intent == Intent::Write && Arc::ptr_eq(&answer.driver, &self.driver)
        };
        self.is_together() || ANSWER.try_with(is_of_answer).unwrap_or(false)
    }

    fn is_in_answer(&self) -> bool {
        ANSWER.try_with(|answer| Arc::ptr_eq(&answer.driver, &self.driver)).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use std::{io, pin::pin, sync::mpsc, time::Duration};

    use futures_util::poll;
    use tempfile::TempDir;

    use super::*;
    use crate::{SqliteOptions, db::Exec};

    const LONG: Duration = Duration::from_secs(5);

    /// A database on a disk that takes as long as the test takes to answer its calls.
    struct SlowDisk {
        db: Db,
        calls: mpsc::Receiver<()>,
        answers: mpsc::Sender<io::Result<()>>,
        _folder: TempDir,
    }

    impl SlowDisk {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("test.db");
            drop(Db::open_sqlite(&path, SqliteOptions::default()).await.unwrap());
            let (called, calls) = mpsc::channel();
            let (answers, answer) = mpsc::channel();
            let synchronize = move || {
                called.send(()).unwrap();
                answer.recv().unwrap_or(Ok(()))
            };
            let db = Db::open_sqlite_on(&path, Box::new(synchronize)).unwrap();
            Self { db, calls, answers, _folder: folder }
        }
    }

    async fn write(exec: Exec<'_>, key: &str) -> Result<(), StoreError> {
        let insert = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ('default', $1, '1')";
        exec.execute(insert, &[super::super::Param::Text(key)]).await.map(drop)
    }

    const KEYS: &str = "SELECT key FROM tenant_settings WHERE tenant_id = 'default'";

    async fn count(db: &Db) -> usize {
        db.exec().all(KEYS, &[], |row| row.text(0)).await.unwrap().len()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_write_waits_for_the_disk() {
        let SlowDisk { db, calls, answers, _folder } = SlowDisk::new().await;
        let mut writing = pin!(write(db.exec(), "a"));
        assert!(poll!(&mut writing).is_pending());
        calls.recv_timeout(LONG).unwrap();
        assert!(poll!(&mut writing).is_pending());
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, writing).await.unwrap().unwrap();
        let mut transaction = pin!(db.transaction(async |tx| write(tx.exec(), "b").await));
        assert!(poll!(&mut transaction).is_pending());
        calls.recv_timeout(LONG).unwrap();
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, transaction).await.unwrap().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_answer_waits_for_what_somebody_else_has_committed_for_it() {
        let SlowDisk { db, calls, answers, _folder } = SlowDisk::new().await;
        let other = db.clone();
        let by_other =
            async move { other.transaction_off_disk(async |tx| write(tx.exec(), "a").await).await };
        let mut answer = pin!(db.durable_answer(db.together(async {
            tokio::spawn(by_other).await.unwrap().unwrap();
            db.commits_reach_disk().await
        })));
        let mut is_called = false;
        while !is_called {
            assert!(poll!(&mut answer).is_pending());
            is_called = calls.recv_timeout(Duration::from_millis(20)).is_ok();
        }
        assert!(poll!(&mut answer).is_pending());
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, answer).await.unwrap().unwrap().unwrap().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_answer_waits_once_for_all_its_writes_and_those_of_answers_within() {
        let SlowDisk { db, calls, answers, _folder } = SlowDisk::new().await;
        let (within, written) = mpsc::channel();
        let mut answer = pin!(db.durable_answer(async {
            write(db.exec(), "a").await.unwrap();
            db.transaction(async |tx| write(tx.exec(), "b").await).await.unwrap();
            db.durable_answer(write(db.exec(), "c")).await.unwrap().unwrap();
            db.on_disk().await.unwrap();
            within.send(()).unwrap();
            "told"
        }));
        assert!(poll!(&mut answer).is_pending());
        written.try_recv().unwrap();
        assert_eq!(count(&db).await, 3, "others see it");
        calls.recv_timeout(LONG).unwrap();
        assert!(poll!(&mut answer).is_pending());
        answers.send(Ok(())).unwrap();
        assert_eq!(tokio::time::timeout(LONG, answer).await.unwrap().unwrap(), "told");
        assert!(calls.try_recv().is_err());
    }

    #[tokio::test]
    async fn an_answer_that_wrote_nothing_waits_for_nothing() {
        let SlowDisk { db, calls, answers: _answers, _folder } = SlowDisk::new().await;
        assert_eq!(db.durable_answer(count(&db)).await.unwrap(), 0);
        assert!(calls.try_recv().is_err());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_answer_that_may_be_lost_with_the_machine_is_told_at_once_and_kept_soon() {
        let SlowDisk { db, calls, answers, _folder } = SlowDisk::new().await;
        let told =
            tokio::time::timeout(LONG, db.answer(Intent::Write, write(db.exec(), "a"), |_| Kept::Soon)).await;
        told.unwrap().unwrap().unwrap();
        assert_eq!(count(&db).await, 1);
        calls.recv_timeout(LONG).unwrap();
        answers.send(Ok(())).unwrap();
        // One that somebody is about to wait for is told at once too, and the disk is at it.
        let told =
            tokio::time::timeout(LONG, db.answer(Intent::Write, write(db.exec(), "c"), |_| Kept::Begun))
                .await;
        told.unwrap().unwrap().unwrap();
        calls.recv_timeout(LONG).unwrap();
        // One within an answer that must be kept is kept with it.
        let mut answer =
            pin!(db.durable_answer(db.answer(Intent::Write, write(db.exec(), "b"), |_| Kept::Soon)));
        assert!(poll!(&mut answer).is_pending());
        answers.send(Ok(())).unwrap();
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, answer).await.unwrap().unwrap().unwrap().unwrap();
        calls.recv_timeout(LONG).unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_task_that_an_answer_waits_for_can_be_part_of_it() {
        let SlowDisk { db, calls, answers, _folder } = SlowDisk::new().await;
        let task = db.clone();
        let mut answer = pin!(db.durable_answer(async move {
            let writing = tokio::spawn(within_the_answer(async move { write(task.exec(), "a").await }));
            tokio::time::timeout(LONG, writing).await.unwrap().unwrap().unwrap();
        }));
        tokio::select! {
            _ = &mut answer => panic!("it is told before the disk has it"),
            called = tokio::task::spawn_blocking(move || calls.recv_timeout(LONG)) => called.unwrap().unwrap(),
        }
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, answer).await.unwrap().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_task_of_its_own_and_another_database_are_waited_for_at_once() {
        let [disk, other] = [SlowDisk::new().await, SlowDisk::new().await];
        let db = disk.db.clone();
        let answer = disk.db.durable_answer(async {
            let writing = tokio::spawn(async move { write(db.exec(), "a").await });
            disk.calls.recv_timeout(LONG).unwrap();
            assert!(!writing.is_finished());
            disk.answers.send(Ok(())).unwrap();
            tokio::time::timeout(LONG, writing).await.unwrap().unwrap().unwrap();
            other.answers.send(Ok(())).unwrap();
            write(other.db.exec(), "a").await.unwrap();
            other.calls.try_recv().unwrap();
        });
        tokio::time::timeout(LONG, answer).await.unwrap().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_the_disk_did_not_keep_is_told_to_nobody_and_nothing_is_written_after_it() {
        let SlowDisk { db, calls: _calls, answers, _folder } = SlowDisk::new().await;
        assert!(db.keeps_writes());
        answers.send(Err(io::Error::other("no space left on the device"))).unwrap();
        let answer = db.durable_answer(write(db.exec(), "a")).await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
        assert!(!db.keeps_writes());
        answers.send(Ok(())).unwrap();
        assert!(matches!(write(db.exec(), "b").await, Err(StoreError::Unavailable(_))));
        let answer = db.durable_answer(write(db.exec(), "c")).await.unwrap();
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_is_to_write_reads_on_the_connection_that_writes_where_it_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions {
            // What fills the log would have the writer now and then.
            synchronous: crate::Synchronous::Off,
            readers: 2,
            wait_timeout: Duration::from_millis(50),
            ..SqliteOptions::default()
        };
        let db = &Db::open_sqlite(&folder.path().join("test.db"), options).await.unwrap();
        write(db.exec(), "a").await.unwrap();
        let keys = || async { db.exec().all(KEYS, &[], |row| row.text(0)).await };
        // All that read are taken.
        let read: Result<_, StoreError> = db
            .snapshot(|_one| async move {
                db.snapshot(|_other| async move {
                    Ok((
                        db.answer(Intent::Write, keys(), |_| Kept::Soon).await?,
                        db.answer(Intent::Read, keys(), |_| Kept::Soon).await?,
                    ))
                })
                .await
            })
            .await;
        let (to_write, to_read) = read.unwrap();
        assert_eq!(to_write.unwrap(), ["a"]);
        assert!(matches!(to_read, Err(StoreError::Unavailable(_))), "{to_read:?}");
        // The one that writes is taken.
        let read: Result<_, StoreError> = db
            .transaction(|tx| async move {
                write(tx.exec(), "b").await?;
                db.answer(Intent::Write, keys(), |_| Kept::Soon).await
            })
            .await;
        assert_eq!(read.unwrap().unwrap(), ["a"]);
    }
}
