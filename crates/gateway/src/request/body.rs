//! The body of a request, in the shape that its operation has.

use std::collections::BTreeSet;
use std::time::Duration;

use api_types::nesting::{NESTED_TOO_DEEP, is_nested_too_deep};
use axum::body::{Body, HttpBody as _};
use bytes::Bytes;
use domain::UserId;
use guard::Rejection;
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::{Map, Value};

use super::applications::{self, NewApplication, NewSecret};
use super::invitation::{self, NewInvitation};
use super::json::StrictValue;
use super::path::is_id;
use crate::domains::DomainName;
use crate::fields;
use crate::operations::BodyShape;
use crate::rejections::{
    Issue, body_timeout, body_too_large, invalid_input, malformed_json, unsupported_media_type,
};

const MAX_BODY_BYTES: usize = 256 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(15);
const MAX_LIST_ENTRIES: usize = 100;
const MAX_ROLE_NAME_CHARACTERS: usize = 128;

/// A body that was read and checked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Payload {
    /// There is none.
    None,
    /// Fields of an organization, all of which may be set.
    Organization(Map<String, Value>),
    /// Users, each once.
    UserIds(Vec<UserId>),
    /// Names of roles, each once.
    RoleNames(Vec<String>),
    /// A domain.
    Domain(DomainName),
    /// Whether members need a second factor.
    IsMfaRequired(bool),
    /// An application.
    NewApplication(NewApplication),
    /// Name or description of an application, or both.
    ApplicationChanges(Map<String, Value>),
    /// A secret.
    NewSecret(NewSecret),
    /// An invitation to be made.
    Invitation(NewInvitation),
}

/// Reads a body of `shape`; `update_fields` are the fields of an organization that may be set.
pub(crate) async fn read(
    shape: BodyShape,
    update_fields: &BTreeSet<String>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Payload, Rejection> {
    if shape == BodyShape::None {
        // A body where none belongs may mean something to somebody else on the way.
        return if body.is_end_stream() { Ok(Payload::None) } else { Err(no_body_expected()) };
    }
    if !is_json(headers) {
        return Err(unsupported_media_type());
    }
    let bytes = collect(body).await?;
    let read = serde_json::from_slice(&bytes);
    let Ok(StrictValue(body @ Value::Object(_))) = read else { return Err(malformed_json()) };
    if is_nested_too_deep(&body) {
        return Err(invalid_input(&[Issue::new("custom", &[], NESTED_TOO_DEEP)]));
    }
    let Value::Object(members) = body else { return Err(malformed_json()) };
    match shape {
        BodyShape::NewOrganization | BodyShape::OrganizationChanges => {
            read_organization(members, update_fields, shape).map(Payload::Organization)
        }
        BodyShape::UserIds => {
            let ids = read_list(&members, "userIds", 1, is_id)?;
            Ok(Payload::UserIds(ids.into_iter().map(UserId::new).collect()))
        }
        BodyShape::RoleNames => read_list(&members, "roleNames", 0, is_role_name).map(Payload::RoleNames),
        BodyShape::NewInvitation => invitation::read(&members).map(Payload::Invitation),
        BodyShape::Domain => {
            only(&members, &["domain"])?;
            let refused = |(code, words)| invalid_input(&[Issue::new(code, &["domain"], words)]);
            DomainName::from_body(&members).map(Payload::Domain).map_err(refused)
        }
        BodyShape::Security => {
            only(&members, &["isMfaRequired"])?;
            let wrong =
                || invalid_input(&[Issue::new("invalid_type", &["isMfaRequired"], "Expected boolean")]);
            members
                .get("isMfaRequired")
                .and_then(Value::as_bool)
                .map(Payload::IsMfaRequired)
                .ok_or_else(wrong)
        }
        BodyShape::NewApplication => applications::read_new(members).map(Payload::NewApplication),
        BodyShape::ApplicationChanges => applications::read_changes(members).map(Payload::ApplicationChanges),
        BodyShape::NewSecret => applications::read_secret(&members).map(Payload::NewSecret),
        BodyShape::None => Ok(Payload::None),
    }
}

/// Refuses members that are not among those `known`.
pub(super) fn only(members: &Map<String, Value>, known: &[&str]) -> Result<(), Rejection> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(unknown) => Err(invalid_input(&[unrecognized(unknown)])),
        None => Ok(()),
    }
}

/// The list `roleNames` of a body that has other members too; none when it is not there.
pub(super) fn read_role_names(members: &mut Map<String, Value>) -> Result<Vec<String>, Rejection> {
    let Some(names) = members.remove("roleNames") else { return Ok(Vec::new()) };
    read_list(&Map::from_iter([("roleNames".to_owned(), names)]), "roleNames", 0, is_role_name)
}

async fn collect(body: Body) -> Result<Bytes, Rejection> {
    let body = tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, MAX_BODY_BYTES).collect());
    match body.await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(body_too_large()),
        Ok(Err(_)) => Err(malformed_json()),
        Err(_) => Err(body_timeout()),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}

fn no_body_expected() -> Rejection {
    invalid_input(&[Issue::new("custom", &[], "This operation has no request body")])
}

fn read_organization(
    members: Map<String, Value>,
    update_fields: &BTreeSet<String>,
    shape: BodyShape,
) -> Result<Map<String, Value>, Rejection> {
    let mut issues = fields::check(&members);
    let closed = members.keys().filter(|name| !update_fields.contains(*name));
    let closed = closed.map(|name| Issue::new("unrecognized_keys", &[name], "This field cannot be set here"));
    for issue in closed {
        if !issues.iter().any(|other| other.path == issue.path) {
            issues.push(issue);
        }
    }
    if shape == BodyShape::NewOrganization && !members.contains_key("name") {
        issues.push(Issue::new("invalid_type", &["name"], "Required"));
    }
    if issues.is_empty() { Ok(members) } else { Err(invalid_input(&issues)) }
}

/// The one member `name`: a list of at least `least` texts that satisfy `is_good`. Repetitions are dropped.
fn read_list(
    members: &Map<String, Value>,
    name: &str,
    least: usize,
    is_good: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Rejection> {
    only(members, &[name])?;
    read_entries(name, members.get(name), least, is_good).map_err(|issue| invalid_input(&[issue]))
}

/// A member that no body of this kind has.
pub(super) fn unrecognized(member: &str) -> Issue {
    Issue::new("unrecognized_keys", &[member], "Unrecognized key in object")
}

/// Whether a text can be the name of a role.
pub(super) fn is_role_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= MAX_ROLE_NAME_CHARACTERS
}

/// A list of at least `least` texts that satisfy `is_good`, which is the member `name`. Repetitions are dropped.
pub(super) fn read_entries(
    name: &str,
    list: Option<&Value>,
    least: usize,
    is_good: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Issue> {
    let issue = |code, path: &[&str], message: &str| Issue::new(code, path, message);
    let list =
        list.and_then(Value::as_array).ok_or_else(|| issue("invalid_type", &[name], "Expected array"))?;
    if list.len() < least || list.len() > MAX_LIST_ENTRIES {
        return Err(issue("custom", &[name], &format!("Expected {least} to {MAX_LIST_ENTRIES} entries")));
    }
    let mut entries: Vec<String> = Vec::with_capacity(list.len());
    for (index, value) in list.iter().enumerate() {
        let entry = value.as_str().filter(|entry| is_good(entry));
        let entry =
            entry.ok_or_else(|| issue("invalid_string", &[name, &index.to_string()], "Invalid entry"))?;
        if !entries.iter().any(|other| other == entry) {
            entries.push(entry.to_owned());
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::json;

    use super::*;
    use crate::policy::Policy;

    async fn read_text(
        shape: BodyShape,
        content_type: &'static str,
        text: &str,
    ) -> Result<Payload, Rejection> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        read(shape, &Policy::default().update_fields, &headers, Body::from(text.to_owned())).await
    }

    async fn refused(shape: BodyShape, text: &str) -> String {
        read_text(shape, "application/json", text).await.unwrap_err().code().to_owned()
    }

    #[tokio::test]
    async fn bodies_of_the_right_shape_are_read() {
        let organization =
            read_text(BodyShape::NewOrganization, "application/json; charset=utf-8", r#"{"name":"Fjord"}"#)
                .await;
        let expected = json!({ "name": "Fjord" }).as_object().unwrap().clone();
        assert_eq!(organization.unwrap(), Payload::Organization(expected));
        let users =
            read_text(BodyShape::UserIds, "Application/JSON", r#"{"userIds":["u1","u2","u1"]}"#).await;
        assert_eq!(users.unwrap(), Payload::UserIds(vec![UserId::new("u1"), UserId::new("u2")]));
        let roles = read_text(BodyShape::RoleNames, "application/json", r#"{"roleNames":[]}"#).await;
        assert_eq!(roles.unwrap(), Payload::RoleNames(vec![]));
        assert_eq!(read_text(BodyShape::None, "application/json", "").await.unwrap(), Payload::None);
    }

    #[tokio::test]
    async fn json_with_two_readings_is_refused() {
        for text in [
            "",
            "null",
            "[]",
            "\"a\"",
            "1",
            "{",
            "{}{}",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "{\"name\":\"a\",\"n\\u0061me\":\"b\"}",
            "{\"name\":\"a\",\"customData\":{\"x\":1,\"x\":2}}",
            "{\"name\":\"a\\u0000\"}",
            "{\"a\\u0000\":1}",
            "\u{feff}{}",
            "{\"name\":NaN}",
            "{'name':'a'}",
            "{\"name\":\"a\",}",
        ] {
            assert_eq!(refused(BodyShape::NewOrganization, text).await, "gateway.malformed_json", "{text}");
        }
        let deep = format!("{{\"customData\":{}1{}}}", "{\"a\":".repeat(500), "}".repeat(500));
        assert_eq!(refused(BodyShape::OrganizationChanges, &deep).await, "gateway.malformed_json");
    }

    #[tokio::test]
    async fn members_that_the_operation_does_not_know_are_refused() {
        for (shape, text) in [
            (BodyShape::NewOrganization, r#"{"description":"no name"}"#),
            (BodyShape::NewOrganization, r#"{"name":"a","isMfaRequired":true}"#),
            (BodyShape::NewOrganization, r#"{"name":"a","creatorId":"u2"}"#),
            (BodyShape::OrganizationChanges, r#"{"isMfaRequired":false}"#),
            (BodyShape::OrganizationChanges, r#"{"id":"other"}"#),
            (BodyShape::OrganizationChanges, r#"{"organizationId":"other","name":"a"}"#),
            (BodyShape::UserIds, r#"{"userIds":[]}"#),
            (BodyShape::UserIds, r#"{"userIds":["a/b"]}"#),
            (BodyShape::UserIds, r#"{"userIds":[".."]}"#),
            (BodyShape::UserIds, r#"{"userIds":["a"],"organizationId":"other"}"#),
            (BodyShape::UserIds, r#"{"userIds":"a"}"#),
            (BodyShape::UserIds, r#"{"userIds":[["a"]]}"#),
            (BodyShape::RoleNames, r#"{"roleNames":[""]}"#),
            (BodyShape::RoleNames, r#"{"roleNames":[1]}"#),
            (BodyShape::RoleNames, r#"{"roleNames":["a"],"organizationRoleIds":["b"]}"#),
            (BodyShape::RoleNames, "{}"),
            (BodyShape::Domain, "{}"),
            (BodyShape::Domain, r#"{"domain":1}"#),
            (BodyShape::Domain, r#"{"domain":"co.uk"}"#),
            (BodyShape::Domain, r#"{"domain":"*.fjord.example"}"#),
            (BodyShape::Domain, r#"{"domain":"fjord.example","status":"Verified"}"#),
            (BodyShape::Security, "{}"),
            (BodyShape::Security, r#"{"isMfaRequired":"true"}"#),
            (BodyShape::Security, r#"{"isMfaRequired":true,"name":"x"}"#),
            (BodyShape::None, "{}"),
        ] {
            assert_eq!(refused(shape, text).await, "guard.invalid_input", "{text}");
        }
        let many = json!({ "roleNames": (0..101).map(|index| format!("r{index}")).collect::<Vec<_>>() });
        assert_eq!(refused(BodyShape::RoleNames, &many.to_string()).await, "guard.invalid_input");
    }

    #[tokio::test]
    async fn other_media_types_and_large_bodies_are_refused() {
        for content_type in
            ["text/plain", "application/x-www-form-urlencoded", "", "application/json5", "text/json"]
        {
            let refused =
                read_text(BodyShape::NewOrganization, content_type, r#"{"name":"a"}"#).await.unwrap_err();
            assert_eq!(refused.code(), "gateway.unsupported_media_type", "{content_type}");
        }
        let large = json!({ "name": "a", "customData": { "x": "a".repeat(MAX_BODY_BYTES) } }).to_string();
        assert_eq!(refused(BodyShape::NewOrganization, &large).await, "gateway.body_too_large");
    }

    /// Every shape that is read from a body, with its members.
    const SHAPES: [(BodyShape, &[&str]); 10] = [
        (BodyShape::NewOrganization, &["name", "description", "branding", "color", "customCss"]),
        (BodyShape::OrganizationChanges, &["name", "description", "branding", "color", "customCss"]),
        (BodyShape::UserIds, &["userIds"]),
        (BodyShape::RoleNames, &["roleNames"]),
        (BodyShape::NewInvitation, &["invitee", "roleNames", "expiresAt", "sendMessage"]),
        (BodyShape::Domain, &["domain"]),
        (BodyShape::Security, &["isMfaRequired"]),
        (BodyShape::NewApplication, &["name", "description", "roleNames"]),
        (BodyShape::ApplicationChanges, &["name", "description"]),
        (BodyShape::NewSecret, &["name", "expiresAt"]),
    ];
    /// Members that no operation takes.
    const OTHERS: [&str; 5] = ["id", "organizationId", "inviterId", "__proto__", ""];

    fn any_json() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            ".{0,40}",
            select(&["a", "u1", "eve@fjord.example", "fjord.example", "../x", "\u{7f}"][..])
                .prop_map(str::to_owned),
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 6, |inner| {
            let name =
                prop_oneof![select(&["logoUrl", "primaryColor"][..]).prop_map(str::to_owned), ".{0,8}"];
            prop_oneof![
                vec(inner.clone(), 0..6).prop_map(Value::from),
                vec((name, inner), 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    /// A shape, and an object with some of its members and, seldom, another one.
    fn shape_and_object() -> impl Strategy<Value = (BodyShape, Value)> {
        let object = |(shape, members): (BodyShape, &'static [&'static str])| {
            let own = vec((select(members), any_json()), 0..=members.len());
            let other = option::weighted(0.1, (select(&OTHERS[..]), any_json()));
            (own, other).prop_map(move |(own, other)| {
                let members = own.into_iter().chain(other);
                (shape, Value::Object(members.map(|(name, value)| (name.to_owned(), value)).collect()))
            })
        };
        select(&SHAPES[..]).prop_flat_map(object)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn no_object_makes_reading_fail_in_another_way((shape, object) in shape_and_object()) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            match runtime.block_on(read_text(shape, "application/json", &object.to_string())) {
                Err(rejection) => prop_assert!(rejection.status().is_client_error(), "{object}"),
                Ok(Payload::UserIds(ids)) => {
                    prop_assert!(!ids.is_empty() && ids.iter().all(|id| is_id(id.as_str())), "{object}");
                }
                Ok(Payload::RoleNames(names)) => {
                    prop_assert!(names.iter().all(|name| is_role_name(name)), "{object}");
                }
                Ok(read) => {
                    prop_assert!(!matches!(read, Payload::None), "{object}");
                    let known = |name: &String| !OTHERS.contains(&name.as_str());
                    prop_assert!(object.as_object().unwrap().keys().all(known), "{object} was read as {read:?}");
                }
            }
        }

        #[test]
        fn no_text_makes_reading_fail_in_another_way(text in ".{0,200}") {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            for (shape, _) in SHAPES {
                if let Err(rejection) = runtime.block_on(read_text(shape, "application/json", &text)) {
                    prop_assert!(rejection.status().is_client_error());
                }
            }
        }
    }
}
