//! Values that a schema allows, as examples: plausible ones, so that an example reads like an answer.

use serde_json::{Map, Value, json};

use super::schema::Schemas;

const MAX_DEPTH: usize = 8;
const ID: &str = "k3gi6kg1chxa";
/// 1 October 2026.
const TIME: i64 = 1_790_812_800_000;

/// Texts by the end of a member's name, the first that fits.
const TEXTS: [(&str, &str); 23] = [
    ("tenantId", "default"),
    ("clientId", ID),
    ("Ids", ID),
    ("Id", ID),
    ("username", "ingrid"),
    ("Username", "ingrid"),
    ("avatar", "https://northwind.example/ingrid.png"),
    ("description", "Ships what the fjord gives."),
    ("Name", "Northwind"),
    ("name", "Northwind"),
    ("Names", "admin"),
    ("Email", "ingrid@northwind.example"),
    ("email", "ingrid@northwind.example"),
    ("invitee", "ingrid@northwind.example"),
    ("domain", "northwind.example"),
    ("mailDomain", "northwind.example"),
    ("mailDomains", "northwind.example"),
    ("hone", "4721345678"),
    ("assword", "fjord-lamp-77"),
    ("ndicator", "https://orders.northwind.example"),
    ("url", "https://northwind.example"),
    ("Uri", "https://northwind.example"),
    ("events", "Organization.Created"),
];

/// What is in an example of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    /// All.
    Every,
    /// Those that must be there; the first, where none must.
    Required,
}

/// An example of `schema`.
pub(super) fn example(schemas: Schemas<'_>, schema: &Value, members: Members) -> Value {
    Examples { schemas, members }.value("", schema, 0)
}

#[derive(Clone, Copy)]
struct Examples<'a> {
    schemas: Schemas<'a>,
    members: Members,
}

impl<'a> Examples<'a> {
    fn value(self, name: &str, schema: &'a Value, depth: usize) -> Value {
        let is_nullable = schema["nullable"] == true;
        let schema = self.schemas.resolve(schema);
        if let Some(own) = schema.get("example") {
            return own.clone();
        }
        if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
            return first.clone();
        }
        if let Some(value) =
            schema.get("const").or_else(|| schema.get("default").filter(|value| !value.is_null()))
        {
            return value.clone();
        }
        match schema["type"].as_str() {
            Some("string") => text(name, is_nullable || schema["nullable"] == true),
            Some("integer" | "number") => number(name, schema, is_nullable || schema["nullable"] == true),
            Some("boolean") => json!(name == "enabled"),
            // What contains itself ends with a list of none, or with nothing.
            Some("array") if depth > MAX_DEPTH => json!([]),
            Some("array") => json!([self.value(name, &schema["items"], depth + 1)]),
            _ if depth > MAX_DEPTH => Value::Null,
            _ => self.object(name, schema, depth),
        }
    }

    fn object(self, name: &str, schema: &'a Value, depth: usize) -> Value {
        let alternatives =
            ["oneOf", "anyOf"].into_iter().filter_map(|keyword| schema[keyword].as_array()?.first());
        let mut members = Map::new();
        for part in schema["allOf"].as_array().into_iter().flatten().chain(alternatives) {
            match self.value(name, part, depth + 1) {
                Value::Object(more) => members.extend(more),
                value if schema["properties"].is_null() => return value,
                _ => {}
            }
        }
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = required.contains(&name.as_str());
            let is_first_of_none = required.is_empty() && members.is_empty();
            if self.members == Members::Every || is_required || is_first_of_none {
                members.insert(name.clone(), self.value(name, member, depth + 1));
            }
        }
        members.into()
    }
}

fn text(name: &str, is_nullable: bool) -> Value {
    if name == "id" {
        return json!(ID);
    }
    let known = TEXTS.iter().find(|(end, _)| name.ends_with(end)).map(|(_, text)| *text);
    match known {
        Some(text) => json!(text),
        None if is_nullable => Value::Null,
        None => json!("text"),
    }
}

fn number(name: &str, schema: &Value, is_nullable: bool) -> Value {
    if name.ends_with("At") {
        return json!(TIME);
    }
    match schema["minimum"].as_i64() {
        _ if is_nullable => Value::Null,
        Some(least) if least > 0 => json!(least),
        _ => json!(3),
    }
}
