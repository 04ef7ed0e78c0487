//! Databases of single tests in a PostgreSQL server. Each goes with its test: a run has thousands, of some megabytes each.

use domain::Entropy;
use tokio::sync::OnceCell;
use tokio_postgres::Client;

use crate::db::{Db, PostgresOptions, StoreError, fingerprint_of_migrations};

/// The environment variable that names the PostgreSQL server for tests: any database of it, as a user who may make others.
const POSTGRES_VARIABLE: &str = "GUILDHALL_TEST_POSTGRES";

/// What every server has, and nobody is connected to.
const EMPTY: &str = "template0";

/// Held by the process that makes the template.
const TEMPLATE_LOCK: &str = "SELECT pg_advisory_lock(7236850135)";

/// A database of one test, which is gone when this is dropped, whoever is still connected to it.
pub struct TestPostgres {
    /// Any other database of the same server.
    server: String,
    name: String,
    url: String,
}

impl TestPostgres {
    /// A fresh, empty database, for tests of the whole program and of migrations; `None` (said on standard error) when no server is named.
    ///
    /// # Panics
    /// When there is none to be had: the test has failed.
    pub async fn empty() -> Option<Self> {
        Some(Self::copied(server()?, EMPTY).await)
    }

    /// A fresh database with all tables; `None` as for [`Self::empty`].
    ///
    /// # Panics
    /// As [`Self::empty`].
    pub(super) async fn migrated() -> Option<Self> {
        static MIGRATED: OnceCell<String> = OnceCell::const_new();
        let server = server()?;
        let template = MIGRATED.get_or_init(|| template(&server)).await;
        Some(Self::copied(server, template).await)
    }

    /// Where the database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    #[expect(clippy::expect_used, reason = "a test without its database has failed")]
    async fn copied(server: String, template: &str) -> Self {
        // Several runs may share a server.
        let name = format!("guildhall_test_{}", (&domain::SystemEntropy as &dyn Entropy).id_21());
        let made = format!("CREATE DATABASE {name} TEMPLATE {template}");
        execute(&server, &[&made]).await.expect("a fresh PostgreSQL database");
        let url = url_of(&server, &name);
        Self { server, name, url }
    }
}

impl Drop for TestPostgres {
    fn drop(&mut self) {
        let take_away = || -> Result<(), Box<dyn std::error::Error>> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            Ok(runtime.block_on(execute(&self.server, &[&sql]))?)
        };
        // On a thread of its own: a test drops it within its own runtime, or while it panics.
        let taken = std::thread::scope(|scope| scope.spawn(|| take_away().is_ok()).join());
        if !taken.unwrap_or(false) {
            #[expect(clippy::print_stderr, reason = "what stays behind must be seen")]
            {
                eprintln!("the database {} stays behind", self.name);
            }
        }
    }
}

/// The server that is named, if any.
fn server() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment where PostgreSQL is")]
    let named = std::env::var(POSTGRES_VARIABLE).ok();
    if named.is_none() {
        #[expect(clippy::print_stderr, reason = "a half that is left out must be seen")]
        {
            eprintln!("PostgreSQL half left out: `cargo xtask test` starts one and sets {POSTGRES_VARIABLE}");
        }
    }
    named
}

/// The database that others are copied from, as copying is quicker than migrating: one for these migrations, made by whoever needs it first. It is left alone
/// then, because what somebody is connected to cannot be copied.
#[expect(clippy::expect_used, reason = "a test without its database has failed")]
async fn template(server: &str) -> String {
    let name = format!("guildhall_template_{:016x}", fingerprint_of_migrations());
    let (client, connection) =
        tokio_postgres::connect(server, tokio_postgres::NoTls).await.expect("the PostgreSQL server");
    let connection = tokio::spawn(connection);
    client.batch_execute(TEMPLATE_LOCK).await.expect("the lock of the template");
    let there = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await;
    if there.expect("the databases of the server").is_none() {
        make_template(&client, server, &name).await.expect("a migrated PostgreSQL database");
    }
    // Ends the lock.
    drop(client);
    let _ = connection.await;
    name
}

async fn make_template(client: &Client, server: &str, name: &str) -> Result<(), StoreError> {
    let making = format!("{name}_making");
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await?;
    client.batch_execute(&format!("CREATE DATABASE {making} TEMPLATE {EMPTY}")).await?;
    let options = PostgresOptions { connections: 1, ..PostgresOptions::default() };
    drop(Db::open_postgres(&url_of(server, &making), options).await?);
    let leave = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1";
    client.query(leave, &[&making]).await?;
    client.batch_execute(&format!("ALTER DATABASE {making} RENAME TO {name}")).await?;
    Ok(())
}

/// Runs each statement by itself: those that make databases are never part of a transaction.
async fn execute(url: &str, statements: &[&str]) -> Result<(), StoreError> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let connection = tokio::spawn(connection);
    for statement in statements {
        client.batch_execute(statement).await?;
    }
    drop(client);
    let _ = connection.await;
    Ok(())
}

/// The URL of another database of the same server.
fn url_of(server: &str, database: &str) -> String {
    let (server, options) =
        server.split_once('?').map_or((server, None), |(server, options)| (server, Some(options)));
    let host = server.find("://").map_or(0, |scheme| scheme + "://".len());
    let end = server.get(host..).and_then(|rest| rest.find('/')).map_or(server.len(), |path| host + path);
    let server = server.get(..end).unwrap_or(server);
    match options {
        Some(options) => format!("{server}/{database}?{options}"),
        None => format!("{server}/{database}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_is_on_the_same_server() {
        for (server, expected) in [
            ("postgres://postgres@127.0.0.1:54329/postgres", "postgres://postgres@127.0.0.1:54329/other"),
            ("postgres://localhost", "postgres://localhost/other"),
            ("postgresql://u:p@h/d?sslmode=disable&x=a/b", "postgresql://u:p@h/other?sslmode=disable&x=a/b"),
        ] {
            assert_eq!(url_of(server, "other"), expected);
        }
    }

    #[tokio::test]
    async fn a_database_goes_with_its_test_whoever_is_connected() {
        let Some(database) = TestPostgres::migrated().await else { return };
        let (url, name) = (database.url().to_owned(), database.name.clone());
        let db = Db::open_postgres(&url, PostgresOptions::default()).await.unwrap();
        drop(database);
        let (client, connection) =
            tokio_postgres::connect(&server().unwrap(), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let left = client.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await.unwrap();
        assert!(left.is_empty());
        drop(db);
    }
}
