//! The invitations of the Management API in memory (contract §4).

use std::collections::{BTreeMap, BTreeSet};

use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::fake::{World, created, error, names};
use super::fixture::NOW_SECONDS;

pub(crate) const NOW: i64 = NOW_SECONDS * 1000;
const DAY: i64 = 24 * 3_600_000;

/// An invitation that is stored, with one role.
pub(crate) fn invitation(id: &str, organization: &str, invitee: &str, role: &str) -> Value {
    json!({
        "tenantId": "default", "id": id, "inviterId": if organization == "fjord" { "anna" } else { "dora" }, "invitee": invitee,
        "acceptedUserId": null, "organizationId": organization, "status": "Pending", "createdAt": NOW - DAY,
        "updatedAt": NOW - DAY, "expiresAt": NOW + DAY, "organizationRoles": [{ "id": format!("role-{role}"), "name": role }],
    })
}

/// Anna, ben and a stranger are invited to `lake`, eve to `fjord`; anna in another spelling of her address.
pub(super) fn some() -> Vec<Value> {
    vec![
        invitation("to-anna", "lake", "Anna@Fjord.Example", "viewer"),
        invitation("to-ben", "lake", "ben@fjord.example", "guest"),
        invitation("to-zoe", "lake", "zoe@elsewhere.example", "viewer"),
        invitation("to-eve", "fjord", "eve@fjord.example", "viewer"),
    ]
}

/// As it is now.
fn shown(stored: &Value) -> Value {
    let mut shown = stored.clone();
    if is_pending(stored) && stored["expiresAt"].as_i64().unwrap() <= NOW {
        shown["status"] = json!("Expired");
    }
    shown
}

fn is_pending(invitation: &Value) -> bool {
    invitation["status"] == "Pending"
}

pub(super) fn respond(
    world: &mut World,
    (method, rest): (&str, &[&str]),
    query: &BTreeMap<String, String>,
    body: &Value,
) -> Response {
    let place = |world: &World, id: &str| world.invitations.iter().position(|found| found["id"] == id);
    let not_found = || error(StatusCode::NOT_FOUND, "entity.not_found");
    match (method, rest) {
        ("GET", []) => {
            let is_wanted = |found: &&Value| {
                let organization = query.get("organizationId");
                let invitee = query.get("invitee");
                let is_found = organization.is_none_or(|id| found["organizationId"] == **id)
                    && invitee.is_none_or(|address| {
                        found["invitee"].as_str().unwrap().to_lowercase() == address.to_lowercase()
                    });
                world.ignores_filters || is_found
            };
            let mut found: Vec<Value> = world.invitations.iter().filter(is_wanted).map(shown).collect();
            found.sort_by_key(|found| std::cmp::Reverse(found["createdAt"].as_i64()));
            axum::Json(found).into_response()
        }
        ("POST", []) => make(world, body),
        (method, [id, rest @ ..]) => {
            let Some(place) = place(world, id) else { return not_found() };
            match (method, rest) {
                ("GET", []) => axum::Json(shown(&world.invitations[place])).into_response(),
                ("DELETE", []) => {
                    world.invitations.remove(place);
                    StatusCode::NO_CONTENT.into_response()
                }
                ("POST", ["message"]) => {
                    world.messages.push(((*id).to_owned(), body.clone()));
                    StatusCode::NO_CONTENT.into_response()
                }
                ("PUT", ["status"]) => decide(world, place, body),
                _ => panic!(
                    "the gateway called {method} {rest:?} of an invitation, which the fake does not know"
                ),
            }
        }
        _ => panic!("the gateway called {method} of invitations, which the fake does not know"),
    }
}

fn make(world: &mut World, body: &Value) -> Response {
    let organization = body["organizationId"].as_str().unwrap();
    let is_member = world.members.keys().any(|(member_of, user)| {
        member_of == organization && world.users[user]["primaryEmail"] == body["invitee"]
    });
    if is_member {
        return error(StatusCode::UNPROCESSABLE_ENTITY, "request.invalid_input");
    }
    let is_same = |found: &Value| {
        is_pending(&shown(found))
            && found["organizationId"] == body["organizationId"]
            && found["invitee"] == body["invitee"]
    };
    if world.invitations.iter().any(is_same) {
        return error(StatusCode::UNPROCESSABLE_ENTITY, "entity.unique_integrity_violation");
    }
    let role_ids: BTreeSet<String> = serde_json::from_value(body["organizationRoleIds"].clone()).unwrap();
    if !world.organizations.contains_key(organization) {
        return error(StatusCode::UNPROCESSABLE_ENTITY, "entity.relation_foreign_key_not_found");
    }
    world.created += 1;
    let made = json!({
        "tenantId": "default", "id": format!("made{}", world.created), "inviterId": body["inviterId"], "invitee": body["invitee"],
        "acceptedUserId": null, "organizationId": organization, "status": "Pending", "createdAt": NOW, "updatedAt": NOW,
        "expiresAt": body["expiresAt"], "organizationRoles": names(&world.roles, &role_ids),
    });
    assert_eq!(body["messagePayload"], false, "the link needs the id");
    world.invitations.push(made.clone());
    created(made)
}

fn decide(world: &mut World, place: usize, body: &Value) -> Response {
    let invalid = || error(StatusCode::UNPROCESSABLE_ENTITY, "request.invalid_input");
    if !world.decides_whatever_was_decided && !is_pending(&shown(&world.invitations[place])) {
        return invalid();
    }
    if body["status"] == "Accepted" {
        let user = body["acceptedUserId"].as_str().unwrap().to_owned();
        let organization = world.invitations[place]["organizationId"].as_str().unwrap().to_owned();
        let roles = world.invitations[place]["organizationRoles"].as_array().unwrap().clone();
        let held = world.members.entry((organization, user)).or_default();
        held.extend(roles.iter().map(|role| role["id"].as_str().unwrap().to_owned()));
        world.invitations[place]["acceptedUserId"] = body["acceptedUserId"].clone();
    }
    world.invitations[place]["status"] = body["status"].clone();
    world.invitations[place]["updatedAt"] = json!(NOW);
    let mut told = world.invitations[place].clone();
    if let Some((member, value)) = &world.spoils_decisions {
        told[member] = value.clone();
    }
    axum::Json(told).into_response()
}
