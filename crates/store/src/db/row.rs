//! Values that come out of statements.

use domain::{JsonText, UnixMillis};
use serde_json::Value;

use super::{StoreError, postgres::Document};

/// A row of a result; columns are read by position, in the order the statement lists them.
pub(crate) enum Row<'a> {
    /// A row of SQLite.
    Sqlite(SqliteRow<'a>),
    /// A row of PostgreSQL.
    Postgres(PostgresRow<'a>),
}

/// Keeps the driver's type out of the public interface.
pub(crate) struct SqliteRow<'a>(pub(super) &'a rusqlite::Row<'a>);

impl SqliteRow<'_> {
    fn is_null(&self, index: usize) -> Result<bool, StoreError> {
        Ok(matches!(self.0.get_ref(index)?, rusqlite::types::ValueRef::Null))
    }

    /// The text of a document.
    fn document(&self, index: usize) -> Result<&str, StoreError> {
        self.0.get_ref(index)?.as_str().map_err(|error| StoreError::Database(Box::new(error)))
    }
}

/// Keeps the driver's type out of the public interface.
pub(crate) struct PostgresRow<'a>(pub(super) &'a tokio_postgres::Row);

/// Reads one column from either kind of row.
macro_rules! column {
    ($row:expr, $index:expr, $type:ty) => {
        match $row {
            Row::Sqlite(row) => row.0.get::<_, $type>($index).map_err(StoreError::from),
            Row::Postgres(row) => {
                row.0.try_get::<_, $type>($index).map_err(|error| StoreError::Database(Box::new(error)))
            }
        }
    };
}

impl Row<'_> {
    /// A `TEXT NOT NULL` column.
    pub(crate) fn text(&self, index: usize) -> Result<String, StoreError> {
        column!(self, index, String)
    }

    /// A nullable `TEXT` column.
    pub(crate) fn opt_text(&self, index: usize) -> Result<Option<String>, StoreError> {
        column!(self, index, Option<String>)
    }

    /// A `BIGINT NOT NULL` column.
    pub(crate) fn int(&self, index: usize) -> Result<i64, StoreError> {
        column!(self, index, i64)
    }

    /// A nullable `BIGINT` column.
    pub(crate) fn opt_int(&self, index: usize) -> Result<Option<i64>, StoreError> {
        column!(self, index, Option<i64>)
    }

    /// A `BIGINT NOT NULL` column that holds a moment.
    pub(crate) fn millis(&self, index: usize) -> Result<UnixMillis, StoreError> {
        self.int(index).map(UnixMillis)
    }

    /// A nullable `BIGINT` column that holds a moment.
    pub(crate) fn opt_millis(&self, index: usize) -> Result<Option<UnixMillis>, StoreError> {
        Ok(self.opt_int(index)?.map(UnixMillis))
    }

    /// A `BOOLEAN NOT NULL` column.
    pub(crate) fn bool(&self, index: usize) -> Result<bool, StoreError> {
        column!(self, index, bool)
    }

    /// A `BYTEA NOT NULL` column.
    pub(crate) fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        column!(self, index, Vec<u8>)
    }

    /// A nullable `BYTEA` column.
    pub(crate) fn opt_bytes(&self, index: usize) -> Result<Option<Vec<u8>>, StoreError> {
        column!(self, index, Option<Vec<u8>>)
    }

    /// A `BYTEA NOT NULL` column that holds the hash of a token; `table` and `column` name it when it has another length.
    pub(crate) fn hash(
        &self,
        index: usize,
        table: &'static str,
        column: &'static str,
    ) -> Result<domain::HashedToken, StoreError> {
        let hash: [u8; 32] =
            self.bytes(index)?.try_into().map_err(|_| StoreError::Inconsistent { table, column })?;
        Ok(domain::HashedToken::from_bytes(hash))
    }

    /// A nullable `BYTEA` column that holds the hash of a token.
    pub(crate) fn opt_hash(
        &self,
        index: usize,
        table: &'static str,
        column: &'static str,
    ) -> Result<Option<domain::HashedToken>, StoreError> {
        let Some(bytes) = column!(self, index, Option<Vec<u8>>)? else { return Ok(None) };
        let hash: [u8; 32] = bytes.try_into().map_err(|_| StoreError::Inconsistent { table, column })?;
        Ok(Some(domain::HashedToken::from_bytes(hash)))
    }

    /// A `JSONB NOT NULL` column.
    pub(crate) fn json(&self, index: usize) -> Result<Value, StoreError> {
        match self {
            Row::Sqlite(row) => serde_json::from_str(row.document(index)?)
                .map_err(|error| StoreError::Database(Box::new(error))),
            Row::Postgres(row) => row.0.try_get(index).map_err(|error| StoreError::Database(Box::new(error))),
        }
    }

    /// A nullable `JSONB` column.
    pub(crate) fn opt_json(&self, index: usize) -> Result<Option<Value>, StoreError> {
        match self {
            Row::Sqlite(row) if row.is_null(index)? => Ok(None),
            Row::Sqlite(_) => self.json(index).map(Some),
            Row::Postgres(row) => row.0.try_get(index).map_err(|error| StoreError::Database(Box::new(error))),
        }
    }

    /// A nullable `JSONB` column as its text, for those who know its type.
    pub(crate) fn opt_json_text(&self, index: usize) -> Result<Option<JsonText>, StoreError> {
        Ok(self.opt_document(index)?.map(|text| JsonText::stored(text.to_owned())))
    }

    /// The text of a nullable document.
    fn opt_document(&self, index: usize) -> Result<Option<&str>, StoreError> {
        match self {
            Row::Sqlite(row) if row.is_null(index)? => Ok(None),
            Row::Sqlite(row) => row.document(index).map(Some),
            Row::Postgres(row) => row
                .0
                .try_get::<_, Option<Document<'_>>>(index)
                .map(|document| document.map(|Document(text)| text))
                .map_err(|error| StoreError::Database(Box::new(error))),
        }
    }

    /// A `JSONB NOT NULL` column read into a type of ours; `table` and `column` name it when the stored value does not fit.
    pub(crate) fn json_as<T: serde::de::DeserializeOwned>(
        &self,
        index: usize,
        table: &'static str,
        column: &'static str,
    ) -> Result<T, StoreError> {
        self.opt_json_as(index, table, column)?.ok_or(StoreError::Inconsistent { table, column })
    }

    /// As [`Self::json_as`], of a nullable column.
    pub(crate) fn opt_json_as<T: serde::de::DeserializeOwned>(
        &self,
        index: usize,
        table: &'static str,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let read = self.opt_document(index)?.map(serde_json::from_str).transpose();
        read.map_err(|_| StoreError::Inconsistent { table, column })
    }
}
