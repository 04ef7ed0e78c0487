//! The embedded database: one writer, many readers, write-ahead log.
//!
//! **Shared commits.** With `synchronous=FULL` a commit waits for the disk, which takes far longer than the writes themselves. So
//! transactions that queue for the writer share one: the first opens an SQLite transaction, and when it ends sends the committer to the
//! back of the (fair) queue; everyone who was ahead of the committer runs as a savepoint inside; then the committer commits for all of them
//! and tells each. Nobody is told of success before the data is durable, and a failed commit fails everybody in it. Some failures (a full
//! disk, for one) end the whole SQLite transaction at once: then everybody who had ended well in it is told that it failed, and whoever
//! runs in it can do nothing more, since single statements would be durable on their own.
//!
//! The committer is a thread of its own: a task would wait until a worker is free, and would then keep that worker from its requests for as
//! long as the disk takes.
//!
//! **Checkpoints** run on a thread of their own, so that no request pays for moving the log into the database. Under steady writes such a
//! checkpoint never catches up with the log's end, and only a log that was moved whole begins anew; so when it has grown long, the next
//! committer moves the little that is left while nobody can write. A start after a crash then has little to read again. The log's file keeps
//! its length: to write over what is there is much cheaper to make durable than to make a file longer.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags, config::DbConfig, types::ToSqlOutput};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore, oneshot, watch};

use super::{Param, Row, Sql, StoreError, row::SqliteRow};

/// How a commit reaches the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// Every commit is on the disk before it is acknowledged.
    #[default]
    Full,
    /// For tests only: nothing is waited for.
    Off,
}

/// Settings of the embedded database.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// How a commit reaches the disk.
    pub synchronous: Synchronous,
    /// How many connections read at the same time.
    pub readers: usize,
    /// Page cache of each connection, in KiB.
    pub cache_kib: u32,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { synchronous: Synchronous::Full, readers: 4, cache_kib: 2_000 }
    }
}

/// How long a statement waits for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How many prepared statements each connection keeps, those used last. Lists that were put together for a call are among them: the plain
/// ones come again and again, and the rare ones are the first to go.
const STATEMENT_CACHE: usize = 256;
/// How often the log is moved into the database, at the least.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(1);
/// After how many shared commits the log is moved into the database, at the latest.
const CHECKPOINT_COMMITS: u32 = 512;
/// From how many pages on the log is long: 8 MiB.
const LONG_LOG_PAGES: i64 = 2_048;
/// The log's file is cut to this when it begins anew, in bytes: what somebody who read for long made it grow by is given back.
const KEPT_LOG_BYTES: i64 = 32 << 20;
/// How long moving the rest of a long log waits for those who still read from it.
const RESTART_PATIENCE: Duration = Duration::from_millis(50);

pub(super) struct Sqlite {
    writer: SharedWriter,
    readers: Arc<Readers>,
}

/// The connections that read.
struct Readers {
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
}

/// A connection that reads, given back when this is dropped, also by a panic.
struct Reader {
    /// `Some` until it is given back.
    connection: Option<Connection>,
    readers: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    async fn take(self: &Arc<Self>) -> Result<Reader, StoreError> {
        let permit = Arc::clone(&self.free).acquire_owned().await;
        let permit = permit.map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let connection = self.idle.lock().pop();
        Ok(Reader { connection, readers: Arc::clone(self), _permit: permit })
    }
}

impl Reader {
    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection
            .as_ref()
            .ok_or_else(|| StoreError::Unavailable("a reading connection was lost".into()))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.readers.idle.lock().extend(self.connection.take());
    }
}

type SharedWriter = Arc<tokio::sync::Mutex<Writer>>;

/// The connection that writes, and the transactions that share its next commit.
struct Writer {
    connection: Connection,
    group: Option<Group>,
    committer: mpsc::Sender<()>,
    checkpoint: mpsc::Sender<()>,
    /// Set by the checkpoint thread when the log has grown long.
    log_is_long: Arc<AtomicBool>,
    commits: u32,
    changes: watch::Sender<u64>,
}

/// The transactions that share a commit: those that have ended well wait for it here.
#[derive(Default)]
struct Group {
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
    /// Sends the committer to the back of the queue. To be called by whoever is about to give the writer back.
    fn call_committer(&mut self) {
        if let Some(group) = &mut self.group
            && !group.is_called
        {
            group.is_called = self.committer.send(()).is_ok();
        }
    }

    /// Commits for everybody in the group and tells them.
    fn commit_group(&mut self) -> Result<(), String> {
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
            && let Err(error) = restart_log(&self.connection)
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

impl Sqlite {
    /// Opens the database; `changes` moves with every commit that changed cached configuration.
    pub(super) fn open(
        path: &Path,
        options: SqliteOptions,
        changes: watch::Sender<u64>,
    ) -> Result<Self, StoreError> {
        create_private(path)?;
        let connection = connect(path, &options)?;
        let readers =
            (0..options.readers.max(1)).map(|_| connect(path, &options)).collect::<Result<Vec<_>, _>>()?;
        for reader in &readers {
            reader.pragma_update(None, "query_only", true)?;
        }
        let log_is_long = Arc::new(AtomicBool::new(false));
        let checkpoint = start_checkpoints(path.to_owned(), &options, Arc::clone(&log_is_long))?;
        let (committer, calls) = mpsc::channel();
        let writer =
            Writer { connection, group: None, committer, checkpoint, log_is_long, commits: 0, changes };
        let writer = Arc::new(tokio::sync::Mutex::new(writer));
        start_committer(Arc::downgrade(&writer), calls)?;
        let free = Arc::new(Semaphore::new(readers.len()));
        let readers = Arc::new(Readers { idle: Mutex::new(readers), free });
        Ok(Self { writer, readers })
    }

    /// Starts a transaction, inside the open shared one if there is one.
    pub(super) async fn begin(&self) -> Result<SqliteTransaction, StoreError> {
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        if writer.group.is_none() {
            writer.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            writer.group = Some(Group::default());
        }
        // From here on whatever ends the transaction, a failure of the next statement too, calls the committer.
        let transaction = SqliteTransaction { writer: Mutex::new(Some(writer)) };
        transaction.start()?;
        Ok(transaction)
    }

    /// Starts reads of one state of the database.
    pub(super) async fn snapshot(&self) -> Result<SqliteSnapshot, StoreError> {
        let reader = self.readers.take().await?;
        reader.connection()?.execute_batch("BEGIN DEFERRED")?;
        Ok(SqliteSnapshot(Mutex::new(reader)))
    }

    /// Moves the whole log into the database, so that the next start finds nothing to recover.
    pub(super) async fn close(&self) -> Result<(), StoreError> {
        let writer = Arc::clone(&self.writer).lock_owned().await;
        blocking(|| move_log(&writer.connection, "PRAGMA wal_checkpoint(TRUNCATE)"))
    }

    /// A read that an index bounds: it runs at once, on the caller's own thread.
    pub(super) async fn read<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let reader = self.readers.take().await?;
        query(reader.connection()?, sql, params, from_row)
    }

    /// A read that may take long: other tasks of this thread are moved elsewhere meanwhile.
    pub(super) async fn long_read<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let reader = self.readers.take().await?;
        blocking(|| query(reader.connection()?, sql, params, from_row))
    }
}

/// Reads of one state of the database. It is that of the first read.
pub(super) struct SqliteSnapshot(Mutex<Reader>);

impl SqliteSnapshot {
    pub(super) fn query<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        query(self.0.lock().connection()?, sql, params, from_row)
    }
}

impl Drop for SqliteSnapshot {
    fn drop(&mut self) {
        let reader = self.0.get_mut();
        let ended = reader.connection().and_then(|connection| Ok(connection.execute_batch("ROLLBACK")?));
        if let Err(error) = ended {
            // It would go on showing what is long past.
            tracing::error!(error.message = %error, "a reading connection was given up");
            reader.connection = None;
        }
    }
}

/// Runs what may block without holding up other tasks, where the runtime has other threads to move them to.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// Lets the log begin anew.
fn restart_log(connection: &Connection) -> Result<(), StoreError> {
    move_log(connection, "PRAGMA wal_checkpoint(RESTART)")
}

/// Moves what is left of the log into the database, unless somebody reads from it for long: then it is for another time.
fn move_log(connection: &Connection, checkpoint: &str) -> Result<(), StoreError> {
    connection.busy_timeout(RESTART_PATIENCE)?;
    let result = connection.query_row(checkpoint, [], |_| Ok(()));
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(result?)
}

/// A transaction: a savepoint inside the shared one. Dropping it undoes it.
pub(super) struct SqliteTransaction {
    /// `Some` until the transaction ends.
    writer: Mutex<Option<OwnedMutexGuard<Writer>>>,
}

impl SqliteTransaction {
    fn start(&self) -> Result<(), StoreError> {
        let writer = self.writer.lock();
        open_connection(writer.as_ref())?.prepare_cached("SAVEPOINT work")?.execute([])?;
        Ok(())
    }

    pub(super) fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let writer = self.writer.lock();
        let mut statement = open_connection(writer.as_ref())?.prepare_cached(&sql.sqlite_text())?;
        bind(&mut statement, params)?;
        Ok(u64::try_from(statement.raw_execute()?).unwrap_or(0))
    }

    pub(super) fn query<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let writer = self.writer.lock();
        query(open_connection(writer.as_ref())?, sql, params, from_row)
    }

    pub(super) fn execute_batch(&self, sql: &str) -> Result<(), StoreError> {
        let writer = self.writer.lock();
        Ok(open_connection(writer.as_ref())?.execute_batch(sql)?)
    }

    /// Ends the transaction and commits it with all that share the commit, on this thread.
    pub(super) fn commit_here(self, announces: bool) -> Result<(), StoreError> {
        let mut slot = self.writer.lock();
        open_connection(slot.as_ref())?.prepare_cached("RELEASE work")?.execute([])?;
        let mut writer = slot.take().ok_or_else(ended)?;
        writer.group.as_mut().ok_or_else(ended)?.announces |= announces;
        writer.commit_group().map_err(|message| StoreError::Unavailable(message.into()))
    }

    /// Ends the transaction and waits until the commit it shares is durable. `announces` says that it changed cached configuration.
    pub(super) async fn commit(self, announces: bool) -> Result<(), StoreError> {
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
            Err(_) => Err(StoreError::Unavailable("the server is stopping".into())),
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

/// Makes the file, if it is not there yet, so that only this user can read it: SQLite itself would leave that to the umask. The files beside
/// it get its mode.
fn create_private(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let opened = std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    opened.map(drop).map_err(|error| StoreError::Unavailable(Box::new(error)))
}

fn connect(path: &Path, options: &SqliteOptions) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(
        None,
        "synchronous",
        if options.synchronous == Synchronous::Full { "FULL" } else { "OFF" },
    )?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -i64::from(options.cache_kib))?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "journal_size_limit", KEPT_LOG_BYTES)?;
    // Otherwise a statement is planned anew whenever one of its parameters changes that a plan might depend on.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // LIKE must tell the same story as on PostgreSQL, where it distinguishes case; folded columns serve the other wish.
    connection.pragma_update(None, "case_sensitive_like", true)?;
    crate::search::register_regexp_match(&connection)?;
    Ok(connection)
}

/// Starts the thread that moves the log into the database; it ends when the writer is dropped.
fn start_checkpoints(
    path: PathBuf,
    options: &SqliteOptions,
    log_is_long: Arc<AtomicBool>,
) -> Result<mpsc::Sender<()>, StoreError> {
    let connection = connect(&path, options)?;
    // Where somebody writes, the committer lets the log begin anew; this thread does it only where nobody does.
    connection.busy_timeout(Duration::ZERO)?;
    let (sender, signals) = mpsc::channel();
    let checkpoint = move || {
        let pages: i64 = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))?;
        if pages > LONG_LOG_PAGES {
            let busy: bool = connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |row| row.get(0))?;
            log_is_long.store(busy, Ordering::Relaxed);
        }
        Ok::<_, rusqlite::Error>(())
    };
    std::thread::Builder::new()
        .name("sqlite-checkpoint".to_owned())
        .spawn(move || {
            while !matches!(signals.recv_timeout(CHECKPOINT_INTERVAL), Err(RecvTimeoutError::Disconnected)) {
                if let Err(error) = checkpoint() {
                    tracing::warn!(error.message = %error, "the write-ahead log could not be moved into the database");
                }
            }
        })
        .map_err(|error| StoreError::Unavailable(Box::new(error)))?;
    Ok(sender)
}

fn query<T>(
    connection: &Connection,
    sql: &Sql,
    params: &[Param<'_>],
    from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(&sql.sqlite_text())?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    let mut values = Vec::new();
    while let Some(row) = rows.next()? {
        values.push(from_row(&Row::Sqlite(SqliteRow(row)))?);
    }
    Ok(values)
}

/// Binds all parameters; a wrong number of them is an error, where SQLite would bind `NULL`.
fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Param<'_>]) -> Result<(), StoreError> {
    if statement.parameter_count() != params.len() {
        return Err(rusqlite::Error::InvalidParameterCount(params.len(), statement.parameter_count()).into());
    }
    for (index, param) in params.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, param)?;
    }
    Ok(())
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::{Value, ValueRef};
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Bool(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
            Self::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Self::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Self::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Self::Json(value) => ToSqlOutput::Owned(Value::Text(value.to_string())),
        })
    }
}

#[cfg(test)]
mod tests;
