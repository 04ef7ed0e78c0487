//! One entry of the audit log as an organization sees it: who did what to what, how it ended, and of the details those that are listed
//! here. What is not listed may be about other organizations, or about the product, and is left out.

use std::collections::BTreeMap;

use domain::{ApplicationId, OrganizationId, UserId};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::upstream::UpstreamError;

/// What is shown of a payload.
const PAYLOAD_FIELDS: [&str; 13] = [
    "key",
    "result",
    "error",
    "ip",
    "userAgent",
    "userAgentParsed",
    "userId",
    "applicationId",
    "organizationId",
    "tokenTypes",
    "scope",
    "params",
    "body",
];
/// What is shown of the ids in the path of a write.
const PARAMETERS: [&str; 6] = ["id", "userId", "applicationId", "organizationRoleId", "emailDomain", "name"];
/// What is shown of the body of a write: texts, numbers and lists of texts alone.
const BODY_MEMBERS: [&str; 12] = [
    "name",
    "description",
    "isMfaRequired",
    "userIds",
    "applicationIds",
    "organizationRoleIds",
    "organizationRoleNames",
    "emailDomain",
    "invitee",
    "organizationId",
    "expiresAt",
    "status",
];
/// What the key of a write of the Management API begins with; its method and path follow.
const WRITE: &str = "Management.";

/// Somebody who has a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Party {
    /// A user.
    User(UserId),
    /// An application.
    Application(ApplicationId),
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    kind: &'static str,
    id: String,
}

impl Target {
    /// Whose name it has, if it has one.
    pub(super) fn party(&self) -> Option<Party> {
        match self.kind {
            "user" => Party::user(&self.id),
            "application" => Party::application(&self.id),
            _ => None,
        }
    }
}

/// An entry about the organization.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    tenant_id: String,
    id: String,
    key: String,
    payload: Map<String, Value>,
    created_at: i64,
}

impl Entry {
    /// Reads an entry, which must name the organization.
    pub(super) fn read(
        log: Map<String, Value>,
        organization: &OrganizationId,
    ) -> Result<Self, UpstreamError> {
        let entry: Self = serde_json::from_value(Value::Object(log))?;
        match entry.text("organizationId") {
            Some(named) if named == organization.as_str() => Ok(entry),
            _ => Err(UpstreamError::AnotherObject),
        }
    }

    /// Whether an administrator of the server did it. The user that such an entry names is the one it was done to, or in whose name.
    fn is_of_an_administrator(&self) -> bool {
        self.payload.contains_key("administratorId")
    }

    /// Who did it: the user, or the application where there is none. Administrators of the server are nobody in the organization.
    pub(super) fn actor(&self) -> Option<Party> {
        if self.is_of_an_administrator() {
            return None;
        }
        let user = self.text("userId").and_then(Party::user);
        user.or_else(|| self.text("applicationId").and_then(Party::application))
    }

    /// What it was done to; of several, the first.
    pub(super) fn target(&self) -> Option<Target> {
        let (_, path) = self.key.strip_prefix(WRITE)?.split_once(' ')?;
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let parameter = |name| self.within("params", name);
        let (kind, id) = match segments.as_slice() {
            ["organizations", "{id}", "users", ..] => {
                ("user", parameter("userId").or_else(|| self.within("body", "userIds")))
            }
            ["organizations", "{id}", "applications", ..] => {
                ("application", parameter("applicationId").or_else(|| self.within("body", "applicationIds")))
            }
            ["organizations", "{id}", "jit", "email-domains", ..] => {
                ("domain", parameter("emailDomain").or_else(|| self.within("body", "emailDomain")))
            }
            ["organizations", ..] => ("organization", self.text("organizationId")),
            ["applications", ..] => ("application", parameter("id").or_else(|| self.within("after", "id"))),
            ["organization-invitations", ..] => {
                ("invitation", parameter("id").or_else(|| self.within("after", "id")))
            }
            _ => return None,
        };
        id.map(|id| Target { kind, id: id.to_owned() })
    }

    /// The entry with the names of those in it, as far as they are known.
    pub(super) fn shown(self, names: &BTreeMap<Party, String>) -> Value {
        let mut actor = Map::new();
        for member in ["userId", "applicationId"] {
            if let Some(id) = self.text(member).filter(|_| !self.is_of_an_administrator()) {
                actor.insert(member.to_owned(), json!(id));
            }
        }
        actor.insert("name".to_owned(), json!(self.actor().and_then(|actor| names.get(&actor))));
        let target = self.target().map(|target| {
            let name = target.party().and_then(|party| names.get(&party));
            json!({ "type": target.kind, "id": target.id, "name": name })
        });
        let result = self.text("result").map(ToOwned::to_owned);
        json!({
            "tenantId": self.tenant_id, "id": self.id, "key": self.key, "createdAt": self.created_at,
            "actor": actor, "target": target, "result": result, "payload": self.allowed_payload(),
        })
    }

    fn allowed_payload(mut self) -> Map<String, Value> {
        let is_write = self.key.starts_with(WRITE);
        self.payload.retain(|name, _| PAYLOAD_FIELDS.contains(&name.as_str()));
        for (name, allowed) in [("params", PARAMETERS.as_slice()), ("body", BODY_MEMBERS.as_slice())] {
            // Those of anything else are what clients send, such as the form of a token request.
            let members = self.payload.remove(name).filter(|_| is_write);
            if let Some(Value::Object(mut members)) = members {
                members.retain(|name, value| allowed.contains(&name.as_str()) && is_plain(value));
                self.payload.insert(name.to_owned(), Value::Object(members));
            }
        }
        self.payload
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.payload.get(member)?.as_str()
    }

    /// A text within a member that is an object; the first of a list of texts.
    fn within(&self, member: &str, name: &str) -> Option<&str> {
        let value = self.payload.get(member)?.get(name)?;
        value.as_array().map_or(Some(value), |list| list.first())?.as_str()
    }
}

/// Whether a value holds no objects, which could hold anything.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.iter().all(|item| !item.is_object() && !item.is_array()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, payload: Value) -> Entry {
        let log =
            json!({ "tenantId": "default", "id": "l1", "key": key, "payload": payload, "createdAt": 5 });
        Entry::read(log.as_object().unwrap().clone(), &OrganizationId::new("fjord")).unwrap()
    }

    #[test]
    fn what_does_not_name_the_organization_is_no_entry_of_it() {
        for payload in [
            json!({}),
            json!({ "organizationId": "lake" }),
            json!({ "organizationId": ["fjord"] }),
            json!({ "organizationId": null }),
            json!({ "params": { "id": "fjord" } }),
        ] {
            let log =
                json!({ "tenantId": "default", "id": "l1", "key": "k", "payload": payload, "createdAt": 5 });
            let read = Entry::read(log.as_object().unwrap().clone(), &OrganizationId::new("fjord"));
            assert!(matches!(read, Err(UpstreamError::AnotherObject)), "{log}");
        }
    }

    #[test]
    fn a_write_is_shown_with_who_and_what_and_without_what_is_not_listed() {
        let entry = entry(
            "Management.PUT /organizations/{id}/users/{userId}/roles",
            json!({
                "key": "Management.PUT /organizations/{id}/users/{userId}/roles", "result": "Success", "organizationId": "fjord",
                "userId": "anna", "applicationId": "guildhall-gateway", "ip": "192.0.2.1", "userAgent": "curl", "sessionId": "s",
                "params": { "id": "fjord", "userId": "ben", "token": "t" },
                "body": { "organizationRoleIds": ["r1"], "customData": { "plan": "pro" }, "name": { "nested": "secret" }, "value": "secret" },
                "before": { "customData": { "secret": 1 } }, "after": { "secret": 1 },
            }),
        );
        assert_eq!(entry.actor(), Party::user("anna"));
        let names = BTreeMap::from([
            (Party::user("anna").unwrap(), "Anna".to_owned()),
            (Party::user("ben").unwrap(), "Ben".to_owned()),
        ]);
        assert_eq!(
            entry.shown(&names),
            json!({
                "tenantId": "default", "id": "l1", "key": "Management.PUT /organizations/{id}/users/{userId}/roles", "createdAt": 5,
                "actor": { "userId": "anna", "applicationId": "guildhall-gateway", "name": "Anna" },
                "target": { "type": "user", "id": "ben", "name": "Ben" }, "result": "Success",
                "payload": {
                    "key": "Management.PUT /organizations/{id}/users/{userId}/roles", "result": "Success", "organizationId": "fjord",
                    "userId": "anna", "applicationId": "guildhall-gateway", "ip": "192.0.2.1", "userAgent": "curl",
                    "params": { "id": "fjord", "userId": "ben" }, "body": { "organizationRoleIds": ["r1"] },
                },
            })
        );
    }

    #[test]
    fn what_an_administrator_of_the_server_did_is_not_said_of_the_user_it_was_done_to() {
        let key = "Management.DELETE /organizations/{id}/users/{userId}";
        let entry = entry(
            key,
            json!({
                "key": key, "result": "Success", "organizationId": "fjord", "userId": "ben", "administrator": "edda", "administratorId": "e1",
                "params": { "id": "fjord", "userId": "ben" },
            }),
        );
        assert_eq!(entry.actor(), None);
        let names = BTreeMap::from([(Party::user("ben").unwrap(), "Ben".to_owned())]);
        let shown = entry.shown(&names);
        assert_eq!(shown["actor"], json!({ "name": null }));
        assert_eq!(shown["target"], json!({ "type": "user", "id": "ben", "name": "Ben" }));
        assert!(!shown.to_string().contains("edda") && !shown.to_string().contains("e1"), "{shown}");
    }

    #[test]
    fn of_a_token_request_neither_form_nor_session_is_shown() {
        let entry = entry(
            "ExchangeTokenBy.ClientCredentials",
            json!({
                "key": "ExchangeTokenBy.ClientCredentials", "result": "Success", "organizationId": "fjord", "applicationId": "a1",
                "params": { "grant_type": "client_credentials", "client_secret": "******", "id": "x" }, "tokenTypes": ["AccessToken"],
                "scope": "org:read", "applicationSecret": { "name": "default" }, "sessionId": "s", "body": { "name": "x" },
            }),
        );
        assert_eq!(entry.actor(), Party::application("a1"));
        assert_eq!(
            entry.shown(&BTreeMap::new()),
            json!({
                "tenantId": "default", "id": "l1", "key": "ExchangeTokenBy.ClientCredentials", "createdAt": 5,
                "actor": { "applicationId": "a1", "name": null }, "target": null, "result": "Success",
                "payload": {
                    "key": "ExchangeTokenBy.ClientCredentials", "result": "Success", "organizationId": "fjord", "applicationId": "a1",
                    "tokenTypes": ["AccessToken"], "scope": "org:read",
                },
            })
        );
    }

    #[test]
    fn the_target_is_what_the_path_names_or_the_body_or_what_came_of_it() {
        for (key, details, expected) in [
            (
                "POST /organizations/{id}/users",
                json!({ "body": { "userIds": ["u1", "u2"] } }),
                Some(("user", "u1")),
            ),
            (
                "DELETE /organizations/{id}/users/{userId}",
                json!({ "params": { "userId": "u1" } }),
                Some(("user", "u1")),
            ),
            (
                "POST /organizations/{id}/applications",
                json!({ "body": { "applicationIds": ["a1"] } }),
                Some(("application", "a1")),
            ),
            (
                "POST /organizations/{id}/jit/email-domains",
                json!({ "body": { "emailDomain": "d.example" } }),
                Some(("domain", "d.example")),
            ),
            (
                "PATCH /organizations/{id}",
                json!({ "params": { "id": "fjord" } }),
                Some(("organization", "fjord")),
            ),
            ("POST /applications", json!({ "after": { "id": "a1" } }), Some(("application", "a1"))),
            (
                "DELETE /applications/{id}/secrets/{name}",
                json!({ "params": { "id": "a1", "name": "ci" } }),
                Some(("application", "a1")),
            ),
            (
                "POST /organization-invitations",
                json!({ "after": { "id": "i1" } }),
                Some(("invitation", "i1")),
            ),
            ("DELETE /organizations/{id}/users/{userId}", json!({}), None),
            ("DELETE /organizations/{id}/users/{userId}", json!({ "params": { "userId": 1 } }), None),
            ("POST /organizations/{id}/users", json!({ "body": { "userIds": [] } }), None),
            ("PATCH /sign-in-exp", json!({ "params": { "id": "x" } }), None),
        ] {
            let mut payload = details;
            payload["organizationId"] = json!("fjord");
            let expected = expected.map(|(kind, id)| Target { kind, id: id.to_owned() });
            assert_eq!(entry(&format!("Management.{key}"), payload).target(), expected, "{key}");
        }
    }
}
