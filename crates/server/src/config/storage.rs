//! Where data is kept.

use std::path::{Path, PathBuf};

use clap::Args;

/// Where data is kept unless told otherwise.
const DEFAULT_DATA_DIR: &str = "guildhall-data";
/// The embedded database in the data directory.
const DATABASE_FILE: &str = "guildhall.db";

/// Options about data.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Data")]
pub struct StorageArguments {
    /// Keep files of this server here: the embedded database and the sealing key [default: ./guildhall-data]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Database: `sqlite://PATH` or `postgres://…` [default: sqlite in the data directory]
    #[arg(long, value_name = "URL", value_parser = parse_location)]
    pub database_url: Option<DatabaseLocation>,
    /// How many connections to PostgreSQL are kept at the most [default: 16]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub database_connections: Option<u16>,
    /// Trust the certificate authorities in this file (PEM), beside Mozilla's, to vouch for PostgreSQL; needs `sslmode=require` in the URL
    #[arg(long, value_name = "FILE")]
    pub database_ca_file: Option<PathBuf>,
}

/// A database. `Debug` does not show the password that a URL may hold.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    /// The embedded database in this file.
    Sqlite(PathBuf),
    /// PostgreSQL at this URL.
    Postgres(String),
}

impl StorageArguments {
    /// The directory for files of this server.
    pub fn data_dir(&self) -> &Path {
        self.data_dir.as_deref().unwrap_or(Path::new(DEFAULT_DATA_DIR))
    }

    /// The database.
    pub fn database(&self) -> DatabaseLocation {
        self.database_url
            .clone()
            .unwrap_or_else(|| DatabaseLocation::Sqlite(self.data_dir().join(DATABASE_FILE)))
    }
}

fn parse_location(text: &str) -> Result<DatabaseLocation, String> {
    if let Some(path) = text.strip_prefix("sqlite://").filter(|path| !path.is_empty()) {
        return Ok(DatabaseLocation::Sqlite(PathBuf::from(path)));
    }
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(DatabaseLocation::Postgres(text.to_owned()));
    }
    Err("expected `sqlite://PATH` or `postgres://USER@HOST/DATABASE`".to_owned())
}

impl std::fmt::Debug for DatabaseLocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_file_or_a_server() {
        assert_eq!(parse_location("sqlite:///srv/a.db"), Ok(DatabaseLocation::Sqlite("/srv/a.db".into())));
        assert_eq!(parse_location("sqlite://a.db"), Ok(DatabaseLocation::Sqlite("a.db".into())));
        assert_eq!(
            parse_location("postgres://a@b/c"),
            Ok(DatabaseLocation::Postgres("postgres://a@b/c".to_owned()))
        );
        for text in ["", "sqlite://", "mysql://a@b/c", "/srv/a.db"] {
            assert!(parse_location(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_database_is_in_the_data_directory_unless_it_is_named() {
        let arguments =
            StorageArguments { data_dir: Some("/srv/guildhall".into()), ..StorageArguments::default() };
        assert_eq!(arguments.database(), DatabaseLocation::Sqlite("/srv/guildhall/guildhall.db".into()));
        assert_eq!(
            StorageArguments::default().database(),
            DatabaseLocation::Sqlite("guildhall-data/guildhall.db".into())
        );
    }

    #[test]
    fn debug_does_not_show_a_password() {
        let arguments = StorageArguments {
            database_url: Some(parse_location("postgres://a:geheim@b/c").unwrap()),
            ..StorageArguments::default()
        };
        assert!(!format!("{arguments:?}").contains("geheim"));
    }
}
