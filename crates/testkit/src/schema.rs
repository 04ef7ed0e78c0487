//! Holds JSON against a schema of an OpenAPI document.
//!
//! A checker of our own, because it is stricter than JSON Schema: an object that lists its members has no others, and a keyword that is
//! not known here fails the test instead of being passed over. It reads what `schemars` writes in OpenAPI 3.0 and what the gateway writes in
//! 3.1, and is no more than that.

use serde_json::{Map, Value};

/// What is wrong with `value`, each with the place where it is; nothing where it is as the schema says. `components` are the schemas
/// that it may refer to, by name.
pub fn violations(schema: &Value, components: &Map<String, Value>, value: &Value) -> Vec<String> {
    let mut checker = Checker { components, found: Vec::new() };
    checker.check(schema, value, "", &[]);
    checker.found
}

/// Keywords that say nothing about what a value may be, or are read together with another one.
const WITHOUT_RULE: [&str; 10] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "nullable",
    "format",
    "additionalProperties",
    "writeOnly",
];

struct Checker<'a> {
    components: &'a Map<String, Value>,
    found: Vec<String>,
}

impl<'a> Checker<'a> {
    /// `known` are members that other schemas beside this one list.
    fn check(&mut self, schema: &'a Value, value: &Value, place: &str, known: &[&'a str]) {
        let Value::Object(keywords) = schema else {
            assert_eq!(schema, &Value::Bool(true), "a schema that allows nothing");
            return;
        };
        if value.is_null() && keywords.get("nullable") == Some(&Value::Bool(true)) {
            return;
        }
        let mut members = known.to_vec();
        self.list_members(schema, &mut members);
        for (keyword, rule) in keywords {
            match keyword.as_str() {
                "$ref" => {
                    let target = self.target(rule);
                    self.check(target, value, place, &members);
                }
                "type" => self.check_type(rule, value, place),
                "enum" => {
                    self.expect(rule.as_array().is_some_and(|all| all.contains(value)), value, place, schema);
                }
                "const" => self.expect(rule == value, value, place, schema),
                "pattern" | "minLength" | "maxLength" | "minItems" | "maxItems" | "uniqueItems"
                | "multipleOf" => {}
                "minimum" => self.expect(value.as_f64() >= rule.as_f64(), value, place, schema),
                "maximum" => self.expect(value.as_f64() <= rule.as_f64(), value, place, schema),
                "required" => self.check_required(rule, value, place),
                "properties" => self.check_properties(keywords, rule, value, place),
                "items" => {
                    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{place}/{at}"), &[]);
                    }
                }
                "allOf" => {
                    for part in rule.as_array().into_iter().flatten() {
                        self.check(part, value, place, &members);
                    }
                }
                "anyOf" | "oneOf" => self.check_alternatives(rule, value, place, &members),
                other => {
                    assert!(
                        WITHOUT_RULE.contains(&other),
                        "teach the checker what {other:?} means: {schema}"
                    );
                }
            }
        }
        self.check_further_members(keywords, value, place, &members);
    }

    #[expect(clippy::expect_used, reason = "a reference to nothing fails the test")]
    fn target(&self, reference: &Value) -> &'a Value {
        let name = reference.as_str().and_then(|text| text.strip_prefix("#/components/schemas/"));
        name.and_then(|name| self.components.get(name)).expect("a reference leads to a schema")
    }

    /// Every member that a schema lists, itself or by what it is made of.
    fn list_members(&self, schema: &'a Value, members: &mut Vec<&'a str>) {
        members.extend(schema["properties"].as_object().into_iter().flat_map(Map::keys).map(String::as_str));
        if schema["$ref"].is_string() {
            self.list_members(self.target(&schema["$ref"]), members);
        }
        for parts in ["allOf", "anyOf", "oneOf"] {
            for part in schema[parts].as_array().into_iter().flatten() {
                self.list_members(part, members);
            }
        }
    }

    fn expect(&mut self, holds: bool, value: &Value, place: &str, schema: &Value) {
        if !holds {
            self.found.push(format!("{place}: {value} is not as {schema} says"));
        }
    }

    fn check_type(&mut self, rule: &Value, value: &Value, place: &str) {
        let is_of = |name: &Value| match name.as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("number") => value.is_number(),
            Some("null") => value.is_null(),
            _ => false,
        };
        let holds = rule.as_array().map_or_else(|| is_of(rule), |any| any.iter().any(is_of));
        if !holds {
            self.found.push(format!("{place}: {value} is no {rule}"));
        }
    }

    fn check_required(&mut self, rule: &Value, value: &Value, place: &str) {
        for name in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.is_object() && value.get(name).is_none() {
                self.found.push(format!("{place}: {name} is missing"));
            }
        }
    }

    fn check_properties(
        &mut self,
        keywords: &'a Map<String, Value>,
        rule: &'a Value,
        value: &Value,
        place: &str,
    ) {
        let Some(members) = value.as_object() else { return };
        for (name, member) in members {
            let place = format!("{place}/{name}");
            match (rule.get(name), keywords.get("additionalProperties")) {
                (Some(schema), _) | (None, Some(schema)) if !schema.is_boolean() => {
                    self.check(schema, member, &place, &[]);
                }
                _ => {}
            }
        }
    }

    fn check_further_members(
        &mut self,
        keywords: &'a Map<String, Value>,
        value: &Value,
        place: &str,
        members: &[&str],
    ) {
        let Some(given) = value.as_object() else { return };
        match (keywords.get("additionalProperties"), keywords.contains_key("properties")) {
            (None, false) => {}
            // `properties` reads it.
            (Some(schema), true) if schema != &Value::Bool(false) => {}
            (Some(schema), false) if schema.is_boolean() => {}
            (Some(schema), false) => {
                for (name, member) in given.iter().filter(|(name, _)| !members.contains(&name.as_str())) {
                    self.check(schema, member, &format!("{place}/{name}"), &[]);
                }
            }
            (None | Some(_), true) => {
                for name in given.keys().filter(|name| !members.contains(&name.as_str())) {
                    self.found.push(format!("{place}: {name} is in no schema"));
                }
            }
        }
    }

    fn check_alternatives(&mut self, rule: &'a Value, value: &Value, place: &str, members: &[&'a str]) {
        let mut complaints = Vec::new();
        for alternative in rule.as_array().into_iter().flatten() {
            let mut checker = Checker { components: self.components, found: Vec::new() };
            // Each lists its own members; those of its siblings are not its own.
            let mut known = members.to_vec();
            let mut of_siblings = Vec::new();
            for other in rule.as_array().into_iter().flatten() {
                self.list_members(other, &mut of_siblings);
            }
            known.retain(|name| !of_siblings.contains(name));
            checker.check(alternative, value, place, &known);
            if checker.found.is_empty() {
                return;
            }
            complaints.extend(checker.found);
        }
        self.found.push(format!("{place}: no alternative fits: {}", complaints.join("; ")));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(schema: Value, value: Value) -> Vec<String> {
        let lamp = json!({
            "type": "object", "required": ["id"],
            "properties": { "id": { "type": "string" }, "watts": { "type": "integer", "nullable": true, "minimum": 0 } },
        });
        let components = Map::from_iter([("Lamp".to_owned(), lamp)]);
        violations(&schema, &components, &value)
    }

    fn lamp() -> Value {
        json!({ "$ref": "#/components/schemas/Lamp" })
    }

    #[test]
    fn what_fits_is_good() {
        for value in
            [json!({ "id": "a" }), json!({ "id": "a", "watts": null }), json!({ "id": "a", "watts": 7 })]
        {
            assert_eq!(check(lamp(), value), Vec::<String>::new());
        }
        let anything = json!({ "type": "object", "additionalProperties": true });
        assert_eq!(check(anything, json!({ "more": [1] })), Vec::<String>::new());
    }

    #[test]
    fn missing_wrong_and_further_members_are_told() {
        for (value, complaint) in [
            (json!({}), ": id is missing"),
            (json!({ "id": 7 }), "/id: 7 is no \"string\""),
            (json!({ "id": null }), "/id: null is no \"string\""),
            (json!({ "id": "a", "more": 1 }), ": more is in no schema"),
            (json!([]), ": [] is no \"object\""),
        ] {
            assert_eq!(check(lamp(), value), [complaint]);
        }
        assert_eq!(check(lamp(), json!({ "id": "a", "watts": -1 })).len(), 1);
        let numbers = json!({ "type": "object", "additionalProperties": { "type": "integer" } });
        assert_eq!(check(numbers, json!({ "a": 1, "b": "c" })), ["/b: \"c\" is no \"integer\""]);
        let list = json!({ "type": "array", "items": { "type": "string", "enum": ["a", "b"] } });
        assert_eq!(check(list, json!(["a", "c"])).len(), 1);
    }

    #[test]
    fn an_object_is_closed_and_a_type_may_be_one_of_several_as_the_schema_says() {
        let properties = json!({ "a": { "type": ["string", "null"] } });
        let open = json!({ "type": "object", "properties": properties, "additionalProperties": true });
        let closed = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        for value in [json!({ "a": "b" }), json!({ "a": null }), json!({})] {
            assert_eq!(check(closed.clone(), value), Vec::<String>::new());
        }
        assert_eq!(check(closed.clone(), json!({ "a": 1 })).len(), 1);
        assert_eq!(check(closed, json!({ "b": 1 })), [": b is in no schema"]);
        assert_eq!(check(open, json!({ "b": 1 })), Vec::<String>::new());
    }

    #[test]
    fn parts_share_their_members_and_alternatives_do_not() {
        let colour = json!({ "type": "object", "required": ["colour"], "properties": { "colour": { "type": "string" } } });
        let both = json!({ "allOf": [lamp(), colour] });
        assert_eq!(check(both.clone(), json!({ "id": "a", "colour": "red" })), Vec::<String>::new());
        assert_eq!(check(both, json!({ "id": "a" })), [": colour is missing"]);
        let either = json!({ "anyOf": [lamp(), colour] });
        assert_eq!(check(either.clone(), json!({ "colour": "red" })), Vec::<String>::new());
        assert_eq!(check(either, json!({ "id": "a", "colour": "red" })).len(), 1);
    }

    #[test]
    #[should_panic(expected = "teach the checker")]
    fn an_unknown_keyword_is_not_passed_over() {
        check(json!({ "if": {} }), json!(1));
    }
}
