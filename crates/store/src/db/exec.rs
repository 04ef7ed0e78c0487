//! Running statements: on their own, each a transaction, or inside one that is open.

use super::{Db, Driver, Param, Row, Sql, StoreError, Transaction, TransactionKind, read_only};
use crate::page::Page;

/// How many rows a page may skip and still be read on the caller's own thread.
pub(super) const NEAR_ROWS: i64 = 1_000;

/// Where a store function runs: on its own, or inside a transaction.
#[derive(Clone, Copy)]
pub enum Exec<'a> {
    /// Each statement is a transaction of its own.
    Pool(&'a Db),
    /// Part of a larger transaction.
    Transaction(&'a Transaction),
}

impl Exec<'_> {
    /// Whether the database is PostgreSQL, for the few things that each database has in its own way.
    pub(crate) fn is_postgres(self) -> bool {
        match self {
            Exec::Pool(db) => db.is_postgres(),
            Exec::Transaction(Transaction(open)) => matches!(open.kind, TransactionKind::Postgres(_)),
        }
    }

    /// The first row, if any, read by `from_row`.
    pub(crate) async fn optional<T: Send>(
        self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query(sql.into(), params, from_row, Access::Read).await?.into_iter().next())
    }

    /// All rows, read by `from_row`. For reads that an index bounds; use [`Self::scan`] for those that may visit many rows.
    pub(crate) async fn all<T: Send>(
        self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        self.query(sql.into(), params, from_row, Access::Read).await
    }

    /// As [`Self::all`], for reads that may take long (searches, counts with filters): they leave the runtime's other tasks running.
    pub(crate) async fn scan<T: Send>(
        self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        self.query(sql.into(), params, from_row, Access::LongRead).await
    }

    /// As [`Self::all`], for one page of a list whose order an index gives: the rows before the page are visited too, so a far page counts
    /// as a long read.
    pub(crate) async fn page<T: Send>(
        self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        page: Page,
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        self.query(sql.into(), params, from_row, Access::of_page(page)).await
    }

    /// Runs a write and returns how many rows it touched.
    pub(crate) async fn execute(self, sql: impl Into<Sql>, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let sql = sql.into();
        match self {
            Exec::Pool(db) => match &*db.driver {
                Driver::Sqlite(sqlite) => {
                    if let Some(shared) = db.shared(sqlite).await? {
                        tell("together", &sql);
                        return shared.execute(&sql, params);
                    }
                    tell("alone", &sql);
                    let transaction = sqlite.begin().await?;
                    let count = transaction.execute(&sql, params)?;
                    transaction.commit(false).await?;
                    db.on_disk().await?;
                    Ok(count)
                }
                Driver::Postgres(postgres) => {
                    tell("alone", &sql);
                    postgres.execute(&sql, params).await
                }
            },
            Exec::Transaction(Transaction(open)) => {
                tell("transaction", &sql);
                open.note(match &open.kind {
                    TransactionKind::Sqlite(transaction) => transaction.execute(&sql, params),
                    TransactionKind::SqlitePart(part) => {
                        part.shared().and_then(|shared| shared.execute(&sql, params))
                    }
                    TransactionKind::SqliteSnapshot(_) => Err(read_only()),
                    TransactionKind::Postgres(transaction) => transaction.execute(&sql, params).await,
                })
            }
        }
    }

    /// Runs a write with `RETURNING` and gives its first row: `None` when it touched nothing.
    pub(crate) async fn returning<T: Send>(
        self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query(sql.into(), params, from_row, Access::Write).await?.into_iter().next())
    }

    /// As [`Self::returning`], for all rows that it touched.
    pub(crate) async fn returning_all<T: Send>(
        self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        self.query(sql.into(), params, from_row, Access::Write).await
    }

    async fn query<T: Send>(
        self,
        sql: Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
        access: Access,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Exec::Pool(db) => match &*db.driver {
                Driver::Sqlite(sqlite) => {
                    let shared = match access {
                        Access::Read => db.shared_by_reads(sqlite),
                        Access::LongRead => db.shared_by_long_reads(),
                        Access::Write => db.shared(sqlite).await?,
                    };
                    tell(if shared.is_some() { "together" } else { "alone" }, &sql);
                    if let (Some(shared), Access::Read | Access::LongRead) = (&shared, access) {
                        debug_assert!(shared.is_read(&sql), "a read that writes");
                    }
                    match (shared, access) {
                        (Some(shared), _) => shared.query(&sql, params, from_row),
                        (None, Access::Read) if db.is_to_write() => {
                            sqlite.read_before_writing(&sql, params, from_row).await
                        }
                        (None, Access::Read) => sqlite.read(&sql, params, from_row).await,
                        (None, Access::LongRead) => sqlite.long_read(&sql, params, from_row).await,
                        (None, Access::Write) => {
                            let transaction = sqlite.begin().await?;
                            let rows = transaction.query(&sql, params, from_row)?;
                            transaction.commit(false).await?;
                            db.on_disk().await?;
                            Ok(rows)
                        }
                    }
                }
                Driver::Postgres(postgres) => {
                    tell("alone", &sql);
                    postgres.query(&sql, params, from_row).await
                }
            },
            Exec::Transaction(Transaction(open)) => {
                tell("transaction", &sql);
                open.note(match &open.kind {
                    TransactionKind::Sqlite(transaction) => transaction.query(&sql, params, from_row),
                    TransactionKind::SqlitePart(part) => part.shared()?.query(&sql, params, from_row),
                    TransactionKind::SqliteSnapshot(_) if access == Access::Write => Err(read_only()),
                    TransactionKind::SqliteSnapshot(snapshot) => snapshot.query(&sql, params, from_row),
                    TransactionKind::Postgres(transaction) => transaction.query(&sql, params, from_row).await,
                })
            }
        }
    }
}

/// The events that name each statement and, on the embedded database, each `COMMIT`, for whoever looks for one too many: `guildhall::statement` in the
/// settings of the log.
pub const STATEMENTS: &str = "guildhall::statement";

/// Tells what is run, never with what: values may be secrets.
fn tell(place: &'static str, sql: &Sql) {
    tracing::trace!(target: STATEMENTS, place, statement = sql.text().trim());
}

/// What a statement does to the database, which decides the connection it gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    LongRead,
    Write,
}

impl Access {
    pub(super) const fn of_page(page: Page) -> Self {
        if page.offset > NEAR_ROWS { Self::LongRead } else { Self::Read }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_far_page_is_a_long_read() {
        let access = |offset| Access::of_page(Page { limit: 100, offset });
        assert!(access(0) == Access::Read && access(NEAR_ROWS) == Access::Read);
        assert!(access(NEAR_ROWS + 1) == Access::LongRead && access(i64::MAX) == Access::LongRead);
    }
}
