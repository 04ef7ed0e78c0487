//! Reading what an operator filled in: the parts that more than one provider asks for. The form was checked before; here it is about what a
//! form cannot say, and about never relying on that check.

use std::net::IpAddr;

use domain::PlainToken;
use serde_json::Value;
use url::{Host, Url};

use crate::{Config, InvalidConfig};

/// The longest line of text, in bytes.
const MAX_TEXT_BYTES: usize = 2048;
/// The longest text of several lines, in bytes.
const MAX_LONG_TEXT_BYTES: usize = 16 * 1024;
/// Where an operator says what providers ask of users each time.
pub(super) const PROMPTS: &str = "prompts";
/// The most entries of a list.
const MAX_ENTRIES: usize = 32;

/// A line of text that may be left out; an empty one says as little as none.
pub(super) fn text<'a>(config: &'a Config, key: &str) -> Result<Option<&'a str>, InvalidConfig> {
    match config.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) if is_line(text) => Ok(Some(text)),
        Some(Value::String(_)) => Err(InvalidConfig::new(key, "must be one line of at most 2048 bytes")),
        Some(_) => Err(InvalidConfig::new(key, "must be text")),
    }
}

/// A line of text that must be there.
pub(super) fn required_text<'a>(config: &'a Config, key: &str) -> Result<&'a str, InvalidConfig> {
    text(config, key)?.ok_or_else(|| InvalidConfig::new(key, "is required"))
}

/// A secret that must be there.
pub(super) fn required_secret(config: &Config, key: &str) -> Result<PlainToken, InvalidConfig> {
    required_text(config, key).map(PlainToken::new)
}

/// A secret of several lines that must be there.
pub(super) fn required_long_secret(config: &Config, key: &str) -> Result<PlainToken, InvalidConfig> {
    match config.get(key) {
        None | Some(Value::Null) => Err(InvalidConfig::new(key, "is required")),
        Some(Value::String(text)) if text.is_empty() => Err(InvalidConfig::new(key, "is required")),
        Some(Value::String(text)) if text.len() <= MAX_LONG_TEXT_BYTES => Ok(PlainToken::new(text.as_str())),
        Some(Value::String(_)) => Err(InvalidConfig::new(key, "is too long")),
        Some(_) => Err(InvalidConfig::new(key, "must be text")),
    }
}

/// Scopes, as RFC 6749 §3.3 lets them be written; commas too, which some providers put between them.
pub(super) fn scope<'a>(config: &'a Config, key: &str) -> Result<Option<&'a str>, InvalidConfig> {
    let Some(scope) = text(config, key)? else { return Ok(None) };
    if is_scope(scope) {
        Ok(Some(scope))
    } else {
        Err(InvalidConfig::new(key, "must be scopes with a space between them"))
    }
}

/// As [`scope`], with what is asked for where the operator says nothing.
pub(super) fn scope_or(config: &Config, key: &str, default: &str) -> Result<String, InvalidConfig> {
    Ok(scope(config, key)?.unwrap_or(default).to_owned())
}

/// What a provider asks of the user each time: the member [`PROMPTS`] as a parameter of authorization requests (OpenID Connect Core
/// §3.1.2.1).
pub(super) fn prompts(config: &Config) -> Result<Vec<(String, String)>, InvalidConfig> {
    let prompts = texts(config, PROMPTS)?;
    if prompts.len() > 1 && prompts.iter().any(|prompt| prompt == "none") {
        return Err(InvalidConfig::new(PROMPTS, "must hold nothing else beside `none`"));
    }
    if prompts.is_empty() { Ok(Vec::new()) } else { Ok(vec![("prompt".to_owned(), prompts.join(" "))]) }
}

/// Whether a text may be sent as `scope`.
pub(super) fn is_scope(text: &str) -> bool {
    !text.trim().is_empty()
        && text.len() <= MAX_TEXT_BYTES
        && text.bytes().all(|byte| matches!(byte, 0x20 | 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}

/// The address of an endpoint that may be left out.
pub(super) fn endpoint(config: &Config, key: &str) -> Result<Option<String>, InvalidConfig> {
    let Some(text) = text(config, key)? else { return Ok(None) };
    check_endpoint(text).map_err(|problem| InvalidConfig::new(key, problem))?;
    Ok(Some(text.to_owned()))
}

/// An address below which a provider's endpoints are, without the slash at its end.
pub(super) fn base(config: &Config, key: &str, default: &str) -> Result<String, InvalidConfig> {
    let base = endpoint(config, key)?;
    let base = base.as_deref().unwrap_or(default).trim_end_matches('/');
    if base.contains('?') { Err(InvalidConfig::new(key, "must have no query")) } else { Ok(base.to_owned()) }
}

/// The address of an endpoint that must be there.
pub(super) fn required_endpoint(config: &Config, key: &str) -> Result<String, InvalidConfig> {
    endpoint(config, key)?.ok_or_else(|| InvalidConfig::new(key, "is required"))
}

/// Codes, secrets and tokens go to endpoints: their way is encrypted, unless it stays inside a machine or a private network. Whether such an
/// address may be called at all, `outbound` decides.
pub(super) fn check_endpoint(text: &str) -> Result<(), &'static str> {
    let url = Url::parse(text).map_err(|_| "must be an absolute URL")?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err("must have neither credentials nor a fragment");
    }
    let is_safe = match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Domain(name))) => {
            let name = name.trim_end_matches('.');
            !name.is_empty() && (!name.contains('.') || name.ends_with(".localhost"))
        }
        ("http", Some(Host::Ipv4(address))) => address.is_loopback() || address.is_private(),
        ("http", Some(Host::Ipv6(address))) => {
            address.is_loopback() || address.is_unique_local() || is_local_v4(address.to_canonical())
        }
        _ => false,
    };
    if is_safe { Ok(()) } else { Err("must begin with https://") }
}

fn is_local_v4(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(address) if address.is_loopback() || address.is_private())
}

/// Lines of text in a list; none where it is left out.
pub(super) fn texts(config: &Config, key: &str) -> Result<Vec<String>, InvalidConfig> {
    match config.get(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(value) => {
            text_or_texts(value).ok_or_else(|| InvalidConfig::new(key, "must be a list of lines of text"))
        }
    }
}

/// One line of text or several in a list.
pub(super) fn text_or_texts(value: &Value) -> Option<Vec<String>> {
    let line =
        |value: &Value| value.as_str().filter(|text| !text.is_empty() && is_line(text)).map(str::to_owned);
    match value {
        Value::String(_) => line(value).map(|text| vec![text]),
        Value::Array(values) if values.len() <= MAX_ENTRIES => values.iter().map(line).collect(),
        _ => None,
    }
}

/// On or off; off where it is left out.
pub(super) fn switch(config: &Config, key: &str) -> Result<bool, InvalidConfig> {
    match config.get(key) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(value)) => Ok(*value),
        Some(_) => Err(InvalidConfig::new(key, "must be true or false")),
    }
}

/// An object; an empty one where it is left out.
pub(super) fn object<'a>(config: &'a Config, key: &str) -> Result<Option<&'a Config>, InvalidConfig> {
    match config.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err(InvalidConfig::new(key, "must be an object")),
    }
}

/// What an operator adds to authorization requests: names with texts, numbers or booleans. None of the protocol's own, which would take the
/// binding of the answer to the request away.
pub(super) fn additions(config: &Config, key: &str) -> Result<Vec<(String, String)>, InvalidConfig> {
    let Some(object) = object(config, key)? else { return Ok(Vec::new()) };
    let problem = |name: &str, problem: &str| Err(InvalidConfig::new(format!("{key}.{name}"), problem));
    if object.len() > MAX_ENTRIES {
        return Err(InvalidConfig::new(key, "has too many members"));
    }
    let mut additions = Vec::new();
    for (name, value) in object {
        if is_reserved(name) || !is_line(name) {
            return problem(name, "is no parameter that may be set");
        }
        let value = match value {
            Value::String(text) if is_line(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            _ => return problem(name, "must be a line of text, a number, or true or false"),
        };
        additions.push((name.clone(), value));
    }
    Ok(additions)
}

/// Parameters of an authorization request that are this server's alone to set.
pub(super) fn is_reserved(name: &str) -> bool {
    const RESERVED: [&str; 12] = [
        "client_id",
        "client_secret",
        "code_challenge",
        "code_challenge_method",
        "nonce",
        "redirect_uri",
        "request",
        "request_uri",
        "response_mode",
        "response_type",
        "scope",
        "state",
    ];
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}

fn is_line(text: &str) -> bool {
    text.len() <= MAX_TEXT_BYTES && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn config(value: Value) -> Config {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn endpoints_are_encrypted_unless_they_stay_inside() {
        for good in [
            "https://id.fjord.example/token",
            "https://10.0.0.1/token?tenant=1",
            "http://localhost:8080/token",
            "http://keycloak:8080/token",
            "http://127.0.0.1/token",
            "http://192.168.1.2/token",
            "http://[::1]/token",
            "http://[::ffff:10.0.0.1]/token",
        ] {
            assert_eq!(check_endpoint(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "token",
            "//id.fjord.example/token",
            "http://id.fjord.example/token",
            "http://1.1.1.1/token",
            "ftp://localhost/token",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://user@id.fjord.example/",
            "https://:secret@id.fjord.example/",
            "https://id.fjord.example/#x",
            "https://",
        ] {
            assert!(check_endpoint(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_added_to_requests_is_none_of_the_protocols_own() {
        let added = additions(&config(json!({ "c": { "audience": "x", "max_age": 5, "hd": true } })), "c");
        let expected = [("audience", "x"), ("max_age", "5"), ("hd", "true")];
        assert_eq!(added.unwrap(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        for bad in [
            json!({ "state": "x" }),
            json!({ "Redirect_URI": "x" }),
            json!({ "a": [] }),
            json!({ "a": "\n" }),
        ] {
            assert!(additions(&config(json!({ "c": bad })), "c").is_err(), "{bad}");
        }
        assert_eq!(additions(&config(json!({})), "c").unwrap(), []);
        assert!(additions(&config(json!({ "c": [] })), "c").is_err());
    }

    #[test]
    fn scopes_are_printable_words() {
        assert!(is_scope("openid email") && is_scope("email,public_profile"));
        for bad in ["", " ", "a\nb", "a\"b", "a\\b", "ä"] {
            assert!(!is_scope(bad), "{bad}");
        }
    }
}
