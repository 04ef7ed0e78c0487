//! Records of what the provider did, for the audit log (Management API contract §14).

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{header, request::Parts},
};
use domain::{ApplicationId, MASK, UserId, audit::AuditRecord, grant::SessionAgent};
use operations::Services;
use protocol::{OAuthError, Parameters};
use serde_json::{Map, Value, json};

use crate::error::Failure;

/// Parameters that are recorded with their values. Names that mean nothing are not: anybody could fill the log with them.
const RECORDED_PARAMETERS: [&str; 19] = [
    "client_id",
    "grant_type",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "login_hint",
    "ui_locales",
    "code_challenge",
    "code_challenge_method",
    "first_screen",
    "interaction_mode",
    "direct_sign_in",
    "organization_id",
    "resource",
];
/// Parameters of which only is recorded that they came.
const SECRET_PARAMETERS: [&str; 14] = [
    "device_code",
    "client_secret",
    "client_assertion",
    "code",
    "code_verifier",
    "refresh_token",
    "access_token",
    "id_token_hint",
    "subject_token",
    "actor_token",
    "password",
    "one_time_token",
    "google_one_tap_credential",
    "identifier",
];
/// How much is recorded of most texts of a request, in bytes.
const MAX_TEXT_BYTES: usize = 256;
/// How much is recorded of [`LONG_PARAMETERS`], in bytes.
const MAX_LONG_BYTES: usize = 512;
/// Parameters of which more is recorded than of others.
const LONG_PARAMETERS: [&str; 3] = ["redirect_uri", "scope", "state"];

/// A record in the making.
#[derive(Debug)]
pub(crate) struct Record {
    key: &'static str,
    payload: Map<String, Value>,
}

impl Record {
    /// A record of success, unless [`Self::error`] says otherwise.
    pub(crate) fn new(key: &'static str, parts: &Parts) -> Self {
        let mut payload = Map::with_capacity(12);
        payload.insert("key".to_owned(), Value::from(key));
        payload.insert("result".to_owned(), Value::from("Success"));
        payload.extend(origin(parts, "ip"));
        Self { key, payload }
    }

    /// Whom it concerns: the client.
    pub(crate) fn application(mut self, id: &ApplicationId) -> Self {
        self.payload.insert("applicationId".to_owned(), Value::from(id.as_str()));
        self
    }

    /// Whom it concerns: the user.
    pub(crate) fn user(mut self, id: Option<&UserId>) -> Self {
        if let Some(id) = id {
            self.payload.insert("userId".to_owned(), Value::from(id.as_str()));
        }
        self
    }

    /// With which of its secrets the client authenticated.
    pub(crate) fn secret(mut self, name: Option<&str>) -> Self {
        if let Some(name) = name {
            self.payload.insert("applicationSecret".to_owned(), json!({ "name": name }));
        }
        self
    }

    /// The parameters of the request that are known, secrets masked.
    pub(crate) fn parameters(mut self, parameters: &Parameters) -> Self {
        let mut recorded = Map::new();
        for (name, value) in parameters.iter() {
            let value = if SECRET_PARAMETERS.contains(&name) {
                MASK
            } else if RECORDED_PARAMETERS.contains(&name) {
                let most = if LONG_PARAMETERS.contains(&name) { MAX_LONG_BYTES } else { MAX_TEXT_BYTES };
                shortened(value, most)
            } else {
                continue;
            };
            recorded.insert(name.to_owned(), Value::from(value));
        }
        self.payload.insert("params".to_owned(), Value::Object(recorded));
        self
    }

    /// A further member.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.payload.insert(name.to_owned(), value.into());
        self
    }

    /// It failed, and so.
    pub(crate) fn error(mut self, error: &OAuthError) -> Self {
        self.payload.insert("result".to_owned(), Value::from("Error"));
        self.payload.insert("error".to_owned(), Value::from(error.to_string()));
        self
    }

    /// Writes the record; returns when it is durable.
    pub(crate) async fn write(self, services: &Services) -> Result<(), Failure> {
        Ok(services.audit.record(&services.tenant, self.into_record(services)).await?)
    }

    /// As [`Self::write`], of something that shows `user` to be active today, which the dashboard counts.
    pub(crate) async fn write_activity(
        self,
        services: &Services,
        user: Option<&UserId>,
    ) -> Result<(), Failure> {
        let Some(user) = user else { return self.write(services).await };
        Ok(services.audit.record_activity(&services.tenant, self.into_record(services), user).await?)
    }

    fn into_record(self, services: &Services) -> AuditRecord {
        AuditRecord { key: self.key.to_owned(), payload: self.payload, created_at: services.now() }
    }
}

/// Where a request came from, as far as it shows: its address, under the name that is given, and what the browser calls itself.
pub(crate) fn origin(parts: &Parts, address_name: &str) -> Map<String, Value> {
    let mut members = Map::new();
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    if let Some(address) = address {
        members.insert(address_name.to_owned(), Value::from(address.to_string()));
    }
    if let Some(agent) = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()) {
        members.insert("userAgent".to_owned(), Value::from(shortened(agent, MAX_LONG_BYTES)));
    }
    members
}

/// The browser of a request, as a session remembers it.
pub(crate) fn agent(parts: &Parts) -> SessionAgent {
    let mut members = origin(parts, "ip");
    let mut take = |name| members.remove(name).and_then(|value| value.as_str().map(str::to_owned));
    SessionAgent { ip: take("ip"), user_agent: take("userAgent") }
}

fn shortened(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_long_texts_shortened_and_unknown_names_left_out() {
        let (parts, ()) =
            axum::http::Request::builder().header("user-agent", "agent").body(()).unwrap().into_parts();
        let long = "é".repeat(400);
        let parameters: Parameters = [
            ("client_secret", "hunter2"),
            ("scope", long.as_str()),
            ("login_hint", long.as_str()),
            ("made_up", "anything"),
            ("identifier", "email"),
            ("google_one_tap_credential", "e.y.J"),
            ("code", "abc"),
        ]
        .into_iter()
        .collect();
        let record = Record::new("ExchangeTokenBy.AuthorizationCode", &parts)
            .application(&ApplicationId::new("app"))
            .secret(Some("Default secret"))
            .parameters(&parameters)
            .error(&OAuthError::invalid_grant());
        assert_eq!(
            Value::Object(record.payload),
            json!({
                "key": "ExchangeTokenBy.AuthorizationCode",
                "result": "Error",
                "userAgent": "agent",
                "applicationId": "app",
                "applicationSecret": { "name": "Default secret" },
                "params": {
                    "client_secret": "******", "scope": "é".repeat(256), "login_hint": "é".repeat(128), "identifier": "******",
                    "google_one_tap_credential": "******", "code": "******",
                },
                "error": "invalid_grant: grant request is invalid",
            })
        );
    }
}
