//! Whose a domain is: names of domains as this API takes them, and the proof by a TXT record that an organization's administrator
//! controls one.

mod name;
mod proof;

pub(crate) use name::DomainName;
pub(crate) use proof::DnsRecord;
pub use proof::{DomainProofKey, TxtLookup, TxtUnavailable};
