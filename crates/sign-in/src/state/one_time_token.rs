//! Verifications by a one-time token.

use domain::OrganizationId;
use serde::{Deserialize, Serialize};

use super::Event;

/// Somebody presented a token that was sent to an address, and it is used up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct OneTimeTokenVerification {
    pub(crate) id: String,
    /// The address that the token was made for.
    pub(crate) email: String,
    /// The only event it was made for, where it was made for one.
    pub(crate) event: Option<Event>,
    /// The organizations that whoever uses it joins.
    pub(crate) organizations: Vec<OrganizationId>,
}

impl OneTimeTokenVerification {
    /// Whether it was made for `event`, among others.
    pub(crate) fn is_for(&self, event: Event) -> bool {
        self.event.is_none_or(|own| own == event)
    }
}
