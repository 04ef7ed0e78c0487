//! Writes of one answer that are committed together, on SQLite.
//!
//! A step of a sign-in takes an interaction, signs in to a session, begins the next interaction and records all of it: each a transaction of
//! its own, which takes the database's locks, writes its pages to the log, and makes every reading connection forget what it knew. Within
//! [`Db::together`] the first of them opens a transaction that the others are part of, and so are reads from then on, which would not see
//! them otherwise; it is committed at the end. Each remains all or nothing by itself: one that fails is undone, and nothing else is.
//!
//! Nobody else writes meanwhile. So what is run so waits for nothing but the database once it has written: not for other tasks that write, and
//! not for anybody on the network. [`Db::settle`] commits what was written so far, before something that takes long.
//!
//! On PostgreSQL, where nobody waits for another's writes, everything is as if this did not exist.

use std::sync::Arc;

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
    /// Since the first write.
    transaction: Option<SqliteTransaction>,
    /// Whether something in it changed cached configuration.
    announces: bool,
    /// Whether what was written is lost: then nothing more is written, and nothing is said to be.
    is_broken: bool,
}

impl Open {
    fn transaction(&self) -> Result<&SqliteTransaction, StoreError> {
        self.transaction.as_ref().ok_or_else(|| StoreError::Unavailable("the transaction has ended".into()))
    }
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
        let value = TOGETHER.scope(Arc::clone(&together), work).await;
        self.end(&together).await?;
        Ok(value)
    }

    /// Commits what was written so far within [`Self::together`], so that it is seen by everybody and others can write.
    ///
    /// # Errors
    /// When it could not be committed: then none of it was written.
    pub async fn settle(&self) -> Result<(), StoreError> {
        match self.writes_together() {
            Some(together) => self.end(&together).await,
            None => Ok(()),
        }
    }

    /// Whether what is written here joins something that was written before, and is not committed yet.
    pub fn is_writing_together(&self) -> bool {
        let open = self.writes_together().map(|together| Arc::clone(&together.open));
        // Somebody who holds it is writing.
        open.is_some_and(|open| open.try_lock().map_or(true, |open| open.transaction.is_some()))
    }

    async fn end(&self, together: &Together) -> Result<(), StoreError> {
        let mut open = together.open.lock().await;
        if open.is_broken {
            return Err(lost());
        }
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
        Ok(Some(Shared(open)))
    }

    /// The same for a read, where something was written before. A read beside a transaction sees what is committed, here as elsewhere.
    pub(super) fn shared_by_reads(&self) -> Option<Shared> {
        let together = self.writes_together()?;
        let open = Arc::clone(&together.open).try_lock_owned().ok()?;
        open.transaction.is_some().then_some(Shared(open))
    }
}

/// The shared transaction, for one statement.
pub(super) struct Shared(OwnedMutexGuard<Open>);

impl Shared {
    pub(super) fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.0.transaction()?.execute(sql, params)
    }

    pub(super) fn query<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.0.transaction()?.query(sql, params, from_row)
    }

    /// A part of it that is all or nothing.
    pub(super) fn begin(self) -> Result<SharedPart, StoreError> {
        self.0.transaction()?.begin_part()?;
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
        let kept = self.shared()?.0.transaction()?.keep_part();
        if kept.is_ok()
            && let Some(mut shared) = self.0.take()
        {
            shared.0.announces |= announces;
        }
        kept
    }
}

impl Drop for SharedPart {
    fn drop(&mut self) {
        let Some(shared) = &mut self.0 else { return };
        let undone = shared.0.transaction().and_then(SqliteTransaction::undo_part);
        if let Err(error) = undone {
            // Nothing of it must be kept, then, nor what came before it.
            tracing::error!(error.message = %error, "the embedded database could not undo a transaction");
            shared.0.transaction = None;
            shared.0.is_broken = true;
        }
    }
}

#[cfg(test)]
mod tests;
