//! The whole suite over HTTP, to a listener on the loopback interface.

use super::fixture::Transport;
use super::{fake, fake_invitations, fake_machines, fixture};

/// The way to the upstream.
const TRANSPORT: Transport = Transport::Http;

#[expect(clippy::duplicate_mod, reason = "every test runs once for each transport")]
#[path = "suite.rs"]
mod suite;
