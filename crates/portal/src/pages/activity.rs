//! What happened in the organization.

use axum::response::IntoResponse as _;
use hosted::time::moment;
use serde_json::{Map, Value};
use ui::{
    Words,
    components::Tone,
    pages::portal::{ActivityEntry, PortalActivityPage},
    words::Piece,
};

use super::Outcome;
use crate::{
    api::{LogEntry, PAGE_SIZE, Party, Refusal},
    room::{Room, Section, paging},
};

/// What the key of a change begins with; its method and path follow.
const WRITE: &str = "Management.";

/// `GET …/activity`.
pub(crate) async fn list(room: Room) -> Outcome {
    let page = room.page();
    let read = async {
        let answer = room.call(room.get(&["logs"]).page(page, PAGE_SIZE)).await?;
        let total = answer.total.items;
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
    ActivityEntry {
        what: sentence(&room.words, &entry),
        detail: text(&entry.payload, "ip").map(str::to_owned),
        tone: if has_failed { Tone::Danger } else { Tone::Success },
        at: moment(&room.words, entry.created_at, room.portal.services.now()),
        key: entry.key.strip_prefix(WRITE).unwrap_or(&entry.key).to_owned(),
    }
}

/// What was done and by whom.
fn sentence(words: &Words, entry: &LogEntry) -> Vec<Piece> {
    let somebody = || words.say("portal-somebody");
    let name = |party: &Option<Party>| party.as_ref().and_then(name_of).unwrap_or_else(somebody);
    let invitee = within(entry, "body", "invitee").map(str::to_owned);
    let target = invitee.unwrap_or_else(|| name(&entry.target));
    let parts = vec![("actor", Piece::Strong(name(&entry.actor))), ("target", Piece::Text(target))];
    words.pieces(key(entry), parts)
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn within<'a>(entry: &'a LogEntry, member: &str, name: &str) -> Option<&'a str> {
    text(entry.payload.get(member)?.as_object()?, name)
}

/// The name of somebody, or the id where the name is not known.
fn name_of(party: &Party) -> Option<String> {
    let known = [&party.name, &party.user_id, &party.application_id, &party.id];
    known.into_iter().flatten().next().cloned()
}

/// The message of what was done.
fn key(entry: &LogEntry) -> &'static str {
    let Some((method, path)) = entry.key.strip_prefix(WRITE).and_then(|key| key.split_once(' ')) else {
        return token_use(&entry.key);
    };
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match (method, segments.as_slice()) {
        ("POST", ["organizations"]) => "portal-did-create",
        ("PATCH", ["organizations", "{id}"]) => "portal-did-change",
        ("DELETE", ["organizations", "{id}"]) => "portal-did-delete",
        ("POST", ["organizations", _, "users"]) => "portal-did-add-member",
        ("DELETE", ["organizations", _, "users", _]) => "portal-did-remove-member",
        (_, ["organizations", _, "users", .., "roles"] | ["organizations", _, "users", _, "roles", _]) => {
            "portal-did-change-roles"
        }
        ("POST", ["organizations", _, "applications"]) => "portal-did-add-key",
        ("DELETE", ["organizations", _, "applications", _]) => "portal-did-remove-key",
        (_, ["organizations", _, "applications", ..]) => "portal-did-change-key-roles",
        ("POST", ["organizations", _, "jit", "email-domains"]) => "portal-did-verify-domain",
        ("DELETE", ["organizations", _, "jit", "email-domains", _]) => "portal-did-remove-domain",
        (_, ["organization-invitations", ..]) => invitation(entry, method, &segments),
        ("POST", ["applications"]) => "portal-did-create-key",
        ("DELETE", ["applications", _]) => "portal-did-delete-key",
        ("POST", ["applications", _, "secrets"]) => "portal-did-create-secret",
        ("PATCH", ["applications", _, "secrets", _]) => "portal-did-rename-secret",
        ("DELETE", ["applications", _, "secrets", _]) => "portal-did-delete-secret",
        (_, ["applications", ..]) => "portal-did-change-key",
        _ => "portal-did-other",
    }
}

fn invitation(entry: &LogEntry, method: &str, segments: &[&str]) -> &'static str {
    match (method, segments.len(), within(entry, "body", "status")) {
        ("POST", 1, _) => "portal-did-invite",
        (_, _, Some("Accepted")) => "portal-did-accept",
        (_, _, Some("Revoked")) => "portal-did-end-invitation",
        ("DELETE", ..) => "portal-did-revoke",
        _ => "portal-did-send",
    }
}

fn token_use(key: &str) -> &'static str {
    match key {
        "ExchangeTokenBy.ClientCredentials" => "portal-did-fetch-token",
        key if key.starts_with("ExchangeTokenBy.") => "portal-did-open",
        _ => "portal-did-other",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use ui::words::Language;

    use super::*;

    fn of(key: &str, further: Value) -> String {
        let mut entry = json!({ "key": key, "createdAt": 1, "actor": { "id": "u0", "name": "Ingrid" }, "target": { "id": "u1", "name": "Ben" } });
        entry.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        let said = sentence(&Words::default(), &serde_json::from_value(entry).unwrap());
        assert_eq!(said.first(), Some(&Piece::Strong("Ingrid".to_owned())));
        let rest = said.into_iter().skip(1).map(|piece| match piece {
            Piece::Text(text) => text,
            other => panic!("{other:?}"),
        });
        rest.collect::<String>().trim().to_owned()
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
            ("Management.PATCH /something-new", "did something else"),
            ("Unknown", "did something else"),
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

    #[test]
    fn a_sentence_has_its_parts_where_the_language_wants_them() {
        let entry = json!({ "key": "Management.POST /organization-invitations", "createdAt": 1,
            "payload": { "body": { "invitee": "a@fjord.example" } } });
        let german = Words::of(Language::find("de").unwrap());
        let said = sentence(&german, &serde_json::from_value(entry).unwrap());
        assert_eq!(said.first(), Some(&Piece::Strong(german.say("portal-somebody"))));
        let is_invitee = |piece: &Piece| matches!(piece, Piece::Text(text) if text == "a@fjord.example");
        assert_eq!(said.iter().position(is_invitee), Some(2), "{said:?}");
    }
}
