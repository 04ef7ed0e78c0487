//! What the program is told to do: commands, and their options in three equal forms.
//!
//! Every option is a flag (`--database-url`), an environment variable (`GUILDHALL_DATABASE_URL`) and a key of `guildhall.toml`
//! (`database_url`). There is one definition, the flag's; [`layers`] derives the other two forms from it, so that none can be forgotten.
//! The flag wins over the environment, the environment over the file. One file a section; what a section's options mean together
//! (defaults that follow from other options, what excludes what) is decided in the same file.

pub mod assets;
pub mod dev;
pub mod dns;
pub mod gateway;
pub mod known;
pub mod layers;
pub mod listen;
pub mod log;
pub mod outbound;
pub mod sealing;
pub mod storage;
pub mod tenant;
mod tokens;

use clap::{Args, Parser, Subcommand};

pub use assets::{AssetArguments, AssetLocation, StatusArguments};
pub use dev::{DevAction, DevArguments, TokenArguments};
pub use dns::DnsArguments;
pub use gateway::{ExplainArguments, GatewayAction, GatewayArguments, UpstreamArguments};
pub use known::KnownArguments;
pub use layers::Sources;
pub use listen::{ListenArguments, OptionalAddress};
pub use log::{LogArguments, LogFormat};
pub use outbound::{AuditArguments, OutboundArguments};
pub use sealing::SealingArguments;
pub use storage::{DatabaseLocation, StorageArguments};
pub use tenant::{TenancyArguments, TenantAction, TenantArguments};
pub use tokens::TokenSigningArguments;

/// Self-hosted identity and organization server.
#[derive(Debug, Parser)]
#[command(name = "guildhall", version, about, max_term_width = 120)]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start server and gateway with demonstration data, for development
    Dev(Box<DevArguments>),
    /// Start the server
    Serve(Box<ServerArguments>),
    /// Start the gateway alone, in front of another server
    Gateway(Box<GatewayArguments>),
    /// Print a link into the console, for an operator who cannot get in
    ConsoleLink(Box<ConsoleLinkArguments>),
    /// Make, list and delete tenants
    Tenant(Box<TenantArguments>),
    /// Fill the database for a measurement
    #[command(hide = true)]
    LoadTestData(Box<LoadTestDataArguments>),
    /// Print the path of every page of the console, for a measurement
    #[command(hide = true)]
    ConsolePages(Box<FileArguments>),
}

/// Options of `guildhall console-link`.
#[derive(Debug, Clone, Args)]
pub struct ConsoleLinkArguments {
    /// What every server takes.
    #[command(flatten)]
    pub server: ServerArguments,
    /// Let this administrator in again with a new password and without a second factor [default: the link makes a new owner]
    #[arg(long, value_name = "NAME")]
    pub username: Option<String>,
}

/// Options of `guildhall load-test-data`.
#[derive(Debug, Clone, Args)]
pub struct LoadTestDataArguments {
    /// What every server takes.
    #[command(flatten)]
    pub server: ServerArguments,
    /// How many users to add; a tenth as many organizations come along
    #[arg(long, value_name = "NUMBER", default_value_t = 1000)]
    pub users: u64,
    /// For how many days, up to today, to record what users did: one of fifty on each
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub active_days: u32,
}

/// Options of everything that serves: where its own configuration comes from.
#[derive(Debug, Clone, Default, Args)]
pub struct FileArguments {
    /// Read options from this file [default: guildhall.toml, if it exists]
    #[arg(long, value_name = "FILE")]
    pub config: Option<std::path::PathBuf>,
}

/// Options of the server.
#[derive(Debug, Clone, Default, Args)]
#[command(args_override_self = true)]
pub struct ServerArguments {
    /// Where options come from.
    #[command(flatten)]
    pub file: FileArguments,
    /// Addresses.
    #[command(flatten)]
    pub listen: ListenArguments,
    /// Tenants.
    #[command(flatten)]
    pub tenancy: TenancyArguments,
    /// Where data is kept.
    #[command(flatten)]
    pub storage: StorageArguments,
    /// The key that secrets are sealed with.
    #[command(flatten)]
    pub sealing: SealingArguments,
    /// Tokens.
    #[command(flatten)]
    pub tokens: TokenSigningArguments,
    /// Outgoing calls.
    #[command(flatten)]
    pub outbound: OutboundArguments,
    /// Name servers.
    #[command(flatten)]
    pub dns: DnsArguments,
    /// Uploaded files.
    #[command(flatten)]
    pub assets: AssetArguments,
    /// What users may not choose.
    #[command(flatten)]
    pub known: KnownArguments,
    /// The audit log.
    #[command(flatten)]
    pub audit: AuditArguments,
    /// What `/api/status` tells.
    #[command(flatten)]
    pub status: StatusArguments,
    /// Read the gateway's policy from this file (TOML): names of permissions, accepted tokens, quotas [default: built in]
    #[arg(long, value_name = "FILE", help_heading = "Gateway")]
    pub policy: Option<std::path::PathBuf>,
    /// The log.
    #[command(flatten)]
    pub log: LogArguments,
}

#[cfg(test)]
mod tests;
