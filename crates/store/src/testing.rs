//! Databases for tests: a fresh SQLite file, or a fresh schema in the PostgreSQL that `cargo xtask test` starts; and the only way to run SQL
//! outside this crate, for tests that need what no function of it does.

mod schema;

use std::sync::atomic::{AtomicU64, Ordering};

pub use schema::contents;
#[cfg(test)]
pub(crate) use schema::{Table, schema};

use crate::db::{Db, Param, PostgresOptions, Sql, SqliteOptions, StoreError, Synchronous};

/// The environment variable that names the PostgreSQL database for tests.
pub const POSTGRES_VARIABLE: &str = "GUILDHALL_TEST_POSTGRES";

/// A database that is gone when this is dropped.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Keeps the SQLite file alive.
    _folder: Option<tempfile::TempDir>,
}

impl TestDb {
    /// A fresh SQLite database in a temporary folder.
    ///
    /// # Panics
    /// When there is none to be had: the test has failed.
    #[expect(clippy::expect_used, reason = "a test without its database has failed")]
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = SqliteOptions { synchronous: Synchronous::Off, ..SqliteOptions::default() };
        let db =
            Db::open_sqlite(&folder.path().join("test.db"), options).await.expect("a fresh SQLite database");
        Self { db, _folder: Some(folder) }
    }

    /// A fresh schema in PostgreSQL, or `None` (said on standard error) when no server is named.
    ///
    /// # Panics
    /// When there is none to be had: the test has failed.
    #[expect(clippy::expect_used, reason = "a test without its database has failed")]
    pub async fn postgres() -> Option<Self> {
        let url = Self::postgres_url().await?;
        let options = PostgresOptions { connections: 8, ..PostgresOptions::default() };
        let db = Db::open_postgres(&url, options).await.expect("a fresh PostgreSQL schema");
        Some(Self { db, _folder: None })
    }

    /// The URL of a fresh, empty schema in PostgreSQL, for tests of the whole program; `None` as for [`Self::postgres`].
    ///
    /// # Panics
    /// When there is none to be had: the test has failed.
    #[expect(clippy::expect_used, reason = "a test without its database has failed")]
    pub async fn postgres_url() -> Option<String> {
        #[expect(
            clippy::disallowed_methods,
            reason = "tests are told by the environment where PostgreSQL is"
        )]
        let Ok(url) = std::env::var(POSTGRES_VARIABLE) else {
            #[expect(clippy::print_stderr, reason = "a half that is left out must be seen")]
            {
                eprintln!(
                    "PostgreSQL half left out: `cargo xtask test` starts one and sets {POSTGRES_VARIABLE}"
                );
            }
            return None;
        };
        Some(fresh_schema(&url).await.expect("a fresh PostgreSQL schema"))
    }
}

/// Makes a schema that no other test uses, and returns the URL that leads to it.
async fn fresh_schema(url: &str) -> Result<String, StoreError> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let schema = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let connection = tokio::spawn(connection);
    client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await?;
    drop(client);
    let _ = connection.await;
    let separator = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{separator}options=-csearch_path%3D{schema}"))
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
