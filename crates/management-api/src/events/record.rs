//! The audit record of a write: who did what to what, with what it was before and is after, secrets left out.

use std::collections::HashSet;

use axum::{Router, body::Body, extract::Request, http::request::Parts};
use domain::audit::{ActingIn, ActingUser, AuditRecord};
use http_kit::MatchedOperation;
use operations::{OperationError, Services};
use serde_json::{Map, Value};
use tower::ServiceExt as _;

use super::Facts;
use crate::{
    administrator::Administrator,
    confidential::masked,
    context::{BuiltInMachine, Caller, ReadForRecord},
};

/// The largest body or answer that is recorded whole, in bytes of its JSON.
const MAX_RECORDED: usize = 8 * 1024;
/// As above, for a member of a body or answer that is not: each has this room to itself, so that none crowds out another.
const MAX_MEMBER: usize = 1024;
/// How many members may have that. No operation knows as many by their names.
const MAX_MEMBERS: usize = 100;
/// The longest text that is taken for an id, in bytes.
const MAX_ID: usize = 64;
/// How many ids a list may have to be recorded whole.
const MAX_IDS: usize = 10_000;

/// What a write changed.
pub(super) struct Change {
    /// The part of the body that the operation knows.
    pub(super) body: Option<Value>,
    /// What the path named before.
    pub(super) before: Option<Value>,
    /// What was answered.
    pub(super) after: Option<Value>,
    /// The organization that it is about, where the handler alone knows.
    pub(super) organization: Option<String>,
}

/// On whose behalf a machine writes, and for which organization, where it says so beside the call.
#[derive(Default)]
pub(super) struct Acting {
    pub(super) user: Option<ActingUser>,
    pub(super) organization: Option<ActingIn>,
}

/// What the path of a write names now, where it names one thing: what `GET` on the same path answers.
pub(super) async fn before(parts: &Parts, write: MatchedOperation, router: &Router) -> Option<Value> {
    // A request of its own: what the router found out about the write's path would be found out twice.
    let mut read = Request::new(Body::empty());
    *read.uri_mut() = parts.uri.clone();
    *read.headers_mut() = parts.headers.clone();
    // Who may write but not read has nothing shown; the record should tell all the same.
    read.extensions_mut().insert(ReadForRecord(write));
    if let Some(administrator) = parts.extensions.get::<Administrator>() {
        read.extensions_mut().insert(administrator.clone());
    }
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
    change: Change,
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
        Caller::Administrator(administrator) => {
            let name = administrator.username.clone();
            payload.extend(name.map(|name| ("administrator".to_owned(), Value::from(name))));
            payload.extend(user_of(facts, &change).map(|user| ("userId".to_owned(), Value::from(user))));
            payload.insert("administratorId".to_owned(), administrator.id.as_str().into())
        }
    };
    if let Some(ActingUser(user)) = &acting.user {
        payload.insert("userId".to_owned(), user.as_str().into());
    }
    let organization = organization_of(facts, &change);
    let organization =
        organization.or_else(|| acting.organization.as_ref().map(|ActingIn(id)| id.to_string()));
    if let Some(organization) = organization {
        payload.insert("organizationId".to_owned(), organization.into());
    }
    payload.insert("params".to_owned(), facts.parameters().into());
    // What was only tried changed nothing, and what a script gave back may hold what it was given in confidence.
    let after = change.after.filter(|_| !facts.template.ends_with("/test"));
    for (name, value) in [("body", change.body), ("before", change.before), ("after", after)] {
        payload.extend(value.map(|value| (name.to_owned(), recorded(value, facts.template))));
    }
    let record = AuditRecord { key, payload, created_at: services.now() };
    Ok(services.audit.record(&services.tenant, record).await?)
}

/// The user that a write is about: the path names them, or they were made, or somebody is to speak for them.
fn user_of(facts: &Facts, change: &Change) -> Option<String> {
    let named = match facts.template {
        "/api/users" => change.after.as_ref()?.get("id").cloned(),
        "/api/subject-tokens" => change.body.as_ref()?.get("userId").cloned(),
        _ => facts.parameters().get("userId").cloned(),
    };
    named?.as_str().map(ToOwned::to_owned)
}

/// The organization that a write is about: the path names it, or what was answered, was there before or was sent.
fn organization_of(facts: &Facts, change: &Change) -> Option<String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(ToOwned::to_owned);
    if facts.template == "/api/organizations" {
        return text(change.after.as_ref()?.get("id"));
    }
    let parameters = facts.parameters();
    if facts.template.starts_with("/api/organizations/{id}") {
        return text(parameters.get("id"));
    }
    let mut told = [&change.after, &change.before, &change.body].into_iter().flatten();
    text(parameters.get("organizationId"))
        .or_else(|| change.organization.clone())
        .or_else(|| told.find_map(|value| text(value.get("organizationId"))))
}

/// A value as it may be recorded: secrets masked, and what is long shortened, each member by itself, so that whatever else was sent along
/// hides nothing. Lists of ids are told whole: they say to whom something was given.
fn recorded(value: Value, template: &str) -> Value {
    match masked(value, template) {
        whole if is_within(&whole, MAX_RECORDED) => whole,
        Value::Object(members) if members.len() <= MAX_MEMBERS => {
            let member = |(name, value): (String, Value)| (beginning(name, MAX_ID), recorded_member(value));
            members.into_iter().map(member).collect()
        }
        other => within(other, MAX_RECORDED),
    }
}

fn recorded_member(value: Value) -> Value {
    match value {
        Value::Array(items) if items.iter().all(is_id) => {
            let mut seen = HashSet::new();
            let all: Vec<_> = items.iter().filter(|item| seen.insert(*item)).cloned().collect();
            shortened(all.into(), MAX_ID, MAX_IDS)
        }
        other => within(other, MAX_MEMBER),
    }
}

/// Whether an item of a list may be an id.
fn is_id(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() <= MAX_ID)
}

fn is_within(value: &Value, most: usize) -> bool {
    value.to_string().len() <= most
}

/// A value in no more than so many bytes.
fn within(value: Value, most: usize) -> Value {
    if is_within(&value, most) {
        return value;
    }
    let limits = [(256, 200), (64, 50), (32, 20)];
    limits
        .into_iter()
        .map(|(characters, items)| shortened(value.clone(), characters, items))
        .find(|shortened| is_within(shortened, most))
        .unwrap_or_else(|| Value::from("too large to be recorded"))
}

/// The beginning of a text that is longer than this, which says so.
fn beginning(text: String, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Cuts texts, lists and objects that are longer than this, and says so.
fn shortened(value: Value, characters: usize, items: usize) -> Value {
    match value {
        Value::String(text) => beginning(text, characters).into(),
        Value::Array(all) => {
            let count = all.len();
            let left_out = count.saturating_sub(items);
            let kept = all.into_iter().take(items).map(|item| shortened(item, characters, items));
            let note = (left_out > 0).then(|| Value::from(format!("… and {left_out} more, {count} in all")));
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
    use domain::MASK;
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
        // Ids that stand behind many others are those that were meant.
        let twice = [many.clone(), many.clone()].concat();
        assert_eq!(recorded(json!({ "userIds": twice }), "/api/x"), json!({ "userIds": many }));
        let more: Vec<_> = (0..=MAX_IDS).map(|at| format!("user-{at:07}")).collect();
        let told = recorded(json!({ "userIds": more }), "/api/x");
        assert_eq!(told["userIds"][MAX_IDS], json!("… and 1 more, 10001 in all"));
        let pads: Map<String, Value> =
            (0..99).map(|at| (format!("p{at}"), json!(vec!["x".repeat(99); 99]))).collect();
        let mut body = Value::Object(pads);
        body["userIds"] = json!(["u1", "u2"]);
        assert_eq!(recorded(body, "/api/x")["userIds"], json!(["u1", "u2"]));
        let wide: Map<String, Value> =
            (0..5_000).map(|at| (format!("m{at}"), Value::from("x".repeat(300)))).collect();
        assert!(recorded(Value::Object(wide), "/api/x").to_string().len() <= MAX_RECORDED);
    }
}
