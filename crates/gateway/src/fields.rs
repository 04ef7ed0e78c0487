//! The fields of an organization that a request may set (Management API contract §2.1), checked before anything is asked
//! of the upstream.

use domain::{
    account::chosen::disguises,
    appearance::{BRANDING_MEMBERS, COLOR_MEMBERS, IS_DARK_MODE_ENABLED, is_color},
    web_url::is_web_url,
};
use serde_json::{Map, Value};

use crate::creation::CREATION_MARKER;
use crate::rejections::Issue;

/// Fields that a policy can open. The rest (`id`, `tenantId`, `createdAt`, `customCss`) belongs to the operator.
pub(crate) const UPDATABLE_FIELDS: [&str; 6] =
    ["name", "description", "branding", "color", "customData", "isMfaRequired"];

const MAX_NAME_CHARACTERS: usize = 128;
const MAX_DESCRIPTION_CHARACTERS: usize = 256;

/// Everything that is wrong with these fields.
pub(crate) fn check(fields: &Map<String, Value>) -> Vec<Issue> {
    fields.iter().flat_map(|(name, value)| check_field(name, value)).collect()
}

fn check_field(name: &str, value: &Value) -> Vec<Issue> {
    let one = |issue: Option<Issue>| issue.into_iter().collect();
    match name {
        "name" => one(check_text(name, value, 1, MAX_NAME_CHARACTERS, disguises)),
        "description" if value.is_null() => Vec::new(),
        "description" => one(check_text(name, value, 0, MAX_DESCRIPTION_CHARACTERS, disguises_in_lines)),
        "isMfaRequired" => one((!value.is_boolean()).then(|| wrong_type(&[name], "boolean"))),
        "customData" => one(match value.as_object() {
            None => Some(wrong_type(&[name], "object")),
            Some(data) => data.contains_key(CREATION_MARKER).then(|| {
                Issue::new(
                    "unrecognized_keys",
                    &[name, CREATION_MARKER],
                    "This member belongs to the gateway",
                )
            }),
        }),
        "color" => check_members(name, value, &COLOR_MEMBERS, |member, value| {
            let is_good = if member == IS_DARK_MODE_ENABLED {
                value.is_boolean()
            } else {
                value.as_str().is_some_and(is_color)
            };
            is_good.then_some(()).ok_or("a boolean for isDarkModeEnabled, #rgb or #rrggbb for colors")
        }),
        "branding" => check_members(name, value, &BRANDING_MEMBERS, |_, value| {
            value.as_str().is_some_and(is_web_url).then_some(()).ok_or("an http or https URL")
        }),
        _ => one(Some(Issue::new("unrecognized_keys", &[name], "Unrecognized key in object"))),
    }
}

/// As [`disguises`], of a text that may have several lines.
pub(crate) fn disguises_in_lines(character: char) -> bool {
    !matches!(character, '\n' | '\r' | '\t') && disguises(character)
}

/// A name stands in messages of the server's own and on its pages: what is not seen itself but changes what is around it is refused.
fn check_text(
    name: &str,
    value: &Value,
    least: usize,
    most: usize,
    is_hidden: fn(char) -> bool,
) -> Option<Issue> {
    let Some(text) = value.as_str() else { return Some(wrong_type(&[name], "string")) };
    let characters = text.chars().count();
    if characters < least {
        Some(Issue::new("too_small", &[name], format!("String must contain at least {least} character(s)")))
    } else if characters > most {
        Some(Issue::new("too_big", &[name], format!("String must contain at most {most} character(s)")))
    } else if text.chars().any(is_hidden) {
        Some(Issue::new("invalid_string", &[name], "Expected no control characters"))
    } else {
        None
    }
}

fn check_members(
    name: &str,
    value: &Value,
    known: &[&str],
    check: impl Fn(&str, &Value) -> Result<(), &'static str>,
) -> Vec<Issue> {
    let Some(members) = value.as_object() else { return vec![wrong_type(&[name], "object")] };
    let issue_of = |(member, value): (&String, &Value)| {
        if !known.contains(&member.as_str()) {
            return Some(Issue::new("unrecognized_keys", &[name, member], "Unrecognized key in object"));
        }
        let expected = check(member, value).err()?;
        Some(Issue::new("invalid_string", &[name, member], format!("Expected {expected}")))
    };
    members.iter().filter_map(issue_of).collect()
}

fn wrong_type(path: &[&str], expected: &str) -> Issue {
    Issue::new("invalid_type", path, format!("Expected {expected}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn issues(fields: &Value) -> Vec<String> {
        check(fields.as_object().unwrap())
            .into_iter()
            .map(|issue| format!("{} {}", issue.path.join("."), issue.code))
            .collect()
    }

    #[test]
    fn good_fields_have_no_issues() {
        let fields = json!({
            "name": "Fjord", "description": null, "isMfaRequired": true, "customData": {"a": [1]},
            "color": {"primaryColor": "#0fa", "darkPrimaryColor": "#00ffaa", "isDarkModeEnabled": false},
            "branding": {"logoUrl": "https://fjord.example/logo.svg", "favicon": "http://fjord.example/f.ico"},
        });
        assert_eq!(issues(&fields), Vec::<String>::new());
        assert_eq!(
            issues(&json!({ "name": "Fjörð & Søn 株式会社", "description": "One\r\n\ttwo" })),
            Vec::<String>::new()
        );
        assert_eq!(
            issues(&json!({ "description": "", "color": {}, "branding": {}, "customData": {} })),
            Vec::<String>::new()
        );
        assert_eq!(
            issues(&json!({ "name": "é".repeat(128), "description": "é".repeat(256) })),
            Vec::<String>::new()
        );
    }

    #[test]
    fn every_bad_field_is_named() {
        for (fields, expected) in [
            (json!({ "name": "" }), "name too_small"),
            (json!({ "name": "é".repeat(129) }), "name too_big"),
            (json!({ "name": null }), "name invalid_type"),
            (json!({ "name": ["a"] }), "name invalid_type"),
            (json!({ "name": "Fjord.\n\nYour mailbox will be closed." }), "name invalid_string"),
            (json!({ "name": "Fjord\u{202e}moc" }), "name invalid_string"),
            (json!({ "name": "Fjord\u{2028}x" }), "name invalid_string"),
            (json!({ "description": "a\u{202e}b" }), "description invalid_string"),
            (json!({ "description": "a\u{0}b" }), "description invalid_string"),
            (json!({ "description": "a".repeat(257) }), "description too_big"),
            (json!({ "description": 1 }), "description invalid_type"),
            (json!({ "isMfaRequired": "true" }), "isMfaRequired invalid_type"),
            (json!({ "customData": [] }), "customData invalid_type"),
            (json!({ "customData": null }), "customData invalid_type"),
            (json!({ "color": "red" }), "color invalid_type"),
            (json!({ "color": { "primaryColor": "red" } }), "color.primaryColor invalid_string"),
            (json!({ "color": { "primaryColor": "#12345" } }), "color.primaryColor invalid_string"),
            (json!({ "color": { "isDarkModeEnabled": 1 } }), "color.isDarkModeEnabled invalid_string"),
            (json!({ "color": { "x": "#fff" } }), "color.x unrecognized_keys"),
            (json!({ "branding": { "logoUrl": "javascript:alert(1)" } }), "branding.logoUrl invalid_string"),
            (
                json!({ "branding": { "logoUrl": "data:image/png;base64,AA" } }),
                "branding.logoUrl invalid_string",
            ),
            (json!({ "branding": { "logoUrl": "/logo.svg" } }), "branding.logoUrl invalid_string"),
            (json!({ "branding": { "logoUrl": null } }), "branding.logoUrl invalid_string"),
            (json!({ "tenantId": "other" }), "tenantId unrecognized_keys"),
            (json!({ "organizationId": "other" }), "organizationId unrecognized_keys"),
        ] {
            assert_eq!(issues(&fields), [expected], "{fields}");
        }
    }
}
