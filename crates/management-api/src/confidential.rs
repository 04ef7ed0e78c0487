//! What is kept from the audit log and from callers who may do a part of the API only: members of bodies and answers that hold secrets, by their names and
//! by the operation, so that a new one is kept back before anybody thinks of it.

use domain::MASK;
use serde_json::Value;

/// What the last word of a name says of a text: `clientSecret`, `subject_token`, `passwordDigest`.
const SECRET_WORDS: [&str; 8] =
    ["cookie", "credential", "digest", "passphrase", "password", "secret", "token", "authorization"];
/// How names end that are secrets, without separators.
const SECRET_ENDINGS: [&str; 5] = ["apikey", "accesskey", "privatekey", "secretkey", "signingkey"];
/// Names that are secrets as they stand: codes, a mail server's password, and the link of a message, which lets in whoever has it.
const SECRET_NAMES: [&str; 6] = ["auth", "code", "codes", "link", "pass", "verificationcode"];
/// What an operator gives along to webhooks, scripts and messages, which may hold links that let in whoever has them: every text in it.
const SECRET_CONTAINERS: [&str; 3] = ["headers", "environmentVariables", "messagePayload"];
/// The operation whose body is such a thing as a whole.
const MESSAGE: &str = "/api/organization-invitations/{id}/message";
/// The operations on webhooks, in whose addresses may be a key.
const HOOKS: &str = "/api/hooks";
/// How an address ends whose path is not shown.
const MASKED_PATH: &str = "/…";

/// Operations whose answers are secrets and little else: who may see none is refused.
const ABOUT_SECRETS: [&str; 1] = ["/api/applications/{id}/secrets"];

/// Whether an operation is about secrets as a whole.
pub(crate) fn is_about_secrets(template: &str) -> bool {
    ABOUT_SECRETS.contains(&template)
}

/// The value with everything masked that may be a secret. `template` is the path of the operation that it belongs to.
pub(crate) fn masked(value: Value, template: &str) -> Value {
    match template {
        MESSAGE => without_texts(value),
        // Words that people read, whatever they are called.
        phrases if phrases.starts_with("/api/custom-phrases") => value,
        _ => within(value, template),
    }
}

fn within(value: Value, template: &str) -> Value {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (String, Value)| {
                let value = member(&name, value, template);
                (name, value)
            };
            members.into_iter().map(member).collect()
        }
        Value::Array(items) => items.into_iter().map(|item| within(item, template)).collect(),
        other => other,
    }
}

fn member(name: &str, value: Value, template: &str) -> Value {
    if (name == "config" && is_about_connectors(template)) || SECRET_CONTAINERS.contains(&name) {
        return without_texts(value);
    }
    match value {
        Value::String(text) if name == "url" && template.starts_with(HOOKS) => origin_of(&text).into(),
        Value::String(_) if is_secret(name, template) => MASK.into(),
        Value::Array(items) if is_secret(name, template) => items.into_iter().map(without_texts).collect(),
        other => within(other, template),
    }
}

/// Whether what is called `config` in an operation says how others are reached.
fn is_about_connectors(template: &str) -> bool {
    ["/api/connectors", "/api/sso-connectors"].iter().any(|path| template.starts_with(path))
        || template.contains("/jit/sso-connectors")
}

/// Whether a text of this name is a secret. Secrets of applications and tokens of users are called `value`.
fn is_secret(name: &str, template: &str) -> bool {
    if name == "value" {
        return template.contains("/secrets") || template.contains("/personal-access-tokens");
    }
    let words = words_of(name);
    let joined = words.concat();
    // A secret may be told in other forms too: `secretQrCode`.
    words.first().is_some_and(|first| first == "secret")
        || words.last().is_some_and(|last| SECRET_WORDS.contains(&last.as_str()))
        || SECRET_ENDINGS.iter().any(|ending| joined.ends_with(ending))
        || SECRET_NAMES.contains(&joined.as_str())
}

/// The words of a name in camel case, snake case or kebab case, in lower case.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        let begins_a_word =
            !letter.is_ascii_alphanumeric() || (letter.is_ascii_uppercase() && before.is_ascii_lowercase());
        if begins_a_word {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The value with every text masked.
fn without_texts(value: Value) -> Value {
    match value {
        Value::String(_) => MASK.into(),
        Value::Array(items) => items.into_iter().map(without_texts).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, without_texts(value))).collect()
        }
        other => other,
    }
}

/// Where a webhook goes, without the path that may be its key.
fn origin_of(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(url) => format!("{}{MASKED_PATH}", url.origin().ascii_serialization()),
        Err(_) => MASK.to_owned(),
    }
}

/// Whether a body says what stands for a secret: it would be stored in the place of the secret.
pub(crate) fn says_mask(value: &Value, template: &str) -> bool {
    let is_masked_url = |name: &str, value: &Value| {
        let text = value.as_str().unwrap_or_default();
        name == "url" && template.starts_with(HOOKS) && text.ends_with(MASKED_PATH)
    };
    match value {
        Value::String(text) => text == MASK,
        Value::Array(items) => items.iter().any(|item| says_mask(item, template)),
        Value::Object(members) => {
            members.iter().any(|(name, value)| is_masked_url(name, value) || says_mask(value, template))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_are_and_nothing_else() {
        let value = json!({
            "name": "Sync", "hasPassword": true, "password": "hunter2", "x-api-key": "k", "client_secret": "k", "codes": ["a", "b"], "secretQrCode": "data:",
            "passwordPolicy": { "length": { "min": 8 } }, "postalCode": "0150", "forgotPasswordMethods": ["Email"], "tokenEndpoint": "https://a.example",
            "config": { "clientSecret": "abc", "accessTokenTtl": 60, "headers": { "x-a": "b" } }, "signingKey": "k", "options": [{ "value": "red" }],
            "value": { "script": "…", "environmentVariables": { "KEY": "k" } }, "passwordDigest": null,
        });
        let expected = json!({
            "name": "Sync", "hasPassword": true, "password": MASK, "x-api-key": MASK, "client_secret": MASK, "codes": [MASK, MASK], "secretQrCode": MASK,
            "passwordPolicy": { "length": { "min": 8 } }, "postalCode": "0150", "forgotPasswordMethods": ["Email"], "tokenEndpoint": "https://a.example",
            "config": { "clientSecret": MASK, "accessTokenTtl": 60, "headers": { "x-a": MASK } }, "signingKey": MASK, "options": [{ "value": "red" }],
            "value": { "script": "…", "environmentVariables": { "KEY": MASK } }, "passwordDigest": null,
        });
        assert_eq!(masked(value, "/api/x"), expected);
    }

    #[test]
    fn some_names_are_secrets_in_some_operations() {
        let token = json!([{ "name": "Laptop", "value": "pat_x" }]);
        let shown = json!([{ "name": "Laptop", "value": MASK }]);
        assert_eq!(masked(token, "/api/users/{userId}/personal-access-tokens"), shown);
        let connector = json!({ "config": { "host": "mail.example", "port": 465, "auth": { "user": "a" } } });
        let shown = json!({ "config": { "host": MASK, "port": 465, "auth": { "user": MASK } } });
        for path in [
            "/api/connectors/{id}",
            "/api/sso-connectors",
            "/api/sso-connectors/{id}",
            "/api/organizations/{id}/jit/sso-connectors",
        ] {
            assert_eq!(masked(connector.clone(), path), shown, "{path}");
        }
        let hook = json!({ "config": { "url": "https://hooks.example/services/T0/B0/key" } });
        assert_eq!(
            masked(hook, "/api/hooks/{id}"),
            json!({ "config": { "url": "https://hooks.example/…" } })
        );
        let phrases = json!({ "input": { "password": "Passord" } });
        assert_eq!(masked(phrases.clone(), "/api/custom-phrases/{languageTag}"), phrases);
    }

    #[test]
    fn what_stands_for_a_secret_is_found_anywhere() {
        assert!(says_mask(&json!({ "config": [{ "headers": { "a": MASK } }] }), "/api/x"));
        assert!(!says_mask(&json!({ "a": "*******", "b": [1, null] }), "/api/x"));
        let (masked, plain) =
            (json!({ "config": { "url": "https://a.example/…" } }), json!({ "name": "a/…" }));
        assert!(says_mask(&masked, "/api/hooks/{id}") && !says_mask(&plain, "/api/hooks/{id}"));
        assert!(!says_mask(&masked, "/api/x"));
    }
}
