//! The part of a body that its operation knows: what is sent beside that has no effect, and so no place in a record.

use std::collections::HashMap;

use axum::http::Method;
use http_kit::{Describer, Operation, OperationDescription};
use serde_json::Value;

/// The schemas of the bodies of all writes.
#[derive(Default)]
pub(super) struct Bodies(HashMap<(Method, &'static str), Value>);

impl Bodies {
    /// Those of these operations, as the types of their handlers describe them.
    pub(super) fn of(operations: &[Operation]) -> Self {
        let body = |operation: &Operation| {
            let (mut description, mut describer) = (OperationDescription::default(), Describer::default());
            (operation.handler.describe)(&mut description, &mut describer);
            Some(((operation.method.clone(), operation.path), description.body?.to_value()))
        };
        Self(operations.iter().filter(|operation| !operation.method.is_safe()).filter_map(body).collect())
    }

    /// What an operation knows of a body. Where its types tell nothing that is all of it.
    pub(super) fn known(&self, method: &Method, template: &'static str, body: Value) -> Value {
        match self.0.get(&(method.clone(), template)) {
            Some(schema) => known(body, &[schema]),
            None => body,
        }
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
        let bodies = Bodies::of(&crate::operations());
        for (path, member) in [
            ("/api/roles/{id}/users", "userIds"),
            ("/api/roles/{id}/applications", "applicationIds"),
            ("/api/users/{userId}/roles", "roleIds"),
            ("/api/organizations/{id}/users/roles", "organizationRoleIds"),
            ("/api/applications/{applicationId}/user-consent-scopes", "organizationScopes"),
        ] {
            let body = json!({ member: ["a"], "pad": "x" });
            assert_eq!(bodies.known(&Method::POST, path, body), json!({ member: ["a"] }), "{path}");
        }
    }
}
