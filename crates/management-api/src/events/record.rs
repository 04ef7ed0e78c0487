//! The audit record of a write: who did what to what, with what it was before and is after, secrets left out.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::{Method, request::Parts},
};
use domain::audit::{ActingUser, AuditRecord};
use operations::{OperationError, Services};
use serde_json::{Map, Value};
use tower::ServiceExt as _;

use super::Facts;
use crate::context::{BuiltInMachine, Caller};

/// What stands for a secret.
const MASK: &str = "******";
/// Members of bodies and answers that hold secrets, by what their names contain, in lower case.
const SECRET_NAMES: [&str; 13] = [
    "password",
    "secret",
    "token",
    "digest",
    "signingkey",
    "privatekey",
    "apikey",
    "credential",
    "code",
    "pass",
    "authorization",
    "accesskey",
    "link",
];
/// The largest body or answer that is recorded whole, in bytes of its JSON.
const MAX_RECORDED: usize = 8 * 1024;

/// What a write changed.
pub(super) struct Change<'a> {
    /// The body that was sent.
    pub(super) sent: &'a Bytes,
    /// What the path named before.
    pub(super) before: Option<Value>,
    /// What was answered.
    pub(super) after: Option<Value>,
}

/// What the path of a write names now: what `GET` on the same path answers, where that is one object.
pub(super) async fn before(parts: &Parts, template: &str, router: &Router) -> Option<Value> {
    let names_one = template.ends_with('}') || template.ends_with("/custom-data");
    if parts.method == Method::POST || !names_one {
        return None;
    }
    // A request of its own: what the router found out about the write's path would be found out twice.
    let mut read = Request::new(Body::empty());
    *read.uri_mut() = parts.uri.clone();
    *read.headers_mut() = parts.headers.clone();
    if let Some(machine) = parts.extensions.get::<BuiltInMachine>() {
        read.extensions_mut().insert(machine.clone());
    }
    let Ok(response) = router.clone().oneshot(read).await;
    let found = response.status().is_success();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.ok()?;
    serde_json::from_slice(&bytes).ok().filter(|_| found)
}

/// Writes the record; it is durable when this returns.
pub(super) async fn write(
    services: &Services,
    facts: &Facts,
    change: Change<'_>,
    (caller, acting_user): (&Caller, Option<&ActingUser>),
) -> Result<(), OperationError> {
    let key = format!("Management.{} {}", facts.method, super::without_prefix(facts.template));
    let mut payload = Map::new();
    payload.insert("key".to_owned(), key.as_str().into());
    payload.insert("result".to_owned(), "Success".into());
    payload.extend(facts.ip.clone().map(|ip| ("ip".to_owned(), ip.into())));
    payload.extend(facts.user_agent.clone().map(|agent| ("userAgent".to_owned(), agent.into())));
    match caller {
        Caller::Application(id) => payload.insert("applicationId".to_owned(), id.as_str().into()),
        Caller::User(id) => payload.insert("userId".to_owned(), id.as_str().into()),
    };
    if let Some(ActingUser(user)) = acting_user {
        payload.insert("userId".to_owned(), user.as_str().into());
    }
    if let Some(organization) = organization_of(facts, change.after.as_ref()) {
        payload.insert("organizationId".to_owned(), organization.into());
    }
    payload.insert("params".to_owned(), facts.parameters().into());
    let sent = serde_json::from_slice(change.sent).ok();
    for (name, value) in [("body", sent), ("before", change.before), ("after", change.after)] {
        payload.extend(value.map(|value| (name.to_owned(), recorded(value))));
    }
    let record = AuditRecord { key, payload, created_at: services.now() };
    Ok(services.audit.record(&services.tenant, record).await?)
}

/// The organization that a write is about.
fn organization_of(facts: &Facts, after: Option<&Value>) -> Option<String> {
    if facts.template == "/api/organizations" {
        return after?.get("id")?.as_str().map(ToOwned::to_owned);
    }
    facts.template.strip_prefix("/api/organizations/{id}")?;
    facts.parameters().get("id")?.as_str().map(ToOwned::to_owned)
}

/// A value as it may be recorded: secrets masked, and nothing that is too large.
fn recorded(value: Value) -> Value {
    let masked = without_secrets(value);
    if masked.to_string().len() > MAX_RECORDED { Value::from("too large to be recorded") } else { masked }
}

fn without_secrets(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| {
                let value = if is_secret(&name, &value) { MASK.into() } else { without_secrets(value) };
                (name, value)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(without_secrets).collect(),
        other => other,
    }
}

/// Whether a member holds a secret: by its name, unless it is a flag or a number. The value of an application's secret is called `value`.
fn is_secret(name: &str, value: &Value) -> bool {
    let name = name.to_ascii_lowercase();
    let has_name = name == "value" || SECRET_NAMES.iter().any(|secret| name.contains(secret));
    has_name && !matches!(value, Value::Bool(_) | Value::Null | Value::Number(_))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_are() {
        let value = json!({
            "name": "Sync", "hasPassword": true, "password": "hunter2", "secrets": [{ "value": "abc" }],
            "config": { "clientSecret": "abc", "accessTokenTtl": 60 }, "signingKey": "k",
        });
        assert_eq!(
            recorded(value),
            json!({
                "name": "Sync", "hasPassword": true, "password": MASK, "secrets": MASK,
                "config": { "clientSecret": MASK, "accessTokenTtl": 60 }, "signingKey": MASK,
            })
        );
    }

    #[test]
    fn what_is_too_large_is_named_only() {
        assert_eq!(recorded(json!({ "a": "x".repeat(MAX_RECORDED) })), json!("too large to be recorded"));
    }
}
