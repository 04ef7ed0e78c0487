//! Webhooks: what they listen to, and when a delivery that failed is tried again (Management API contract §10, §13).

use std::{collections::BTreeMap, fmt, time::Duration};

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

/// Where and how a webhook is called. Address and headers may hold keys.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl fmt::Debug for HookConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HookConfig").field("retries", &self.retries).finish_non_exhaustive()
    }
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

/// How many events may wait for a webhook. With more the oldest are given up.
pub const MAX_WAITING: i64 = 10_000;
/// How long an event may wait for its delivery.
pub const MAX_WAIT: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// Why the first of the events that wait for a webhook is given up without another try, if it is: `waiting` wait, and it happened at
/// `created_at`.
pub fn given_up(waiting: i64, created_at: UnixMillis, now: UnixMillis) -> Option<&'static str> {
    if waiting > MAX_WAITING {
        Some("given up: too many events wait for this webhook")
    } else if created_at.plus(MAX_WAIT) < now {
        Some("given up: the event waited too long")
    } else {
        None
    }
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
    fn what_waits_is_bounded_in_number_and_in_time() {
        let (then, limit) = (UnixMillis(1), UnixMillis(1).plus(MAX_WAIT));
        assert_eq!(given_up(MAX_WAITING, then, limit), None);
        assert!(given_up(MAX_WAITING + 1, then, then).is_some_and(|why| why.contains("too many")));
        assert!(given_up(1, then, UnixMillis(limit.0 + 1)).is_some_and(|why| why.contains("too long")));
    }

    #[test]
    fn addresses_and_headers_do_not_show_when_they_are_printed() {
        let headers = Some([("authorization".to_owned(), "s3cret".to_owned())].into());
        let config = HookConfig { url: "https://a.example/s3cret".to_owned(), headers, retries: Some(1) };
        assert_eq!(format!("{config:?}"), "HookConfig { retries: Some(1), .. }");
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
