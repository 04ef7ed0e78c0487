//! Secrets within JSON: they are shown as a mask, and a mask that comes back untouched stands for what is stored.

use domain::MASK;
use serde_json::{Map, Value};

/// How the names of members end that are secrets.
const SECRET: [&str; 6] = ["pass", "password", "secret", "token", "key", "authorization"];
/// Items whose every text may be one.
const OPAQUE: [&str; 1] = ["customHeaders"];

/// Whether a member of this name is a secret.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|ending| name.ends_with(ending))
}

/// An item as it is shown.
pub(super) fn masked(key: &str, value: &Value) -> Value {
    let is_opaque = OPAQUE.contains(&key);
    within(value, is_opaque)
}

fn within(value: &Value, is_within_secret: bool) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), within(value, is_within_secret || is_secret(name))))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(|item| within(item, is_within_secret)).collect(),
        Value::String(text) if is_within_secret && !text.is_empty() => MASK.into(),
        other => other.clone(),
    }
}

/// What was typed, with what is `stored` in the place of masks.
pub(super) fn unmasked(typed: Value, stored: &Value) -> Value {
    match typed {
        Value::Object(members) => {
            let member = |(name, value): (String, Value)| {
                let value = unmasked(value, stored.get(&name).unwrap_or(&Value::Null));
                (name, value)
            };
            members.into_iter().map(member).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => {
            let item = |(at, value): (usize, Value)| unmasked(value, stored.get(at).unwrap_or(&Value::Null));
            items.into_iter().enumerate().map(item).collect()
        }
        Value::String(text) if text == MASK && stored.is_string() => stored.clone(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_secret_is_not_shown_and_stays_where_it_is_not_touched() {
        let auth = json!({ "type": "login", "user": "u", "pass": "p", "oauth": { "accessToken": "t", "list": ["x"] } });
        let shown = masked("auth", &auth);
        assert_eq!(
            shown,
            json!({ "type": "login", "user": "u", "pass": MASK, "oauth": { "accessToken": MASK, "list": ["x"] } })
        );
        assert_eq!(unmasked(shown, &auth), auth);
        let headers = json!({ "X-Any": "a", "list": ["b", ""] });
        assert_eq!(masked("customHeaders", &headers), json!({ "X-Any": MASK, "list": [MASK, ""] }));
        assert_eq!(unmasked(masked("customHeaders", &headers), &headers), headers);
    }

    #[test]
    fn what_was_typed_anew_takes_the_place_of_what_is_stored() {
        let stored = json!({ "user": "u", "pass": "p" });
        assert_eq!(
            unmasked(json!({ "user": "v", "pass": "q" }), &stored),
            json!({ "user": "v", "pass": "q" })
        );
        // There is nothing that it could stand for.
        assert_eq!(unmasked(json!({ "secret": MASK }), &stored), json!({ "secret": MASK }));
    }
}
