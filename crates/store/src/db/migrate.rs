//! Brings the schema up to date at start, under a lock, one numbered list for both databases.
//!
//! Migrations are written once in the types TEXT, BIGINT, BOOLEAN, JSONB and BYTEA and translated here. They only ever add; what an
//! older node still needs is taken away a release later, so that old and new nodes run side by side (docs/database.md).

use super::{Db, Exec, StoreError, Transaction, TransactionKind};
use crate::params;

/// Every migration, in order. Append only.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../../../migrations/0001_init.sql")),
    (2, include_str!("../../../../migrations/0002_organization_invitations.sql")),
    (3, include_str!("../../../../migrations/0003_user_tokens.sql")),
    (4, include_str!("../../../../migrations/0004_hooks_and_logs.sql")),
    (5, include_str!("../../../../migrations/0005_connectors.sql")),
    (6, include_str!("../../../../migrations/0006_sign_in_experience.sql")),
    (7, include_str!("../../../../migrations/0007_applications_and_dashboard.sql")),
    (8, include_str!("../../../../migrations/0008_lists.sql")),
    (9, include_str!("../../../../migrations/0009_machine_limits.sql")),
    (10, include_str!("../../../../migrations/0010_search_merging.sql")),
    (11, include_str!("../../../../migrations/0011_secrets.sql")),
    (12, include_str!("../../../../migrations/0012_signed_out.sql")),
    (13, include_str!("../../../../migrations/0013_verification_records.sql")),
    (14, include_str!("../../../../migrations/0014_totp_steps.sql")),
    (15, include_str!("../../../../migrations/0015_provider.sql")),
    (16, include_str!("../../../../migrations/0016_user_uploads.sql")),
    (17, include_str!("../../../../migrations/0017_trusted_devices.sql")),
    (18, include_str!("../../../../migrations/0018_sign_in_positions.sql")),
    (19, include_str!("../../../../migrations/0019_console.sql")),
    (20, include_str!("../../../../migrations/0020_tenants.sql")),
    (21, include_str!("../../../../migrations/0021_rights_by_part.sql")),
    (22, include_str!("../../../../migrations/0022_daily_counts.sql")),
    (23, include_str!("../../../../migrations/0023_daily_activity.sql")),
    (24, include_str!("../../../../migrations/0024_audit_logs.sql")),
    (25, include_str!("../../../../migrations/0025_tokens_of_sessions.sql")),
    (26, include_str!("../../../../migrations/0026_ends.sql")),
    (27, include_str!("../../../../migrations/0027_sso_connectors.sql")),
    (28, include_str!("../../../../migrations/0028_password_recovery.sql")),
];

/// The advisory lock under which nodes that share a PostgreSQL database migrate it one after the other.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(7236850134)";

/// A migration of a large table takes as long as it takes, and so does waiting for the node that runs it.
const WITHOUT_LIMITS: &str = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0";

const CREATE_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS schema_migrations (\n  version BIGINT NOT NULL PRIMARY KEY\n);";

pub(super) async fn run(db: &Db) -> Result<(), StoreError> {
    if is_current(db).await {
        return Ok(());
    }
    db.transaction(|tx| async move {
        let tx = &tx;
        if db.is_postgres() {
            batch(tx, WITHOUT_LIMITS).await?;
            batch(tx, POSTGRES_LOCK).await?;
        }
        let translate = if db.is_postgres() { for_postgres } else { for_sqlite };
        batch(tx, &translate(CREATE_TABLE)).await?;
        let applied = applied(tx.exec()).await?;
        for (version, text) in MIGRATIONS.iter().filter(|(version, _)| !applied.contains(version)) {
            batch(tx, &translate(&lines_for(text, db.is_postgres()))).await?;
            tx.exec()
                .execute("INSERT INTO schema_migrations (version) VALUES ($1)", params![*version])
                .await?;
            // Of a new database one line says enough.
            if !applied.is_empty() {
                tracing::info!(migration.version = version, "the schema was brought up to date");
            }
        }
        if applied.is_empty() {
            tracing::info!(migration.version = MIGRATIONS.len(), "the schema was made");
        }
        Ok(())
    })
    .await
}

/// Tells one list of migrations for PostgreSQL from another.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn fingerprint() -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    for (version, text) in MIGRATIONS {
        (version, for_postgres(&lines_for(text, true))).hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether nothing is to be done, found out without taking the lock: every migration was applied, not only the newest. A database without
/// the table is simply not current.
async fn is_current(db: &Db) -> bool {
    applied(db.exec())
        .await
        .is_ok_and(|applied| MIGRATIONS.iter().all(|(version, _)| applied.contains(version)))
}

async fn applied(exec: Exec<'_>) -> Result<Vec<i64>, StoreError> {
    exec.all("SELECT version FROM schema_migrations ORDER BY version", &[], |row| row.int(0)).await
}

async fn batch(tx: &Transaction, text: &str) -> Result<(), StoreError> {
    match &tx.0.kind {
        TransactionKind::Sqlite(transaction) => transaction.execute_batch(text),
        // Migrations are run by nothing that writes together, and never by what only reads.
        TransactionKind::SqlitePart(_) | TransactionKind::SqliteSnapshot(_) => Err(super::read_only()),
        TransactionKind::Postgres(transaction) => transaction.execute_batch(text).await,
    }
}

/// What a migration has for one database: the lines after `-- only on …` are for that one alone, those before any such line for both.
fn lines_for(text: &str, is_postgres: bool) -> String {
    let mut is_meant = true;
    let mut lines = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.trim_end() {
            "-- only on SQLite" => is_meant = !is_postgres,
            "-- only on PostgreSQL" => is_meant = is_postgres,
            _ if is_meant => lines.push_str(line),
            _ => {}
        }
    }
    lines
}

/// Text sorts by code point on PostgreSQL as it does on SQLite.
fn for_postgres(text: &str) -> String {
    replace_words(text, &[("TEXT", "TEXT COLLATE \"C\"")])
}

/// SQLite's strict tables know few types. Tables of narrow rows are clustered by their primary key, which saves a second look-up on each
/// point read. Those of wide rows, which have a JSON column, are not: their inner pages would hold whole rows too, a few on each, and a
/// large table would become as deep as it is slow.
///
/// The end of a table is a line `);`, and its kind is that which it was made with: a later `ADD COLUMN … JSONB` leaves it clustered. Databases
/// that exist keep what an earlier form of this function gave them, so that to change it is itself a migration.
fn for_sqlite(text: &str) -> String {
    let types = [("BIGINT", "INTEGER"), ("BOOLEAN", "INTEGER"), ("JSONB", "TEXT"), ("BYTEA", "BLOB")];
    text.split_inclusive("\n);")
        .map(|statements| {
            let table = statements.rfind("CREATE TABLE").and_then(|start| statements.get(start..));
            let is_wide = table.is_some_and(|table| table.contains(" JSONB"));
            let kind = if is_wide { "\n) STRICT;" } else { "\n) STRICT, WITHOUT ROWID;" };
            replace_words(statements, &types).replace("\n);", kind)
        })
        .collect()
}

fn replace_words(text: &str, words: &[(&str, &str)]) -> String {
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .map(|piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            match words.iter().find(|(from, _)| *from == word) {
                Some((from, to)) => piece.replacen(from, to, 1),
                None => piece.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
