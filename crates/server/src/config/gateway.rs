//! Options of the gateway that runs alone, in front of another server of this wire, and of what explains it.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use gateway::{Upstream, UpstreamLimits};
use operations::Endpoint;
use protocol::identifiers::{DEFAULT_TENANT_ID, management_api_indicator};

use super::{
    DnsArguments, FileArguments, LogArguments,
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
    /// Where the server is, and how to call it.
    #[command(flatten)]
    pub upstream: UpstreamArguments,
    /// Read the policy from this file (TOML): names of permissions, accepted tokens, quotas [default: built in]
    #[arg(long, value_name = "FILE", help_heading = "Gateway", global = true)]
    pub policy: Option<PathBuf>,
    /// Make the records that prove domains with the key in this file [otherwise: with the client secret]
    #[arg(long, value_name = "FILE", help_heading = "Upstream")]
    pub domain_proof_key_file: Option<PathBuf>,
    /// Name servers.
    #[command(flatten)]
    pub dns: DnsArguments,
    /// The log.
    #[command(flatten)]
    pub log: LogArguments,
    /// What to do instead of serving.
    #[command(subcommand)]
    pub action: Option<GatewayAction>,
}

/// Options about the server behind the gateway.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Upstream")]
pub struct UpstreamArguments {
    /// Origin of the server whose Management API is called
    #[arg(long, value_name = "URL", value_parser = parse_upstream, global = true)]
    pub upstream: Option<Endpoint>,
    /// Issuer of the tokens of users, where the server has another name for them than for this gateway [default: <upstream>/oidc]
    #[arg(long, value_name = "URL", value_parser = parse_issuer, global = true)]
    pub issuer: Option<String>,
    /// Client id of the machine-to-machine application with access to the Management API
    #[arg(long, value_name = "ID", global = true)]
    pub client_id: Option<String>,
    /// Read its secret from this file [otherwise: GUILDHALL_CLIENT_SECRET]
    #[arg(long, value_name = "FILE", global = true)]
    pub client_secret_file: Option<PathBuf>,
    /// Indicator of the Management API [default: https://default.logto.app/api]
    #[arg(long, value_name = "INDICATOR", global = true)]
    pub management_api_resource: Option<String>,
    /// Trust the certificate authorities in this file (PEM), beside Mozilla's, to vouch for the server
    #[arg(long, value_name = "FILE", global = true)]
    pub upstream_ca_file: Option<PathBuf>,
    /// Call a server on another machine without TLS: only on a network that nobody else is on [default: false]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", global = true)]
    pub upstream_plain_http: Option<bool>,
    /// Give up a call after so many seconds [default: 5]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=300))]
    pub upstream_timeout: Option<u32>,
    /// Make so many calls at once at the most; four times as many wait for their turn [default: 64]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    pub upstream_calls: Option<u16>,
}

/// What `guildhall gateway` can do beside serving.
#[derive(Debug, Clone, Subcommand)]
pub enum GatewayAction {
    /// Tell in words what the policy says, and what in it may surprise
    Check,
    /// Tell what the gateway would decide about a request, and why, step by step
    Explain(ExplainArguments),
}

/// Options of `guildhall gateway explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArguments {
    /// The method
    #[arg(value_name = "METHOD")]
    pub method: String,
    /// The path, with its query if it has one
    #[arg(value_name = "PATH")]
    pub path: String,
    /// The access token, or `-` to read it from standard input, so that it stays out of the shell's history [default: none]
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
    /// It is a request to an application behind a proxy, which asks by the rules of [forward_auth]
    #[arg(long)]
    pub forward_auth: bool,
    /// Its host, where rules name hosts
    #[arg(long, value_name = "HOST", requires = "forward_auth")]
    pub host: Option<String>,
    /// Check its signature with the keys of this JWKS document [default: those of the upstream, where it is named]
    #[arg(long, value_name = "FILE")]
    pub jwks: Option<PathBuf>,
}

impl GatewayArguments {
    /// Where the gateway listens.
    pub fn listen(&self) -> SocketAddr {
        self.gateway_listen.unwrap_or(DEFAULT_GATEWAY_LISTEN)
    }
}

impl UpstreamArguments {
    /// The issuer of the tokens of users, where it is known.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref().or_else(|| self.upstream.as_ref().map(Endpoint::issuer))
    }

    /// The indicator of the Management API.
    pub fn management_api_resource(&self) -> String {
        self.management_api_resource.clone().unwrap_or_else(|| management_api_indicator(DEFAULT_TENANT_ID))
    }

    /// Whether another machine may be called without TLS.
    pub fn allows_plain_http(&self) -> bool {
        self.upstream_plain_http.unwrap_or_default()
    }

    /// How long calls may take, and how many there may be.
    pub fn limits(&self) -> UpstreamLimits {
        let limits = UpstreamLimits::default();
        let max_calls = self.upstream_calls.map_or(limits.max_calls, usize::from);
        let timeout = self.upstream_timeout.map(|seconds| Duration::from_secs(seconds.into()));
        UpstreamLimits {
            timeout: timeout.unwrap_or(Upstream::DEFAULT_TIMEOUT),
            max_calls,
            max_waiting: max_calls * 4,
            ..limits
        }
    }
}

fn parse_upstream(text: &str) -> Result<Endpoint, String> {
    Endpoint::parse(text).map_err(|error| error.to_string())
}

/// An issuer is compared byte for byte: its end stays as it is.
fn parse_issuer(text: &str) -> Result<String, String> {
    Endpoint::parse(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}
