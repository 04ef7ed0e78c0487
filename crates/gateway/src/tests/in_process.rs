//! The whole suite with the upstream in this process.

use super::fixture::Transport;
use super::{fake, fake_invitations, fake_machines, fixture};

/// The way to the upstream.
const TRANSPORT: Transport = Transport::InProcess;

#[path = "suite.rs"]
mod suite;
