//! Calls to addresses that somebody else chose: webhooks, message providers, identity providers.
//!
//! Such a call is made from inside the operator's network, so it must not reach what is only reachable from there
//! (server-side request forgery): the address that a name resolves to is looked at in the moment of connecting, and only public ones are
//! called, or those that the operator allows by name or network. No redirect is followed, answers are bounded in size, calls in time. What does
//! not speak HTTP gets a connection under the same rules. Beside that: records of the domain name system about names that somebody else chose.

mod allow;
mod client;
mod dns;
mod stream;

pub use allow::{AllowList, InvalidAllowance};
pub use client::{Answer, OutboundClient, OutboundError};
pub use dns::{InvalidNameServer, LookupError, NameServers, TxtResolver};
