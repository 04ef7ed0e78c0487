//! Options of the development server, beside those of every server.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ServerArguments;

/// Options of `guildhall dev`.
#[derive(Debug, Clone, Args)]
#[command(args_override_self = true)]
pub struct DevArguments {
    /// What every server takes.
    #[command(flatten)]
    pub server: ServerArguments,
    /// Write the demonstration's addresses, clients and users to this file (JSON, mode 0600) once everything answers
    #[arg(long, value_name = "FILE", help_heading = "Development")]
    pub credentials: Option<PathBuf>,
    /// Show the pages with the demonstration's secrets to everybody who reaches the server, not to this machine alone: for containers
    #[arg(long, help_heading = "Development")]
    pub show_pages_to_everybody: bool,
    /// What to do instead of starting the server.
    #[command(subcommand)]
    pub action: Option<DevAction>,
}

/// What `guildhall dev` can do beside starting the server.
#[derive(Debug, Clone, Subcommand)]
pub enum DevAction {
    /// Sign a demonstration user in at the running development server and print an access token
    Token(TokenArguments),
}

/// Options of `guildhall dev token`.
#[derive(Debug, Clone, Args)]
pub struct TokenArguments {
    /// The demonstration user: olivia or ben
    #[arg(long, value_name = "USERNAME")]
    pub user: String,
    /// Print a token for this organization
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,
    /// Print a token for this API resource
    #[arg(long, value_name = "INDICATOR")]
    pub resource: Option<String>,
}
