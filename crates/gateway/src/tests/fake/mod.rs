//! A Management API in memory, with just the operations the gateway may call, that records every call and can fail in
//! every way at every one of them.

mod respond;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
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

use super::fake_machines::Machines;
use super::reference_wire;
use respond::respond;

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
    /// It takes so many seconds.
    Slow(u64),
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

#[derive(Clone, Default)]
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

/// What is stored, apart from how it is told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) organizations: BTreeMap<String, Value>,
    pub(crate) users: BTreeMap<String, Value>,
    pub(crate) members: BTreeMap<(String, String), BTreeSet<String>>,
    pub(crate) invitations: Vec<Value>,
    pub(crate) machines: Machines,
    pub(crate) email_domains: BTreeSet<(String, String)>,
}

impl FakeUpstream {
    /// With what [`World::new`] has.
    pub(crate) fn new() -> Self {
        // Put together once: every case of every matrix starts with it.
        static FIRST: LazyLock<World> = LazyLock::new(World::new);
        Self(Arc::new(Mutex::new(FIRST.clone())))
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
    pub(crate) fn state(&self) -> Stored {
        let world = self.0.lock();
        Stored {
            organizations: world.organizations.clone(),
            users: world.users.clone(),
            members: world.members.clone(),
            invitations: world.invitations.clone(),
            // How many were ever made is no trace of them.
            machines: Machines { made: 0, ..world.machines.clone() },
            email_domains: world.email_domains.clone(),
        }
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
    if call != "POST /oidc/token" {
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        reference_wire::check(&call, &query.map(|(name, _)| name.into_owned()).collect(), &body);
    }
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
        Some(Fault::Slow(seconds)) => tokio::time::sleep(Duration::from_secs(seconds)).await,
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

/// Sets these members; what it is then.
pub(super) fn change(entity: &mut Value, members: &Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        entity[name] = value.clone();
    }
    entity.clone()
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
