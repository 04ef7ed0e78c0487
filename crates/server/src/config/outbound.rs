//! Calls to addresses that others chose, and how long what happened is remembered.

use std::time::Duration;

use clap::Args;
use outbound::AllowList;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Options about outgoing calls.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Outgoing calls")]
pub struct OutboundArguments {
    /// Call these addresses for webhooks too, which only this network reaches: networks, addresses and host names, separated by commas [default: public addresses alone]
    #[arg(long, value_name = "LIST", value_parser = parse_allow_list)]
    pub outbound_allow: Option<AllowList>,
}

/// Options about the audit log.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Audit log")]
pub struct AuditArguments {
    /// Remove audit records after so many days [default: never]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    pub audit_retention_days: Option<u32>,
}

impl AuditArguments {
    /// How long records are kept; `None` for ever.
    pub fn retention(&self) -> Option<Duration> {
        self.audit_retention_days.map(|days| DAY.saturating_mul(days))
    }
}

fn parse_allow_list(text: &str) -> Result<AllowList, String> {
    let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    AllowList::parse(entries).map_err(|error| error.to_string())
}
