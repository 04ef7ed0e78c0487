//! Signing in at an enterprise's provider.

use domain::SsoConnectorId;
use operations::sso::ProvenSsoIdentity;
use serde::{Deserialize, Serialize};

use super::social::hash;

/// A sign-in at an enterprise's provider: begun, and finished once its user is back. What the connector must know again is kept apart, for this
/// record alone ([`operations::sso::begin_authorization`]).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SsoVerification {
    pub(crate) id: String,
    pub(crate) connector_id: SsoConnectorId,
    state_hash: String,
    /// Whom the provider has proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<ProvenSsoIdentity>,
}

impl SsoVerification {
    /// One that has begun.
    pub(crate) fn begun(id: String, connector_id: SsoConnectorId, state: &str) -> Self {
        Self { id, connector_id, state_hash: hash(state), identity: None }
    }

    /// Whether an answer with this state is one to the request that was sent with the browser.
    pub(crate) fn is_answered_with(&self, state: &str) -> bool {
        self.state_hash == hash(state)
    }
}
