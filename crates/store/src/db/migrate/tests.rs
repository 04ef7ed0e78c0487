//! The translation of migrations, and what the schema must be on both databases.

use std::collections::BTreeMap;

use super::*;
use crate::{
    SqliteOptions, both_databases,
    db::PostgresOptions,
    testing::{TestDb, TestPostgres, contents, schema},
};

/// Tables whose key does not begin with the tenant, each with its reason.
const WITHOUT_TENANT: [(&str, &str); 3] = [
    ("tenants", "they are the tenants"),
    ("tenant_hosts", "a host is what a tenant is found by"),
    ("schema_migrations", "the schema is the same for all tenants"),
];

/// What only one database has: the structures by which it finds pieces of text.
const SEARCH_COLUMN: &str = "search_number";
const SEARCH_INDEXES: [&str; 2] = ["_trigrams", "_search_number_key"];

#[test]
fn lines_for_one_database_are_not_run_on_the_other() {
    let text = "a;\n-- only on SQLite\nb;\n-- only on PostgreSQL\nc;\n";
    assert_eq!(
        (lines_for(text, false), lines_for(text, true)),
        ("a;\nb;\n".to_owned(), "a;\nc;\n".to_owned())
    );
}

#[test]
fn types_are_translated_as_whole_words() {
    let neutral = "CREATE TABLE a (\n  context TEXT NOT NULL,\n  at BIGINT,\n  ok BOOLEAN,\n  v JSONB,\n  h BYTEA\n);\n";
    assert_eq!(
        for_sqlite(neutral),
        "CREATE TABLE a (\n  context TEXT NOT NULL,\n  at INTEGER,\n  ok INTEGER,\n  v TEXT,\n  h BLOB\n) STRICT;\n"
    );
    assert!(for_postgres(neutral).contains("context TEXT COLLATE \"C\" NOT NULL"));
}

#[test]
fn narrow_tables_are_clustered_and_wide_ones_are_not() {
    let narrow = "CREATE TABLE a (\n  id TEXT NOT NULL PRIMARY KEY\n);\n";
    let wide = "CREATE TABLE b (\n  id TEXT NOT NULL PRIMARY KEY,\n  v JSONB\n);\n";
    let clustered = "CREATE TABLE a (\n  id TEXT NOT NULL PRIMARY KEY\n) STRICT, WITHOUT ROWID;\n";
    let plain = "CREATE TABLE b (\n  id TEXT NOT NULL PRIMARY KEY,\n  v TEXT\n) STRICT;\n";
    assert_eq!(for_sqlite(&format!("{narrow}{wide}{narrow}")), format!("{clustered}{plain}{clustered}"));
}

/// Whether each table of the migrations has a JSON column, found by reading lines.
fn wide_tables() -> BTreeMap<&'static str, bool> {
    let (mut tables, mut current) = (BTreeMap::new(), None);
    for line in
        [CREATE_TABLE].iter().chain(MIGRATIONS.iter().map(|(_, text)| text)).flat_map(|text| text.lines())
    {
        if let Some((name, _)) = line.strip_prefix("CREATE TABLE ").and_then(|rest| rest.split_once(" (")) {
            let name = name.trim_start_matches("IF NOT EXISTS ");
            if name.contains("_trigrams") {
                continue;
            }
            tables.insert(name, false);
            current = Some(name);
        } else if line.starts_with(')') {
            current = None;
        }
        if let Some(name) = current
            && line.contains(" JSONB")
        {
            tables.insert(name, true);
        }
    }
    tables
}

#[tokio::test]
async fn every_table_is_strict_and_clustered_exactly_where_it_has_no_json() {
    const TABLES: &str = "SELECT name, strict, wr FROM pragma_table_list
                          WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%_trigrams%'";
    let test = TestDb::sqlite().await;
    let read = |row: &crate::db::Row<'_>| Ok((row.text(0)?, row.int(1)? == 1, row.int(2)? == 1));
    let tables = test.db.exec().all(TABLES, &[], read).await.unwrap();
    let wide = wide_tables();
    assert_eq!(tables.len(), wide.len());
    assert!(wide.values().any(|wide| *wide) && wide.values().any(|wide| !wide));
    for (name, is_strict, is_clustered) in tables {
        assert!(is_strict, "{name}");
        assert_eq!(is_clustered, !wide[&*name], "{name}");
    }
}

#[tokio::test]
async fn a_node_waits_for_the_migration_of_another_longer_than_for_a_statement() {
    let Some(database) = TestPostgres::empty().await else { return };
    // Another node, whose migration takes longer than a statement may.
    let (mut other, connection) =
        tokio_postgres::connect(database.url(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let held = other.transaction().await.unwrap();
    held.batch_execute(POSTGRES_LOCK).await.unwrap();
    let options = PostgresOptions {
        statement_timeout: std::time::Duration::from_millis(500),
        ..PostgresOptions::default()
    };
    let mut opening = std::pin::pin!(Db::open_postgres(database.url(), options));
    let waited = tokio::time::timeout(std::time::Duration::from_millis(1_200), &mut opening).await;
    assert!(waited.is_err(), "it waits for the lock");
    held.commit().await.unwrap();
    let db = opening.await.unwrap();
    // Elsewhere the limit holds.
    let slow = db.exec().optional("SELECT CAST(pg_sleep(2) AS TEXT)", &[], |row| row.text(0)).await;
    assert!(matches!(slow, Err(StoreError::Unavailable(_))), "{slow:?}");
}

/// Indexes that hold only the rows with a value serve deletions as those that hold all rows do.
#[tokio::test]
async fn a_session_that_ends_finds_its_tokens_by_an_index() {
    let test = TestDb::sqlite().await;
    let plan = "EXPLAIN QUERY PLAN DELETE FROM sessions WHERE tenant_id = $1 AND id = $2";
    let steps = test.db.exec().all(plan, params!["default", "s"], |row| row.text(3)).await.unwrap();
    for index in ["access_tokens_by_session", "refresh_tokens_by_session"] {
        assert!(
            steps.iter().any(|step| step.contains("SEARCH") && step.contains(index)),
            "{index}: {steps:?}"
        );
    }
}

#[test]
fn versions_are_consecutive() {
    assert!(MIGRATIONS.iter().zip(1..).all(|((version, _), expected)| *version == expected));
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let Some(postgres) = TestDb::postgres().await else { return };
    let sqlite = TestDb::sqlite().await;
    let common = async |db: &Db| {
        let mut tables = schema(db).await.unwrap();
        for table in tables.values_mut() {
            table.columns.remove(SEARCH_COLUMN);
            table.indexes.retain(|name, _| !SEARCH_INDEXES.iter().any(|end| name.ends_with(end)));
        }
        tables
    };
    let (on_sqlite, on_postgres) = (common(&sqlite.db).await, common(&postgres.db).await);
    let names = |tables: &BTreeMap<String, _>| tables.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&on_sqlite), names(&on_postgres));
    for (name, table) in &on_sqlite {
        assert_eq!(Some(table), on_postgres.get(name), "{name}");
    }
}

both_databases! {
    async fn every_key_begins_with_the_tenant(db: Db) {
        let tables = schema(&db).await.unwrap();
        assert!(tables.len() > 30);
        let exempt = |table: &str| WITHOUT_TENANT.iter().any(|(exempt, _)| *exempt == table);
        assert!(WITHOUT_TENANT.iter().all(|(table, _)| tables.contains_key(*table)));
        for (name, table) in tables.iter().filter(|(name, _)| !exempt(name)) {
            assert_eq!(table.primary_key.first().map(String::as_str), Some("tenant_id"), "{name}");
            for (index, described) in table.indexes.iter().filter(|(index, _)| !index.ends_with("_trigrams")) {
                assert_eq!(described.columns.first().map(String::as_str), Some("tenant_id"), "{index}");
            }
            for key in &table.foreign_keys {
                let referred = if key.table == "tenants" { "id" } else { "tenant_id" };
                assert_eq!(key.columns.first(), Some(&("tenant_id".to_owned(), referred.to_owned())), "{name}: {key:?}");
                assert!(key.cascades, "{name}: {key:?}");
            }
        }
    }

    async fn every_column_has_a_known_type(db: Db) {
        for (name, table) in schema(&db).await.unwrap() {
            assert!(table.columns.values().all(|(kind, _)| *kind != "unknown"), "{name}: {:?}", table.columns);
        }
    }

    /// PostgreSQL tells a violated index by its name only, from which [`StoreError::UniqueViolation`] takes the column.
    async fn unique_indexes_are_named_after_their_last_column(db: Db) {
        let mut unique = 0;
        for (name, table) in schema(&db).await.unwrap() {
            for (index, described) in table.indexes.iter().filter(|(_, described)| described.is_unique) {
                assert_eq!(*index, format!("{name}_{}_key", described.columns.last().unwrap()));
                unique += 1;
            }
        }
        assert!(unique > 5);
    }

    /// A foreign key whose table has no index that begins with its columns makes every deletion of what it refers to read the table.
    async fn deletions_find_what_refers_to_them(db: Db) {
        for (name, table) in schema(&db).await.unwrap() {
            let orders = || table.indexes.values().map(|index| &index.columns).chain([&table.primary_key]);
            for key in &table.foreign_keys {
                let mut columns: Vec<_> = key.columns.iter().map(|(column, _)| column).collect();
                columns.sort();
                let serves = |order: &&Vec<String>| {
                    let mut first: Vec<_> = order.iter().take(columns.len()).collect();
                    first.sort();
                    first == columns
                };
                assert!(orders().any(|order| serves(&order)), "{name}: {key:?}");
            }
        }
    }

    async fn a_schema_that_is_up_to_date_is_left_alone(db: Db) {
        let before = (contents(&db).await, schema(&db).await.unwrap());
        super::super::run(&db).await.unwrap();
        assert_eq!((contents(&db).await, schema(&db).await.unwrap()), before);
        assert_eq!(before.0["schema_migrations"].len(), MIGRATIONS.len());
    }

    async fn a_migration_that_was_left_out_is_applied_after_later_ones(db: Db) {
        let before = schema(&db).await.unwrap();
        let undo = "DROP TABLE organization_invitation_roles; DROP TABLE organization_invitations;
                    DROP TABLE organization_jit_email_domains; DROP TABLE organization_jit_roles;
                    DELETE FROM schema_migrations WHERE version = 2;";
        db.transaction(|tx| async move { batch(&tx, undo).await }).await.unwrap();
        super::super::run(&db).await.unwrap();
        assert_eq!(schema(&db).await.unwrap(), before);
        assert_eq!(contents(&db).await["schema_migrations"].len(), MIGRATIONS.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embedded_database_can_be_opened_again_and_by_several_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared.db");
    let open = || Db::open_sqlite(&path, SqliteOptions::default());
    let first = futures_util::future::join_all((0..4).map(|_| open())).await;
    let expected = contents(first[0].as_ref().unwrap()).await;
    assert_eq!(expected["schema_migrations"].len(), MIGRATIONS.len());
    for db in first.into_iter().chain([open().await]) {
        assert_eq!(contents(&db.unwrap()).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_together_migrate_a_shared_database_once() {
    let Some(database) = TestPostgres::empty().await else { return };
    let options = || PostgresOptions { connections: 2, ..PostgresOptions::default() };
    let open = || Db::open_postgres(database.url(), options());
    let nodes = futures_util::future::join_all((0..4).map(|_| open())).await;
    let expected = contents(nodes[0].as_ref().unwrap()).await;
    assert_eq!(expected["schema_migrations"].len(), MIGRATIONS.len());
    for db in nodes.into_iter().chain([open().await]) {
        assert_eq!(contents(&db.unwrap()).await, expected);
    }
}
