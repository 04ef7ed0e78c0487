//! What users may say of themselves where nobody looks it over: a name, a picture, further claims. It is shown to others, in messages and on
//! pages of operators.

use serde_json::Value;

use super::profile::{ADDRESS, ADDRESS_MEMBERS, TEXT_MEMBERS};
use crate::web_url::{MAX_WEB_URL_CHARACTERS, is_web_url};

/// The longest name, and the longest member of the profile that is text, in characters.
pub const MAX_TEXT: usize = 128;
/// The member of the profile that applications take for the name of an account.
pub const PREFERRED_USERNAME: &str = "preferredUsername";
/// The members of an address that may have several lines (OpenID Connect Core §5.1.1).
const MEMBERS_WITH_LINES: [&str; 2] = ["formatted", "streetAddress"];

/// A short text.
///
/// # Errors
/// Which rule it breaks, in words.
pub fn text(value: &Value, max: usize) -> Result<String, &'static str> {
    let text = value.as_str().ok_or("expected text")?;
    if text.chars().nth(max).is_some() {
        Err("too long")
    } else if text.chars().any(disguises) {
        Err("control characters are not allowed")
    } else {
        Ok(text.to_owned())
    }
}

/// Whether a character is not seen itself but changes how others are: controls, line breaks among them, and what turns the direction of
/// writing around (Unicode Standard Annex 9, §2).
pub fn disguises(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// The address of something on the web.
///
/// # Errors
/// Which rule it breaks, in words.
pub fn web_url(value: &Value) -> Result<String, &'static str> {
    let text = text(value, MAX_WEB_URL_CHARACTERS)?;
    if is_web_url(&text) { Ok(text) } else { Err("expected an http or https URL") }
}

/// A postal address.
///
/// # Errors
/// Which rule it breaks, in words.
pub fn address(value: &Value) -> Result<Value, &'static str> {
    let members = value.as_object().ok_or("expected an object")?;
    for (name, member) in members {
        if !ADDRESS_MEMBERS.contains(&name.as_str()) {
            return Err("expected the members of an address, as text");
        }
        let lines = member.as_str().filter(|_| MEMBERS_WITH_LINES.contains(&name.as_str()));
        match lines {
            Some(lines) => text(&Value::from(lines.replace(['\r', '\n'], " ")), MAX_TEXT)?,
            None => text(member, MAX_TEXT)?,
        };
    }
    Ok(value.clone())
}

/// A member of the profile; `None` for a name that is none.
///
/// # Errors
/// Which rule the value breaks, in words.
pub fn profile_member(name: &str, value: &Value) -> Option<Result<Value, &'static str>> {
    match name {
        ADDRESS => Some(address(value)),
        "profile" | "website" => Some(web_url(value).map(Value::from)),
        member if TEXT_MEMBERS.contains(&member) => Some(text(value, MAX_TEXT).map(Value::from)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_have_their_forms() {
        let is_good = |name: &str, value: Value| profile_member(name, &value).map(|checked| checked.is_ok());
        assert_eq!(is_good("nickname", json!("Ina")), Some(true));
        assert_eq!(is_good("nickname", json!(7)), Some(false));
        assert_eq!(is_good("nickname", json!("x".repeat(129))), Some(false));
        assert_eq!(is_good("website", json!("javascript:alert(1)")), Some(false));
        assert_eq!(is_good("website", json!("https://fjord.example/ina")), Some(true));
        assert_eq!(is_good("address", json!({ "country": "NO" })), Some(true));
        assert_eq!(is_good("address", json!({ "planet": "Mars" })), Some(false));
        assert_eq!(is_good("team", json!("blue")), None);
    }

    #[test]
    fn what_disguises_text_is_refused_and_lines_of_an_address_are_not() {
        for hidden in ["\n", "\u{1b}", "\u{85}", "\u{202e}", "\u{2066}", "\u{200f}", "\u{2028}"] {
            assert!(text(&json!(format!("Ing{hidden}rid")), MAX_TEXT).is_err(), "{hidden:?}");
        }
        let lines = |member: &str| address(&json!({ member: "Torget 1\r\n0150 Oslo" }));
        assert!(lines("formatted").is_ok() && lines("streetAddress").is_ok() && lines("locality").is_err());
    }
}
