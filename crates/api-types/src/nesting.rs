//! How deep JSON may be nested: what is taken here is kept, and comes back inside lists and other objects, which must stay readable for
//! parsers that give up at some depth (serde's at 128).

use serde_json::Value;

/// The most levels of objects and arrays that a request body may have, itself included.
pub const MAX_JSON_DEPTH: usize = 64;

/// What is told of a body with more.
pub const NESTED_TOO_DEEP: &str = "Objects and arrays are nested more than 64 levels deep";

/// Whether a value has more than [`MAX_JSON_DEPTH`] levels. A scalar has none.
pub fn is_nested_too_deep(value: &Value) -> bool {
    has_more_levels(value, MAX_JSON_DEPTH)
}

fn has_more_levels(value: &Value, levels: usize) -> bool {
    let Some(left) = levels.checked_sub(1) else { return value.is_array() || value.is_object() };
    match value {
        Value::Array(items) => items.iter().any(|item| has_more_levels(item, left)),
        Value::Object(members) => members.values().any(|member| has_more_levels(member, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_four_levels_are_taken_and_one_more_is_not() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let value = |depth| serde_json::from_str::<Value>(&nested(depth)).unwrap();
            assert!(!is_nested_too_deep(&value(0)));
            assert!(!is_nested_too_deep(&value(MAX_JSON_DEPTH)), "{open}");
            assert!(is_nested_too_deep(&value(MAX_JSON_DEPTH + 1)), "{open}");
            assert!(NESTED_TOO_DEEP.contains(&MAX_JSON_DEPTH.to_string()));
        }
    }
}
