//! A schema as rows for people.

use serde_json::{Map, Value};
use ui::pages::SchemaRow;

/// Deeper members are not shown; nothing of the wire is as deep.
const MAX_DEPTH: usize = 6;

/// Reads the schemas of one document.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    document: &'a Value,
}

impl<'a> Schemas<'a> {
    pub(super) fn of(document: &'a Value) -> Self {
        Self { document }
    }

    /// What a reference leads to; a schema that is none is itself.
    pub(super) fn resolve(self, schema: &'a Value) -> &'a Value {
        let target = schema["$ref"].as_str().and_then(|reference| self.document.pointer(reference.get(1..)?));
        // A nullable reference is written as a part of its own.
        let part = || schema["allOf"].as_array().filter(|parts| parts.len() == 1)?.first();
        match (target, part()) {
            (Some(target), _) => self.resolve(target),
            (None, Some(part)) if schema["properties"].is_null() => self.resolve(part),
            _ => schema,
        }
    }

    /// The members of an object, of the objects of a list, or of what an object is made of.
    pub(super) fn rows(self, schema: &'a Value) -> Vec<SchemaRow> {
        self.members(schema, 0)
    }

    fn members(self, schema: &'a Value, depth: usize) -> Vec<SchemaRow> {
        let schema = self.resolve(schema);
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        if schema["items"].is_object() {
            return self.members(&schema["items"], depth);
        }
        let mut rows = Vec::new();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            rows.push(self.row(name, member, required.contains(&name.as_str()), depth));
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            rows.extend(self.members(part, depth));
        }
        if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
            let members = self.members(values, depth + 1);
            if !members.is_empty() {
                rows.push(SchemaRow {
                    name: "…".to_owned(),
                    kind: self.kind(values),
                    members,
                    ..SchemaRow::default()
                });
            }
        }
        for (number, alternative) in (1..).zip(Self::alternatives(schema)) {
            let members = self.members(alternative, depth + 1);
            if !members.is_empty() {
                let description = text(self.resolve(alternative), "description");
                let (name, kind) = (format!("Form {number}"), self.kind(alternative));
                rows.push(SchemaRow { name, kind, members, description, ..SchemaRow::default() });
            }
        }
        rows
    }

    fn alternatives(schema: &'a Value) -> impl Iterator<Item = &'a Value> {
        ["oneOf", "anyOf"]
            .into_iter()
            .flat_map(move |keyword| schema[keyword].as_array().into_iter().flatten())
    }

    fn row(self, name: &str, member: &'a Value, is_required: bool, depth: usize) -> SchemaRow {
        let resolved = self.resolve(member);
        let own = text(member, "description");
        SchemaRow {
            name: name.to_owned(),
            kind: self.kind(member),
            is_required,
            description: if own.is_empty() { text(resolved, "description") } else { own },
            facts: facts(if member["$ref"].is_string() { resolved } else { member }),
            members: self.members(member, depth + 1),
        }
    }

    /// What a value is, in words: `array of strings`.
    pub(super) fn kind(self, schema: &'a Value) -> String {
        let resolved = self.resolve(schema);
        let or_null = schema["nullable"] == true || resolved["nullable"] == true;
        let kind = match resolved["type"].as_str() {
            Some("array") => format!("array of {}", plural(&self.kind(&resolved["items"]))),
            Some("object") => {
                match resolved.get("additionalProperties").filter(|values| values.is_object()) {
                    Some(values) if resolved["properties"].is_null() => {
                        format!("object of {}", plural(&self.kind(values)))
                    }
                    _ => "object".to_owned(),
                }
            }
            Some(kind) => kind.to_owned(),
            None if !resolved["properties"].is_null() || !resolved["allOf"].is_null() => "object".to_owned(),
            None => self.kinds_of_alternatives(resolved),
        };
        if or_null { format!("{kind} or null") } else { kind }
    }

    fn kinds_of_alternatives(self, schema: &'a Value) -> String {
        let mut kinds: Vec<String> = Vec::new();
        for alternative in Self::alternatives(schema) {
            let kind = self.kind(alternative);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        if kinds.is_empty() { "anything".to_owned() } else { kinds.join(" or ") }
    }
}

fn plural(kind: &str) -> String {
    match kind.split_once(' ') {
        Some((kind, rest)) => format!("{kind}s {rest}"),
        None if kind == "anything" => kind.to_owned(),
        None => format!("{kind}s"),
    }
}

fn text(schema: &Value, keyword: &str) -> String {
    schema[keyword].as_str().unwrap_or_default().to_owned()
}

/// The rules of a value, each in a few words.
pub(super) fn facts(schema: &Value) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(values) = schema["enum"].as_array() {
        facts.push(format!("One of {}", values.iter().map(shown).collect::<Vec<_>>().join(", ")));
    }
    if let Some(value) = schema.get("const") {
        facts.push(format!("Always {}", shown(value)));
    }
    let bounds = |schema: &Map<String, Value>| match (
        schema.get("minimum").map(shown),
        schema.get("maximum").map(shown),
    ) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) if least != "0" => Some(format!("At least {least}")),
        (None, Some(most)) => Some(format!("At most {most}")),
        _ => None,
    };
    facts.extend(schema.as_object().and_then(bounds));
    if let Some(default) = schema.get("default").filter(|default| !default.is_null()) {
        facts.push(format!("Default: {}", shown(default)));
    }
    facts
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
        }
        other => other.to_string(),
    }
}
