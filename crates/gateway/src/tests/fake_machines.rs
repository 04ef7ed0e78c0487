//! The part of the fake Management API that knows machines, their secrets, domains and the audit log; and name servers beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::StatusCode;
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::fake::{World, change, created, error, names, page};
use crate::{TxtLookup, TxtUnavailable};

/// Machines by id, and what they have.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Machines {
    pub(crate) entities: BTreeMap<String, Value>,
    /// Role ids by organization and machine.
    pub(crate) members: BTreeMap<(String, String), BTreeSet<String>>,
    /// Names of secrets by machine; a secret's value is `value of <machine>/<number>`.
    pub(crate) secrets: BTreeMap<String, Vec<Value>>,
    /// Machines that have a role of the whole server.
    pub(crate) global: BTreeSet<String>,
    pub(crate) made: usize,
}

/// A machine, and for which organization it was made through the gateway.
pub(crate) fn machine(id: &str, made_for: Option<&str>) -> Value {
    let custom_data = match made_for {
        Some(organization) => {
            json!({ "guildhallApplication": { "organizationId": organization, "creation": format!("creation of {id}") }, "plan": "pro" })
        }
        None => json!({ "plan": "pro" }),
    };
    json!({
        "tenantId": "default", "id": id, "name": id, "description": null, "type": "MachineToMachine",
        "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] }, "customClientMetadata": {}, "protectedAppMetadata": null,
        "customData": custom_data, "isThirdParty": false, "appLevelAccessControlEnabled": false, "createdAt": 7,
    })
}

impl Machines {
    /// `fjord-key` was made for `fjord` and `lake-key` for `lake`. `operator` is somebody else's that acts in `fjord`, `forgotten` was made for
    /// `fjord` and does not belong to it any more, `visitor` was made for `lake` and belongs to `fjord` too.
    pub(crate) fn new() -> Self {
        let mut machines = Self::default();
        for (id, made_for, member_of) in [
            ("fjord-key", Some("fjord"), &["fjord"][..]),
            ("forgotten", Some("fjord"), &[]),
            ("lake-key", Some("lake"), &["lake"]),
            ("operator", None, &["fjord"]),
            ("visitor", Some("lake"), &["fjord", "lake"]),
        ] {
            machines.add(machine(id, made_for));
            for organization in member_of {
                let roles = ["role-reader".to_owned()].into();
                machines.members.insert(((*organization).to_owned(), id.to_owned()), roles);
            }
            machines.rename(id, "Default secret", "default");
        }
        machines
    }

    pub(crate) fn add(&mut self, entity: Value) {
        let id = entity["id"].as_str().unwrap().to_owned();
        self.entities.insert(id.clone(), entity);
        self.add_secret(&id, "Default secret", &Value::Null);
    }

    fn add_secret(&mut self, id: &str, name: &str, expires_at: &Value) -> Value {
        let secrets = self.secrets.entry(id.to_owned()).or_default();
        let secret = json!({
            "tenantId": "default", "applicationId": id, "name": name, "value": format!("value of {id}/{}", secrets.len()), "createdAt": 8,
            "expiresAt": expires_at,
        });
        secrets.push(secret.clone());
        secret
    }

    fn rename(&mut self, id: &str, name: &str, new_name: &str) -> Option<Value> {
        let secret = self.secrets.get_mut(id)?.iter_mut().find(|secret| secret["name"] == name)?;
        secret["name"] = json!(new_name);
        Some(secret.clone())
    }

    fn delete(&mut self, id: &str) -> bool {
        self.secrets.remove(id);
        self.members.retain(|(_, machine), _| machine != id);
        self.entities.remove(id).is_some()
    }

    pub(crate) fn leave_all_of(&mut self, organization: &str) {
        self.members.retain(|(of, _), _| of != organization);
    }
}

pub(super) fn respond(
    world: &mut World,
    method: &str,
    path: &[&str],
    (query, body): (&BTreeMap<String, String>, &Value),
) -> Response {
    let machines = &mut world.machines;
    let not_found = || error(StatusCode::NOT_FOUND, "entity.not_exists_with_id");
    match (method, path) {
        ("GET", []) => {
            assert_eq!(query["types"], "MachineToMachine");
            let mut newest_first: Vec<Value> = machines.entities.values().cloned().collect();
            newest_first.reverse();
            page(newest_first, query)
        }
        ("POST", []) => {
            machines.made += 1;
            let mut entity = machine(&format!("made{}", machines.made), None);
            change(&mut entity, body);
            machines.add(entity.clone());
            axum::Json(entity).into_response()
        }
        (_, [id, ..]) if !machines.entities.contains_key(*id) => not_found(),
        ("GET", [id]) => {
            let mut entity = machines.entities[*id].clone();
            if entity.get("isAdmin").is_none() {
                entity["isAdmin"] = json!(false);
            }
            axum::Json(entity).into_response()
        }
        ("PATCH", [id]) => axum::Json(change(machines.entities.get_mut(*id).unwrap(), body)).into_response(),
        ("DELETE", [id]) => {
            machines.delete(id);
            StatusCode::NO_CONTENT.into_response()
        }
        ("GET", [id, "roles"]) => {
            let roles = machines.global.contains(*id).then(|| json!({ "id": "global", "name": "global" }));
            page(roles.into_iter().collect(), query)
        }
        ("GET", [id, "organizations"]) => {
            let organizations = machines.members.keys().filter(|(_, machine)| machine == id);
            page(organizations.map(|(organization, _)| json!({ "id": organization })).collect(), query)
        }
        (method, [id, "secrets", rest @ ..]) => respond_about_secrets(machines, method, (id, rest), body),
        _ => panic!("the gateway called {method} {path:?} of applications, which the fake does not know"),
    }
}

fn respond_about_secrets(
    machines: &mut Machines,
    method: &str,
    (id, path): (&str, &[&str]),
    body: &Value,
) -> Response {
    match (method, path) {
        ("GET", []) => axum::Json(json!(machines.secrets[id])).into_response(),
        ("POST", []) => {
            let name = body["name"].as_str().unwrap();
            if machines.secrets[id].iter().any(|secret| secret["name"] == name) {
                return error(StatusCode::UNPROCESSABLE_ENTITY, "application.secret_name_exists");
            }
            created(machines.add_secret(id, name, &body["expiresAt"]))
        }
        ("PATCH", [name]) => {
            let name = percent_encoding::percent_decode_str(name).decode_utf8().unwrap();
            match machines.rename(id, &name, body["name"].as_str().unwrap()) {
                Some(secret) => axum::Json(secret).into_response(),
                None => error(StatusCode::NOT_FOUND, "entity.not_exists"),
            }
        }
        ("DELETE", [name]) => {
            let secrets = machines.secrets.get_mut(id).unwrap();
            let before = secrets.len();
            secrets.retain(|secret| secret["name"] != *name);
            if secrets.len() == before {
                error(StatusCode::NOT_FOUND, "entity.not_found")
            } else {
                StatusCode::NO_CONTENT.into_response()
            }
        }
        _ => panic!("the gateway called {method} {path:?} of secrets, which the fake does not know"),
    }
}

/// Reads a list of texts from the body.
type List<'a> = &'a dyn Fn(&str) -> Vec<String>;

pub(super) fn respond_in_organization(
    world: &mut World,
    method: &str,
    (organization, path): (&str, &[&str]),
    (query, list): (&BTreeMap<String, String>, List<'_>),
) -> Response {
    let machines = &mut world.machines;
    let member = |id: &str| (organization.to_owned(), id.to_owned());
    match (method, path) {
        ("GET", []) => {
            let members = machines.members.iter().filter(|((of, _), _)| of == organization);
            let items = members.map(|((_, id), held)| {
                let mut item = machines.entities[id].clone();
                item["organizationRoles"] = names(&world.roles, held);
                item
            });
            page(items.collect(), query)
        }
        ("POST", []) => {
            if !world.organizations.contains_key(organization) {
                return error(StatusCode::UNPROCESSABLE_ENTITY, "entity.relation_foreign_key_not_found");
            }
            for id in list("applicationIds") {
                machines.members.entry(member(&id)).or_default();
            }
            (StatusCode::CREATED, "Created").into_response()
        }
        (method, [id, "roles", rest @ ..]) => {
            let Some(held) = machines.members.get_mut(&member(id)) else {
                return error(StatusCode::UNPROCESSABLE_ENTITY, "organization.require_membership");
            };
            let ids = list("organizationRoleIds");
            match (method, rest) {
                ("GET", []) => {
                    let roles = world.roles.iter().filter(|role| held.contains(role["id"].as_str().unwrap()));
                    axum::Json(json!(roles.collect::<Vec<_>>())).into_response()
                }
                ("POST" | "PUT", []) if ids.is_empty() => {
                    error(StatusCode::BAD_REQUEST, "guard.invalid_input")
                }
                ("POST", []) => {
                    held.extend(ids);
                    (StatusCode::CREATED, "Created").into_response()
                }
                ("PUT", []) => {
                    *held = ids.into_iter().collect();
                    StatusCode::NO_CONTENT.into_response()
                }
                ("DELETE", [role]) if held.remove(*role) => StatusCode::NO_CONTENT.into_response(),
                _ => error(StatusCode::NOT_FOUND, "entity.not_found"),
            }
        }
        _ => panic!(
            "the gateway called {method} {path:?} of an organization's applications, which the fake does not know"
        ),
    }
}

pub(super) fn respond_about_domains(
    world: &mut World,
    method: &str,
    (organization, path): (&str, &[&str]),
    (query, body): (&BTreeMap<String, String>, &Value),
) -> Response {
    let body_of = |domain: &str| json!({ "tenantId": "default", "organizationId": organization, "emailDomain": domain });
    match (method, path) {
        ("GET", []) => {
            let own = world.email_domains.iter().filter(|(of, _)| of == organization);
            page(own.map(|(_, domain)| body_of(domain)).collect(), query)
        }
        ("POST", []) => {
            let domain = body["emailDomain"].as_str().unwrap();
            if world.email_domains.insert((organization.to_owned(), domain.to_owned())) {
                created(body_of(domain))
            } else {
                error(StatusCode::UNPROCESSABLE_ENTITY, "entity.unique_integrity_violation")
            }
        }
        ("DELETE", [domain]) => {
            let domain = percent_encoding::percent_decode_str(domain).decode_utf8().unwrap().into_owned();
            if world.email_domains.remove(&(organization.to_owned(), domain)) {
                StatusCode::NO_CONTENT.into_response()
            } else {
                error(StatusCode::NOT_FOUND, "entity.not_found")
            }
        }
        _ => panic!("the gateway called {method} {path:?} of domains, which the fake does not know"),
    }
}

/// What happened in `fjord`, newest first.
pub(super) fn logs() -> Vec<Value> {
    let log = |id: &str, key: &str, mut payload: Value| {
        payload["key"] = json!(key);
        payload["result"] = json!("Success");
        payload["organizationId"] = json!("fjord");
        json!({ "tenantId": "default", "id": id, "key": key, "payload": payload, "createdAt": 9 })
    };
    vec![
        log(
            "l3",
            "ExchangeTokenBy.ClientCredentials",
            json!({ "applicationId": "fjord-key", "params": { "scope": "x" } }),
        ),
        log(
            "l2",
            "Management.PUT /organizations/{id}/users/{userId}/roles",
            json!({
                "applicationId": "guildhall-gateway", "userId": "anna", "params": { "id": "fjord", "userId": "ben" },
                "body": { "organizationRoleIds": ["role-admin"] }, "before": { "secret": "of somebody" },
            }),
        ),
        log(
            "l1",
            "Management.POST /organizations/{id}/users",
            json!({ "userId": "removed", "params": { "id": "fjord" }, "body": { "userIds": ["cleo"] }, "sessionId": "s" }),
        ),
    ]
}

/// What name servers answer.
#[derive(Clone, Default)]
pub(crate) struct NameServers(Arc<Mutex<Zone>>);

#[derive(Default)]
struct Zone {
    texts: BTreeMap<String, Vec<String>>,
    is_silent: bool,
    is_stalled: bool,
    asked: Vec<String>,
}

impl NameServers {
    pub(crate) fn publish(&self, name: &str, text: &str) {
        self.0.lock().texts.entry(name.to_owned()).or_default().push(text.to_owned());
    }

    pub(crate) fn fall_silent(&self) {
        self.0.lock().is_silent = true;
    }

    /// No question is answered any more, not even by an error.
    pub(crate) fn stall(&self) {
        self.0.lock().is_stalled = true;
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.0.lock().asked.clone()
    }
}

impl TxtLookup for NameServers {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, TxtUnavailable>> {
        let mut zone = self.0.lock();
        zone.asked.push(name.to_owned());
        if zone.is_stalled {
            return std::future::pending().boxed();
        }
        let answer = if zone.is_silent {
            Err(TxtUnavailable("no answer".into()))
        } else {
            Ok(zone.texts.get(name).cloned().unwrap_or_default())
        };
        async move { answer }.boxed()
    }
}
