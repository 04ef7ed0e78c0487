//! What one answer reads and writes in one transaction, on SQLite.
//!
//! A step of a sign-in takes an interaction, signs in to a session, begins the next interaction and records all of it: each a transaction of
//! its own, which takes the database's locks, writes its pages to the log, and makes every reading connection forget what it knew. Within
//! [`Db::together`] the first of them opens a transaction that the others are part of, and so are reads from then on, which would not see
//! them otherwise; it is committed at the end. Each remains all or nothing by itself: one that fails is undone, and nothing else is.
//!
//! Nobody else writes meanwhile. So what is run so waits for nothing but the database once it has written: not for other tasks that write, and
//! not for anybody on the network. [`Db::settle`] commits what was written so far, before something that takes long.
//!
//! **Reads ahead of the first write** open that transaction too, where nobody else writes: what they found is then what the writes meet, and
//! the database's locks are taken once. As long as nothing was written it is given back as soon as the work waits for anything at all, and
//! opened again by the next read or write; and before what takes long without waiting ([`release_reads`]). So nobody waits for somebody who
//! reads for longer than those reads take.
//!
//! On PostgreSQL, where nobody waits for another's writes, everything is as if this did not exist.

use std::{future::poll_fn, pin::pin, sync::Arc};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{
    Db, Driver, Param, Row, Sql, StoreError,
    sqlite::{Sqlite, SqliteTransaction},
};

tokio::task_local! {
    static TOGETHER: Arc<Together>;
}

/// What is written together.
struct Together {
    /// The database: writes to another one are their own.
    driver: Arc<Driver>,
    open: Arc<Mutex<Open>>,
}

/// The transaction that is shared.
#[derive(Default)]
pub(super) struct Open {
    /// Since the first write, and before it while reads go on.
    transaction: Option<SqliteTransaction>,
    /// Whether something was written in it.
    has_written: bool,
    /// Whether it was said that something takes long: reads do not open it from then on.
    is_settled: bool,
    /// Whether something in it changed cached configuration.
    announces: bool,
    /// Whether what was written is lost: then nothing more is written, and nothing is said to be.
    is_broken: bool,
}

impl Open {
    /// Gives back what was opened to read.
    fn end_reads(&mut self) {
        if !self.has_written {
            self.transaction = None;
        }
    }

    fn transaction(&self) -> Result<&SqliteTransaction, StoreError> {
        self.transaction.as_ref().ok_or_else(|| StoreError::Unavailable("the transaction has ended".into()))
    }
}

impl Together {
    /// Gives back what was opened to read. Somebody who holds it is writing.
    fn end_reads(&self) {
        if let Ok(mut open) = self.open.try_lock() {
            open.end_reads();
        }
    }
}

/// Lets others write, where what is done here together has only read so far. To be called before what takes long and waits for nothing, so that nothing
/// else says it.
pub fn release_reads() {
    let _ = TOGETHER.try_with(|together| together.end_reads());
}

fn lost() -> StoreError {
    StoreError::Unavailable("what was written together is lost".into())
}

impl Db {
    /// Runs `work`, all of whose writes are committed together at its end, whatever it returns; all of them are undone when it goes away
    /// before. Once it has written it waits for nothing but this database.
    ///
    /// # Errors
    /// When they could not be committed: then nothing was written.
    pub async fn together<T>(&self, work: impl Future<Output = T>) -> Result<T, StoreError> {
        if self.is_postgres() || self.writes_together().is_some() {
            return Ok(work.await);
        }
        let together = Arc::new(Together { driver: Arc::clone(&self.driver), open: Arc::default() });
        let mut work = pin!(TOGETHER.scope(Arc::clone(&together), work));
        let value = poll_fn(|context| {
            let polled = work.as_mut().poll(context);
            if polled.is_pending() {
                together.end_reads();
            }
            polled
        })
        .await;
        self.end(&together).await?;
        Ok(value)
    }

    /// Commits what was written so far within [`Self::together`], so that it is seen by everybody and others can write.
    ///
    /// # Errors
    /// When it could not be committed: then none of it was written.
    pub async fn settle(&self) -> Result<(), StoreError> {
        match self.writes_together() {
            Some(together) => {
                together.open.lock().await.is_settled = true;
                self.end(&together).await
            }
            None => Ok(()),
        }
    }

    /// Whether what is written here joins a transaction that is open already.
    pub fn is_open_together(&self) -> bool {
        let open = self.writes_together().map(|together| Arc::clone(&together.open));
        // Somebody who holds it is writing.
        open.is_some_and(|open| open.try_lock().map_or(true, |open| open.transaction.is_some()))
    }

    async fn end(&self, together: &Together) -> Result<(), StoreError> {
        let mut open = together.open.lock().await;
        if open.is_broken {
            return Err(lost());
        }
        open.end_reads();
        open.has_written = false;
        let announces = std::mem::take(&mut open.announces);
        let Some(transaction) = open.transaction.take() else { return Ok(()) };
        drop(open);
        transaction.commit(announces).await?;
        self.commits_reach_disk().await
    }

    fn writes_together(&self) -> Option<Arc<Together>> {
        let together = TOGETHER.try_with(Arc::clone).ok()?;
        Arc::ptr_eq(&together.driver, &self.driver).then_some(together)
    }

    /// Whether commits are left to the end of something, which waits for the disk then.
    pub(crate) fn is_together(&self) -> bool {
        self.writes_together().is_some()
    }

    /// The shared transaction, for a write within [`Self::together`].
    pub(super) async fn shared(&self, sqlite: &Sqlite) -> Result<Option<Shared>, StoreError> {
        let Some(together) = self.writes_together() else { return Ok(None) };
        let lock = Arc::clone(&together.open).lock_owned();
        // Whoever holds it already, in a transaction, waits in vain and is told so.
        let mut open = tokio::time::timeout(sqlite.wait_timeout(), lock)
            .await
            .map_err(|_| StoreError::Unavailable("a transaction within a transaction".into()))?;
        if open.is_broken {
            return Err(lost());
        }
        if open.transaction.is_none() {
            open.transaction = Some(sqlite.begin().await?);
        }
        let is_first = !std::mem::replace(&mut open.has_written, true);
        Ok(Some(Shared { open, is_first }))
    }

    /// The same for a read: where something was written before, or nobody else is writing. A read beside a transaction sees what is committed,
    /// here as elsewhere.
    pub(super) fn shared_by_reads(&self, sqlite: &Sqlite) -> Option<Shared> {
        let together = self.writes_together()?;
        let mut open = Arc::clone(&together.open).try_lock_owned().ok()?;
        if open.transaction.is_none() && !open.is_broken && !open.is_settled {
            open.transaction = sqlite.begin_now();
        }
        open.transaction.is_some().then_some(Shared { open, is_first: false })
    }

    /// The same for a read that may take long: only where it would miss what was written otherwise.
    pub(super) fn shared_by_long_reads(&self) -> Option<Shared> {
        let together = self.writes_together()?;
        let mut open = Arc::clone(&together.open).try_lock_owned().ok()?;
        open.end_reads();
        open.transaction.is_some().then_some(Shared { open, is_first: false })
    }
}

/// The shared transaction, for one statement.
pub(super) struct Shared {
    open: OwnedMutexGuard<Open>,
    /// Whether this is the first write in it.
    is_first: bool,
}

impl Shared {
    pub(super) fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.open.transaction()?.execute(sql, params)
    }

    pub(super) fn query<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.open.transaction()?.query(sql, params, from_row)
    }

    /// Whether a statement changes nothing: what was only read is given back at any time.
    pub(super) fn is_read(&self, sql: &Sql) -> bool {
        self.open.transaction().is_ok_and(|transaction| transaction.is_read(sql))
    }

    /// A part of it that is all or nothing.
    pub(super) fn begin(self) -> Result<SharedPart, StoreError> {
        // Where nothing was written before, to undo it is to undo all of it: SQLite need not keep a copy of each page that changes.
        if !self.is_first {
            self.open.transaction()?.begin_part()?;
        }
        Ok(SharedPart(Some(self)))
    }
}

/// A transaction within the shared one. Dropping it undoes it.
pub(super) struct SharedPart(Option<Shared>);

impl SharedPart {
    /// What it runs on.
    pub(super) fn shared(&self) -> Result<&Shared, StoreError> {
        self.0.as_ref().ok_or_else(|| StoreError::Unavailable("the transaction has ended".into()))
    }

    /// Makes it part of what is committed at the end. `announces` says that it changed cached configuration.
    pub(super) fn keep(mut self, announces: bool) -> Result<(), StoreError> {
        let shared = self.shared()?;
        let kept = if shared.is_first { Ok(()) } else { shared.open.transaction()?.keep_part() };
        if kept.is_ok()
            && let Some(mut shared) = self.0.take()
        {
            shared.open.announces |= announces;
        }
        kept
    }
}

impl Drop for SharedPart {
    fn drop(&mut self) {
        let Some(shared) = &mut self.0 else { return };
        if shared.is_first {
            shared.open.has_written = false;
            return shared.open.end_reads();
        }
        let undone = shared.open.transaction().and_then(SqliteTransaction::undo_part);
        if let Err(error) = undone {
            // Nothing of it must be kept, then, nor what came before it.
            tracing::error!(error.message = %domain::causes(&error), "the embedded database could not undo a transaction");
            shared.open.transaction = None;
            shared.open.is_broken = true;
        }
    }
}

#[cfg(test)]
mod tests;
