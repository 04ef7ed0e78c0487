//! The connections that read, and how they are shared out.
//!
//! Point reads are what every request lives by, so reads that may take long get half of the connections only: any number of searches leaves
//! the other half alone. A connection that was given up is opened anew by whoever finds it missing.

use std::{path::PathBuf, sync::Arc};

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Param, Row, Sql, SqliteOptions, StoreError, blocking, connect, query};

/// The connections that read.
pub(super) struct Readers {
    path: PathBuf,
    options: SqliteOptions,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
    /// Of those that are free, what long reads may take.
    free_for_long: Arc<Semaphore>,
}

/// A connection that reads, given back when this is dropped, also by a panic.
pub(super) struct Reader {
    /// `Some` until it is given back.
    pub(super) connection: Option<Connection>,
    readers: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
    permit_for_long: Option<OwnedSemaphorePermit>,
}

impl Readers {
    pub(super) fn open(path: PathBuf, options: SqliteOptions) -> Result<Arc<Self>, StoreError> {
        // One for point reads is always left.
        let count = options.readers.max(2);
        let readers = Self {
            path,
            options,
            idle: Mutex::default(),
            free: Arc::new(Semaphore::new(count)),
            free_for_long: Arc::new(Semaphore::new(count / 2)),
        };
        let idle = (0..count).map(|_| readers.connect()).collect::<Result<Vec<_>, _>>()?;
        readers.idle.lock().extend(idle);
        Ok(Arc::new(readers))
    }

    fn connect(&self) -> Result<Connection, StoreError> {
        let connection = connect(&self.path, &self.options)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }

    /// A connection for reads that an index bounds.
    pub(super) async fn take(self: &Arc<Self>) -> Result<Reader, StoreError> {
        let permit = self.permit(&self.free).await?;
        let idle = self.idle.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => blocking(|| self.connect())?,
        };
        Ok(Reader {
            connection: Some(connection),
            readers: Arc::clone(self),
            _permit: permit,
            permit_for_long: None,
        })
    }

    /// A connection for reads that may take long.
    pub(super) async fn take_for_long(self: &Arc<Self>) -> Result<Reader, StoreError> {
        let permit = self.permit(&self.free_for_long).await?;
        let mut reader = self.take().await?;
        reader.permit_for_long = Some(permit);
        Ok(reader)
    }

    async fn permit(&self, free: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, StoreError> {
        // Where there is one, no timer is needed.
        if let Ok(permit) = Arc::clone(free).try_acquire_owned() {
            return Ok(permit);
        }
        match tokio::time::timeout(self.options.wait_timeout, Arc::clone(free).acquire_owned()).await {
            Ok(permit) => permit.map_err(|error| StoreError::Unavailable(Box::new(error))),
            Err(_) => Err(StoreError::Unavailable("no reading connection became free in time".into())),
        }
    }
}

impl Reader {
    pub(super) fn connection(&self) -> Result<&Connection, StoreError> {
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

/// Reads of one state of the database. It is that of the first read.
pub(in super::super) struct SqliteSnapshot(Mutex<Reader>);

impl SqliteSnapshot {
    pub(super) fn begin(reader: Reader) -> Result<Self, StoreError> {
        reader.connection()?.execute_batch("BEGIN DEFERRED")?;
        Ok(Self(Mutex::new(reader)))
    }

    pub(in super::super) fn query<T>(
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
            tracing::error!(error.message = %domain::causes(&error), "a reading connection was given up");
            reader.connection = None;
        }
    }
}
