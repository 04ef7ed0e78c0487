//! What the fake answers to each call, and what that changes.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::super::{fake_invitations, fake_machines};
use super::world::organization;
use super::{ORGANIZATION_API, World, change, created, error, names, page};

pub(super) fn respond(world: &mut World, parts: &http::request::Parts, body: &Value) -> Response {
    let path: Vec<&str> = parts.uri.path().split('/').skip(1).collect();
    let query: BTreeMap<String, String> =
        form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let list = |key: &str| -> Vec<String> {
        body[key]
            .as_array()
            .cloned()
            .unwrap_or_default()
            .iter()
            .map(|item| item.as_str().unwrap().to_owned())
            .collect()
    };
    match (parts.method.as_str(), path.as_slice()) {
        ("POST", ["oidc", "token"]) => machine_token(world),
        ("GET", ["api", "users", id, rest @ ..]) => respond_about_user(world, id, rest, &query),
        ("GET", ["api", "applications", id, rest @ ..]) if world.applications.contains_key(*id) => {
            respond_about_application(world, id, rest)
        }
        (method, ["api", "applications", rest @ ..]) => {
            fake_machines::respond(world, method, rest, (&query, body))
        }
        ("GET", ["api", "logs"]) => page(world.logs.clone(), &query),
        ("GET", ["api", "roles", id, "scopes"]) => {
            let role = world.global_roles.values().flatten().find(|role| role["id"] == **id);
            axum::Json(role.map_or(json!([]), |role| role["scopes"].clone())).into_response()
        }
        ("GET", ["api", "resources"]) => {
            let resources = json!([
                { "id": "resource-orders", "indicator": "https://orders.example" },
                { "id": "resource-organization-api", "indicator": ORGANIZATION_API },
            ]);
            axum::Json(resources).into_response()
        }
        ("GET", ["api", "organization-roles"]) => page(world.roles.clone(), &query),
        ("GET", ["api", "organizations"]) => {
            let search = query.get("q").cloned().unwrap_or_default();
            let matches = |found: &&Value| found["name"].as_str().unwrap().contains(&search);
            page(world.organizations.values().filter(matches).cloned().collect(), &query)
        }
        ("POST", ["api", "organizations"]) => {
            world.created += 1;
            let id = format!("new{}", world.created);
            let mut entity = organization(&id, body["name"].as_str().unwrap());
            world.organizations.insert(id, change(&mut entity, body));
            created(entity)
        }
        (method, ["api", "organization-invitations", rest @ ..]) => {
            fake_invitations::respond(world, (method, rest), &query, body)
        }
        (_, ["api", "organizations", id, rest @ ..]) => {
            respond_in_organization(world, parts, id, rest, (&query, body, &list))
        }
        _ => panic!("the gateway called {} {}, which the fake does not know", parts.method, parts.uri),
    }
}

fn machine_token(world: &mut World) -> Response {
    world.machine_tokens_issued += 1;
    let token = format!("machine-{}", world.machine_tokens_issued);
    let lifetime = world.machine_token_lifetime;
    axum::Json(
        json!({ "access_token": token, "expires_in": lifetime, "token_type": "Bearer", "scope": "all" }),
    )
    .into_response()
}

fn respond_about_user(world: &World, id: &str, rest: &[&str], query: &BTreeMap<String, String>) -> Response {
    match rest {
        [] => match world.users.get(id) {
            Some(user) => axum::Json(user.clone()).into_response(),
            None => error(StatusCode::NOT_FOUND, "entity.not_found"),
        },
        ["organizations"] => {
            let member_of = world.members.iter().filter(|((_, user), _)| user == id);
            let items = member_of.map(|((org, _), roles)| {
                let mut item = world.organizations[org].clone();
                item["organizationRoles"] = names(&world.roles, roles);
                item
            });
            axum::Json(items.collect::<Vec<_>>()).into_response()
        }
        ["roles"] => page(world.global_roles.get(id).cloned().unwrap_or_default(), query),
        _ => panic!("the gateway asked for {rest:?} of a user, which the fake does not know"),
    }
}

fn respond_about_application(world: &World, id: &str, rest: &[&str]) -> Response {
    let Some(allowed) = world.applications.get(id) else {
        return error(StatusCode::NOT_FOUND, "entity.not_exists_with_id");
    };
    match (rest, allowed) {
        ([], allowed) => axum::Json(json!({ "id": id, "isThirdParty": allowed.is_some() })).into_response(),
        (["user-consent-scopes"], Some(allowed)) => axum::Json(allowed.clone()).into_response(),
        _ => panic!("the gateway asked for {rest:?} of an application, which the fake does not know"),
    }
}

type Input<'a> = (&'a BTreeMap<String, String>, &'a Value, &'a dyn Fn(&str) -> Vec<String>);

fn respond_in_organization(
    world: &mut World,
    parts: &http::request::Parts,
    id: &str,
    rest: &[&str],
    input: Input<'_>,
) -> Response {
    let (query, body, list) = input;
    match (parts.method.as_str(), rest) {
        ("GET", []) => match world.organizations.get(id) {
            Some(found) => axum::Json(found.clone()).into_response(),
            None => error(StatusCode::NOT_FOUND, "entity.not_exists_with_id"),
        },
        ("PATCH", []) => axum::Json(change(world.organizations.get_mut(id).unwrap(), body)).into_response(),
        ("DELETE", []) => {
            world.members.retain(|(organization, _), _| organization != id);
            world.machines.leave_all_of(id);
            world.email_domains.retain(|(organization, _)| organization != id);
            world.invitations.retain(|invitation| invitation["organizationId"] != id);
            gone(world.organizations.remove(id).is_some())
        }
        (method, ["applications", rest @ ..]) => {
            fake_machines::respond_in_organization(world, method, (id, rest), (query, &list))
        }
        (method, ["jit", "email-domains", rest @ ..]) => {
            fake_machines::respond_about_domains(world, method, (id, rest), (query, body))
        }
        (method, ["users", user, "roles"]) => {
            let named = (list("organizationRoleIds"), list("organizationRoleNames"));
            respond_about_roles(world, method, (id, user), named)
        }
        (method, ["users", rest @ ..]) => respond_about_members(world, method, (id, rest), (query, list)),
        _ => panic!("the gateway called {} {}, which the fake does not know", parts.method, parts.uri),
    }
}

fn gone(was_there: bool) -> Response {
    if was_there {
        StatusCode::NO_CONTENT.into_response()
    } else {
        error(StatusCode::NOT_FOUND, "entity.not_found")
    }
}

/// The texts of a member of the body.
type Listing<'a> = &'a dyn Fn(&str) -> Vec<String>;

fn respond_about_members(
    world: &mut World,
    method: &str,
    (id, rest): (&str, &[&str]),
    (query, list): (&BTreeMap<String, String>, Listing<'_>),
) -> Response {
    match (method, rest) {
        ("GET", []) => {
            let role = query.get("organizationRoleId");
            let search = query.get("q").cloned().unwrap_or_default();
            let members = world.members.iter().filter(|((organization, user), roles)| {
                organization == id && role.is_none_or(|role| roles.contains(role)) && user.contains(&search)
            });
            let items = members.map(|((_, user), roles)| {
                let mut item = world.users[user].clone();
                item["organizationRoles"] = names(&world.roles, roles);
                item
            });
            page(items.collect(), query)
        }
        ("POST", []) => {
            let ids = list("userIds");
            if ids.iter().any(|user| !world.users.contains_key(user)) || !world.organizations.contains_key(id)
            {
                return error(StatusCode::UNPROCESSABLE_ENTITY, "entity.relation_foreign_key_not_found");
            }
            for user in &ids {
                world.members.entry((id.to_owned(), user.clone())).or_default();
            }
            created(json!({ "userIds": ids }))
        }
        ("DELETE", [user]) => gone(world.members.remove(&(id.to_owned(), (*user).to_owned())).is_some()),
        ("GET", [user, "scopes"]) => {
            let held = world.members.get(&(id.to_owned(), (*user).to_owned())).cloned().unwrap_or_default();
            let scopes = world.roles.iter().filter(|role| held.contains(role["id"].as_str().unwrap()));
            let scopes = scopes.flat_map(|role| role["scopes"].as_array().unwrap().clone());
            axum::Json(scopes.collect::<Vec<_>>()).into_response()
        }
        _ => panic!("the gateway called {method} {rest:?} of members, which the fake does not know"),
    }
}

fn respond_about_roles(
    world: &mut World,
    method: &str,
    (organization, user): (&str, &str),
    (ids, named): (Vec<String>, Vec<String>),
) -> Response {
    let Some(held) = world.members.get_mut(&(organization.to_owned(), user.to_owned())) else {
        return error(StatusCode::UNPROCESSABLE_ENTITY, "organization.require_membership");
    };
    let by_name = |name: &String| world.roles.iter().find(|role| role["name"] == **name);
    if named.iter().any(|name| by_name(name).is_none()) {
        return error(StatusCode::UNPROCESSABLE_ENTITY, "organization.role_names_not_found");
    }
    let mut ids: BTreeSet<String> = ids.into_iter().collect();
    ids.extend(named.iter().filter_map(by_name).map(|role| role["id"].as_str().unwrap().to_owned()));
    match method {
        "GET" => {
            let is_held = |role: &&Value| held.contains(role["id"].as_str().unwrap());
            axum::Json(json!(world.roles.iter().filter(is_held).collect::<Vec<_>>())).into_response()
        }
        "POST" => {
            held.extend(ids.clone());
            created(json!({ "organizationRoleIds": ids }))
        }
        _ => {
            *held = ids;
            StatusCode::NO_CONTENT.into_response()
        }
    }
}
