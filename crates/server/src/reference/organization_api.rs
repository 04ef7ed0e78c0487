//! The Organization API as a part of the page, from the gateway's own document: under the names of its policy, and without what that has off.

use serde_json::{Map, Value, json};
use ui::pages::ReferenceGroup;

use super::page;

const NAME: &str = "Organization API";

/// The part. `document` is what the gateway serves, which is mounted at `endpoint`.
pub(super) fn group(document: &[u8], endpoint: &str) -> ReferenceGroup {
    let mut document: Value = serde_json::from_slice(document).unwrap_or_default();
    as_of_3_0(&mut document);
    page::group(NAME, &document, endpoint)
}

/// Says in the way of OpenAPI 3.0, which the page reads, what 3.1 says otherwise: that a value may be null, that it is a text, and an
/// example of it.
fn as_of_3_0(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_of_3_0),
        Value::Object(members) => {
            members.values_mut().for_each(as_of_3_0);
            say_nullable(members);
            let first =
                members.get("examples").and_then(Value::as_array).and_then(|all| all.first()).cloned();
            if let Some(example) = first {
                members.remove("examples");
                members.insert("example".to_owned(), example);
            }
            let text =
                members.get("const").or_else(|| members.get("enum")?.get(0)).is_some_and(Value::is_string);
            if text && !members.contains_key("type") {
                members.insert("type".to_owned(), json!("string"));
            }
        }
        _ => {}
    }
}

fn say_nullable(members: &mut Map<String, Value>) {
    let of_kinds = members.get("type").and_then(Value::as_array).and_then(|kinds| kinds.first()).cloned();
    if let Some(kind) = of_kinds {
        members.insert("type".to_owned(), kind);
        members.insert("nullable".to_owned(), json!(true));
    }
    let alternatives = members.get("oneOf").and_then(Value::as_array).map(Vec::as_slice);
    if let Some([null, Value::Object(other)]) = alternatives
        && null.get("type") == Some(&json!("null"))
    {
        let other = other.clone();
        members.remove("oneOf");
        members.extend(other);
        members.insert("nullable".to_owned(), json!(true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_otherwise_in_a_newer_way_is_said_as_the_page_reads_it() {
        let mut document = json!({ "a": [{ "type": ["string", "null"], "maxLength": 5 }], "b": { "oneOf": [
            { "type": "null" }, { "type": "object", "properties": { "c": { "const": "TXT" } } }
        ] }, "d": { "enum": ["x"] }, "e": { "examples": [["x"], []] } });
        as_of_3_0(&mut document);
        let expected = json!({ "a": [{ "type": "string", "maxLength": 5, "nullable": true }], "b": {
            "type": "object", "properties": { "c": { "const": "TXT", "type": "string" } }, "nullable": true
        }, "d": { "enum": ["x"], "type": "string" }, "e": { "example": ["x"] } });
        assert_eq!(document, expected);
    }
}
