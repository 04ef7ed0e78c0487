//! What can go wrong in the store, in terms both databases share.

/// An error of the store. `Display` holds no values, so that it can be logged.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key exists already.
    #[error("a row with the same {column} exists in {table}")]
    UniqueViolation {
        /// The table.
        table: String,
        /// The last column of the violated key.
        column: String,
    },
    /// A row that was referred to does not exist.
    #[error("a referenced row does not exist")]
    ForeignKeyViolation,
    /// A value breaks a `CHECK` or `NOT NULL` rule of the schema.
    #[error("a value breaks a rule of the schema")]
    CheckViolation,
    /// A value is longer than the database can keep where it belongs: in a key, for one.
    #[error("a value is too long")]
    ValueTooLong,
    /// Others changed the same rows; the transaction may be run again.
    #[error("the transaction lost a conflict with another")]
    Conflict,
    /// The database cannot be reached or takes no more work.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored value does not have the form this version writes.
    #[error("column {column} of a {table} row holds an unexpected value")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A sealed value cannot be opened with the sealing key given.
    #[error("a sealed value cannot be opened: is this the sealing key the database was made with?")]
    Sealed,
    /// A regular expression given by a caller is not one this database understands.
    #[error("the database does not understand a search pattern")]
    InvalidPattern,
    /// Matching a regular expression given by a caller took too long.
    #[error("a search pattern takes too long to match")]
    CostlyPattern,
    /// As many searches with a regular expression run as may.
    #[error("too many searches with a pattern run already")]
    Busy,
    /// A statement of ours is wrong, or the database failed in an unforeseen way.
    #[error("the database refused a statement")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Whether running the transaction again may succeed.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }

    /// Whether this is a clash on the key of `table` that ends with `column`.
    pub fn is_unique_violation(&self, table: &str, column: &str) -> bool {
        matches!(self, Self::UniqueViolation { table: t, column: c } if t == table && c == column)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{ErrorCode, ffi};
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Database(Box::new(error));
        };
        match (failure.code, failure.extended_code) {
            (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
                let (table, column) = message.as_deref().map(violated_key).unwrap_or_default();
                Self::UniqueViolation { table, column }
            }
            (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Self::ForeignKeyViolation,
            (ErrorCode::ConstraintViolation, _) => Self::CheckViolation,
            (ErrorCode::TooBig, _) => Self::ValueTooLong,
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Conflict,
            (ErrorCode::DiskFull | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure, _) => {
                Self::Unavailable(Box::new(error))
            }
            _ => Self::Database(Box::new(error)),
        }
    }
}

/// Reads table and last column from `UNIQUE constraint failed: users.tenant_id, users.username`.
fn violated_key(message: &str) -> (String, String) {
    message
        .rsplit([' ', ','])
        .next()
        .and_then(|key| key.split_once('.'))
        .map(|(table, column)| (table.to_owned(), column.to_owned()))
        .unwrap_or_default()
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(db_error) = error.as_db_error() else {
            return Self::Unavailable(Box::new(error));
        };
        match db_error.code() {
            code if *code == SqlState::UNIQUE_VIOLATION => {
                let table = db_error.table().unwrap_or_default().to_owned();
                let constraint = db_error.constraint().unwrap_or_default();
                let name = constraint
                    .strip_prefix(&table)
                    .and_then(|name| name.strip_prefix('_'))
                    .unwrap_or_default();
                // Unique indexes are named `<table>_<last column>_key`, which the schema test holds. Primary keys have names of
                // PostgreSQL's own; which columns they are of it tells beside.
                let column = match name.strip_suffix("_key") {
                    Some(column) => column.to_owned(),
                    None => db_error.detail().and_then(last_of_key).unwrap_or_default(),
                };
                Self::UniqueViolation { table, column }
            }
            code if *code == SqlState::FOREIGN_KEY_VIOLATION => Self::ForeignKeyViolation,
            code if *code == SqlState::CHECK_VIOLATION || *code == SqlState::NOT_NULL_VIOLATION => {
                Self::CheckViolation
            }
            code if *code == SqlState::PROGRAM_LIMIT_EXCEEDED
                || *code == SqlState::STRING_DATA_RIGHT_TRUNCATION =>
            {
                Self::ValueTooLong
            }
            code if *code == SqlState::INVALID_REGULAR_EXPRESSION => Self::InvalidPattern,
            code if *code == SqlState::T_R_SERIALIZATION_FAILURE
                || *code == SqlState::T_R_DEADLOCK_DETECTED =>
            {
                Self::Conflict
            }
            code if *code == SqlState::ADMIN_SHUTDOWN
                || *code == SqlState::CANNOT_CONNECT_NOW
                || *code == SqlState::TOO_MANY_CONNECTIONS
                || *code == SqlState::QUERY_CANCELED =>
            {
                Self::Unavailable(Box::new(error))
            }
            _ => Self::Database(Box::new(error)),
        }
    }
}

/// Reads the last column from `Key (tenant_id, id)=(default, a) already exists.`, whatever the language around it.
fn last_of_key(detail: &str) -> Option<String> {
    let (columns, _) = detail.split_once('(')?.1.split_once(")=(")?;
    columns.rsplit(", ").next().map(ToOwned::to_owned)
}
