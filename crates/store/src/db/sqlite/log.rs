//! The write-ahead log: how it is moved into the database, and how it begins anew.
//!
//! **Checkpoints** run on a thread of their own, so that no request pays for moving the log into the database. Under steady writes such a
//! checkpoint never catches up with the log's end, and only a log that was moved whole begins anew; so when it has grown long, the next
//! committer moves the little that is left while nobody can write. A start after a crash then has little to read again. The log's file keeps
//! its length: to write over what is there is much cheaper to make durable than to make a file longer. For the same reason the thread fills
//! the file of a server that has just started with zeros up to the length it is going to have ([`Filling`]).

use std::{
    fs::File,
    os::unix::fs::FileExt as _,
    path::Path,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use parking_lot::Mutex;
use rusqlite::Connection;

use super::{SqliteOptions, StoreError, connect, disk, writer::Writer};

/// How often the log is moved into the database, at the least.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(1);
/// From how many pages on the log is long: 32 MiB.
pub(super) const LONG_LOG_PAGES: i64 = 8_192;
/// How long the log's file is made, in bytes: a long log, and what is written until it begins anew. Less than what is kept of it.
pub(super) const FILLED_BYTES: u64 = 36 << 20;
/// So much of it at once, in bytes: while it is written nobody else can write.
const PIECE_BYTES: usize = 256 << 10;
/// Between two pieces others have the disk.
const PIECE_PAUSE: Duration = Duration::from_millis(2);
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

    /// Starts the thread on which they run, each second and when the other end of `signals` asks for one; it ends when that is dropped. The
    /// log's file is filled there too, where it is worth it.
    pub(super) fn start(
        mut self,
        signals: mpsc::Receiver<()>,
        mut filling: Option<Filling>,
    ) -> Result<(), StoreError> {
        let work = move || {
            while !matches!(signals.recv_timeout(CHECKPOINT_INTERVAL), Err(RecvTimeoutError::Disconnected)) {
                if let Err(error) = self.run() {
                    tracing::warn!(error.message = %error, "the write-ahead log could not be moved into the database");
                }
                if let Some(Err(error)) = filling.as_ref().map(Filling::run) {
                    tracing::warn!(error.message = %error, "the write-ahead log could not be given its length beforehand");
                    filling = None;
                }
            }
        };
        let started = std::thread::Builder::new().name("sqlite-checkpoint".to_owned()).spawn(work);
        started.map(drop).map_err(|error| StoreError::Unavailable(Box::new(error)))
    }
}

/// Makes the log's file as long as it is going to be, before commits have to: to make the zeros durable that it is filled with costs them
/// nothing. They are behind everything the log holds, and no commit: reading the log ends where the first of them is.
///
/// What is only reserved (`fallocate`) would be no cheaper to write to than what is not there.
pub(super) struct Filling {
    /// Opened for this alone: what goes wrong on the disk is told once to each who has opened the file.
    pub(super) file: File,
    writer: Weak<tokio::sync::Mutex<Writer>>,
}

impl Filling {
    /// Of the log of the database at `path`, which `writer` has opened.
    pub(super) fn open(path: &Path, writer: Weak<tokio::sync::Mutex<Writer>>) -> Result<Self, StoreError> {
        Ok(Self { file: disk::open_log(path)?, writer })
    }

    /// Fills the file, piece by piece, as long as nobody else writes. What is left is for the next time.
    pub(super) fn run(&self) -> Result<(), StoreError> {
        while self.fill_piece()? {
            self.file.sync_data().map_err(unavailable)?;
            std::thread::sleep(PIECE_PAUSE);
        }
        Ok(())
    }

    /// Whether a piece was written. It is where nobody else writes, in this process or another: then nothing is put behind what is there, and
    /// nobody takes it away.
    fn fill_piece(&self) -> Result<bool, StoreError> {
        let length = self.file.metadata().map_err(unavailable)?.len();
        let Some(writer) = self.writer.upgrade().filter(|_| length < FILLED_BYTES) else { return Ok(false) };
        let writer = writer.blocking_lock_owned();
        let Some(_alone) = writer.alone()? else { return Ok(false) };
        let length = self.file.metadata().map_err(unavailable)?.len();
        let missing = usize::try_from(FILLED_BYTES.saturating_sub(length)).unwrap_or(usize::MAX);
        let piece = vec![0; missing.min(PIECE_BYTES)];
        self.file.write_all_at(&piece, length).map_err(|error| {
            // A full disk: what there is of it is for the log itself.
            let _ = self.file.set_len(length);
            unavailable(error)
        })?;
        Ok(!piece.is_empty())
    }
}

fn unavailable(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}
