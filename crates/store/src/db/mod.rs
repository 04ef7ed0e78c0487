//! Two drivers behind one small interface: rusqlite for the embedded database, tokio-postgres for a shared one.
//!
//! Every statement is one `&'static str` in the subset both databases speak, with `$1`-style parameters. No type of a driver leaves this
//! module, so that a driver can be exchanged here alone. What differs between the two is decided here once:
//!
//! * SQLite has one writer behind a fair lock whose transactions share commits (see [`sqlite`]), and a pool of readers whose bounded
//!   reads run inline, because a point read costs less than handing it to another thread.
//! * Whoever waits for a connection or for the writer gives up after [`WAIT_TIMEOUT`], on both databases.
//! * A transaction in which a statement failed is never committed: PostgreSQL would undo it and say that all went well, SQLite would keep
//!   the rest of it.
//! * PostgreSQL has a pool; a transaction that is dropped half way takes its connection with it, so that no open transaction ever
//!   returns to the pool, and one that loses a deadlock or serialization conflict is run again.
//!
//! It does not know what is stored; the folders beside it do.

mod durability;
mod error;
mod exec;
mod migrate;
mod param;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod together;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

pub use durability::{Intent, Kept, within_the_answer};
pub use error::StoreError;
pub use exec::{Exec, STATEMENTS};
#[cfg(any(test, feature = "testing"))]
pub(crate) use migrate::fingerprint as fingerprint_of_migrations;
pub use param::{Param, ToParam};
pub use postgres::PostgresOptions;
pub(crate) use row::Row;
pub use sqlite::{SqliteOptions, Synchronous};
pub(crate) use statement::{ListBuilder, Sql};
use together::SharedPart;
pub use together::release_reads;
use tokio::sync::watch;

use crate::{
    audit_log,
    listing::Lists,
    tally::{self, Tallies},
};

/// How long a request waits for a connection, or for the writer, unless the settings say otherwise.
const WAIT_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a transaction is run before a conflict with others is reported to the caller.
const TRANSACTION_ATTEMPTS: u32 = 4;

/// A database. Cheap to clone; all clones share connections.
#[derive(Clone)]
pub struct Db {
    driver: Arc<Driver>,
    changes: watch::Sender<u64>,
    lists: Arc<Lists>,
    tallies: Arc<Tallies>,
}

enum Driver {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match *self.driver {
            Driver::Sqlite(_) => "Db(SQLite)",
            Driver::Postgres(_) => "Db(PostgreSQL)",
        })
    }
}

impl Db {
    /// Opens (and creates) the SQLite database at `path` and brings its schema up to date.
    pub async fn open_sqlite(path: &Path, options: SqliteOptions) -> Result<Self, StoreError> {
        let changes = watch::Sender::new(0);
        let sqlite = sqlite::Sqlite::open(path, options, changes.clone())?;
        let db = Self {
            driver: Arc::new(Driver::Sqlite(sqlite)),
            changes,
            lists: Arc::default(),
            tallies: Arc::default(),
        };
        migrate::run(&db).await?;
        Ok(db)
    }

    /// The SQLite database at `path`, which exists, on a disk that is a test's.
    #[cfg(test)]
    pub(crate) fn open_sqlite_on(path: &Path, synchronize: sqlite::Synchronize) -> Result<Self, StoreError> {
        let changes = watch::Sender::new(0);
        let sqlite =
            sqlite::Sqlite::open_on(path, SqliteOptions::default(), changes.clone(), Some(synchronize))?;
        Ok(Self {
            driver: Arc::new(Driver::Sqlite(sqlite)),
            changes,
            lists: Arc::default(),
            tallies: Arc::default(),
        })
    }

    /// Connects to the PostgreSQL database that `url` names and brings its schema up to date.
    pub async fn open_postgres(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let postgres = postgres::Postgres::connect(url, options)?;
        let db = Self {
            driver: Arc::new(Driver::Postgres(Box::new(postgres))),
            changes: watch::Sender::new(0),
            lists: Arc::default(),
            tallies: Arc::default(),
        };
        migrate::run(&db).await?;
        if let Driver::Postgres(postgres) = &*db.driver {
            postgres.listen(db.changes.clone());
        }
        Ok(db)
    }

    /// The handle through which store functions run single statements, each its own transaction.
    pub fn exec(&self) -> Exec<'_> {
        Exec::Pool(self)
    }

    /// Moves whenever this or (on PostgreSQL) another node has committed a change announced with [`Transaction::announce_change`].
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Tells this node's watchers that something changed which nobody announced.
    pub fn notice_change(&self) {
        self.changes.send_modify(|version| *version = version.wrapping_add(1));
    }

    /// Leaves the database as a start finds it soonest. To be called when nothing is written any more; the handle stays usable.
    ///
    /// # Errors
    /// When counts could not be written, records not be filed, or the log not be moved into the database: the next start does what it can of it.
    pub async fn close(&self) -> Result<(), StoreError> {
        let counted = tally::write_down(self).await;
        let filed = loop {
            match audit_log::file(self, audit_log::FILED_AT_ONCE).await {
                Ok(0) => break Ok(()),
                Ok(_) => {}
                Err(error) => break Err(error),
            }
        };
        match &*self.driver {
            Driver::Sqlite(sqlite) => sqlite.close().await.and(filed).and(counted),
            Driver::Postgres(_) => counted,
        }
    }

    /// What this node has counted and not written down.
    pub(crate) fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    /// What this node remembers of lists.
    pub(crate) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Whether this is PostgreSQL, for start-up messages and tests.
    pub fn is_postgres(&self) -> bool {
        matches!(*self.driver, Driver::Postgres(_))
    }

    /// Runs `work` as one transaction: committed (durably) when it returns `Ok`, rolled back when it returns `Err` or is dropped.
    ///
    /// `work` may run again from the start when the database breaks a deadlock, so it must not have effects of its own. It is a plain
    /// closure that returns a future, and gets the transaction by value, because futures of async closures over references cannot be
    /// shown to be `Send`, which every handler needs.
    pub async fn transaction<T, E, F>(&self, work: impl Fn(Transaction) -> F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
        E: From<StoreError> + AsStoreError,
    {
        let value = self.transaction_off_disk(work).await?;
        self.on_disk().await?;
        Ok(value)
    }

    /// As [`Self::transaction`], but returns when it is committed, which on SQLite is before it is durable: nobody may be told of it before
    /// [`Self::on_disk`] has returned.
    pub(crate) async fn transaction_off_disk<T, E, F>(&self, work: impl Fn(Transaction) -> F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
        E: From<StoreError> + AsStoreError,
    {
        let mut attempt = 1;
        loop {
            let transaction = Arc::new(self.begin().await?);
            let result = work(Transaction(Arc::clone(&transaction))).await;
            let transaction = Arc::into_inner(transaction)
                .ok_or_else(|| StoreError::Unavailable("a transaction was kept open".into()))?;
            let result = match result {
                Ok(value) => self.commit(transaction).await.map(|()| value).map_err(E::from),
                Err(error) => {
                    transaction.roll_back().await;
                    Err(error)
                }
            };
            match result {
                Err(error)
                    if attempt < TRANSACTION_ATTEMPTS
                        && error.as_store_error().is_some_and(StoreError::is_conflict) =>
                {
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    /// Runs `work`, whose reads all see one state of the database, whatever others commit meanwhile. Writes fail in it.
    pub async fn snapshot<T, E, F>(&self, work: impl FnOnce(Transaction) -> F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
        E: From<StoreError>,
    {
        // It may read much, and nothing of it is written to.
        release_reads();
        let kind = match &*self.driver {
            Driver::Sqlite(sqlite) => TransactionKind::SqliteSnapshot(sqlite.snapshot().await?),
            Driver::Postgres(postgres) => TransactionKind::Postgres(postgres.snapshot().await?),
        };
        let transaction = Arc::new(OpenTransaction::new(kind));
        let result = work(Transaction(Arc::clone(&transaction))).await;
        if let Some(transaction) = Arc::into_inner(transaction) {
            transaction.roll_back().await;
        }
        result
    }

    async fn begin(&self) -> Result<OpenTransaction, StoreError> {
        let kind = match &*self.driver {
            Driver::Sqlite(sqlite) => match self.shared(sqlite).await? {
                Some(shared) => TransactionKind::SqlitePart(shared.begin()?),
                None => TransactionKind::Sqlite(sqlite.begin().await?),
            },
            Driver::Postgres(postgres) => TransactionKind::Postgres(postgres.begin().await?),
        };
        Ok(OpenTransaction::new(kind))
    }

    async fn commit(&self, transaction: OpenTransaction) -> Result<(), StoreError> {
        if transaction.has_failed.load(Ordering::Relaxed) {
            transaction.roll_back().await;
            return Err(StoreError::Database(
                "a transaction went on after one of its statements had failed".into(),
            ));
        }
        let announces = transaction.announces.into_inner();
        match transaction.kind {
            TransactionKind::Sqlite(transaction) => transaction.commit(announces).await,
            TransactionKind::SqlitePart(part) => part.keep(announces),
            TransactionKind::SqliteSnapshot(_) => Ok(()),
            TransactionKind::Postgres(transaction) => {
                transaction.commit().await?;
                // The database tells this node too, a moment later.
                if announces {
                    self.notice_change();
                }
                Ok(())
            }
        }
    }
}

/// Lets [`Db::transaction`] see whether a caller's error stems from a conflict that is worth another attempt.
pub trait AsStoreError {
    /// The store's error inside this one, if that is what it is.
    fn as_store_error(&self) -> Option<&StoreError>;
}

impl AsStoreError for StoreError {
    fn as_store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

/// An open transaction. Made by [`Db::transaction`] only; dropping it undoes it.
pub struct Transaction(Arc<OpenTransaction>);

struct OpenTransaction {
    kind: TransactionKind,
    announces: AtomicBool,
    /// Whether one of its statements failed: then nothing of it is stored.
    has_failed: AtomicBool,
}

enum TransactionKind {
    Sqlite(sqlite::SqliteTransaction),
    SqlitePart(SharedPart),
    SqliteSnapshot(sqlite::SqliteSnapshot),
    Postgres(postgres::PostgresTransaction),
}

impl Transaction {
    /// The handle through which store functions run inside this transaction.
    pub fn exec(&self) -> Exec<'_> {
        Exec::Transaction(self)
    }

    /// Tells every node, once this transaction is committed, that cached configuration may be out of date.
    pub(crate) async fn announce_change(&self) -> Result<(), StoreError> {
        self.0.announces.store(true, Ordering::Relaxed);
        let told = match &self.0.kind {
            TransactionKind::Sqlite(_) | TransactionKind::SqlitePart(_) => Ok(()),
            TransactionKind::SqliteSnapshot(_) => Err(read_only()),
            TransactionKind::Postgres(transaction) => transaction.notify().await,
        };
        self.0.note(told)
    }
}

fn read_only() -> StoreError {
    StoreError::Database("a snapshot is for reading alone".into())
}

impl OpenTransaction {
    fn new(kind: TransactionKind) -> Self {
        Self { kind, announces: AtomicBool::new(false), has_failed: AtomicBool::new(false) }
    }

    /// Remembers that a statement of it failed.
    fn note<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if result.is_err() {
            self.has_failed.store(true, Ordering::Relaxed);
        }
        result
    }

    async fn roll_back(self) {
        match self.kind {
            TransactionKind::Sqlite(transaction) => drop(transaction),
            TransactionKind::SqlitePart(part) => drop(part),
            TransactionKind::SqliteSnapshot(snapshot) => drop(snapshot),
            TransactionKind::Postgres(transaction) => transaction.roll_back().await,
        }
    }
}

#[cfg(test)]
mod tests;
