//! Name servers, which are asked whether the record that proves a domain is published.

use clap::Args;
use outbound::NameServers;

/// Options about the domain name system.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Outgoing calls")]
pub struct DnsArguments {
    /// Ask these name servers for the records that prove domains: addresses, with a port if it is another than 53, separated by commas [default: those of the system]
    #[arg(long, value_name = "LIST", value_parser = parse_name_servers)]
    pub dns_servers: Option<NameServers>,
}

fn parse_name_servers(text: &str) -> Result<NameServers, String> {
    text.parse().map_err(|error: outbound::InvalidNameServer| error.to_string())
}
