//! Databases for tests: a fresh SQLite file, or a fresh database in the PostgreSQL that `cargo xtask test` starts; and the only way to run SQL
//! outside this crate, for tests that need what no function of it does.

mod postgres;
mod schema;

pub use postgres::TestPostgres;
pub use schema::contents;
#[cfg(test)]
pub(crate) use schema::{Table, schema};

use crate::db::{Db, Param, PostgresOptions, Sql, SqliteOptions, Synchronous};

/// A database that is gone when this is dropped.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Keeps the database alive.
    _place: Place,
}

/// Where the database is; takes it away when dropped.
enum Place {
    Folder { _folder: tempfile::TempDir },
    Server { _database: TestPostgres },
}

impl TestDb {
    /// A fresh SQLite database in a temporary folder.
    ///
    /// # Panics
    /// When there is none to be had: the test has failed.
    pub async fn sqlite() -> Self {
        Self::sqlite_with(SqliteOptions { synchronous: Synchronous::Off, ..SqliteOptions::default() }).await
    }

    /// As [`Self::sqlite`], opened with these options.
    #[expect(clippy::expect_used, reason = "a test without its database has failed")]
    pub(crate) async fn sqlite_with(options: SqliteOptions) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db =
            Db::open_sqlite(&folder.path().join("test.db"), options).await.expect("a fresh SQLite database");
        Self { db, _place: Place::Folder { _folder: folder } }
    }

    /// A fresh database in PostgreSQL with all tables, or `None` (said on standard error) when no server is named.
    ///
    /// # Panics
    /// When there is none to be had: the test has failed.
    pub async fn postgres() -> Option<Self> {
        Self::postgres_with(PostgresOptions { connections: 8, ..PostgresOptions::default() }).await
    }

    /// As [`Self::postgres`], opened with these options.
    #[expect(clippy::expect_used, reason = "a test without its database has failed")]
    pub(crate) async fn postgres_with(options: PostgresOptions) -> Option<Self> {
        let database = TestPostgres::migrated().await?;
        let db = Db::open_postgres(database.url(), options).await.expect("a fresh PostgreSQL database");
        Some(Self { db, _place: Place::Server { _database: database } })
    }
}

/// Runs a write that no function of this crate does.
///
/// # Panics
/// When the database refuses it.
#[expect(clippy::expect_used, reason = "a test that cannot set its scene has failed")]
pub async fn execute(db: &Db, sql: &str, params: &[Param<'_>]) {
    db.exec().execute(Sql::generated(sql.to_owned()), params).await.expect("a write of a test");
}

/// Reads one number, such as a count.
///
/// # Panics
/// When the database refuses to read it, or there is no row.
#[expect(clippy::expect_used, reason = "a test that cannot look has failed")]
pub async fn read_number(db: &Db, sql: &str, params: &[Param<'_>]) -> i64 {
    let found = db.exec().optional(Sql::generated(sql.to_owned()), params, |row| row.int(0)).await;
    found.expect("a read of a test").expect("a row")
}

/// Defines tests that run on both databases: `async fn sentence(db: Db) { … }` becomes `sentence::sqlite` and `sentence::postgres`.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident: Db) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "a test may need nothing of its parent")]
            use super::*;

            async fn run($db: $crate::db::Db) $body

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let test = $crate::testing::TestDb::sqlite().await;
                run(test.db.clone()).await;
            }

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(test) = $crate::testing::TestDb::postgres().await {
                    run(test.db.clone()).await;
                }
            }
        }
    )+};
}
