//! Signing in with an account elsewhere.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{ConnectorId, HashedToken};
use operations::social::ProvenIdentity;
use serde::{Deserialize, Serialize};

/// A sign-in elsewhere: begun, and finished once its user is back. What the connector must know again is kept apart, for this record alone
/// ([`operations::connectors::begin_keyed_authorization`]).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SocialVerification {
    pub(crate) id: String,
    pub(crate) connector_id: ConnectorId,
    state_hash: String,
    /// Whom the provider has proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<ProvenIdentity>,
}

impl SocialVerification {
    /// One that has begun.
    pub(crate) fn begun(id: String, connector_id: ConnectorId, state: &str) -> Self {
        Self { id, connector_id, state_hash: hash(state), identity: None }
    }

    /// Whether an answer with this state is one to the request that was sent with the browser.
    pub(crate) fn is_answered_with(&self, state: &str) -> bool {
        self.state_hash == hash(state)
    }

    /// Drops the tokens of the other side, once an account has them.
    pub(super) fn forget_tokens(&mut self) {
        if let Some(identity) = &mut self.identity {
            identity.forget_tokens();
        }
    }
}

/// The state as it is kept: whoever reads the record cannot answer for the provider.
pub(super) fn hash(state: &str) -> String {
    URL_SAFE_NO_PAD.encode(HashedToken::of(&format!("interaction-state\n{state}")).as_bytes())
}

/// An identity on its way into an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PendingIdentity {
    /// The verification that proved it, for which its tokens are sealed.
    pub(crate) verification_id: String,
    pub(crate) identity: ProvenIdentity,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_by_its_state_and_the_state_is_not_kept() {
        let begun = SocialVerification::begun("v".to_owned(), ConnectorId::new("c"), "st&te");
        assert!(
            begun.is_answered_with("st&te")
                && !begun.is_answered_with("")
                && !begun.is_answered_with("St&te")
        );
        let stored = serde_json::to_string(&begun).unwrap();
        assert!(!stored.contains("st&te"), "{stored}");
        assert_eq!(serde_json::from_str::<SocialVerification>(&stored).unwrap(), begun);
    }
}
