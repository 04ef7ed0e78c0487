//! The connection that writes, and the transactions that share its commits.
//!
//! **Shared commits.** With `synchronous=FULL` a commit waits for the disk, which takes far longer than the writes themselves. So
//! transactions that queue for the writer share one: the first opens an SQLite transaction, and when it ends sends the committer to the
//! back of the (fair) queue; everyone who was ahead of the committer runs as a savepoint inside; then the committer commits for all of them
//! and tells each. Nobody is told of success before the data is durable, and a failed commit fails everybody in it. Some failures (a full
//! disk, for one) end the whole SQLite transaction at once: then everybody who had ended well in it is told that it failed, and whoever
//! runs in it can do nothing more, since single statements would be durable on their own.
//!
//! The committer is a thread of its own: a task would wait until a worker is free, and would then keep that worker from its requests for as
//! long as the disk takes. Should it be gone, whoever called it commits instead.

use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use parking_lot::Mutex;
use rusqlite::{Connection, ErrorCode};
use tokio::sync::{OwnedMutexGuard, oneshot, watch};

use super::{BUSY_TIMEOUT, Param, Row, Sql, StoreError, bind, blocking, log, query};

/// After how many shared commits the log is moved into the database, at the latest.
const CHECKPOINT_COMMITS: u32 = 2_048;

pub(super) type SharedWriter = Arc<tokio::sync::Mutex<Writer>>;

/// The connection that writes, and the transactions that share its next commit.
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) group: Option<Group>,
    pub(super) committer: mpsc::Sender<()>,
    checkpoint: mpsc::Sender<()>,
    /// Set by the checkpoint thread when the log has grown long.
    log_is_long: Arc<AtomicBool>,
    commits: u32,
    changes: watch::Sender<u64>,
}

/// The transactions that share a commit: those that have ended well wait for it here.
#[derive(Default)]
pub(super) struct Group {
    waiting: Vec<oneshot::Sender<Result<(), String>>>,
    /// Whether one of them changed cached configuration.
    announces: bool,
    /// Whether the committer is in the queue for the writer.
    is_called: bool,
}

impl Group {
    /// Tells everybody how it ended.
    fn tell(self, result: &Result<(), String>) {
        for waiting in self.waiting {
            // Whoever no longer waits has been cancelled.
            let _ = waiting.send(result.clone());
        }
    }
}

impl Writer {
    /// Puts the writer together and starts its committer, which ends with it. `checkpoint` and `log_is_long` lead to the thread of
    /// [`log::Checkpoints`]; `changes` moves with every commit that changed cached configuration.
    pub(super) fn start(
        connection: Connection,
        (checkpoint, log_is_long): (mpsc::Sender<()>, Arc<AtomicBool>),
        changes: watch::Sender<u64>,
    ) -> Result<SharedWriter, StoreError> {
        // Waiting for other processes is done where it holds up nobody else.
        connection.busy_timeout(Duration::ZERO)?;
        let (committer, calls) = mpsc::channel();
        let writer =
            Self { connection, group: None, committer, checkpoint, log_is_long, commits: 0, changes };
        let writer = Arc::new(tokio::sync::Mutex::new(writer));
        start_committer(Arc::downgrade(&writer), calls)?;
        Ok(writer)
    }

    /// Starts the SQLite transaction that a group shares. Another process may hold the database for a while.
    fn open_group(&mut self) -> Result<(), StoreError> {
        let connection = &self.connection;
        let begin = || connection.prepare_cached("BEGIN IMMEDIATE")?.execute([]);
        match begin() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => blocking(|| {
                connection.busy_timeout(BUSY_TIMEOUT)?;
                let begun = begin();
                connection.busy_timeout(Duration::ZERO)?;
                begun
            })?,
            begun => begun?,
        };
        self.group = Some(Group::default());
        Ok(())
    }

    /// Sends the committer to the back of the queue. To be called by whoever is about to give the writer back.
    fn call_committer(&mut self) {
        let Some(group) = &mut self.group else { return };
        if group.is_called {
            return;
        }
        group.is_called = true;
        if self.committer.send(()).is_err() {
            // Nobody would ever commit for those who wait, and for nobody after them.
            tracing::error!("the thread that commits is gone");
            let _ = blocking(|| self.commit_group());
        }
    }

    /// Commits for everybody in the group and tells them.
    pub(super) fn commit_group(&mut self) -> Result<(), String> {
        // Nothing to commit when the transaction ended before its time: those who shared it know.
        let Some(group) = self.group.take() else { return Ok(()) };
        let result = self.connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        if result.is_err() && !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.commits += 1;
        if self.commits >= CHECKPOINT_COMMITS {
            self.commits = 0;
            let _ = self.checkpoint.send(());
        }
        if let Err(error) = &result {
            tracing::error!(error.message = %error, "the embedded database could not commit");
        } else if group.announces {
            // Told here and not by those who wait: one of them may have been cancelled, and its change is stored all the same.
            self.changes.send_modify(|version| *version = version.wrapping_add(1));
        }
        let result = result.map(|_| ()).map_err(|error| error.to_string());
        group.tell(&result);
        if self.log_is_long.swap(false, Ordering::Relaxed)
            && let Err(error) = log::restart(&self.connection)
        {
            tracing::warn!(error.message = %error, "the write-ahead log could not begin anew");
        }
        result
    }
}

/// Starts the committer; it ends when the writer is dropped, which owns the other end of `calls`.
fn start_committer(
    writer: Weak<tokio::sync::Mutex<Writer>>,
    calls: mpsc::Receiver<()>,
) -> Result<(), StoreError> {
    let commit = move || {
        while calls.recv().is_ok() {
            let Some(writer) = writer.upgrade() else { return };
            // Those who wait have been told how it ended.
            let _ = writer.blocking_lock_owned().commit_group();
        }
    };
    let started = std::thread::Builder::new().name("sqlite-commit".to_owned()).spawn(commit);
    started.map(drop).map_err(|error| StoreError::Unavailable(Box::new(error)))
}

/// A transaction: a savepoint inside the shared one. Dropping it undoes it.
pub(in super::super) struct SqliteTransaction {
    /// `Some` until the transaction ends.
    writer: Mutex<Option<OwnedMutexGuard<Writer>>>,
}

impl SqliteTransaction {
    /// Starts one, inside the open shared one if there is one.
    pub(super) fn begin(mut writer: OwnedMutexGuard<Writer>) -> Result<Self, StoreError> {
        if writer.group.is_none() {
            writer.open_group()?;
        }
        // From here on whatever ends the transaction, a failure of the next statement too, calls the committer.
        let transaction = Self { writer: Mutex::new(Some(writer)) };
        transaction.start()?;
        Ok(transaction)
    }

    fn start(&self) -> Result<(), StoreError> {
        let writer = self.writer.lock();
        open_connection(writer.as_ref())?.prepare_cached("SAVEPOINT work")?.execute([])?;
        Ok(())
    }

    pub(in super::super) fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let writer = self.writer.lock();
        let mut statement = open_connection(writer.as_ref())?.prepare_cached(&sql.sqlite_text())?;
        bind(&mut statement, params)?;
        Ok(u64::try_from(statement.raw_execute()?).unwrap_or(0))
    }

    pub(in super::super) fn query<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let writer = self.writer.lock();
        query(open_connection(writer.as_ref())?, sql, params, from_row)
    }

    pub(in super::super) fn execute_batch(&self, sql: &str) -> Result<(), StoreError> {
        let writer = self.writer.lock();
        Ok(open_connection(writer.as_ref())?.execute_batch(sql)?)
    }

    /// Ends the transaction and commits it with all that share the commit, on this thread.
    pub(in super::super) fn commit_here(self, announces: bool) -> Result<(), StoreError> {
        let mut slot = self.writer.lock();
        open_connection(slot.as_ref())?.prepare_cached("RELEASE work")?.execute([])?;
        let mut writer = slot.take().ok_or_else(ended)?;
        writer.group.as_mut().ok_or_else(ended)?.announces |= announces;
        writer.commit_group().map_err(|message| StoreError::Unavailable(message.into()))
    }

    /// Ends the transaction and waits until the commit it shares is durable. `announces` says that it changed cached configuration.
    pub(in super::super) async fn commit(self, announces: bool) -> Result<(), StoreError> {
        let committed = {
            let mut slot = self.writer.lock();
            open_connection(slot.as_ref())?.prepare_cached("RELEASE work")?.execute([])?;
            let writer = slot.as_mut().ok_or_else(ended)?;
            let group = writer.group.as_mut().ok_or_else(ended)?;
            group.announces |= announces;
            let (sender, committed) = oneshot::channel();
            group.waiting.push(sender);
            writer.call_committer();
            *slot = None;
            committed
        };
        match committed.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(message)) => Err(StoreError::Unavailable(message.into())),
            Err(_) => Err(StoreError::Unavailable("the commit was given up".into())),
        }
    }
}

impl Drop for SqliteTransaction {
    fn drop(&mut self) {
        let Some(writer) = self.writer.get_mut() else { return };
        let Err(error) = writer.connection.execute_batch("ROLLBACK TO work; RELEASE work") else {
            return writer.call_committer();
        };
        // The savepoint is gone with the whole transaction: those who ended well in it must hear that it failed.
        tracing::error!(error.message = %error, "the embedded database could not undo a transaction");
        if !writer.connection.is_autocommit() {
            let _ = writer.connection.execute_batch("ROLLBACK");
        }
        if let Some(group) = writer.group.take() {
            group.tell(&Err("the transaction that shared the commit failed".to_owned()));
        }
    }
}

/// The connection of a transaction that is still open, on both sides: after some failures SQLite has ended the whole of it, and what was
/// run then would be durable at once.
fn open_connection(writer: Option<&OwnedMutexGuard<Writer>>) -> Result<&Connection, StoreError> {
    let connection = &writer.ok_or_else(ended)?.connection;
    if connection.is_autocommit() { Err(ended()) } else { Ok(connection) }
}

fn ended() -> StoreError {
    StoreError::Unavailable("the transaction has ended".into())
}
