//! The embedded database: one writer whose transactions share commits ([`writer`]), connections that read beside it ([`readers`]), the
//! write-ahead log between them ([`log`], [`filling`]), and the disk under it ([`disk`]). Here is what they have in common: settings, opening, and running a statement.

mod disk;
mod filling;
mod log;
mod readers;
mod writer;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use disk::Disk;
pub(super) use disk::Synchronize;
use filling::Filling;
use parking_lot::Mutex;
use readers::Readers;
pub(super) use readers::SqliteSnapshot;
use rusqlite::{Connection, OpenFlags, config::DbConfig, types::ToSqlOutput};
use tokio::sync::{OwnedMutexGuard, watch};
pub(super) use writer::SqliteTransaction;
use writer::{Shared, SharedWriter, Writer};

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
    /// How many connections read at the same time; two at the least. Half of them are kept for reads that an index bounds.
    pub readers: usize,
    /// How long a request waits for the writer, or for a connection that reads.
    pub wait_timeout: Duration,
    /// Page cache of each connection, in KiB.
    pub cache_kib: u32,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            synchronous: Synchronous::Full,
            readers: 4,
            wait_timeout: super::WAIT_TIMEOUT,
            cache_kib: 2_000,
        }
    }
}

/// How long a statement waits for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How many prepared statements each connection keeps, those used last. Lists that were put together for a call are among them: the plain
/// ones come again and again, and the rare ones are the first to go.
const STATEMENT_CACHE: usize = 256;
/// The log's file is cut to this when it begins anew, in bytes: what somebody who read for long made it grow by is given back.
const KEPT_LOG_BYTES: i64 = 48 << 20;

pub(super) struct Sqlite {
    writer: SharedWriter,
    /// How many wait for the writer.
    waiting: Arc<AtomicUsize>,
    /// Commits what others left to somebody who then went away.
    committer: mpsc::Sender<()>,
    /// Held while a checkpoint runs.
    checkpoint_running: Arc<Mutex<()>>,
    disk: Arc<Disk>,
    readers: Arc<Readers>,
    wait_timeout: Duration,
}

impl Sqlite {
    /// Opens the database; `changes` moves with every commit that changed cached configuration.
    pub(super) fn open(
        path: &Path,
        options: SqliteOptions,
        changes: watch::Sender<u64>,
    ) -> Result<Self, StoreError> {
        Self::open_on(path, options, changes, None)
    }

    /// As [`Self::open`], on a disk that is somebody else's.
    pub(super) fn open_on(
        path: &Path,
        options: SqliteOptions,
        changes: watch::Sender<u64>,
        synchronize: Option<Synchronize>,
    ) -> Result<Self, StoreError> {
        create_private(path)?;
        let connection = connect(path, &options)?;
        let log_is_long = Arc::new(AtomicBool::new(false));
        let checkpoint_running = Arc::default();
        let checkpoints = log::Checkpoints::open(
            path,
            &options,
            Arc::clone(&log_is_long),
            Arc::clone(&checkpoint_running),
        )?;
        let checkpoint = checkpoints.start()?;
        let waits_for_disk = synchronize.is_none() && options.synchronous == Synchronous::Full;
        let disk = match (synchronize, options.synchronous) {
            (Some(synchronize), _) => Disk::start(synchronize)?,
            (None, Synchronous::Full) => Disk::of(path)?,
            (None, Synchronous::Off) => Disk::ignored(),
        };
        let waiting = Arc::default();
        let shared = Shared { disk: Arc::clone(&disk), waiting: Arc::clone(&waiting), changes };
        let (writer, committer) = Writer::start(connection, (checkpoint, log_is_long), shared)?;
        if waits_for_disk {
            Filling::open(path, &writer)?.start()?;
        }
        let wait_timeout = options.wait_timeout;
        let readers = Readers::open(path.to_owned(), options)?;
        Ok(Self { writer, waiting, committer, checkpoint_running, disk, readers, wait_timeout })
    }

    /// Whether what is written can be made durable.
    pub(super) fn keeps_writes(&self) -> bool {
        self.disk.check().is_ok()
    }

    /// Returns when everything that was committed so far is on the disk.
    pub(super) async fn reach_disk(&self) -> Result<(), StoreError> {
        self.disk.reach().await
    }

    /// How often somebody had to wait for the disk, and for how long together.
    pub(super) fn disk_waits(&self) -> (u64, Duration) {
        self.disk.waits()
    }

    /// Lets the disk begin with everything that was committed so far.
    pub(super) fn begin_reaching_disk(&self) -> Result<(), StoreError> {
        self.disk.begin()
    }

    /// How long somebody waits for the writer.
    pub(super) const fn wait_timeout(&self) -> Duration {
        self.wait_timeout
    }

    /// Sees to it that everything that was committed so far is on the disk soon.
    pub(super) fn reach_disk_soon(&self) -> Result<(), StoreError> {
        self.disk.reach_soon()
    }

    /// The writer, when its turn comes. Somebody who already holds it, in a transaction, waits in vain and is told so.
    async fn writer(&self) -> Result<OwnedMutexGuard<Writer>, StoreError> {
        // Where it is free, no timer is needed. Nobody is overtaken: a writer that others wait for is never free.
        if let Ok(writer) = Arc::clone(&self.writer).try_lock_owned() {
            return Ok(writer);
        }
        let mut waiting = Waiting::begin(self);
        let writer = tokio::time::timeout(self.wait_timeout, Arc::clone(&self.writer).lock_owned())
            .await
            .map_err(|_| StoreError::Unavailable("the writer did not become free in time".into()))?;
        waiting.has_come = true;
        Ok(writer)
    }

    /// Starts a transaction, inside the open shared one if there is one.
    pub(super) async fn begin(&self) -> Result<SqliteTransaction, StoreError> {
        self.disk.check()?;
        SqliteTransaction::begin(self.writer().await?)
    }

    /// Starts one if nobody writes, or waits to, and never waits itself.
    pub(super) fn begin_now(&self) -> Option<SqliteTransaction> {
        self.disk.check().ok()?;
        SqliteTransaction::begin_now(Arc::clone(&self.writer).try_lock_owned().ok()?)
    }

    /// Starts reads of one state of the database.
    pub(super) async fn snapshot(&self) -> Result<SqliteSnapshot, StoreError> {
        SqliteSnapshot::begin(self.readers.take().await?)
    }

    /// Moves the whole log into the database, so that the next start finds nothing to recover.
    pub(super) async fn close(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        blocking(|| {
            // The committer of the last ones may still be on its way. Those who wait are told how it ended.
            let _ = writer.commit_group();
            // One that runs would make the log be left as it is.
            let _alone = self.checkpoint_running.lock();
            writer.is_closed = true;
            log::truncate(&writer.connection)
        })
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

    /// A read that an index bounds, of somebody who is about to write: on the connection that writes, where it is free. That one still has the pages in
    /// memory which the writes before it changed, while every connection that reads has to fetch all of its pages anew after each commit.
    pub(super) async fn read_before_writing<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let writer = Arc::clone(&self.writer).try_lock_owned().ok();
        if let Some(writer) = writer.filter(|writer| writer.is_free()) {
            debug_assert!(
                writer
                    .connection
                    .prepare_cached(&sql.sqlite_text())
                    .is_ok_and(|statement| statement.readonly()),
                "a read that writes"
            );
            match query(&writer.connection, sql, params, &from_row) {
                // It does not wait for other processes, as those that read do.
                Err(error) if error.is_conflict() => {}
                found => return found,
            }
        }
        self.read(sql, params, from_row).await
    }

    /// A read that may take long: other tasks of this thread are moved elsewhere meanwhile.
    pub(super) async fn long_read<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let reader = self.readers.take_for_long().await?;
        blocking(|| query(reader.connection()?, sql, params, from_row))
    }
}

/// Somebody who waits for the writer, and to whom those ahead may leave their commit.
struct Waiting<'a> {
    sqlite: &'a Sqlite,
    has_come: bool,
}

impl<'a> Waiting<'a> {
    fn begin(sqlite: &'a Sqlite) -> Self {
        sqlite.waiting.fetch_add(1, Ordering::AcqRel);
        Self { sqlite, has_come: false }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.sqlite.waiting.fetch_sub(1, Ordering::AcqRel);
        if !self.has_come {
            // Fails when the thread is gone, which then is told by whoever has something to commit.
            let _ = self.sqlite.committer.send(());
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

/// Makes the file, if it is not there yet, so that only this user can read it: SQLite itself would leave that to the umask. The files beside
/// it get its mode.
fn create_private(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let opened = std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    opened.map(drop).map_err(unavailable)
}

fn unavailable(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
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
        // The disk is waited for after the commit, by `disk`. Moving the log into the database waits for it all the same.
        if options.synchronous == Synchronous::Full { "NORMAL" } else { "OFF" },
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
            // Not by `to_string`, which writes through a formatter and takes twice as long.
            Self::Json(value) => ToSqlOutput::Owned(Value::Text(
                serde_json::to_string(value)
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?,
            )),
            Self::JsonText(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

#[cfg(test)]
mod tests;
