//! What comes back from a script: plain data within bounds, whatever the script made it of.

use serde_json::Value;

use crate::ScriptError;

/// How deep objects and arrays may be nested.
const MAX_DEPTH: usize = 32;
/// The member that would change an object instead of being a part of it, for those who read JSON carelessly.
const PROTOTYPE: &str = "__proto__";

/// Reads what a script gave back.
///
/// # Errors
/// [`ScriptError::TooLarge`] and [`ScriptError::Unusable`].
pub(crate) fn read(json: &str, most_bytes: usize) -> Result<Value, ScriptError> {
    if json.len() > most_bytes {
        return Err(ScriptError::TooLarge);
    }
    let mut value = serde_json::from_str(json).map_err(|_| ScriptError::Unusable)?;
    if is_usable(&mut value, MAX_DEPTH) { Ok(value) } else { Err(ScriptError::Unusable) }
}

/// Takes away what no object may have, and says whether the rest can be stored and sent: databases take no NUL.
fn is_usable(value: &mut Value, depth: usize) -> bool {
    let Some(deeper) = depth.checked_sub(1) else { return false };
    match value {
        Value::String(text) => !text.contains('\0'),
        Value::Array(items) => items.iter_mut().all(|item| is_usable(item, deeper)),
        Value::Object(members) => {
            members.shift_remove(PROTOTYPE);
            members.iter_mut().all(|(name, member)| !name.contains('\0') && is_usable(member, deeper))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_would_change_an_object_is_taken_away_at_any_depth() {
        let read = read(r#"{"a":[{"__proto__":{"isAdmin":true},"b":1}],"__proto__":null}"#, 100).unwrap();
        assert_eq!(read, json!({ "a": [{ "b": 1 }] }));
    }

    #[test]
    fn what_is_too_large_too_deep_or_no_text_is_refused() {
        assert_eq!(read(r#"{"a":"bcd"}"#, 10), Err(ScriptError::TooLarge));
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(31), 1_000).is_ok());
        assert_eq!(read(&nested(33), 1_000), Err(ScriptError::Unusable));
        assert_eq!(read(&nested(400), 1_000), Err(ScriptError::Unusable));
        assert_eq!(read(r#"{"a":"\u0000"}"#, 100), Err(ScriptError::Unusable));
        assert_eq!(read(r#"{"a\u0000":1}"#, 100), Err(ScriptError::Unusable));
        assert_eq!(read(r#"{"a":"\ud800"}"#, 100), Err(ScriptError::Unusable));
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in ".{0,200}") {
            let _ = read(&text, 100);
        }
    }
}
