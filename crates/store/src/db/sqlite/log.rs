//! The write-ahead log: how it is moved into the database, and how it begins anew.
//!
//! **Checkpoints** run on a thread of their own, so that no request pays for moving the log into the database. Under steady writes such a
//! checkpoint never catches up with the log's end, and only a log that was moved whole begins anew; so when it has grown long, the next
//! committer moves the little that is left while nobody can write. A start after a crash then has little to read again. The log's file keeps
//! its length, which it is given soon after the start ([`super::filling`]): to write over what is there is much cheaper to make durable than to
//! make a file longer.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use parking_lot::Mutex;
use rusqlite::Connection;

use super::{SqliteOptions, StoreError, connect, unavailable};

/// How often the log is moved into the database, at the least.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(1);
/// From how many pages on the log is long: 32 MiB.
pub(super) const LONG_LOG_PAGES: i64 = 8_192;
/// How long moving the rest of a long log waits for those who still read from it.
const RESTART_PATIENCE: Duration = Duration::from_millis(50);

/// Lets the log begin anew, on the connection that writes.
pub(super) fn restart(writer: &Connection) -> Result<(), StoreError> {
    move_all(writer, "PRAGMA wal_checkpoint(RESTART)")
}

/// Lets the log begin anew and makes its file empty, on the connection that writes.
pub(super) fn truncate(writer: &Connection) -> Result<(), StoreError> {
    move_all(writer, "PRAGMA wal_checkpoint(TRUNCATE)")
}

/// Moves what is left of the log into the database, unless somebody reads from it for long: then it is for another time.
fn move_all(writer: &Connection, checkpoint: &str) -> Result<(), StoreError> {
    writer.busy_timeout(RESTART_PATIENCE)?;
    let result = writer.query_row(checkpoint, [], |_| Ok(()));
    writer.busy_timeout(Duration::ZERO)?;
    Ok(result?)
}

/// What moves the log beside those who write.
pub(super) struct Checkpoints {
    connection: Connection,
    /// Set when the log has grown long and the committer should let it begin anew.
    log_is_long: Arc<AtomicBool>,
    /// Held while one runs, so that whoever closes the database does not find it busy with this.
    running: Arc<Mutex<()>>,
    /// How many pages the log had when it was last told to begin anew. The number stays until somebody writes.
    restarted_at: Option<i64>,
}

impl Checkpoints {
    pub(super) fn open(
        path: &Path,
        options: &SqliteOptions,
        log_is_long: Arc<AtomicBool>,
        running: Arc<Mutex<()>>,
    ) -> Result<Self, StoreError> {
        let connection = connect(path, options)?;
        // Where somebody writes, the committer lets the log begin anew; this one does it only where nobody does.
        connection.busy_timeout(Duration::ZERO)?;
        Ok(Self { connection, log_is_long, running, restarted_at: None })
    }

    pub(super) fn run(&mut self) -> Result<(), rusqlite::Error> {
        let running = Arc::clone(&self.running);
        let _running = running.lock();
        let pages: i64 = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))?;
        if pages > LONG_LOG_PAGES && self.restarted_at != Some(pages) {
            let restart = "PRAGMA wal_checkpoint(RESTART)";
            let is_busy: bool = self.connection.query_row(restart, [], |row| row.get(0))?;
            self.restarted_at = (!is_busy).then_some(pages);
            self.log_is_long.store(is_busy, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Starts the thread on which they run, each second and when the returned end asks for one; it ends when that is dropped.
    pub(super) fn start(mut self) -> Result<mpsc::Sender<()>, StoreError> {
        let (sender, signals) = mpsc::channel();
        std::thread::Builder::new()
            .name("sqlite-checkpoint".to_owned())
            .spawn(move || {
                while !matches!(signals.recv_timeout(CHECKPOINT_INTERVAL), Err(RecvTimeoutError::Disconnected)) {
                    if let Err(error) = self.run() {
                        tracing::warn!(error.message = %domain::causes(&error), "the write-ahead log could not be moved into the database");
                    }
                }
            })
            .map_err(unavailable)?;
        Ok(sender)
    }
}
