//! The operations that there are, by which it is told whether a request needs credentials, and what records need to know of them, from the types of their handlers: which
//! paths name one thing, which can be read before it changes, and the part of a body that its operation knows, because what is sent beside that has no effect, and so no
//! place in a record.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, OnceLock},
};

use axum::http::Method;
use http_kit::{Describer, MatchedOperation, Operation, OperationDescription, describe::AnswerBody};
use schemars::Schema;
use serde_json::Value;

/// The operations of the Management API, by path.
static KNOWN: LazyLock<HashMap<&'static str, Vec<KnownOperation>>> = LazyLock::new(|| {
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for operation in crate::operations() {
        all.entry(operation.path).or_default().push(KnownOperation::new(operation));
    }
    all
});

/// The operation of a method and a path.
pub(super) fn find(method: &Method, path: &str) -> Option<&'static KnownOperation> {
    KNOWN.get(path)?.iter().find(|one| one.operation.0.method == *method)
}

/// The path names one thing: its `GET` answers something else than a list.
pub(super) fn names_one(path: &str) -> bool {
    find(&Method::GET, path).is_some_and(|read| read.described().answers_one)
}

/// An operation with what the types of its handler tell. They are asked when somebody wants to know: to describe all operations takes longer than all else at
/// a start, and is the same for all tenants.
pub(super) struct KnownOperation {
    /// The operation.
    pub(super) operation: MatchedOperation,
    described: OnceLock<Described>,
}

/// What the types of a handler tell.
struct Described {
    /// The schema of the body.
    body: Option<Value>,
    /// Whether it answers with one thing.
    answers_one: bool,
}

impl KnownOperation {
    fn new(operation: Operation) -> Self {
        Self { operation: MatchedOperation(Arc::new(operation)), described: OnceLock::new() }
    }

    fn described(&self) -> &Described {
        self.described.get_or_init(|| {
            let (mut description, mut describer) = (OperationDescription::default(), Describer::default());
            (self.operation.0.handler.describe)(&mut description, &mut describer);
            let is_list = |schema: &Schema| schema.get("type").is_some_and(|kind| kind == "array");
            let answer = description.answers.get(&200);
            let is_one = matches!(answer, Some(AnswerBody::Json(schema)) if !is_list(schema));
            Described {
                answers_one: is_one && !description.is_paginated,
                body: description.body.map(Schema::to_value),
            }
        })
    }

    /// What the operation knows of a body: nothing, where its types take none.
    pub(super) fn of_body(&self, body: Value) -> Option<Value> {
        self.described().body.as_ref().map(|schema| known(body, &[schema]))
    }
}

/// The part of a value that any of these schemas knows.
fn known(value: Value, schemas: &[&Value]) -> Value {
    let alternatives: Vec<&Value> = schemas.iter().flat_map(|schema| alternatives(schema)).collect();
    match value {
        Value::Object(members) => {
            let names_none = !alternatives.iter().any(|schema| schema.get("properties").is_some());
            let is_open = names_none || alternatives.iter().any(|schema| takes_any_name(schema));
            let member = |(name, value): (String, Value)| {
                let named = alternatives.iter().filter_map(|schema| schema.get("properties")?.get(&name));
                let named: Vec<_> = named.collect();
                if named.is_empty() {
                    return is_open.then_some((name, value));
                }
                let value = known(value, &named);
                Some((name, value))
            };
            members.into_iter().filter_map(member).collect()
        }
        Value::Array(items) => {
            let of_items: Vec<_> = alternatives.iter().filter_map(|schema| schema.get("items")).collect();
            if of_items.is_empty() {
                return Value::Array(items);
            }
            items.into_iter().map(|item| known(item, &of_items)).collect()
        }
        other => other,
    }
}

/// A schema and those that it is made of.
fn alternatives(schema: &Value) -> Vec<&Value> {
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|name| schema.get(name)?.as_array());
    std::iter::once(schema).chain(parts.flatten().flat_map(alternatives)).collect()
}

/// Whether a schema takes members of any name: it says so, it is anything at all, or it refers to what contains itself.
fn takes_any_name(schema: &Value) -> bool {
    let Some(members) = schema.as_object() else { return true };
    let more = members.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false));
    let says_nothing = ["type", "properties", "allOf", "anyOf", "oneOf", "enum"]
        .iter()
        .all(|name| !members.contains_key(*name));
    more || says_nothing
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_schema_knows_is_left_out_and_what_takes_anything_is_kept() {
        let schema = json!({
            "type": "object", "properties": {
                "userIds": { "type": "array", "items": { "type": "string" } }, "customData": { "type": "object", "additionalProperties": true },
                "list": { "type": "array", "items": { "type": "object", "properties": { "a": { "type": "string" } } } },
                "anything": true, "either": { "anyOf": [{ "type": "object", "properties": { "b": {} } }, { "type": "object", "properties": { "c": {} } }] },
            },
        });
        let body = json!({
            "pad": 1, "userIds": ["u"], "customData": { "x": 1 }, "list": [{ "a": "b", "pad": 1 }], "anything": { "y": 1 },
            "either": { "b": 1, "c": 2, "d": 3 },
        });
        let expected = json!({
            "userIds": ["u"], "customData": { "x": 1 }, "list": [{ "a": "b" }], "anything": { "y": 1 }, "either": { "b": 1, "c": 2 },
        });
        assert_eq!(known(body, &[&schema]), expected);
        assert_eq!(known(json!({ "a": 1 }), &[&json!({})]), json!({ "a": 1 }));
    }

    #[test]
    fn bodies_of_every_write_that_gives_something_are_known() {
        for (path, member) in [
            ("/api/roles/{id}/users", "userIds"),
            ("/api/roles/{id}/applications", "applicationIds"),
            ("/api/users/{userId}/roles", "roleIds"),
            ("/api/organizations/{id}/users/roles", "organizationRoleIds"),
            ("/api/applications/{applicationId}/user-consent-scopes", "organizationScopes"),
        ] {
            let body = json!({ member: ["a"], "pad": "x" });
            let operation = find(&Method::POST, path).unwrap();
            assert_eq!(operation.of_body(body), Some(json!({ member: ["a"] })), "{path}");
        }
    }

    #[test]
    fn what_is_sent_to_an_operation_that_takes_nothing_is_not_known() {
        for (method, path) in
            [(Method::DELETE, "/api/users/{userId}"), (Method::POST, "/api/sso-connectors/{id}/test")]
        {
            let body = json!({ "organizationId": "somebody-else" });
            assert_eq!(find(&method, path).unwrap().of_body(body), None, "{path}");
        }
    }

    #[test]
    fn an_operation_is_described_when_somebody_wants_to_know() {
        let operations = crate::operations();
        let create =
            operations.into_iter().find(|one| one.method == Method::POST && one.path == "/api/roles");
        let known = KnownOperation::new(create.unwrap());
        assert!(known.described.get().is_none());
        known.of_body(json!({}));
        assert!(known.described.get().is_some());
    }

    #[test]
    fn paths_of_lists_and_of_nothing_that_can_be_read_name_no_one_thing() {
        for (path, is_one) in [
            ("/api/users/{userId}", true),
            ("/api/sign-in-exp", true),
            ("/api/users", false),
            ("/api/organizations/{id}/users", false),
            ("/api/hooks/{id}/signing-key", false),
            ("/api/nothing", false),
        ] {
            assert_eq!(names_one(path), is_one, "{path}");
        }
    }
}
