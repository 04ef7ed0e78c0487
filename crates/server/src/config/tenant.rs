//! Options of `guildhall tenant`, and the domain under which tenants are reached.

use clap::{Args, Subcommand};
use domain::tenant::is_host_name;

use super::ServerArguments;

/// Options about tenants.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Tenants")]
pub struct TenancyArguments {
    /// The domain under which tenants are reached by their ids, as acme.DOMAIN is; other names under it are not answered
    #[arg(long, value_name = "DOMAIN", value_parser = parse_domain)]
    pub tenant_domain: Option<String>,
}

fn parse_domain(text: &str) -> Result<String, String> {
    let domain = text.trim_end_matches('.').to_ascii_lowercase();
    if is_host_name(&domain) { Ok(domain) } else { Err("expected a domain such as example.com".to_owned()) }
}

/// Options of `guildhall tenant`.
#[derive(Debug, Clone, Default, Args)]
#[command(args_override_self = true)]
pub struct TenantArguments {
    /// What every server takes.
    #[command(flatten)]
    pub server: ServerArguments,
    /// What to do.
    #[command(subcommand)]
    pub action: Option<TenantAction>,
}

/// What `guildhall tenant` does.
#[derive(Debug, Clone, Subcommand)]
pub enum TenantAction {
    /// Make a tenant
    Create(CreateTenantArguments),
    /// List all tenants with where they are reached
    List(ListTenantsArguments),
    /// Set the host names that lead to a tenant
    Hosts(TenantHostsArguments),
    /// Delete a tenant with everything that it has
    Delete(DeleteTenantArguments),
}

/// Options of `guildhall tenant create`.
#[derive(Debug, Clone, Args)]
pub struct CreateTenantArguments {
    /// Its id: lower-case letters, digits and hyphens
    pub id: String,
    /// What people call it [default: its id]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// A host name that leads to it, several times for several; the first is in its issuer [default: ID.DOMAIN with --tenant-domain]
    #[arg(long, value_name = "HOST")]
    pub host: Vec<String>,
    /// Make a machine-to-machine application of this name, which may use all of its Management API, and print its id and secret
    #[arg(long, value_name = "NAME")]
    pub machine: Option<String>,
}

/// Options of `guildhall tenant list`.
#[derive(Debug, Clone, Args)]
pub struct ListTenantsArguments {
    /// Print JSON, for programs
    #[arg(long)]
    pub json: bool,
}

/// Options of `guildhall tenant hosts`.
#[derive(Debug, Clone, Args)]
pub struct TenantHostsArguments {
    /// The tenant
    pub id: String,
    /// The host names, all of them; the first is in its issuer, and another first one ends every session and token
    #[arg(required = true)]
    pub hosts: Vec<String>,
}

/// Options of `guildhall tenant delete`.
#[derive(Debug, Clone, Args)]
pub struct DeleteTenantArguments {
    /// The tenant
    pub id: String,
    /// Its name, to say that it is meant; its id where it has no name
    #[arg(long, value_name = "NAME")]
    pub yes_delete: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_kept_as_hosts_are_compared() {
        assert_eq!(parse_domain("Example.COM."), Ok("example.com".to_owned()));
        for text in ["", ".", "example.com:443", "https://example.com", "*.example.com", "10.0.0.1"] {
            assert!(parse_domain(text).is_err(), "{text}");
        }
    }
}
