//! What a database holds, read from its own catalogue: the rows, to see that something changed nothing, and the schema, to see that both
//! databases have the same.

use std::collections::BTreeMap;

use crate::{
    StoreError, audit_log,
    db::{Db, Sql},
    params,
};

const SQLITE_TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%_trigrams%' AND name <> 'unfiled_audit_logs' ORDER BY name";
const POSTGRES_TABLES: &str =
    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename";

/// The names of all tables, but for those of the embedded database's full-text search, which repeat what others hold, and for that in which audit records
/// wait to be filed.
async fn table_names(db: &Db) -> Result<Vec<String>, StoreError> {
    let sql = if db.is_postgres() { POSTGRES_TABLES } else { SQLITE_TABLES };
    db.exec().all(sql, &[], |row| row.text(0)).await
}

/// Every row of every table as text, in order, by the table's name. Equal before and after whatever must change nothing.
///
/// # Panics
/// When the database cannot be read.
#[expect(clippy::expect_used, reason = "a test that cannot look has failed")]
pub async fn contents(db: &Db) -> BTreeMap<String, Vec<String>> {
    // Where a record is until it is filed is nothing that changes.
    while audit_log::file(db, audit_log::FILED_AT_ONCE).await.expect("audit records to be filed") > 0 {}
    let mut contents = BTreeMap::new();
    for table in table_names(db).await.expect("the names of the tables") {
        let sql = if db.is_postgres() {
            format!("SELECT CAST(t AS TEXT) FROM {table} AS t ORDER BY 1")
        } else {
            let columns = columns(db, &table).await.expect("the columns of a table");
            let texts: Vec<_> = columns.keys().map(|column| format!("quote({column})")).collect();
            format!("SELECT {} FROM {table} ORDER BY 1", texts.join(" || ', ' || "))
        };
        let rows =
            db.exec().scan(Sql::generated(sql), &[], |row| row.text(0)).await.expect("the rows of a table");
        contents.insert(table, rows);
    }
    contents
}

/// The kind of a column as both databases tell it, and whether it may be null.
type Columns = BTreeMap<String, (&'static str, bool)>;

const SQLITE_COLUMNS: &str = r#"SELECT name, type, 1 - "notnull" FROM pragma_table_info($1) ORDER BY name"#;
const POSTGRES_COLUMNS: &str = "
SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT), CAST(CASE WHEN is_nullable = 'YES' THEN 1 ELSE 0 END AS INT8)
FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY column_name";

async fn columns(db: &Db, table: &str) -> Result<Columns, StoreError> {
    let sql = if db.is_postgres() { POSTGRES_COLUMNS } else { SQLITE_COLUMNS };
    let rows =
        db.exec().all(sql, params![table], |row| Ok((row.text(0)?, row.text(1)?, row.int(2)? == 1))).await?;
    Ok(rows.into_iter().map(|(name, kind, nullable)| (name, (family(&kind), nullable))).collect())
}

/// What SQLite stores a type as.
fn family(kind: &str) -> &'static str {
    match kind {
        "INTEGER" | "bigint" | "boolean" => "number",
        "TEXT" | "text" | "jsonb" => "text",
        "BLOB" | "bytea" => "bytes",
        _ => "unknown",
    }
}

/// A table as its database describes it.
#[cfg(test)]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Table {
    pub(crate) columns: Columns,
    pub(crate) primary_key: Vec<String>,
    pub(crate) indexes: BTreeMap<String, Index>,
    pub(crate) foreign_keys: std::collections::BTreeSet<ForeignKey>,
}

/// An index that is not the primary key.
#[cfg(test)]
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Index {
    pub(crate) is_unique: bool,
    pub(crate) columns: Vec<String>,
}

/// A reference to another table.
#[cfg(test)]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct ForeignKey {
    pub(crate) table: String,
    /// Each column with the one it refers to.
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) cascades: bool,
}

#[cfg(test)]
pub(crate) use reading::schema;

#[cfg(test)]
mod reading {
    use super::*;

    const SQLITE_INDEXES: &str = r#"
SELECT l.name, l.origin = 'pk', l."unique", i.name FROM pragma_index_list($1) AS l, pragma_index_info(l.name) AS i
ORDER BY l.name, i.seqno"#;
    const POSTGRES_INDEXES: &str = "
SELECT CAST(i.relname AS TEXT), CAST(CAST(x.indisprimary AS INT) AS INT8), CAST(CAST(x.indisunique AS INT) AS INT8), CAST(a.attname AS TEXT)
FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
CROSS JOIN LATERAL unnest(CAST(x.indkey AS INT2[])) WITH ORDINALITY AS k (attnum, place)
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
WHERE t.relnamespace = CAST(current_schema() AS regnamespace) AND t.relname = $1 ORDER BY i.relname, k.place";

    const SQLITE_FOREIGN_KEYS: &str = r#"
SELECT CAST(id AS TEXT), "table", "from", "to", on_delete = 'CASCADE' FROM pragma_foreign_key_list($1) ORDER BY id, seq"#;
    const POSTGRES_FOREIGN_KEYS: &str = "
SELECT CAST(c.conname AS TEXT), CAST(r.relname AS TEXT), CAST(a.attname AS TEXT), CAST(b.attname AS TEXT),
       CAST(CAST(c.confdeltype = 'c' AS INT) AS INT8)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (mine, theirs, place)
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.mine
JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.theirs
WHERE c.contype = 'f' AND t.relnamespace = CAST(current_schema() AS regnamespace) AND t.relname = $1 ORDER BY c.conname, k.place";

    /// Every table by its name.
    pub(crate) async fn schema(db: &Db) -> Result<BTreeMap<String, Table>, StoreError> {
        let mut tables = BTreeMap::new();
        for name in table_names(db).await? {
            let (primary_key, indexes) = indexes(db, &name).await?;
            let foreign_keys = foreign_keys(db, &name).await?;
            let columns = columns(db, &name).await?;
            tables.insert(name, Table { columns, primary_key, indexes, foreign_keys });
        }
        Ok(tables)
    }

    async fn indexes(db: &Db, table: &str) -> Result<(Vec<String>, BTreeMap<String, Index>), StoreError> {
        let sql = if db.is_postgres() { POSTGRES_INDEXES } else { SQLITE_INDEXES };
        let read =
            |row: &crate::db::Row<'_>| Ok((row.text(0)?, row.int(1)? == 1, row.int(2)? == 1, row.text(3)?));
        let (mut primary_key, mut indexes) = (Vec::new(), BTreeMap::<String, Index>::new());
        for (name, is_primary, is_unique, column) in db.exec().all(sql, params![table], read).await? {
            if is_primary {
                primary_key.push(column);
            } else {
                let index = indexes.entry(name).or_default();
                index.is_unique = is_unique;
                index.columns.push(column);
            }
        }
        Ok((primary_key, indexes))
    }

    async fn foreign_keys(
        db: &Db,
        table: &str,
    ) -> Result<std::collections::BTreeSet<ForeignKey>, StoreError> {
        let sql = if db.is_postgres() { POSTGRES_FOREIGN_KEYS } else { SQLITE_FOREIGN_KEYS };
        let read = |row: &crate::db::Row<'_>| {
            Ok((row.text(0)?, row.text(1)?, (row.text(2)?, row.text(3)?), row.int(4)? == 1))
        };
        let mut keys = BTreeMap::<String, ForeignKey>::new();
        for (id, table, pair, cascades) in db.exec().all(sql, params![table], read).await? {
            let key = keys.entry(id).or_default();
            key.table = table;
            key.cascades = cascades;
            key.columns.push(pair);
        }
        Ok(keys.into_values().collect())
    }
}
