//! What a form was made from. The Management API has no versions, so a form carries a hash of what it was made from, and is refused in words when that
//! has changed meanwhile.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http_kit::Form;
use serde_json::Value;

/// The hash of a value, whatever the order of its members.
pub(crate) fn mark(of: &Value) -> String {
    let digest = jose::sha256(ordered(of).to_string().as_bytes());
    URL_SAFE_NO_PAD.encode(digest.get(..16).unwrap_or_default())
}

/// Whether what a form was made from is not what is there now.
pub(crate) fn has_changed(form: &Form, now: &Value) -> bool {
    form.get("mark") != mark(now)
}

/// The same value with the members of its objects in order, each object as a list of pairs.
fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut pairs: Vec<_> = members.iter().collect();
            pairs.sort_by_key(|(name, _)| *name);
            pairs
                .into_iter()
                .map(|(name, value)| Value::Array(vec![name.as_str().into(), ordered(value)]))
                .collect()
        }
        Value::Array(items) => items.iter().map(ordered).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mark_depends_on_what_is_said_and_not_on_its_order() {
        let one: Value = serde_json::from_str(r#"{"a":1,"b":{"c":[1,2],"d":null}}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"b":{"d":null,"c":[1,2]},"a":1}"#).unwrap();
        assert_eq!(mark(&one), mark(&other));
        assert_ne!(mark(&one), mark(&json!({ "a": 1, "b": { "c": [2, 1], "d": null } })));
        assert_ne!(mark(&json!({})), mark(&json!({ "a": null })));
    }

    #[test]
    fn a_form_without_a_mark_is_out_of_date() {
        let value = json!({ "a": 1 });
        assert!(has_changed(&Form::from_iter([("x", "y")]), &value));
        assert!(!has_changed(&Form::from_iter([("mark", mark(&value))]), &value));
    }
}
