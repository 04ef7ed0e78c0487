//! The audit record of a write: who did what to what, with what it was before and is after, secrets left out.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Method, request::Parts},
};
use domain::audit::{ActingIn, ActingUser, AuditRecord};
use http_kit::{Describer, MatchedOperation, Operation, OperationDescription, describe::AnswerBody};
use operations::{OperationError, Services};
use schemars::Schema;
use serde_json::{Map, Value};
use tower::ServiceExt as _;

use super::Facts;
#[cfg(test)]
use crate::confidential::MASK;
use crate::{
    confidential::masked,
    context::{BuiltInMachine, Caller, ReadForRecord},
};

/// The largest body or answer that is recorded whole, in bytes of its JSON.
const MAX_RECORDED: usize = 8 * 1024;

/// What a write changed.
pub(super) struct Change<'a> {
    /// The body that was sent.
    pub(super) sent: &'a Bytes,
    /// What kind of text that is.
    pub(super) content_type: Option<&'a HeaderValue>,
    /// What the path named before.
    pub(super) before: Option<Value>,
    /// What was answered.
    pub(super) after: Option<Value>,
}

/// On whose behalf a machine writes, and for which organization, where it says so beside the call.
#[derive(Default)]
pub(super) struct Acting {
    pub(super) user: Option<ActingUser>,
    pub(super) organization: Option<ActingIn>,
}

/// The paths that name one thing: whose `GET` answers something else than a list.
pub(super) fn names_one(operation: &Operation) -> bool {
    let (mut description, mut describer) = (OperationDescription::default(), Describer::default());
    (operation.handler.describe)(&mut description, &mut describer);
    let is_list = |schema: &Schema| schema.get("type").is_some_and(|kind| kind == "array");
    let answer = description.answers.get(&200);
    operation.method == Method::GET
        && !description.is_paginated
        && matches!(answer, Some(AnswerBody::Json(schema)) if !is_list(schema))
}

/// What the path of a write names now, where it names one thing: what `GET` on the same path answers.
pub(super) async fn before(parts: &Parts, write: MatchedOperation, router: &Router) -> Option<Value> {
    if parts.method == Method::POST {
        return None;
    }
    // A request of its own: what the router found out about the write's path would be found out twice.
    let mut read = Request::new(Body::empty());
    *read.uri_mut() = parts.uri.clone();
    *read.headers_mut() = parts.headers.clone();
    // Who may write but not read has nothing shown; the record should tell all the same.
    read.extensions_mut().insert(ReadForRecord(write));
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
    (caller, acting): (&Caller, &Acting),
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
    if let Some(ActingUser(user)) = &acting.user {
        payload.insert("userId".to_owned(), user.as_str().into());
    }
    let organization = organization_of(facts, change.after.as_ref());
    let organization =
        organization.or_else(|| acting.organization.as_ref().map(|ActingIn(id)| id.to_string()));
    if let Some(organization) = organization {
        payload.insert("organizationId".to_owned(), organization.into());
    }
    payload.insert("params".to_owned(), facts.parameters().into());
    let sent = http_kit::body::read_value(change.content_type, change.sent).ok();
    // What a script that was tried gave back may hold what it was given in confidence, and is nothing that was changed.
    let after = change.after.filter(|_| !facts.template.ends_with("/test"));
    for (name, value) in [("body", sent), ("before", change.before), ("after", after)] {
        payload.extend(value.map(|value| (name.to_owned(), recorded(value, facts.template))));
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

/// A value as it may be recorded: secrets masked, and what is long shortened, so that ids are told whatever else was sent along.
fn recorded(value: Value, template: &str) -> Value {
    let masked = masked(value, template);
    if masked.to_string().len() <= MAX_RECORDED {
        return masked;
    }
    let limits = [(256, 200), (64, 50), (32, 20)];
    limits
        .into_iter()
        .map(|(characters, items)| shortened(masked.clone(), characters, items))
        .find(|shortened| shortened.to_string().len() <= MAX_RECORDED)
        .unwrap_or_else(|| Value::from("too large to be recorded"))
}

/// Cuts texts, lists and objects that are longer than this, and says so.
fn shortened(value: Value, characters: usize, items: usize) -> Value {
    match value {
        Value::String(text) if text.chars().nth(characters).is_some() => {
            Value::from(text.chars().take(characters).chain(['…']).collect::<String>())
        }
        Value::Array(all) => {
            let left_out = all.len().saturating_sub(items);
            let kept = all.into_iter().take(items).map(|item| shortened(item, characters, items));
            let note = (left_out > 0).then(|| Value::from(format!("… and {left_out} more")));
            kept.chain(note).collect()
        }
        Value::Object(members) => {
            let left_out = members.len().saturating_sub(items);
            let kept = members
                .into_iter()
                .take(items)
                .map(|(name, value)| (name, shortened(value, characters, items)));
            let note = (left_out > 0).then(|| ("…".to_owned(), Value::from(format!("and {left_out} more"))));
            kept.chain(note).collect()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_not_recorded() {
        assert_eq!(
            recorded(json!({ "name": "Sync", "password": "hunter2" }), "/api/users"),
            json!({ "name": "Sync", "password": MASK })
        );
    }

    #[test]
    fn whatever_is_sent_along_hides_nothing() {
        let padded = json!({ "applicationIds": ["a1"], "pad": "x".repeat(MAX_RECORDED) });
        assert_eq!(
            recorded(padded, "/api/roles/{id}/applications"),
            json!({ "applicationIds": ["a1"], "pad": format!("{}…", "x".repeat(256)) })
        );
        let many: Vec<_> = (0..1_000).map(|at| format!("user-{at:07}")).collect();
        let told = recorded(json!({ "userIds": many }), "/api/x");
        assert_eq!(
            (&told["userIds"][0], &told["userIds"][200]),
            (&json!("user-0000000"), &json!("… and 800 more"))
        );
        let wide: Map<String, Value> =
            (0..5_000).map(|at| (format!("m{at}"), Value::from("x".repeat(300)))).collect();
        assert!(recorded(Value::Object(wide), "/api/x").to_string().len() <= MAX_RECORDED);
    }
}
