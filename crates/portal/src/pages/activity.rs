//! What happened in the organization.

use axum::response::IntoResponse as _;
use serde_json::{Map, Value};
use ui::{
    components::Tone,
    pages::portal::{ActivityEntry, PortalActivityPage},
};

use super::Outcome;
use crate::{
    api::{LogEntry, PAGE_SIZE, Party, Refusal},
    room::{Room, Section, paging},
    time::moment,
};

/// What the key of a change begins with; its method and path follow.
const WRITE: &str = "Management.";

/// `GET …/activity`.
pub(crate) async fn list(room: Room) -> Outcome {
    let page = room.page();
    let read = async {
        let answer = room.call(room.get(&["logs"]).page(page, PAGE_SIZE)).await?;
        let total = answer.total;
        Ok::<_, Refusal>((answer.read::<Vec<LogEntry>>()?, total))
    };
    let (entries, total) = read.await.map_err(|refusal| room.refused(&refusal))?;
    let shown = entries.len();
    Ok(PortalActivityPage {
        frame: room.frame(Section::Activity, None),
        entries: entries.into_iter().map(|entry| row(&room, entry)).collect(),
        paging: paging(&room.path("activity"), &[], (page, shown, total)),
    }
    .into_response())
}

fn row(room: &Room, entry: LogEntry) -> ActivityEntry {
    let has_failed = entry.result.as_deref() == Some("Error");
    let what = what(&entry);
    ActivityEntry {
        actor: entry.actor.as_ref().map(name_of),
        what: if has_failed { format!("tried and failed: {what}") } else { what },
        detail: text(&entry.payload, "ip").map(str::to_owned),
        tone: if has_failed { Tone::Danger } else { Tone::Success },
        at: moment(entry.created_at, room.portal.services.now()),
        key: entry.key.strip_prefix(WRITE).unwrap_or(&entry.key).to_owned(),
    }
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn within<'a>(entry: &'a LogEntry, member: &str, name: &str) -> Option<&'a str> {
    text(entry.payload.get(member)?.as_object()?, name)
}

/// The name of somebody, or the id where the name is not known.
fn name_of(party: &Party) -> String {
    let known = [&party.name, &party.user_id, &party.application_id, &party.id];
    known.into_iter().flatten().next().cloned().unwrap_or_else(|| "Somebody".to_owned())
}

/// What was done, in words that follow the name of who did it.
fn what(entry: &LogEntry) -> String {
    let target = entry.target.as_ref().map(name_of);
    let target = target.as_deref().unwrap_or("somebody");
    let Some((method, path)) = entry.key.strip_prefix(WRITE).and_then(|key| key.split_once(' ')) else {
        return token_use(&entry.key).to_owned();
    };
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match (method, segments.as_slice()) {
        ("POST", ["organizations"]) => "created the organization".to_owned(),
        ("PATCH", ["organizations", "{id}"]) => "changed the organization".to_owned(),
        ("DELETE", ["organizations", "{id}"]) => "deleted the organization".to_owned(),
        ("POST", ["organizations", _, "users"]) => format!("added {target}"),
        ("DELETE", ["organizations", _, "users", _]) => format!("removed {target}"),
        (_, ["organizations", _, "users", .., "roles"] | ["organizations", _, "users", _, "roles", _]) => {
            format!("changed the roles of {target}")
        }
        ("POST", ["organizations", _, "applications"]) => format!("added the API key {target}"),
        ("DELETE", ["organizations", _, "applications", _]) => format!("removed the API key {target}"),
        (_, ["organizations", _, "applications", ..]) => {
            format!("changed the roles of the API key {target}")
        }
        ("POST", ["organizations", _, "jit", "email-domains"]) => format!("verified the domain {target}"),
        ("DELETE", ["organizations", _, "jit", "email-domains", _]) => {
            format!("removed the domain {target}")
        }
        (_, ["organization-invitations", ..]) => invitation(entry, method, &segments),
        ("POST", ["applications"]) => format!("created the API key {target}"),
        ("DELETE", ["applications", _]) => format!("deleted the API key {target}"),
        ("POST", ["applications", _, "secrets"]) => format!("created a secret of the API key {target}"),
        ("PATCH", ["applications", _, "secrets", _]) => format!("named a secret of the API key {target}"),
        ("DELETE", ["applications", _, "secrets", _]) => format!("deleted a secret of the API key {target}"),
        (_, ["applications", ..]) => format!("changed the API key {target}"),
        _ => "changed something".to_owned(),
    }
}

fn invitation(entry: &LogEntry, method: &str, segments: &[&str]) -> String {
    let status = within(entry, "body", "status");
    match (method, segments.len(), status) {
        ("POST", 1, _) => match within(entry, "body", "invitee") {
            Some(invitee) => format!("invited {invitee}"),
            None => "invited somebody".to_owned(),
        },
        (_, _, Some("Accepted")) => "accepted an invitation".to_owned(),
        (_, _, Some("Revoked")) => "declined or took back an invitation".to_owned(),
        ("DELETE", ..) => "took back an invitation".to_owned(),
        _ => "sent the message of an invitation".to_owned(),
    }
}

fn token_use(key: &str) -> &'static str {
    match key {
        "ExchangeTokenBy.ClientCredentials" => "fetched a token for an API key",
        key if key.starts_with("ExchangeTokenBy.") => "opened the organization in an application",
        _ => "did something",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(key: &str, further: Value) -> String {
        let mut entry =
            json!({ "key": key, "createdAt": 1, "target": { "type": "user", "id": "u1", "name": "Ben" } });
        entry.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        what(&serde_json::from_value(entry).unwrap())
    }

    #[test]
    fn entries_are_told_in_words() {
        let none = json!({});
        for (key, expected) in [
            ("Management.PATCH /organizations/{id}", "changed the organization"),
            ("Management.DELETE /organizations/{id}/users/{userId}", "removed Ben"),
            ("Management.PUT /organizations/{id}/users/{userId}/roles", "changed the roles of Ben"),
            ("Management.POST /organizations/{id}/users/roles", "changed the roles of Ben"),
            ("Management.POST /organizations/{id}/jit/email-domains", "verified the domain Ben"),
            ("Management.DELETE /applications/{id}/secrets/{name}", "deleted a secret of the API key Ben"),
            ("Management.POST /organization-invitations/{id}/message", "sent the message of an invitation"),
            ("ExchangeTokenBy.RefreshToken", "opened the organization in an application"),
            ("Management.PATCH /something-new", "changed something"),
            ("Unknown", "did something"),
        ] {
            assert_eq!(of(key, none.clone()), expected, "{key}");
        }
        let invited = json!({ "payload": { "body": { "invitee": "a@fjord.example" } } });
        assert_eq!(of("Management.POST /organization-invitations", invited), "invited a@fjord.example");
        let accepted = json!({ "payload": { "body": { "status": "Accepted" } } });
        assert_eq!(
            of("Management.PUT /organization-invitations/{id}/status", accepted),
            "accepted an invitation"
        );
    }
}
