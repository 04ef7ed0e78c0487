//! Options of the gateway that runs alone, in front of another server of this wire.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use operations::Endpoint;

use super::{
    FileArguments, LogArguments,
    listen::{DEFAULT_GATEWAY_LISTEN, OptionalAddress},
};

/// The environment variable that holds the client secret itself.
pub const CLIENT_SECRET_VARIABLE: &str = "GUILDHALL_CLIENT_SECRET";

/// Options of `guildhall gateway`.
#[derive(Debug, Clone, Default, Args)]
#[command(args_override_self = true)]
pub struct GatewayArguments {
    /// Where options come from.
    #[command(flatten)]
    pub file: FileArguments,
    /// Listen here [default: 127.0.0.1:3003]
    #[arg(long, value_name = "ADDR", help_heading = "Addresses")]
    pub gateway_listen: Option<SocketAddr>,
    /// Serve metrics in Prometheus text form here [default: off]
    #[arg(long, value_name = "ADDR|off", help_heading = "Addresses")]
    pub metrics_listen: Option<OptionalAddress>,
    /// Public origin of the server whose Management API is called; its issuer is `<URL>/oidc`
    #[arg(long, value_name = "URL", value_parser = parse_upstream, help_heading = "Upstream")]
    pub upstream: Option<Endpoint>,
    /// Client id of the machine-to-machine application with access to the Management API
    #[arg(long, value_name = "ID", help_heading = "Upstream")]
    pub client_id: Option<String>,
    /// Read its secret from this file [otherwise: GUILDHALL_CLIENT_SECRET]
    #[arg(long, value_name = "FILE", help_heading = "Upstream")]
    pub client_secret_file: Option<PathBuf>,
    /// Read the policy from this file (TOML): names of permissions, accepted tokens, quotas [default: built in]
    #[arg(long, value_name = "FILE", help_heading = "Upstream")]
    pub policy: Option<PathBuf>,
    /// The log.
    #[command(flatten)]
    pub log: LogArguments,
}

impl GatewayArguments {
    /// Where the gateway listens.
    pub fn listen(&self) -> SocketAddr {
        self.gateway_listen.unwrap_or(DEFAULT_GATEWAY_LISTEN)
    }
}

fn parse_upstream(text: &str) -> Result<Endpoint, String> {
    Endpoint::parse(text).map_err(|error| error.to_string())
}
