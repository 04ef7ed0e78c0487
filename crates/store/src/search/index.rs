//! Keeping the embedded database's trigrams up to date with what has changed.
//!
//! Triggers of the schema note the numbers of changed rows; here many of them are seen to at once. PostgreSQL does this by itself.

use crate::{Db, StoreError, db::Exec, params};

/// The statements for one table. Each takes how many numbers to see to, the lowest first.
struct Statements {
    /// Forgets what was known of them.
    forget: &'static str,
    /// Learns what they contain now, if they are still there.
    learn: &'static str,
    /// Notes that they were seen to.
    done: &'static str,
    /// Puts some of the parts together into which what is known has fallen; takes how many pages to write at the most.
    merge: &'static str,
}

const USERS: Statements = Statements {
    forget: "DELETE FROM user_trigrams WHERE rowid IN (SELECT number FROM user_trigrams_pending ORDER BY number LIMIT $1)",
    learn: "
INSERT INTO user_trigrams (rowid, text)
SELECT u.search_number, LOWER(u.id) || char(10) || COALESCE(u.primary_email_folded, '') || char(10) || COALESCE(u.primary_phone, '')
  || char(10) || COALESCE(u.username_folded, '') || char(10) || COALESCE(u.name_folded, '')
FROM (SELECT number FROM user_trigrams_pending ORDER BY number LIMIT $1) AS p CROSS JOIN tenants AS t
CROSS JOIN users AS u ON u.tenant_id = t.id AND u.search_number = p.number",
    done: "DELETE FROM user_trigrams_pending WHERE number IN (SELECT number FROM user_trigrams_pending ORDER BY number LIMIT $1)",
    merge: "INSERT INTO user_trigrams (user_trigrams, rank) VALUES ('merge', $1)",
};

const ORGANIZATIONS: Statements = Statements {
    forget: "
DELETE FROM organization_trigrams WHERE rowid IN (SELECT number FROM organization_trigrams_pending ORDER BY number LIMIT $1)",
    learn: "
INSERT INTO organization_trigrams (rowid, text)
SELECT o.search_number, LOWER(o.id) || char(10) || o.name_folded
FROM (SELECT number FROM organization_trigrams_pending ORDER BY number LIMIT $1) AS p CROSS JOIN tenants AS t
CROSS JOIN organizations AS o ON o.tenant_id = t.id AND o.search_number = p.number",
    done: "
DELETE FROM organization_trigrams_pending
WHERE number IN (SELECT number FROM organization_trigrams_pending ORDER BY number LIMIT $1)",
    merge: "INSERT INTO organization_trigrams (organization_trigrams, rank) VALUES ('merge', $1)",
};

const IS_ANYTHING_PENDING: &str = "
SELECT EXISTS (SELECT 1 FROM user_trigrams_pending) + EXISTS (SELECT 1 FROM organization_trigrams_pending)";

/// Brings the trigrams of up to `most` changed rows of each table up to date, and returns how many rows that were: none when all are.
pub async fn bring_up_to_date(db: &Db, most: u32) -> Result<u64, StoreError> {
    if db.is_postgres() {
        return Ok(0);
    }
    let pending = db.exec().optional(IS_ANYTHING_PENDING, &[], |row| row.int(0)).await?;
    if pending.unwrap_or(0) == 0 {
        return Ok(0);
    }
    db.transaction(|tx| async move {
        Ok(see_to(tx.exec(), &USERS, most).await? + see_to(tx.exec(), &ORGANIZATIONS, most).await?)
    })
    .await
}

/// Puts some of the parts together into which each set of trigrams has fallen, writing about `pages` pages at the most, and says whether
/// that may not have been all. A search looks into every part: the fewer there are, the quicker it is.
pub async fn merge(db: &Db, pages: u32) -> Result<bool, StoreError> {
    if db.is_postgres() {
        return Ok(false);
    }
    db.transaction(|tx| async move {
        let users = merge_of(tx.exec(), &USERS, pages).await?;
        Ok(merge_of(tx.exec(), &ORGANIZATIONS, pages).await? || users)
    })
    .await
}

const EXPECT_MANY: &str =
    "SELECT set_config('gin_pending_list_limit', '65536', true), set_config('statement_timeout', '0', true)";

/// To be called in a transaction that loads many rows. PostgreSQL puts new trigrams on a list and takes them into the index together when the
/// list is full; with a list of 64 MiB in place of 4 the same rows are loaded in a quarter of the time. The statement that finds it full
/// waits, however long that takes.
pub async fn expect_many(exec: Exec<'_>) -> Result<(), StoreError> {
    if exec.is_postgres() {
        exec.optional(EXPECT_MANY, &[], |_| Ok(())).await?;
    }
    Ok(())
}

const NO_TIMEOUT: &str = "SELECT set_config('statement_timeout', '0', true)";
const TAKE_IN: &str = "
SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid IN ('users'::regclass, 'organizations'::regclass) AND c.relname LIKE '%\\_trigrams'";
const ANALYZE: &str = "ANALYZE users, organizations, organization_users, organization_user_roles";

/// To be called when all of them are loaded: PostgreSQL takes what is on its list into the indexes, and counts the tables for its plans, both
/// of which it would do by itself within minutes.
pub async fn settle(db: &Db) -> Result<(), StoreError> {
    if !db.is_postgres() {
        return Ok(());
    }
    db.transaction(|tx| async move {
        tx.exec().optional(NO_TIMEOUT, &[], |_| Ok(())).await?;
        tx.exec().all(TAKE_IN, &[], |_| Ok(())).await?;
        tx.exec().execute(ANALYZE, &[]).await.map(drop)
    })
    .await
}

/// A merge that finds nothing to do counts as one change or none (SQLite's FTS5 documentation, "The 'merge' command").
async fn merge_of(exec: Exec<'_>, statements: &Statements, pages: u32) -> Result<bool, StoreError> {
    let before = changes(exec).await?;
    exec.execute(statements.merge, params![pages]).await?;
    Ok(changes(exec).await? - before > 1)
}

async fn changes(exec: Exec<'_>) -> Result<i64, StoreError> {
    Ok(exec.optional("SELECT total_changes()", &[], |row| row.int(0)).await?.unwrap_or(0))
}

async fn see_to(exec: Exec<'_>, statements: &Statements, most: u32) -> Result<u64, StoreError> {
    exec.execute(statements.forget, params![most]).await?;
    exec.execute(statements.learn, params![most]).await?;
    exec.execute(statements.done, params![most]).await
}
