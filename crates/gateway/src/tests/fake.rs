//! A Management API in memory, with just the operations the gateway may call, that records every call and can fail in
//! every way at every one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use domain::audit::ActingUser;
use http::{Method, StatusCode, header};
use parking_lot::Mutex;
use protocol::identifiers::ACTING_USER_HEADER;
use serde_json::{Value, json};

use super::fake_invitations;
use super::fake_machines::{self, Machines};

pub(crate) const ORGANIZATION_API: &str = "https://guildhall.dev/organization-api";
pub(crate) const PERMISSIONS: [&str; 13] = [
    "org:create",
    "org:read",
    "org:update",
    "org:delete",
    "member:read",
    "member:invite",
    "member:add",
    "member:remove",
    "member:role",
    "org:domain",
    "org:security",
    "app:manage",
    "log:read",
];

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It answers this status without doing anything.
    Status(u16),
    /// It answers this status with this code without doing anything.
    Told(u16, &'static str),
    /// It answers what is no JSON of the wire.
    Garbage,
    /// It never answers and does nothing.
    Hang,
    /// It does what was asked and never answers.
    LostAnswer,
}

/// One call as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    /// Method and path with ids replaced by their kinds, as the table of operations writes calls.
    pub(crate) call: String,
    /// Path and query as they came.
    pub(crate) target: String,
    pub(crate) acting_user: Option<String>,
    pub(crate) has_acting_user_extension: bool,
    pub(crate) header_names: BTreeSet<String>,
    pub(crate) body: Value,
}

#[derive(Default)]
pub(crate) struct World {
    pub(crate) organizations: BTreeMap<String, Value>,
    pub(crate) users: BTreeMap<String, Value>,
    /// Role ids by organization and user.
    pub(crate) members: BTreeMap<(String, String), BTreeSet<String>>,
    pub(crate) roles: Vec<Value>,
    pub(crate) global_roles: BTreeMap<String, Vec<Value>>,
    /// `app` belongs to those who run the server, `partner` to somebody else: what it may ask for.
    pub(crate) applications: BTreeMap<String, Option<Value>>,
    /// Machines, and what they have.
    pub(crate) machines: Machines,
    /// Domains by organization.
    pub(crate) email_domains: BTreeSet<(String, String)>,
    /// The audit log, newest first.
    pub(crate) logs: Vec<Value>,
    /// As they are stored: what is past its end is still called pending.
    pub(crate) invitations: Vec<Value>,
    /// Id of the invitation and payload of each message that was sent.
    pub(crate) messages: Vec<(String, Value)>,
    /// Whether lists of invitations hold what was not asked for, too.
    pub(crate) ignores_filters: bool,
    /// Whether an invitation that was decided can be decided again.
    pub(crate) decides_whatever_was_decided: bool,
    /// What the answer to a decision says instead of the truth.
    pub(crate) spoils_decisions: Option<(&'static str, Value)>,
    pub(crate) calls: Vec<Recorded>,
    pub(crate) faults: BTreeMap<String, Fault>,
    pub(crate) machine_tokens_issued: usize,
    pub(crate) machine_token_lifetime: u32,
    pub(crate) created: usize,
}

#[derive(Clone)]
pub(crate) struct FakeUpstream(pub(crate) Arc<Mutex<World>>);

fn role(name: &str, permissions: &[&str], api_permissions: &[&str], refunds: bool) -> Value {
    let scope = |name: &&str| json!({ "id": format!("scope-{name}"), "name": name });
    let resource = json!({ "id": "resource-organization-api", "name": "Organization API" });
    let mut resource_scopes: Vec<Value> = api_permissions
        .iter()
        .map(|name| json!({ "id": format!("api-{name}"), "name": name, "resource": resource }))
        .collect();
    if refunds {
        let orders = json!({ "id": "resource-orders", "name": "Orders" });
        resource_scopes.push(json!({ "id": "orders-refund", "name": "refund", "resource": orders }));
    }
    json!({
        "tenantId": "default", "id": format!("role-{name}"), "name": name, "description": null, "type": "User",
        "scopes": permissions.iter().map(scope).collect::<Vec<_>>(), "resourceScopes": resource_scopes,
    })
}

/// A role for applications.
fn machine_role(name: &str, permissions: &[&str], refunds: bool) -> Value {
    let mut role = role(name, permissions, &[], refunds);
    role["type"] = json!("MachineToMachine");
    role
}

fn user(id: &str) -> Value {
    json!({
        "id": id, "username": id, "primaryEmail": format!("{id}@fjord.example"), "primaryPhone": null, "name": id, "avatar": null,
        "customData": { "secret": "of the user" }, "identities": { "github": { "userId": "1" } }, "lastSignInAt": null,
        "createdAt": 1, "updatedAt": 2, "profile": { "birthdate": "1990-01-01" }, "applicationId": "app", "cimdClientId": null,
        "isSuspended": false,
    })
}

fn organization(id: &str, name: &str) -> Value {
    json!({
        "tenantId": "default", "id": id, "name": name, "description": null, "customData": { "plan": "pro" }, "isMfaRequired": false,
        "color": {}, "branding": {}, "customCss": null, "createdAt": 3,
    })
}

impl FakeUpstream {
    /// Two organizations. In `fjord`: anna owns it (and may refund), ben administers it, cleo looks on, gus is a guest.
    /// In `lake`: dora owns it, and ben is an owner too. Eve belongs nowhere but may found organizations. Invitations are
    /// those of [`super::fake_invitations::some`].
    pub(crate) fn new() -> Self {
        let admin: Vec<&str> = PERMISSIONS.into_iter().filter(|name| *name != "org:delete").collect();
        let founder = json!({ "id": "founder", "name": "founder", "scopes": [
            { "name": "org:create", "resource": { "id": "resource-organization-api", "indicator": ORGANIZATION_API } },
        ] });
        let members = [
            ("fjord", "anna", "role-owner"),
            ("fjord", "ben", "role-admin"),
            ("fjord", "cleo", "role-viewer"),
            ("fjord", "gus", "role-guest"),
            ("lake", "dora", "role-owner"),
            ("lake", "ben", "role-owner"),
        ];
        let world = World {
            organizations: ["fjord", "lake"].map(|id| (id.to_owned(), organization(id, id))).into(),
            users: ["anna", "ben", "cleo", "dora", "eve", "gus"].map(|id| (id.to_owned(), user(id))).into(),
            members: members
                .map(|(org, user, role)| ((org.to_owned(), user.to_owned()), [role.to_owned()].into()))
                .into(),
            roles: vec![
                role("admin", &admin, &admin, false),
                role("guest", &[], &[], false),
                role("owner", &PERMISSIONS, &PERMISSIONS, true),
                role("refunder", &[], &[], true),
                role("viewer", &["org:read", "member:read"], &["org:read", "member:read"], false),
                machine_role("reader", &["org:read"], false),
                machine_role("refunding", &["org:read"], true),
            ],
            global_roles: [("eve".to_owned(), vec![founder])].into(),
            applications: [("app", None), ("partner", Some(everything_allowed()))]
                .map(|(id, allowed)| (id.to_owned(), allowed))
                .into(),
            invitations: fake_invitations::some(),
            machine_token_lifetime: 3600,
            machines: Machines::new(),
            email_domains: [("fjord", "fjord.example"), ("lake", "lake.example")]
                .map(|(organization, domain)| (organization.to_owned(), domain.to_owned()))
                .into(),
            logs: fake_machines::logs(),
            ..World::default()
        };
        Self(Arc::new(Mutex::new(world)))
    }

    pub(crate) fn router(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    pub(crate) fn calls(&self) -> Vec<Recorded> {
        self.0.lock().calls.clone()
    }

    /// The calls since the last time, without those of the token endpoint.
    pub(crate) fn take_calls(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().calls)
            .into_iter()
            .map(|recorded| recorded.call)
            .filter(|call| call != "POST /oidc/token")
            .collect()
    }

    pub(crate) fn fail(&self, call: &str, fault: Fault) {
        self.0.lock().faults.insert(call.to_owned(), fault);
    }

    pub(crate) fn set_roles(&self, organization: &str, user: &str, roles: &[&str]) {
        let roles = roles.iter().map(|name| format!("role-{name}")).collect();
        self.0.lock().members.insert((organization.to_owned(), user.to_owned()), roles);
    }

    pub(crate) fn roles_of(&self, organization: &str, user: &str) -> Option<Vec<String>> {
        let members = &self.0.lock().members;
        let roles = members.get(&(organization.to_owned(), user.to_owned()))?;
        Some(roles.iter().map(|id| id.trim_start_matches("role-").to_owned()).collect())
    }

    pub(crate) fn suspend(&self, user: &str) {
        self.0.lock().users.get_mut(user).unwrap()["isSuspended"] = json!(true);
    }

    /// Everything that an operation could change.
    pub(crate) fn state(&self) -> Value {
        let world = self.0.lock();
        let members: Vec<_> =
            world.members.iter().map(|((org, user), roles)| json!([org, user, roles])).collect();
        json!({
            "organizations": world.organizations, "users": world.users, "members": members,
            "invitations": world.invitations, "machines": world.machines.state(), "emailDomains": world.email_domains,
        })
    }
}

/// `GET /organizations/{organizationId}/users/{userId}` for `/api/organizations/fjord/users/anna`.
fn name_of_call(method: &Method, path: &str) -> String {
    let path = path.strip_prefix("/api").unwrap_or(path);
    let segments: Vec<&str> = path.split('/').collect();
    let mut named = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let parent = index.checked_sub(1).map(|before| segments[before]);
        named.push(match parent {
            Some("applications") => "{applicationId}",
            Some("organization-invitations") => "{invitationId}",
            Some("organizations") => "{organizationId}",
            Some("users") => "{userId}",
            Some("roles") => "{roleId}",
            Some("secrets") => "{secretName}",
            Some("email-domains") => "{domain}",
            _ => segment,
        });
    }
    format!("{method} {}", named.join("/"))
}

async fn answer(State(upstream): State<FakeUpstream>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, 1_000_000).await.unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let call = name_of_call(&parts.method, parts.uri.path());
    let fault = {
        let mut world = upstream.0.lock();
        let header = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        world.calls.push(Recorded {
            call: call.clone(),
            target: parts.uri.to_string(),
            acting_user: header(ACTING_USER_HEADER),
            has_acting_user_extension: parts.extensions.get::<ActingUser>().is_some(),
            header_names: parts.headers.keys().map(ToString::to_string).collect(),
            body: body.clone(),
        });
        if call != "POST /oidc/token" {
            let expected = format!("Bearer machine-{}", world.machine_tokens_issued);
            if header(header::AUTHORIZATION.as_str()) != Some(expected) {
                return error(StatusCode::UNAUTHORIZED, "auth.unauthorized");
            }
        }
        world.faults.get(&call).copied()
    };
    match fault {
        Some(Fault::Told(status, code)) => return error(StatusCode::from_u16(status).unwrap(), code),
        Some(Fault::Status(status)) => return error(StatusCode::from_u16(status).unwrap(), "fault"),
        Some(Fault::Garbage) => return "<html>".into_response(),
        Some(Fault::Hang) => tokio::time::sleep(Duration::from_secs(3600)).await,
        Some(Fault::LostAnswer) => {
            respond(&mut upstream.0.lock(), &parts, &body);
            tokio::time::sleep(Duration::from_secs(3600)).await;
        }
        None => {}
    }
    respond(&mut upstream.0.lock(), &parts, &body)
}

pub(super) fn error(status: StatusCode, code: &str) -> Response {
    (status, axum::Json(json!({ "code": code, "message": "From the upstream." }))).into_response()
}

pub(super) fn created(body: Value) -> Response {
    (StatusCode::CREATED, axum::Json(body)).into_response()
}

pub(super) fn page(items: Vec<Value>, query: &BTreeMap<String, String>) -> Response {
    let number = |name: &str, default: usize| query.get(name).map_or(default, |text| text.parse().unwrap());
    let (page, size) = (number("page", 1), number("page_size", 20));
    let total = items.len();
    let items: Vec<Value> = items.into_iter().skip((page - 1) * size).take(size).collect();
    ([("total-number", total.to_string())], axum::Json(items)).into_response()
}

fn respond(world: &mut World, parts: &http::request::Parts, body: &Value) -> Response {
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
        ("POST", ["oidc", "token"]) => {
            world.machine_tokens_issued += 1;
            let token = format!("machine-{}", world.machine_tokens_issued);
            let lifetime = world.machine_token_lifetime;
            axum::Json(json!({ "access_token": token, "expires_in": lifetime, "token_type": "Bearer", "scope": "all" }))
                .into_response()
        }
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

/// What a third-party application may ask for, when it may ask for everything.
fn everything_allowed() -> Value {
    let scopes = |kind: &str| -> Vec<Value> {
        PERMISSIONS.iter().map(|name| json!({ "id": format!("{kind}-{name}"), "name": name })).collect()
    };
    let resource = json!({ "id": "resource-organization-api", "name": "Organization API", "indicator": ORGANIZATION_API });
    json!({
        "organizationScopes": scopes("scope"), "resourceScopes": [{ "resource": resource, "scopes": scopes("api") }],
        "organizationResourceScopes": [{ "resource": resource, "scopes": scopes("api") }], "userScopes": [],
    })
}

/// Sets these members; what it is then.
pub(super) fn change(entity: &mut Value, members: &Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        entity[name] = value.clone();
    }
    entity.clone()
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
    let no_content = || StatusCode::NO_CONTENT.into_response();
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
            match world.organizations.remove(id) {
                Some(_) => no_content(),
                None => error(StatusCode::NOT_FOUND, "entity.not_found"),
            }
        }
        ("GET", ["users"]) => {
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
        ("POST", ["users"]) => {
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
        ("DELETE", ["users", user]) => match world.members.remove(&(id.to_owned(), (*user).to_owned())) {
            Some(_) => no_content(),
            None => error(StatusCode::NOT_FOUND, "entity.not_found"),
        },
        ("GET", ["users", user, "scopes"]) => {
            let held = world.members.get(&(id.to_owned(), (*user).to_owned())).cloned().unwrap_or_default();
            let scopes = world.roles.iter().filter(|role| held.contains(role["id"].as_str().unwrap()));
            let scopes = scopes.flat_map(|role| role["scopes"].as_array().unwrap().clone());
            axum::Json(scopes.collect::<Vec<_>>()).into_response()
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
        _ => panic!("the gateway called {} {}, which the fake does not know", parts.method, parts.uri),
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

pub(super) fn names(roles: &[Value], held: &BTreeSet<String>) -> Value {
    let held = roles.iter().filter(|role| held.contains(role["id"].as_str().unwrap()));
    Value::Array(held.map(|role| json!({ "id": role["id"], "name": role["name"] })).collect())
}

/// Serves the fake on loopback and tells its endpoint.
pub(crate) async fn serve(upstream: &FakeUpstream) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let app = upstream.router();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    endpoint
}

/// The body of an answer, as JSON; `null` when empty.
pub(crate) async fn json_body(body: Body) -> Value {
    let bytes = to_bytes(body, 10_000_000).await.unwrap();
    if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() }
}
