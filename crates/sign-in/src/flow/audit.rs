//! Audit records of the sign-in experience (Management API contract §14): what was tried, by whom as far as known, and how it ended.
//!
//! Identifiers as typed are not recorded: people type passwords into the wrong field.

use domain::{UserId, audit::AuditRecord};
use http_kit::ApiError;
use serde_json::{Map, json};

use super::Visit;
use crate::state::Event;

impl Visit {
    /// Records the outcome of a step under `Interaction.<event>.<action>`; returns when it is durable.
    pub(crate) async fn record<T>(
        &self,
        (event, action): (Event, &str),
        user_id: Option<&UserId>,
        outcome: &Result<T, ApiError>,
    ) -> Result<(), ApiError> {
        let key = format!("Interaction.{}.{action}", event.as_str());
        let mut payload = Map::new();
        payload.insert("key".to_owned(), json!(key));
        payload.insert("result".to_owned(), json!(if outcome.is_ok() { "Success" } else { "Error" }));
        if let Err(error) = outcome {
            let code = error.code().unwrap_or("server_error");
            payload.insert("error".to_owned(), json!({ "code": code, "message": error.text() }));
        }
        let strings = [
            ("ip", self.requester.ip.as_deref()),
            ("userAgent", self.requester.user_agent.as_deref()),
            ("userId", user_id.map(UserId::as_str)),
            ("applicationId", Some(self.running.interaction.application_id.as_str())),
            ("sessionId", self.running.interaction.session_id.as_ref().map(domain::SessionId::as_str)),
        ];
        let present = strings.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?))));
        payload.extend(present);
        let record = AuditRecord { key, payload, created_at: self.services.now() };
        Ok(self.services.audit.record(&self.services.tenant, record).await?)
    }
}
