//! The body that asks for an invitation. Who invites and to which organization is not in it: the token says both.

use domain::UnixMillis;
use domain::account::identifier::is_email;
use domain::organization_invitation::MAX_INVITEE_CHARACTERS;
use guard::Rejection;
use serde_json::{Map, Value};

use super::body::{is_role_name, read_entries, unrecognized};
use crate::rejections::{Issue, invalid_input};

const MEMBERS: [&str; 4] = ["invitee", "roleNames", "expiresAt", "sendMessage"];

/// An invitation to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewInvitation {
    /// The e-mail address, as it was given.
    pub(crate) invitee: String,
    /// Names of the roles that whoever accepts gets, each once.
    pub(crate) role_names: Vec<String>,
    /// From when on it cannot be accepted; the gateway decides when it is not told.
    pub(crate) expires_at: Option<UnixMillis>,
    /// Whether its message is sent.
    pub(crate) is_message_sent: bool,
}

/// Reads the members of a body.
pub(super) fn read(members: &Map<String, Value>) -> Result<NewInvitation, Rejection> {
    let unknown = members.keys().filter(|member| !MEMBERS.contains(&member.as_str()));
    let mut issues: Vec<Issue> = unknown.map(|member| unrecognized(member)).collect();
    let new = NewInvitation {
        invitee: take(read_invitee(members.get("invitee")), &mut issues),
        role_names: match members.get("roleNames") {
            None => Vec::new(),
            list => take(read_entries("roleNames", list, 0, is_role_name), &mut issues),
        },
        expires_at: take(read_end(members.get("expiresAt")), &mut issues),
        is_message_sent: take(read_choice(members.get("sendMessage")), &mut issues),
    };
    if issues.is_empty() { Ok(new) } else { Err(invalid_input(&issues)) }
}

fn take<T: Default>(read: Result<T, Issue>, issues: &mut Vec<Issue>) -> T {
    read.unwrap_or_else(|issue| {
        issues.push(issue);
        T::default()
    })
}

fn read_invitee(value: Option<&Value>) -> Result<String, Issue> {
    let wrong = |code, message: &str| Err(Issue::new(code, &["invitee"], message));
    match value.map(Value::as_str) {
        None => wrong("invalid_type", "Required"),
        Some(None) => wrong("invalid_type", "Expected string"),
        Some(Some(text)) if !is_email(text) => wrong("invalid_string", "Invalid email"),
        Some(Some(text)) if text.chars().count() > MAX_INVITEE_CHARACTERS => {
            wrong("too_big", &format!("String must contain at most {MAX_INVITEE_CHARACTERS} character(s)"))
        }
        Some(Some(text)) => Ok(text.to_owned()),
    }
}

fn read_end(value: Option<&Value>) -> Result<Option<UnixMillis>, Issue> {
    let Some(value) = value else { return Ok(None) };
    match value.as_i64() {
        Some(milliseconds) => Ok(Some(UnixMillis(milliseconds))),
        None => Err(Issue::new(
            "invalid_type",
            &["expiresAt"],
            "Expected a whole number of milliseconds since 1970",
        )),
    }
}

fn read_choice(value: Option<&Value>) -> Result<bool, Issue> {
    let Some(value) = value else { return Ok(true) };
    value.as_bool().ok_or_else(|| Issue::new("invalid_type", &["sendMessage"], "Expected boolean"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn issues(body: &Value) -> Vec<String> {
        let body = read(body.as_object().unwrap()).unwrap_err().into_http().into_body();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let issues = body["data"]["issues"].as_array().unwrap();
        issues
            .iter()
            .map(|issue| format!("{} {}", issue["path"][0].as_str().unwrap(), issue["code"]))
            .collect()
    }

    #[test]
    fn a_whole_invitation_and_the_least_of_one_are_read() {
        let whole = json!({
            "invitee": "Eve+team@fjord.example", "roleNames": ["viewer", "guest", "viewer"], "expiresAt": 5, "sendMessage": false,
        });
        let expected = NewInvitation {
            invitee: "Eve+team@fjord.example".to_owned(),
            role_names: vec!["viewer".to_owned(), "guest".to_owned()],
            expires_at: Some(UnixMillis(5)),
            is_message_sent: false,
        };
        assert_eq!(read(whole.as_object().unwrap()).unwrap(), expected);
        let least = read(json!({ "invitee": "eve@fjord.example" }).as_object().unwrap()).unwrap();
        assert_eq!((least.role_names, least.expires_at, least.is_message_sent), (vec![], None, true));
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        for (body, expected) in [
            (json!({}), "invitee \"invalid_type\""),
            (json!({ "invitee": ["eve@fjord.example"] }), "invitee \"invalid_type\""),
            (json!({ "invitee": "" }), "invitee \"invalid_string\""),
            (json!({ "invitee": "eve@fjord.example\r\nBcc: x@y.example" }), "invitee \"invalid_string\""),
            (json!({ "invitee": format!("{}@a.example", "e".repeat(260)) }), "invitee \"too_big\""),
        ] {
            assert_eq!(issues(&body), [expected], "{body}");
        }
        for (member, value) in [
            ("roleNames", json!("viewer")),
            ("roleNames", json!(null)),
            ("roleNames", json!([{ "id": "role-viewer", "organizationId": "lake" }])),
            ("roleNames", json!([""])),
            ("expiresAt", json!("tomorrow")),
            ("expiresAt", json!(1.5)),
            ("expiresAt", json!(1e300)),
            ("expiresAt", json!(null)),
            ("sendMessage", json!("false")),
            ("inviterId", json!("anna")),
            ("organizationId", json!("lake")),
            ("organizationRoleIds", json!(["role-owner"])),
            ("messagePayload", json!({ "link": "https://evil.example" })),
            ("status", json!("Accepted")),
            ("acceptedUserId", json!("eve")),
        ] {
            let mut body = json!({ "invitee": "eve@fjord.example" });
            body[member] = value;
            let found = issues(&body);
            assert!(found.len() == 1 && found[0].starts_with(member), "{body} {found:?}");
        }
    }

    proptest! {
        #[test]
        fn no_address_makes_reading_fail_in_another_way(invitee in ".{0,300}") {
            if let Err(rejection) = read(json!({ "invitee": invitee }).as_object().unwrap()) {
                prop_assert_eq!(rejection.code(), "guard.invalid_input");
            }
        }
    }
}
