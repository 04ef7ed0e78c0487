//! What is kept from the audit log and from callers who may do a part only: members of bodies and answers that hold secrets, by their names, so that a new
//! one is kept back before anybody thinks of it.

use serde_json::Value;

/// What stands for a secret.
pub(crate) const MASK: &str = "******";
/// What the names of members that hold secrets contain, in lower case and without separators. What an operator gives webhooks and scripts along is one
/// too.
const SECRET_NAMES: [&str; 15] = [
    "apikey",
    "accesskey",
    "authorization",
    "code",
    "cookie",
    "credential",
    "digest",
    "environmentvariables",
    "headers",
    "password",
    "privatekey",
    "secret",
    "signingkey",
    "subjecttoken",
    "token",
];

/// Names that are secrets as they stand: a mail server's password, and the link of a message, which lets in whoever has it.
const SHORT_NAMES: [&str; 2] = ["pass", "link"];

/// The value with everything masked that may be a secret.
pub(crate) fn masked(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| {
                let value = if is_secret(&name, &value) { MASK.into() } else { masked(value) };
                (name, value)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(masked).collect(),
        other => other,
    }
}

/// Whether a member holds a secret: by its name, unless it is a flag, a number or nothing. The secrets of applications and the tokens of users are called
/// `value`; what else is called so is an object.
fn is_secret(name: &str, value: &Value) -> bool {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let is_named = SECRET_NAMES.iter().any(|secret| name.contains(secret))
        || (name == "value" && value.is_string())
        || SHORT_NAMES.contains(&name.as_str());
    is_named && !matches!(value, Value::Bool(_) | Value::Null | Value::Number(_))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_are() {
        let value = json!({
            "name": "Sync", "hasPassword": true, "password": "hunter2", "secrets": [{ "value": "abc" }], "x-api-key": "k",
            "config": { "clientSecret": "abc", "accessTokenTtl": 60, "headers": { "x-a": "b" } }, "signingKey": "k",
            "value": { "script": "…", "environmentVariables": { "KEY": "k" } }, "client_secret": "k",
        });
        let expected = json!({
            "name": "Sync", "hasPassword": true, "password": MASK, "secrets": MASK, "x-api-key": MASK,
            "config": { "clientSecret": MASK, "accessTokenTtl": 60, "headers": MASK }, "signingKey": MASK,
            "value": { "script": "…", "environmentVariables": MASK }, "client_secret": MASK,
        });
        assert_eq!(masked(value), expected);
        assert_eq!(masked(json!([{ "value": "pat_x" }])), json!([{ "value": MASK }]));
    }
}
