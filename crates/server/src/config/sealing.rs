//! Where the sealing key comes from.
//!
//! The key itself is taken from the environment (`GUILDHALL_SEALING_KEY`) and from nowhere else in clear: flags show in process lists,
//! and `guildhall.toml` is kept beside code.

use std::path::PathBuf;

use clap::Args;

/// The environment variable that holds the sealing key itself.
pub const SEALING_KEY_VARIABLE: &str = "GUILDHALL_SEALING_KEY";

/// Options about the sealing key.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sealing key")]
pub struct SealingArguments {
    /// Read the key that seals secrets at rest from this file [default: <data-dir>/sealing-key, made at first start]
    #[arg(long, value_name = "FILE", conflicts_with = "sealing_key_command")]
    pub sealing_key_file: Option<PathBuf>,
    /// Get the key that seals secrets at rest from what this shell command prints
    #[arg(long, value_name = "COMMAND")]
    pub sealing_key_command: Option<String>,
}
