//! What a gateway knows in this process that must outlive it: gateways of tenants are made and let go, and whoever could make one be let go would begin
//! anew with what is counted.

use std::sync::Arc;

use crate::{locks::Turns, rates::Rates, underway::Underway};

/// What is counted, whose turn it is, and what goes on without its caller. Clones are the same memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub(crate) rates: Arc<Rates>,
    pub(crate) turns: Arc<Turns>,
    pub(crate) underway: Underway,
}

impl Memory {
    /// That of another tenant's gateway: it counts for itself, and whoever stops the process waits for both.
    #[must_use]
    pub fn beside(&self) -> Self {
        Self { underway: self.underway.clone(), ..Self::default() }
    }

    /// Passes when nothing goes on without its caller, at any of the gateways.
    pub async fn idle(&self) {
        self.underway.idle().await;
    }
}
