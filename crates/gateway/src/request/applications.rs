//! Bodies about applications: what an administrator of an organization may say of one. Its kind, its rights beyond the organization and
//! its custom data are not among it.

use domain::account::chosen::disguises;
use guard::Rejection;
use serde_json::{Map, Value};

use super::body::{only, read_role_names};
use super::path::is_id;
use crate::fields::disguises_in_lines;
use crate::rejections::{Issue, invalid_input};

const MAX_NAME_CHARACTERS: usize = 256;
const MAX_DESCRIPTION_CHARACTERS: usize = 1024;
/// The last moment that has a year of four digits, in milliseconds.
const LAST_MOMENT: i64 = 253_402_300_799_999;

/// An application that is to be made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewApplication {
    /// `name`, and `description` if there is one.
    pub(crate) fields: Map<String, Value>,
    /// Names of the template's roles that it gets, each once.
    pub(crate) role_names: Vec<String>,
}

/// A secret that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewSecret {
    /// Its name, which can stand in a path.
    pub(crate) name: String,
    /// When it ends, in milliseconds; never, when there is none.
    pub(crate) expires_at: Option<i64>,
}

pub(super) fn read_new(mut members: Map<String, Value>) -> Result<NewApplication, Rejection> {
    let role_names = read_role_names(&mut members)?;
    let fields = read_changes(members)?;
    if !fields.contains_key("name") {
        return Err(issue("invalid_type", "name", "Required"));
    }
    Ok(NewApplication { fields, role_names })
}

pub(super) fn read_changes(members: Map<String, Value>) -> Result<Map<String, Value>, Rejection> {
    only(&members, &["name", "description"])?;
    for (name, value) in &members {
        let (is_good, expected) = if name == "name" {
            let is_good = value
                .as_str()
                .is_some_and(|text| is_text(text, 1, MAX_NAME_CHARACTERS) && !text.chars().any(disguises));
            (is_good, "Expected 1 to 256 characters, without control characters")
        } else {
            let is_good = value.is_null()
                || value.as_str().is_some_and(|text| {
                    is_text(text, 0, MAX_DESCRIPTION_CHARACTERS) && !text.chars().any(disguises_in_lines)
                });
            (is_good, "Expected at most 1024 characters, without control characters, or null")
        };
        if !is_good {
            return Err(issue("invalid_string", name, expected));
        }
    }
    Ok(members)
}

pub(super) fn read_secret(members: &Map<String, Value>) -> Result<NewSecret, Rejection> {
    only(members, &["name", "expiresAt"])?;
    let name = members.get("name").and_then(Value::as_str).filter(|name| is_id(name));
    let name = name.ok_or_else(|| {
        issue(
            "invalid_string",
            "name",
            "Expected 1 to 128 letters without accents, digits, hyphens and underscores",
        )
    })?;
    let expires_at = match members.get("expiresAt") {
        None | Some(Value::Null) => None,
        Some(moment) => {
            let moment = moment.as_i64().filter(|moment| (1..=LAST_MOMENT).contains(moment));
            let expected = "Expected milliseconds since 1970, or null";
            Some(moment.ok_or_else(|| issue("invalid_type", "expiresAt", expected))?)
        }
    };
    Ok(NewSecret { name: name.to_owned(), expires_at })
}

fn is_text(text: &str, least: usize, most: usize) -> bool {
    let characters = text.chars().count();
    (least..=most).contains(&characters) && (least == 0 || !text.trim().is_empty())
}

fn issue(code: &'static str, name: &str, message: &str) -> Rejection {
    invalid_input(&[Issue::new(code, &[name], message)])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members(value: Value) -> Map<String, Value> {
        let Value::Object(members) = value else { panic!("a body is an object") };
        members
    }

    #[test]
    fn an_application_has_a_name_a_description_and_roles() {
        let read =
            read_new(members(json!({ "name": "Sync", "description": null, "roleNames": ["a", "b", "a"] })))
                .unwrap();
        assert_eq!(Value::Object(read.fields), json!({ "name": "Sync", "description": null }));
        assert_eq!(read.role_names, ["a", "b"]);
        assert!(read_new(members(json!({ "name": "Sync" }))).unwrap().role_names.is_empty());
        assert!(read_changes(Map::new()).unwrap().is_empty());
    }

    #[test]
    fn nothing_else_can_be_said_of_an_application() {
        for body in [
            json!({}),
            json!({ "description": "no name" }),
            json!({ "name": "" }),
            json!({ "name": "  " }),
            json!({ "name": "x".repeat(257) }),
            json!({ "name": 1 }),
            json!({ "name": "x", "description": "x".repeat(1025) }),
            json!({ "name": "x", "description": 1 }),
            json!({ "name": "x", "roleNames": "admin" }),
            json!({ "name": "x", "roleNames": [""] }),
            json!({ "name": "x", "type": "SPA" }),
            json!({ "name": "x", "customData": {} }),
            json!({ "name": "x", "isThirdParty": true }),
            json!({ "name": "x", "isAdmin": true }),
            json!({ "name": "x", "organizationRoleIds": [] }),
        ] {
            assert_eq!(read_new(members(body.clone())).unwrap_err().code(), "guard.invalid_input", "{body}");
        }
        for body in [json!({ "roleNames": [] }), json!({ "isAdmin": true }), json!({ "customData": {} })] {
            assert_eq!(
                read_changes(members(body.clone())).unwrap_err().code(),
                "guard.invalid_input",
                "{body}"
            );
        }
    }

    #[test]
    fn a_secret_has_a_name_that_can_stand_in_a_path_and_perhaps_an_end() {
        let read = |body| read_secret(&members(body));
        assert_eq!(
            read(json!({ "name": "ci-2" })).unwrap(),
            NewSecret { name: "ci-2".to_owned(), expires_at: None }
        );
        let ending = read(json!({ "name": "a", "expiresAt": 1_790_000_000_000_i64 })).unwrap();
        assert_eq!(ending.expires_at, Some(1_790_000_000_000));
        assert_eq!(read(json!({ "name": "a", "expiresAt": null })).unwrap().expires_at, None);
        for body in [
            json!({}),
            json!({ "name": "" }),
            json!({ "name": "Default secret" }),
            json!({ "name": "a/b" }),
            json!({ "name": ".." }),
            json!({ "name": "é" }),
            json!({ "name": "x".repeat(129) }),
            json!({ "name": "a", "value": "mine" }),
            json!({ "name": "a", "expiresAt": "tomorrow" }),
            json!({ "name": "a", "expiresAt": 1.5 }),
            json!({ "name": "a", "expiresAt": 0 }),
            json!({ "name": "a", "expiresAt": i64::MAX }),
        ] {
            assert_eq!(read(body.clone()).unwrap_err().code(), "guard.invalid_input", "{body}");
        }
    }
}
