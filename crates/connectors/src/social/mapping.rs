//! From what providers say to a [`SocialProfile`]: what is kept of it is short, of the right kind, and, for addresses by which accounts could
//! be found, verified by the provider.

use domain::{
    account::{chosen::disguises, identifier},
    web_url::is_web_url,
};
use serde_json::{Map, Value};

use super::SocialProfile;
use crate::ConnectorError;

/// The longest id, in characters.
const MAX_ID_LENGTH: usize = 256;
/// The longest name and e-mail address of a user, in characters.
const MAX_NAME_LENGTH: usize = 128;
/// The longest address of a picture, in characters.
const MAX_AVATAR_LENGTH: usize = 2048;
/// The most that is kept of what a provider says, in bytes of JSON.
const MAX_RAW_BYTES: usize = 16 * 1024;

/// A profile of which nothing but the id is known.
pub(super) fn profile(id: Option<&Value>, raw_data: Value) -> Result<SocialProfile, ConnectorError> {
    let id = id
        .and_then(id_of)
        .ok_or_else(|| ConnectorError::InvalidResponse("the provider gave no id of the user".to_owned()))?;
    let raw_data = raw(raw_data);
    Ok(SocialProfile { id, email: None, phone: None, name: None, avatar: None, raw_data, tokens: None })
}

/// A profile of standard claims (OpenID Connect Core §5.1).
pub(super) fn standard(
    claims: &Map<String, Value>,
    takes_text_for_true: bool,
) -> Result<SocialProfile, ConnectorError> {
    let is_true = |name: &str| is_true(claims.get(name), takes_text_for_true);
    Ok(SocialProfile {
        email: email(claims.get("email"), is_true("email_verified")),
        phone: phone(claims.get("phone_number"), is_true("phone_number_verified")),
        name: name(claims.get("name"))
            .or_else(|| joined_name(claims.get("given_name"), claims.get("family_name"))),
        avatar: avatar(claims.get("picture")),
        ..profile(claims.get("sub"), Value::Object(claims.clone()))?
    })
}

/// An id: text or a whole number. It is taken as it is, never trimmed or folded: that could make it somebody else's.
fn id_of(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_u64() || number.is_i64() => number.to_string(),
        _ => return None,
    };
    let fits = !id.is_empty() && id.chars().count() <= MAX_ID_LENGTH && !id.chars().any(char::is_control);
    fits.then_some(id)
}

/// Whether a claim says yes. Some providers write it as text.
pub(super) fn is_true(value: Option<&Value>, takes_text_for_true: bool) -> bool {
    match value {
        Some(Value::Bool(value)) => *value,
        Some(Value::String(text)) => takes_text_for_true && text == "true",
        _ => false,
    }
}

/// An e-mail address that the provider has verified.
pub(super) fn email(value: Option<&Value>, is_verified: bool) -> Option<String> {
    let email = value?.as_str().filter(|_| is_verified)?;
    (identifier::is_email(email) && email.chars().count() <= MAX_NAME_LENGTH).then(|| email.to_owned())
}

/// A phone number that the provider has verified, in digits.
pub(super) fn phone(value: Option<&Value>, is_verified: bool) -> Option<String> {
    let text = value?.as_str().filter(|_| is_verified)?.trim();
    // Only a number with its country code is somebody's alone.
    let digits: String =
        text.strip_prefix('+')?.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
    identifier::parse_phone(&digits).ok()
}

/// A name, cut to the length that a user's may have.
pub(super) fn name(value: Option<&Value>) -> Option<String> {
    let name: String = value?.as_str()?.chars().filter(|c| !disguises(*c)).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.chars().take(MAX_NAME_LENGTH).collect())
}

/// A name in two parts.
pub(super) fn joined_name(given: Option<&Value>, family: Option<&Value>) -> Option<String> {
    let parts: Vec<String> = [name(given), name(family)].into_iter().flatten().collect();
    name(Some(&Value::from(parts.join(" "))))
}

/// The address of a picture. Pages show it, so that it is a web address and nothing else.
pub(super) fn avatar(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str().filter(|text| text.chars().count() <= MAX_AVATAR_LENGTH)?;
    is_web_url(text).then(|| text.to_owned())
}

/// The value at a path with dots.
pub(super) fn at<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    // A member whose name holds dots, as some providers have them, comes first.
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    match object.get(first)? {
        Value::Object(inner) => at(inner, rest),
        Value::Array(values) => {
            let (index, rest) =
                rest.split_once('.').map_or((rest, None), |(index, rest)| (index, Some(rest)));
            let value = values.get(index.parse::<usize>().ok()?)?;
            match rest {
                None => Some(value),
                Some(rest) => at(value.as_object()?, rest),
            }
        }
        _ => None,
    }
}

/// What a provider said, for storing: without zero bytes, which one of the databases takes nowhere, and nothing where it is too much.
fn raw(value: Value) -> Value {
    let value = without_zero_bytes(value);
    if value.to_string().len() <= MAX_RAW_BYTES { value } else { Value::Object(Map::new()) }
}

fn without_zero_bytes(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains('\0') => text.replace('\0', "").into(),
        Value::Array(values) => values.into_iter().map(without_zero_bytes).collect(),
        Value::Object(object) => object
            .into_iter()
            .map(|(name, value)| (name.replace('\0', ""), without_zero_bytes(value)))
            .collect(),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn names_hold_nothing_that_disguises_them() {
        for (given, kept) in [
            ("Ingrid \u{202e}nimdA", Some("Ingrid nimdA")),
            ("\u{2066}Olav\u{2069}\u{200f}\n", Some("Olav")),
            ("شیرین 👩\u{200d}🚀", Some("شیرین 👩\u{200d}🚀")),
            ("\u{200e}\u{7}", None),
        ] {
            assert_eq!(name(Some(&json!(given))).as_deref(), kept, "{given:?}");
        }
    }

    #[test]
    fn only_a_verified_address_is_taken() {
        let claims = |change: Value| {
            let mut claims =
                json!({ "sub": "1", "email": "astrid@fjord.example", "phone_number": "+47 22 33 44 55" });
            claims.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
            claims.as_object().cloned().unwrap()
        };
        let verified =
            standard(&claims(json!({ "email_verified": true, "phone_number_verified": true })), false)
                .unwrap();
        assert_eq!(verified.email.as_deref(), Some("astrid@fjord.example"));
        assert_eq!(verified.phone.as_deref(), Some("4722334455"));
        for value in
            [json!(false), json!(null), json!("true"), json!("false"), json!(1), json!([true]), json!({})]
        {
            let profile =
                standard(&claims(json!({ "email_verified": value, "phone_number_verified": value })), false)
                    .unwrap();
            assert_eq!((profile.email, profile.phone), (None, None), "{value}");
        }
        let absent = standard(&claims(json!({})), true).unwrap();
        assert_eq!((absent.email, absent.phone), (None, None));
        assert!(standard(&claims(json!({ "email_verified": "true" })), true).unwrap().email.is_some());
        for value in [json!("TRUE"), json!("1"), json!("yes"), json!("")] {
            assert_eq!(
                standard(&claims(json!({ "email_verified": value })), true).unwrap().email,
                None,
                "{value}"
            );
        }
    }

    #[test]
    fn ids_are_taken_as_they_are() {
        let id = |value: Value| profile(Some(&value), Value::Null).ok().map(|profile| profile.id);
        assert_eq!(id(json!("Abc ")).as_deref(), Some("Abc "));
        assert_eq!(id(json!(583_231)).as_deref(), Some("583231"));
        for bad in [
            json!(""),
            json!(null),
            json!(1.5),
            json!(true),
            json!(["a"]),
            json!("a\u{0}"),
            json!("x".repeat(257)),
        ] {
            assert_eq!(id(bad.clone()), None, "{bad}");
        }
    }

    #[test]
    fn pictures_are_web_addresses_and_names_are_short() {
        assert_eq!(
            avatar(Some(&json!("https://a.example/p.png"))).as_deref(),
            Some("https://a.example/p.png")
        );
        for bad in ["javascript:alert(1)", "data:image/png;base64,x", "/p.png", "https://", ""] {
            assert_eq!(avatar(Some(&json!(bad))), None, "{bad}");
        }
        assert_eq!(name(Some(&json!(" Ast\u{0}rid\n"))).as_deref(), Some("Astrid"));
        assert_eq!(name(Some(&json!("ä".repeat(200)))).unwrap().chars().count(), 128);
        assert_eq!(
            joined_name(Some(&json!("Astrid")), Some(&json!("Fjord"))).as_deref(),
            Some("Astrid Fjord")
        );
        assert_eq!(joined_name(None, Some(&json!(""))), None);
    }

    #[test]
    fn paths_lead_into_objects_and_arrays() {
        let value = json!({ "data": { "user": [{ "id": 7 }] }, "a.b": 1 });
        let object = value.as_object().unwrap();
        assert_eq!(at(object, "data.user.0.id"), Some(&json!(7)));
        assert_eq!(at(object, "a.b"), Some(&json!(1)));
        for nowhere in ["", "data.user.1.id", "data.x", "data.user.x", "a.b.c", "."] {
            assert_eq!(at(object, nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn what_is_stored_has_no_zero_bytes_and_is_not_too_much() {
        assert_eq!(raw(json!({ "a\u{0}": ["x\u{0}y"] })), json!({ "a": ["xy"] }));
        assert_eq!(raw(json!({ "a": "x".repeat(20_000) })), json!({}));
    }

    proptest! {
        #[test]
        fn nothing_in_claims_makes_mapping_panic_or_a_long_value(text in any::<String>(), path in "[a-z0-9.]{0,12}") {
            let claims = json!({ "sub": text, "email": text, "email_verified": true, "phone_number": text,
                "phone_number_verified": true, "name": text, "picture": text });
            let claims = claims.as_object().unwrap();
            let _ = at(claims, &path);
            if let Ok(profile) = standard(claims, true) {
                prop_assert!(profile.name.is_none_or(|name| name.chars().count() <= 128 && !name.contains('\0')));
                prop_assert!(profile.email.is_none_or(|email| identifier::is_email(&email)));
                prop_assert!(profile.phone.is_none_or(|phone| phone.bytes().all(|byte| byte.is_ascii_digit())));
            }
        }
    }
}
