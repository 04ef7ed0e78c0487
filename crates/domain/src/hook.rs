//! Webhooks: what they listen to, and when a delivery that failed is tried again (Management API contract §10, §13).

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{HookId, PlainToken, UnixMillis};

/// Every event that a webhook can listen to, by its name on the wire (Management API contract §13.2).
pub const EVENTS: [&str; 26] = [
    "PostRegister",
    "PostSignIn",
    "PostSignInAdaptiveMfaTriggered",
    "PostResetPassword",
    "User.Created",
    "User.Deleted",
    "User.Data.Updated",
    "User.SuspensionStatus.Updated",
    "Role.Created",
    "Role.Deleted",
    "Role.Data.Updated",
    "Role.Scopes.Updated",
    "Scope.Created",
    "Scope.Deleted",
    "Scope.Data.Updated",
    "Organization.Created",
    "Organization.Deleted",
    "Organization.Data.Updated",
    "Organization.Membership.Updated",
    "OrganizationRole.Created",
    "OrganizationRole.Deleted",
    "OrganizationRole.Data.Updated",
    "OrganizationRole.Scopes.Updated",
    "OrganizationScope.Created",
    "OrganizationScope.Deleted",
    "OrganizationScope.Data.Updated",
];
/// Events that tell of something out of the ordinary.
pub const EXCEPTIONS: [&str; 3] = ["Identifier.Lockout", "Message.RateLimited", "Grant.LimitExceeded"];
/// How often a delivery is tried again when the webhook does not say.
pub(crate) const DEFAULT_RETRIES: u32 = 3;
/// The most often a webhook may ask for.
pub const MAX_RETRIES: u32 = 3;
/// How long the first retry waits; each further one waits four times as long.
const FIRST_RETRY: Duration = Duration::from_secs(5);

/// Whether `name` is an event that a webhook can listen to.
pub fn is_event(name: &str) -> bool {
    EVENTS.contains(&name) || EXCEPTIONS.contains(&name)
}

/// Where and how a webhook is called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HookConfig {
    /// The address, as the operator gave it. It need not be one that can be called.
    pub url: String,
    /// Further headers, which may replace those of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// How often a delivery that failed is tried again, 0 to 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
}

/// A webhook.
#[derive(Clone, Debug)]
pub struct Hook {
    /// The id.
    pub id: HookId,
    /// The name, may be empty.
    pub name: String,
    /// The one event of old webhooks.
    pub event: Option<String>,
    /// What it listens to.
    pub events: Vec<String>,
    /// Where it goes.
    pub config: HookConfig,
    /// What deliveries are signed with.
    pub signing_key: PlainToken,
    /// Whether it is called at all.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at: UnixMillis,
}

/// When a delivery that has failed `attempts` times is tried again; `None` when it is given up.
pub fn retry_after(config: &HookConfig, attempts: u32) -> Option<Duration> {
    let retries = config.retries.unwrap_or(DEFAULT_RETRIES);
    (attempts <= retries)
        .then(|| FIRST_RETRY.saturating_mul(4_u32.saturating_pow(attempts.saturating_sub(1))))
}

/// How a delivery ended, for its record.
#[derive(Clone, PartialEq, Debug)]
pub enum DeliveryOutcome {
    /// The receiver answered.
    Answered {
        /// Its status code.
        status: u16,
        /// What it said, as JSON where it is, otherwise as text.
        body: Value,
    },
    /// There was no answer, and why.
    Failed(String),
}

impl DeliveryOutcome {
    /// Whether the receiver took the event: any 2xx.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Answered { status, .. } if (200..300).contains(status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(retries: Option<u32>) -> HookConfig {
        HookConfig { url: "https://a.example".to_owned(), headers: None, retries }
    }

    #[test]
    fn retries_wait_longer_each_time_and_end() {
        let waits = |config: &HookConfig| {
            (1..=5)
                .map(|attempts| retry_after(config, attempts).map(|wait| wait.as_secs()))
                .collect::<Vec<_>>()
        };
        assert_eq!(waits(&config(None)), [Some(5), Some(20), Some(80), None, None]);
        assert_eq!(waits(&config(Some(0))), [None; 5]);
    }

    #[test]
    fn any_2xx_is_a_success_and_nothing_else() {
        let answered = |status| DeliveryOutcome::Answered { status, body: Value::Null }.is_success();
        assert!(answered(200) && answered(204) && !answered(301) && !answered(500));
        assert!(!DeliveryOutcome::Failed("refused".to_owned()).is_success());
    }

    #[test]
    fn event_names_are_those_of_the_wire_each_once() {
        let mut names: Vec<_> = EVENTS.iter().chain(&EXCEPTIONS).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), EVENTS.len() + EXCEPTIONS.len());
        assert!(is_event("User.Created") && is_event("Identifier.Lockout") && !is_event("User.Anything"));
    }
}
