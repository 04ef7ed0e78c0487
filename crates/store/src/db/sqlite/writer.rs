//! The connection that writes, and the transactions that share its commits.
//!
//! **Shared commits.** Transactions that queue for the writer share a commit: the first opens an SQLite transaction, and everyone who was in
//! the queue when it ended runs as a savepoint inside; whoever finds nobody behind itself, or the group full, commits for all of them and
//! tells each. A failed commit fails everybody in it. Some failures (a full disk, for one) end the whole SQLite transaction at once: then
//! everybody who had ended well in it is told that it failed, and whoever runs in it can do nothing more, since single statements would be
//! kept on their own. A commit does not wait for the disk; its callers do, each for as much as it must ([`super::disk`]).
//!
//! The committer is a thread that commits for a group whose last member was undone, or to whom a commit was left and who went away before
//! its turn, and that begins a long log anew. Should it be gone, whoever calls it does its work instead.

use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use parking_lot::Mutex;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use tokio::sync::{OwnedMutexGuard, oneshot, watch};

use super::{
    super::exec::STATEMENTS, BUSY_TIMEOUT, Param, Row, Sql, StoreError, bind, blocking, disk::Disk, log,
    query, unavailable,
};

/// After how many shared commits the log is moved into the database, at the latest.
const CHECKPOINT_COMMITS: u32 = 2_048;
/// So many transactions share a commit at the most, so that the first of them does not wait for ever where somebody always follows.
const GROUP: usize = 64;

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
    /// Whether the database has been closed in order: then its log's file is filled no more.
    pub(super) is_closed: bool,
    shared: Shared,
}

/// What the writer shares with others.
pub(super) struct Shared {
    pub(super) disk: Arc<Disk>,
    /// How many wait for the writer.
    pub(super) waiting: Arc<AtomicUsize>,
    /// Moves with every commit that changed cached configuration.
    pub(super) changes: watch::Sender<u64>,
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
    /// Puts the writer together and starts its committer, which ends with it and can be called by what is returned beside it. `checkpoint`
    /// and `log_is_long` lead to the thread of [`log::Checkpoints`].
    pub(super) fn start(
        connection: Connection,
        (checkpoint, log_is_long): (mpsc::Sender<()>, Arc<AtomicBool>),
        shared: Shared,
    ) -> Result<(SharedWriter, mpsc::Sender<()>), StoreError> {
        // Waiting for other processes is done where it holds up nobody else.
        connection.busy_timeout(Duration::ZERO)?;
        let (committer, calls) = mpsc::channel();
        let caller = committer.clone();
        let writer = Self {
            connection,
            group: None,
            committer,
            checkpoint,
            log_is_long,
            commits: 0,
            is_closed: false,
            shared,
        };
        let writer = Arc::new(tokio::sync::Mutex::new(writer));
        start_committer(Arc::downgrade(&writer), calls)?;
        Ok((writer, caller))
    }

    /// Whether a transaction that has ended well leaves its commit to the next.
    fn leaves_commit(&self) -> bool {
        let is_full = self.group.as_ref().is_some_and(|group| group.waiting.len() + 1 >= GROUP);
        !is_full && self.shared.waiting.load(Ordering::Acquire) > 0
    }

    /// Whether nothing is open in it, of which nobody else may see or undo anything.
    pub(super) fn is_free(&self) -> bool {
        self.group.is_none() && self.connection.is_autocommit()
    }

    /// Starts the SQLite transaction that a group shares, where no other process holds the database.
    fn open_group_now(&mut self) -> rusqlite::Result<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        self.group = Some(Group::default());
        Ok(())
    }

    /// Starts the SQLite transaction that a group shares. Another process may hold the database for a while.
    pub(super) fn open_group(&mut self) -> Result<(), StoreError> {
        match self.open_group_now() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => blocking(|| {
                self.connection.busy_timeout(BUSY_TIMEOUT)?;
                let begun = self.open_group_now();
                self.connection.busy_timeout(Duration::ZERO)?;
                Ok(begun?)
            }),
            begun => Ok(begun?),
        }
    }

    /// Keeps everybody else from writing, other processes too, until what is returned is dropped. `None` where somebody writes already.
    pub(super) fn lock_others_out(&self) -> rusqlite::Result<Option<rusqlite::Transaction<'_>>> {
        if !self.is_free() {
            return Ok(None);
        }
        match rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(None),
            begun => begun.map(Some),
        }
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
        tracing::trace!(target: STATEMENTS, place = "group", statement = "COMMIT");
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
            tracing::error!(error.message = %domain::causes(error), "the embedded database could not commit");
        } else {
            self.shared.disk.note_commit();
        }
        if result.is_ok() && group.announces {
            // Told here and not by those who wait: one of them may have been cancelled, and its change is stored all the same.
            self.shared.changes.send_modify(|version| *version = version.wrapping_add(1));
        }
        let result = result.map(|_| ()).map_err(|error| error.to_string());
        group.tell(&result);
        if self.log_is_long.load(Ordering::Relaxed) {
            let _ = self.committer.send(());
        }
        result
    }

    /// What the committer does when it is called: commits for a group that was left, and begins a long log anew.
    fn clear_up(&mut self) {
        // Those who wait have been told how it ended.
        let _ = self.commit_group();
        if self.log_is_long.swap(false, Ordering::Relaxed)
            && let Err(error) = log::restart(&self.connection)
        {
            tracing::warn!(error.message = %domain::causes(&error), "the write-ahead log could not begin anew");
        }
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
            writer.blocking_lock_owned().clear_up();
        }
    };
    let started = std::thread::Builder::new().name("sqlite-commit".to_owned()).spawn(commit);
    started.map(drop).map_err(unavailable)
}

/// A transaction: a savepoint inside the shared one, or all of it for the first of its group. Dropping it undoes it.
pub(in super::super) struct SqliteTransaction {
    /// `Some` until the transaction ends.
    writer: Mutex<Option<OwnedMutexGuard<Writer>>>,
    /// Whether nobody shares it yet: then undoing it is undoing all of it, and no savepoint is needed, for which SQLite would keep a copy of
    /// each page that changes.
    is_first: bool,
}

impl SqliteTransaction {
    /// Starts one, inside the open shared one if there is one.
    pub(super) fn begin(mut writer: OwnedMutexGuard<Writer>) -> Result<Self, StoreError> {
        let is_first = writer.group.is_none();
        if is_first {
            writer.open_group()?;
        }
        // From here on whatever ends the transaction, a failure of the next statement too, calls the committer.
        let transaction = Self { writer: Mutex::new(Some(writer)), is_first };
        if !is_first {
            transaction.run("SAVEPOINT work")?;
        }
        Ok(transaction)
    }

    /// Starts one where no other is open; `None` also where it cannot be begun at once, because another process holds the database or for a reason
    /// that the write which follows will tell.
    pub(super) fn begin_now(mut writer: OwnedMutexGuard<Writer>) -> Option<Self> {
        if !writer.is_free() {
            return None;
        }
        writer.open_group_now().ok()?;
        Some(Self { writer: Mutex::new(Some(writer)), is_first: true })
    }

    fn run(&self, command: &str) -> Result<(), StoreError> {
        let writer = self.writer.lock();
        open_connection(writer.as_ref())?.prepare_cached(command)?.execute([])?;
        Ok(())
    }

    /// Begins a part of it that can be undone by itself; one at a time.
    pub(in super::super) fn begin_part(&self) -> Result<(), StoreError> {
        self.run("SAVEPOINT part")
    }

    /// Ends the part and keeps it.
    pub(in super::super) fn keep_part(&self) -> Result<(), StoreError> {
        self.run("RELEASE part")
    }

    /// Ends the part and undoes it.
    pub(in super::super) fn undo_part(&self) -> Result<(), StoreError> {
        self.run("ROLLBACK TO part")?;
        self.run("RELEASE part")
    }

    pub(in super::super) fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let writer = self.writer.lock();
        let mut statement = open_connection(writer.as_ref())?.prepare_cached(&sql.sqlite_text())?;
        bind(&mut statement, params)?;
        Ok(u64::try_from(statement.raw_execute()?).unwrap_or(0))
    }

    /// Whether a statement changes nothing. One that cannot be prepared does not.
    pub(in super::super) fn is_read(&self, sql: &Sql) -> bool {
        let writer = self.writer.lock();
        let Ok(connection) = open_connection(writer.as_ref()) else { return true };
        connection.prepare_cached(&sql.sqlite_text()).map_or(true, |statement| statement.readonly())
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

    /// Ends the transaction and commits it, or leaves that to the next in the queue and waits for it; the disk is not waited for. `announces`
    /// says that it changed cached configuration.
    pub(in super::super) async fn commit(self, announces: bool) -> Result<(), StoreError> {
        let committed = {
            let mut slot = self.writer.lock();
            let connection = open_connection(slot.as_ref())?;
            if !self.is_first {
                connection.prepare_cached("RELEASE work")?.execute([])?;
            }
            let mut writer = slot.take().ok_or_else(ended)?;
            let leaves_commit = writer.leaves_commit();
            let group = writer.group.as_mut().ok_or_else(ended)?;
            group.announces |= announces;
            if !leaves_commit {
                return writer.commit_group().map_err(|message| StoreError::Unavailable(message.into()));
            }
            let (sender, committed) = oneshot::channel();
            group.waiting.push(sender);
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
        if self.is_first && !writer.connection.is_autocommit() {
            let undone = writer.connection.execute_batch("ROLLBACK");
            if let Err(error) = undone {
                tracing::error!(error.message = %domain::causes(&error), "the embedded database could not undo a transaction");
            }
            writer.group = None;
            return;
        }
        let Err(error) = writer.connection.execute_batch("ROLLBACK TO work; RELEASE work") else {
            return writer.call_committer();
        };
        // The savepoint is gone with the whole transaction: those who ended well in it must hear that it failed.
        tracing::error!(error.message = %domain::causes(&error), "the embedded database could not undo a transaction");
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
