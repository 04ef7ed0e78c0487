//! What connectors work with beside their configuration.

use domain::{Entropy, UnixMillis};
use outbound::OutboundClient;

/// The network, time and randomness.
#[derive(Clone, Copy)]
pub struct ConnectorContext<'a> {
    /// Calls the other side, within bounds.
    pub outbound: &'a OutboundClient,
    /// The present moment.
    pub now: UnixMillis,
    /// Where nonces, code verifiers and ids of messages come from.
    pub entropy: &'a dyn Entropy,
}

impl std::fmt::Debug for ConnectorContext<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ConnectorContext").field("now", &self.now).finish_non_exhaustive()
    }
}
