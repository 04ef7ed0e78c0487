//! What gives the log's file its length before commits have to.
//!
//! A commit that makes the file longer has more to make durable than one that writes over what is there. So soon after the start the file is
//! filled with zeros, piece by piece, up to the length that it is going to have. They are behind everything the log holds, and are no commit:
//! reading the log ends where the first of them is. What is only reserved (`fallocate`) would be no cheaper to write to than what is not there.
//!
//! It is done once: what another process does to the file later, when it closes the database, is for the commits to make good.

use std::{
    fs::File,
    io,
    ops::ControlFlow::{self, Break, Continue},
    os::unix::fs::FileExt as _,
    path::Path,
    sync::{Arc, Weak},
    time::Duration,
};

use super::{
    KEPT_LOG_BYTES, StoreError, disk,
    log::LONG_LOG_PAGES,
    unavailable,
    writer::{SharedWriter, Writer},
};

/// How long the file is made, in bytes: as a long log, and what is written until it begins anew.
pub(super) const FILLED_BYTES: u64 = 36 << 20;
const _: () = assert!(
    LONG_LOG_PAGES.cast_unsigned() * (4_096 + 24) < FILLED_BYTES
        && FILLED_BYTES < KEPT_LOG_BYTES.cast_unsigned(),
    "more than a long log, and less than is cut off"
);
/// So many times as much must be free on the disk: what there is of a full one is for what is stored.
pub(super) const ROOM: u64 = 10;
/// When it begins: what is done sooner, such as most commands, needs no long log.
const DELAY: Duration = Duration::from_secs(1);
/// So much is written at once, in bytes: meanwhile nobody else can write.
const PIECE_BYTES: u64 = 256 << 10;
/// Between two pieces others have the disk.
const PAUSE: Duration = Duration::from_millis(2);
/// When to come back where somebody writes.
const RETRY_AFTER: Duration = Duration::from_millis(50);

/// What fills the file.
pub(super) struct Filling {
    /// Opened for this alone: what goes wrong on the disk is told once to each who has opened the file.
    pub(super) file: File,
    /// How much is free on the disk, in bytes; none where nobody says.
    pub(super) free_bytes: u64,
    writer: Weak<tokio::sync::Mutex<Writer>>,
}

impl Filling {
    /// Of the log of the database at `path`, which `writer` has opened.
    pub(super) fn open(path: &Path, writer: &SharedWriter) -> Result<Self, StoreError> {
        let file = disk::open_log(path)?;
        let disk = rustix::fs::fstatvfs(&file);
        let free_bytes = disk.map_or(0, |disk| disk.f_bavail.saturating_mul(disk.f_frsize));
        Ok(Self { file, free_bytes, writer: Arc::downgrade(writer) })
    }

    /// Starts the thread that fills the file and then ends; with the writer, if that ends first.
    pub(super) fn start(self) -> Result<(), StoreError> {
        let work = move || {
            std::thread::sleep(DELAY);
            if let Err(error) = self.run() {
                tracing::info!(error.message = %error, "the write-ahead log could not be given its length: until it has grown, answers wait longer for the disk");
            }
        };
        let started = std::thread::Builder::new().name("sqlite-fill".to_owned()).spawn(work);
        started.map(drop).map_err(unavailable)
    }

    /// Fills the file.
    pub(super) fn run(&self) -> io::Result<()> {
        let (free_bytes, needed_bytes) = (self.free_bytes, FILLED_BYTES * ROOM);
        if free_bytes < needed_bytes {
            tracing::info!(
                free_bytes,
                needed_bytes,
                "the write-ahead log is not given its length: until it has grown, answers wait longer for the disk"
            );
            return Ok(());
        }
        while let Continue(pause) = self.fill_piece()? {
            std::thread::sleep(pause);
        }
        Ok(())
    }

    /// Writes a piece where nobody else writes, in this process or another: then nothing is put behind what is there, and nobody takes it away.
    /// Tells for how long to wait before the next.
    pub(super) fn fill_piece(&self) -> io::Result<ControlFlow<(), Duration>> {
        {
            let Some(writer) = self.writer.upgrade() else { return Ok(Break(())) };
            let writer = writer.blocking_lock_owned();
            if writer.is_closed {
                return Ok(Break(()));
            }
            let Some(_alone) = writer.lock_others_out().map_err(io::Error::other)? else {
                return Ok(Continue(RETRY_AFTER));
            };
            let length = self.file.metadata()?.len();
            let piece = FILLED_BYTES.saturating_sub(length).min(PIECE_BYTES);
            if piece == 0 {
                return Ok(Break(()));
            }
            let zeros = vec![0; usize::try_from(piece).unwrap_or(0)];
            self.file.write_all_at(&zeros, length)?;
        }
        self.file.sync_data()?;
        Ok(Continue(PAUSE))
    }
}
