//! A gateway with everything around it, tokens to call it with, and requests that read like sentences.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use domain::{Clock, FixedClock, OrganizationId, PlainToken, SystemEntropy, UnixMillis};
use futures_util::FutureExt as _;
use guard::{KeySnapshot, KeySource, LocalKeys};
use http::{HeaderMap, Method, Request, StatusCode, header};
use jose::{Algorithm, KeySet, SigningKey};
use protocol::identifiers::{DEFAULT_TENANT_ID, management_api_indicator};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::contract::Contract;
use super::fake::{FakeUpstream, ORGANIZATION_API, PERMISSIONS, Stored, json_body, serve};
use super::fake_machines::NameServers;
use crate::domains::DomainName;
use crate::operations::{BodyShape, Operation, OperationId, OrganizationIn};
use crate::{
    AtomicCreate, DomainProofKey, Gateway, GatewayOptions, HttpUpstreamOptions, LocalMachineToken,
    MachineCredential, MachineToken, Policy, Quotas, Upstream, UpstreamLimits,
};

pub(crate) const ISSUER: &str = "https://id.fjord.example/oidc";
pub(crate) const NOW_SECONDS: i64 = 1_790_000_000;

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate(Algorithm::ES256).unwrap());
static OTHER_KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate(Algorithm::ES256).unwrap());

/// A way to the upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    InProcess,
    Http,
}

/// How long a call over HTTP may take where nobody waits for it to take too long, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may where a test waits for that.
const IMPATIENCE: Duration = Duration::from_secs(2);

pub(crate) struct Fixture {
    pub(crate) transport: Transport,
    pub(crate) upstream: FakeUpstream,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) app: Router,
    pub(crate) name_servers: NameServers,
    /// What its answers are held against.
    pub(crate) contract: Contract,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn outcome(&self) -> (u16, &str) {
        (self.status.as_u16(), self.code())
    }

    /// The four headers of an answer of forward authentication that lets through.
    pub(crate) fn identity(&self) -> [&str; 4] {
        let value = |name: &str| self.headers[name].to_str().unwrap();
        assert_eq!((self.status.as_u16(), &self.body), (200, &Value::Null));
        [
            value("x-guildhall-user"),
            value("x-guildhall-organization"),
            value("x-guildhall-permissions"),
            value("x-guildhall-client"),
        ]
    }

    /// The outcome of a refusal of forward authentication: nothing of who was let through is in it.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        assert!(!self.headers.keys().any(|name| name.as_str().starts_with("x-guildhall-")));
        self.outcome()
    }
}

/// A policy with everything on.
pub(crate) fn open_policy() -> Policy {
    let operations = [("add_members".to_owned(), true)].into();
    let mut policy = Policy { operations, upstream_is_guildhall: true, ..Policy::default() };
    policy.update_fields.insert("customData".to_owned());
    policy.invitation_link = Some("https://app.fjord.example/join/{invitationId}".to_owned());
    // So wide that nothing is refused, and so that everything is counted.
    policy.quotas = Quotas {
        organizations_per_user: Some(1000),
        members_per_organization: Some(1000),
        invitations_per_hour: Some(1000),
        applications_per_organization: Some(1000),
        application_changes_per_hour: Some(1000),
    };
    policy
}

impl Fixture {
    pub(crate) async fn new(transport: Transport) -> Self {
        Self::with(transport, open_policy(), None).await
    }

    pub(crate) async fn with(
        transport: Transport,
        policy: Policy,
        atomic_create: Option<AtomicCreate>,
    ) -> Self {
        Self::within((transport, PATIENCE), policy, atomic_create).await
    }

    /// As [`Self::impatient`], with a policy.
    pub(crate) async fn impatient_with(transport: Transport, policy: Policy) -> Self {
        Self::within((transport, IMPATIENCE), policy, None).await
    }

    /// One whose upstream may keep calls waiting: over a network, where that takes as long as it takes, they are given up soon.
    pub(crate) async fn impatient(transport: Transport) -> Self {
        Self::impatient_with(transport, open_policy()).await
    }

    async fn within(
        (transport, timeout): (Transport, Duration),
        policy: Policy,
        atomic_create: Option<AtomicCreate>,
    ) -> Self {
        let upstream = FakeUpstream::new();
        let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(NOW_SECONDS)));
        let client = match transport {
            Transport::InProcess => in_process(&upstream, clock.clone()),
            Transport::Http => {
                let limits = UpstreamLimits { timeout, ..UpstreamLimits::default() };
                http(serve(&upstream).await, limits, clock.clone())
            }
        };
        let is_guildhall = transport == Transport::InProcess || policy.upstream_is_guildhall;
        let contract = Contract::of(&policy, is_guildhall);
        let name_servers = NameServers::default();
        let gateway =
            gateway_of((keys(), name_servers.clone()), (client, atomic_create), clock.clone(), policy);
        let app = crate::forward_auth::router(Arc::clone(&gateway));
        let fixture = Self { transport, upstream, clock, gateway, app, name_servers, contract };
        fixture.publish("fjord", "fjord.example");
        fixture
    }

    /// Publishes what the organization has to publish for the domain.
    pub(crate) fn publish(&self, organization: &str, domain: &str) {
        let domain = DomainName::parse(domain).unwrap();
        let record = domain_proof_key().record(&OrganizationId::new(organization), &domain);
        self.name_servers.publish(&record.name, &record.value);
    }

    /// Waits until what goes on in the background has ended, and holds what is left against `expected`.
    pub(crate) async fn settles_as(&self, expected: &Stored) {
        if self.transport == Transport::InProcess {
            tokio::time::sleep(Duration::from_secs(120)).await;
        }
        for _ in 0..400 {
            if self.upstream.state() == *expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(self.upstream.state(), *expected);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let reply = Reply { status: parts.status, headers: parts.headers, body: json_body(body).await };
        self.contract.check(&method, &path, &reply);
        reply
    }

    /// Sends a request with a token and, unless it is `null`, a body of JSON.
    pub(crate) async fn call(&self, method: Method, path: &str, token: &str, body: Value) -> Reply {
        self.send(request(method, path, Some(&format!("Bearer {token}")), body)).await
    }
}

pub(crate) fn gateway_over(
    upstream: Upstream,
    clock: Arc<FixedClock>,
    policy: Policy,
    atomic_create: Option<AtomicCreate>,
) -> Router {
    let gateway = gateway_of((keys(), NameServers::default()), (upstream, atomic_create), clock, policy);
    crate::forward_auth::router(gateway)
}

/// A gateway that gets the issuer's keys in its own way.
pub(crate) fn gateway_with_keys(
    keys: Arc<dyn KeySource>,
    upstream: Upstream,
    clock: Arc<FixedClock>,
) -> Router {
    let gateway = gateway_of((keys, NameServers::default()), (upstream, None), clock, open_policy());
    crate::forward_auth::router(gateway)
}

fn domain_proof_key() -> DomainProofKey {
    DomainProofKey::derive(b"secret")
}

fn gateway_of(
    (keys, name_servers): (Arc<dyn KeySource>, NameServers),
    (upstream, atomic_create): (Upstream, Option<AtomicCreate>),
    clock: Arc<FixedClock>,
    policy: Policy,
) -> Arc<Gateway> {
    let gateway = Gateway::new(GatewayOptions {
        policy,
        issuer: ISSUER.to_owned(),
        keys,
        upstream,
        atomic_create,
        domain_proof_key: domain_proof_key(),
        txt_lookup: Arc::new(name_servers),
        clock,
        entropy: Arc::new(SystemEntropy),
        cached_tokens: 1000,
        memory: crate::Memory::default(),
    });
    Arc::new(gateway.unwrap())
}

/// The path of an operation, with ids of what `fjord` has.
pub(crate) fn path_in_fjord(operation: &Operation, user: &str) -> String {
    [
        ("{organizationId}", "fjord"),
        ("{userId}", user),
        ("{applicationId}", "fjord-key"),
        ("{domain}", "fjord.example"),
        ("{secretName}", "default"),
    ]
    .iter()
    .fold(operation.path.to_owned(), |path, (name, id)| path.replace(name, id))
}

/// The invitation that an operation is about: of an organization's the one to eve, of one's own the one to the user.
pub(crate) fn invitation_for(operation: &Operation, user: &str) -> &'static str {
    match (operation.organization, user) {
        (OrganizationIn::Invitation, "anna") => "to-anna",
        _ => "to-eve",
    }
}

/// A body that an operation takes, for things that `fjord` has.
pub(crate) fn body_for(operation: &Operation) -> Value {
    match operation.body {
        BodyShape::None => Value::Null,
        BodyShape::NewOrganization | BodyShape::OrganizationChanges => json!({ "name": "Fjord" }),
        BodyShape::UserIds => json!({ "userIds": ["eve"] }),
        BodyShape::RoleNames if operation.id == OperationId::SetApplicationRoles => {
            json!({ "roleNames": ["refunding"] })
        }
        BodyShape::RoleNames => json!({ "roleNames": ["viewer"] }),
        BodyShape::Domain => json!({ "domain": "mail.fjord.example" }),
        BodyShape::Security => json!({ "isMfaRequired": true }),
        BodyShape::NewApplication => json!({ "name": "Sync", "roleNames": ["reader"] }),
        BodyShape::ApplicationChanges => json!({ "description": "Nightly" }),
        BodyShape::NewSecret => json!({ "name": "second" }),
        BodyShape::NewInvitation => json!({ "invitee": "new@elsewhere.example", "roleNames": ["viewer"] }),
    }
}

/// The issuer's keys, at hand.
pub(crate) fn keys() -> Arc<dyn KeySource> {
    let keys = KeySnapshot { keys: Arc::new(KeySet::new([KEY.public_jwk()])), generation: 1 };
    Arc::new(LocalKeys::new(move || Some(keys.clone())))
}

/// The issuer's key as its JWKS document has it.
pub(crate) fn public_jwk() -> Value {
    serde_json::to_value(KEY.public_jwk()).unwrap()
}

pub(crate) fn request(method: Method, path: &str, authorization: Option<&str>, body: Value) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(authorization) = authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    if body.is_null() {
        return request.body(Body::empty()).unwrap();
    }
    request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap()
}

/// An upstream in this process.
pub(crate) fn in_process(upstream: &FakeUpstream, clock: Arc<dyn Clock>) -> Upstream {
    let world = Arc::clone(&upstream.0);
    let now = Arc::clone(&clock);
    let make: LocalMachineToken = Arc::new(move || {
        let mut world = world.lock();
        world.machine_tokens_issued += 1;
        let token = PlainToken::new(format!("machine-{}", world.machine_tokens_issued));
        let expires_at = now.now().plus(Duration::from_secs(world.machine_token_lifetime.into()));
        async move { Ok(MachineToken { token, expires_at }) }.boxed()
    });
    Upstream::in_process(upstream.router(), make, None, clock, Arc::new(SystemEntropy))
}

/// An upstream over HTTP.
pub(crate) fn http(endpoint: String, limits: UpstreamLimits, clock: Arc<dyn Clock>) -> Upstream {
    let options = HttpUpstreamOptions {
        endpoint,
        credential: MachineCredential {
            client_id: "machine".to_owned(),
            client_secret: PlainToken::new("secret"),
            resource: management_api_indicator(DEFAULT_TENANT_ID),
        },
        limits,
        certificate_authorities: None,
        allow_plain_http: false,
    };
    Upstream::http(options, clock, Arc::new(SystemEntropy)).unwrap()
}

/// Lets a test pass over its waiting, where nothing but this process is waited for: time stands still and moves on by itself
/// whenever nothing else is left to do. To be called once, first.
pub(crate) fn skip_waiting(transport: Transport) {
    if transport == Transport::InProcess {
        tokio::time::pause();
    }
}

pub(crate) fn all_permissions() -> String {
    PERMISSIONS.join(" ")
}

/// A token of the issuer with these claims put over those of a good one.
pub(crate) fn token(changes: &Value) -> String {
    sign(&KEY, Some("at+jwt"), changes)
}

pub(crate) fn foreign_token() -> String {
    sign(&OTHER_KEY, Some("at+jwt"), &json!({}))
}

/// A token that names a key which the issuer does not have.
pub(crate) fn token_with_unknown_key(kid: &str) -> String {
    sign(&SigningKey::generate(Algorithm::ES256).unwrap().with_key_id(kid), Some("at+jwt"), &json!({}))
}

pub(crate) fn id_token(user: &str) -> String {
    sign(&KEY, None, &json!({ "sub": user, "aud": "app", "scope": null }))
}

pub(crate) fn organization_token(user: &str, organization: &str, scope: &str) -> String {
    token(&json!({ "sub": user, "aud": format!("urn:logto:organization:{organization}"), "scope": scope }))
}

pub(crate) fn resource_token(user: &str, organization: Option<&str>, scope: &str) -> String {
    token(&json!({ "sub": user, "aud": ORGANIZATION_API, "organization_id": organization, "scope": scope }))
}

fn sign(key: &SigningKey, typ: Option<&str>, changes: &Value) -> String {
    let mut claims = json!({
        "jti": "J", "sub": "anna", "iat": NOW_SECONDS, "exp": NOW_SECONDS + 3600, "scope": all_permissions(), "client_id": "app",
        "iss": ISSUER, "aud": "urn:logto:organization:fjord",
    });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    key.sign(typ, claims.to_string().as_bytes()).unwrap()
}
