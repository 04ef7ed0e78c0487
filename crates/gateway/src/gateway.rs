//! A gateway: everything it was given, and the way of a request through it.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::{ApplicationId, Clock, Entropy, OrganizationId, OrganizationInvitationId, UserId};
use guard::verifier::ReservedResource;
use guard::{AcceptedAudiences, KeySource, Rejection, TokenVerifier, VerifierOptions};
use http::request::Parts;
use http::{HeaderValue, header};
use tracing::Instrument as _;

use crate::compensation::Hands;
use crate::cors::{Cors, preflight};
use crate::creation::AtomicCreate;
use crate::decision::{Accepted, Decision, Refusal, decide};
use crate::domains::{DomainProofKey, TxtLookup};
use crate::explain::{ExplainOptions, Explainer, Explanation};
use crate::forward_auth::{ForwardAuth, ForwardAuthOptions};
use crate::guards::{Administrators, Standing};
use crate::handlers::{self, Invocation};
use crate::memory::Memory;
use crate::openapi;
use crate::places::Places;
use crate::plan::Plan;
use crate::policy::{Policy, PolicyError};
use crate::recent::{Notes, Noting, Recent, RecentDecision, outcome};
use crate::rejections::internal;
use crate::request::body;
use crate::upstream::Upstream;

/// How many domains are looked up for one organization at once: silent name servers keep nobody else's waiting.
const LOOKUPS_PER_ORGANIZATION: usize = 2;

/// What a [`Gateway`] is made of.
pub struct GatewayOptions {
    /// What the operator decided.
    pub policy: Policy,
    /// `iss` of the tokens: `<endpoint>/oidc`.
    pub issuer: String,
    /// The issuer's keys.
    pub keys: Arc<dyn KeySource>,
    /// The Management API.
    pub upstream: Upstream,
    /// How to create an organization in one transaction; without it, step by step with compensation.
    pub atomic_create: Option<AtomicCreate>,
    /// What proofs of domains are made with.
    pub domain_proof_key: DomainProofKey,
    /// Where proofs of domains are looked for.
    pub txt_lookup: Arc<dyn TxtLookup>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// For the markers of organizations that are being created.
    pub entropy: Arc<dyn Entropy>,
    /// About how many verified tokens are remembered; each takes half a kilobyte.
    pub cached_tokens: usize,
    /// What outlives the gateway.
    pub memory: Memory,
}

/// Why a gateway cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The policy names what does not exist or cannot work.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The policy accepts tokens that belong to the server itself.
    #[error(transparent)]
    Resource(#[from] ReservedResource),
}

/// The Organization API in front of one upstream.
pub struct Gateway {
    plan: Plan,
    verifier: TokenVerifier,
    cors: Cors,
    /// Written when it is first asked for.
    openapi: OnceLock<Bytes>,
    pub(crate) forward_auth: Option<ForwardAuth>,
    pub(crate) policy: Policy,
    pub(crate) upstream: Upstream,
    pub(crate) atomic_create: Option<AtomicCreate>,
    pub(crate) domain_proof_key: DomainProofKey,
    pub(crate) txt_lookup: Arc<dyn TxtLookup>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) administrators: Administrators,
    /// Lookups of domains that each organization has under way.
    pub(crate) lookups: Places<OrganizationId>,
    /// What was decided lately.
    recent: Recent,
    /// To explain what would be decided.
    issuer: String,
    keys: Arc<dyn KeySource>,
    /// What outlives it: counts, turns, and writes that go on or are being taken back.
    pub(crate) memory: Memory,
}

/// The router of a gateway, for the root of a listener of its own or to be nested under a prefix. It has one route, which
/// takes everything: paths are taken apart by the gateway itself.
pub fn router(gateway: Arc<Gateway>) -> Router {
    Router::new().fallback(answer).with_state(gateway)
}

async fn answer(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let result = gateway.handle_and_note(&parts, body).await;
    let mut response = match result {
        Ok(response) => response,
        Err(Refusal::Prepared(prepared)) => prepared.to_response(),
        Err(Refusal::Rejection(rejection)) => rejection.into_response(),
    };
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    gateway.cors.allow(&parts.headers, response.headers_mut());
    response
}

impl Gateway {
    /// Makes a gateway. Nothing is fetched yet, neither keys nor a machine token.
    pub fn new(options: GatewayOptions) -> Result<Self, GatewayError> {
        let policy = options.policy;
        policy.check()?;
        let is_guildhall = options.upstream.is_in_process() || policy.upstream_is_guildhall;
        let plan = Plan::new(&policy, is_guildhall);
        let forward_auth = policy.forward_auth.as_ref().map(|rules| {
            let options = ForwardAuthOptions {
                issuer: options.issuer.clone(),
                keys: Arc::clone(&options.keys),
                clock: Arc::clone(&options.clock),
                cached_tokens: options.cached_tokens,
            };
            ForwardAuth::new(rules, options)
        });
        let (issuer, keys) = (options.issuer.clone(), Arc::clone(&options.keys));
        let verifier = TokenVerifier::new(VerifierOptions {
            issuer: options.issuer,
            audiences: AcceptedAudiences {
                organizations: policy.accept_organization_tokens,
                resources: policy.accepted_resources.clone(),
            },
            keys: options.keys,
            clock: Arc::clone(&options.clock),
            cached_tokens: options.cached_tokens,
        })?;
        Ok(Self {
            openapi: OnceLock::new(),
            plan,
            forward_auth: forward_auth.transpose()?,
            verifier,
            cors: Cors::new(&policy.cors),
            upstream: options.upstream,
            atomic_create: options.atomic_create,
            domain_proof_key: options.domain_proof_key,
            txt_lookup: options.txt_lookup,
            clock: options.clock,
            entropy: options.entropy,
            administrators: Administrators::of(&policy),
            policy,
            lookups: Places::new(LOOKUPS_PER_ORGANIZATION),
            recent: Recent::default(),
            issuer,
            keys,
            memory: options.memory,
        })
    }

    /// The OpenAPI 3.1 document of this gateway, as served at `/openapi.json`.
    pub fn openapi(&self) -> &Bytes {
        self.openapi.get_or_init(|| Bytes::from(openapi::document(&self.plan, &self.policy).to_string()))
    }

    /// The operations that are on, each by its name with the permission it needs, if any, by its name in the template.
    pub fn operations(&self) -> impl Iterator<Item = (&'static str, Option<&str>)> {
        self.plan.operations().iter().map(|planned| (planned.operation.name, planned.permission.as_deref()))
    }

    /// What the operator decided.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The latest decisions of this process, newest first: [`crate::recent::KEPT`] at the most.
    pub fn recent(&self) -> Vec<RecentDecision> {
        self.recent.all()
    }

    /// What this gateway would decide about a request of this head, and why. Nothing is asked of the upstream, and nothing is kept.
    pub async fn explain(&self, parts: &Parts) -> Result<Explanation, GatewayError> {
        let explainer = Explainer::new(ExplainOptions {
            policy: self.policy.clone(),
            issuer: Some(self.issuer.clone()),
            keys: Some(Arc::clone(&self.keys)),
            clock: Arc::clone(&self.clock),
            is_alone: !self.upstream.is_in_process(),
        })?;
        explainer.explain(parts).await
    }

    async fn handle_and_note<'a>(
        self: &'a Arc<Self>,
        parts: &Parts,
        body: Body,
    ) -> Result<Response, Refusal<'a>> {
        let mut notes = Notes::default();
        let noting = Noting { identify: &self.verifier, subject: OnceLock::new() };
        let result = self.handle(parts, body, (&noting, &mut notes)).await;
        // The document and the questions of web pages are decided by nobody's rights.
        if notes.operation.is_some() || result.is_err() {
            let (status, code) = outcome(&result);
            self.recent.add(RecentDecision {
                at: self.clock.now(),
                method: parts.method.clone(),
                operation: notes.operation.map(|operation| operation.name),
                principal: noting.subject.into_inner(),
                check: notes.check,
                status,
                code,
            });
        }
        result
    }

    /// Passes when no write goes on, and nothing that failed halfway is being taken back: neither ends when its caller hangs up. Whoever stops the
    /// process waits for this once nothing new comes in.
    pub async fn idle(&self) {
        self.memory.underway.idle().await;
    }

    /// What something is made with that takes several calls.
    pub(crate) fn hands(&self, standing: &Standing) -> Hands {
        Hands {
            upstream: self.upstream.clone(),
            standing: standing.clone(),
            underway: self.memory.underway.clone(),
        }
    }

    /// The way of a request, step by step; up to `run` nothing is asked of the upstream.
    async fn handle<'a>(
        self: &'a Arc<Self>,
        parts: &Parts,
        body: Body,
        (identify, notes): (&Noting<'_, TokenVerifier>, &mut Notes),
    ) -> Result<Response, Refusal<'a>> {
        let accepted = match decide(&self.plan, identify, parts, notes).await? {
            Decision::Operation(accepted) => accepted,
            Decision::Document => return Ok(self.openapi_response()),
            Decision::Preflight(allow) => return Ok(preflight(allow)),
            Decision::OtherMethods(rejection, allow) => return Ok(with_allow(rejection, allow)),
        };
        let Accepted { operation, ids, query, proof: permit } = accepted;
        let payload = body::read(operation.body, &self.policy.update_fields, &parts.headers, body).await?;
        Ok(self.run(Invocation { operation, permit, ids, query, payload }).await?)
    }

    /// Carries out an invocation. A write runs in a task of its own: it ends as a whole even if the caller hangs up, with
    /// its turn (see [`crate::locks`]) held until then.
    async fn run(self: &Arc<Self>, invocation: Invocation) -> Result<Response, Rejection> {
        if !invocation.operation.is_write() {
            return handlers::run(self, &invocation).await;
        }
        let gateway = Arc::clone(self);
        let span = tracing::Span::current();
        let operation = async move {
            let result = handlers::run(&gateway, &invocation).await;
            record(&invocation, &result);
            result
        };
        self.memory.underway.spawn(operation.instrument(span)).await.unwrap_or_else(|error| {
            tracing::error!(error.message = %error, "an operation ended abruptly");
            Err(internal())
        })
    }

    fn openapi_response(&self) -> Response {
        let mut response = Response::new(Body::from(self.openapi().clone()));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }
}

/// Writes down who changed what. In front of a server that keeps no record of its own this is the record.
fn record(invocation: &Invocation, result: &Result<Response, Rejection>) {
    let status = result.as_ref().map_or_else(Rejection::status, Response::status);
    let (permit, ids) = (&invocation.permit, &invocation.ids);
    let said = if status.is_success() {
        "an organization was administered"
    } else {
        "an organization was not changed: the request was refused or failed"
    };
    tracing::info!(
        operation = invocation.operation.name,
        user.id = %permit.user_id(),
        organization.id = ids.organization.as_ref().map(OrganizationId::as_str),
        member.id = ids.user.as_ref().map(UserId::as_str),
        application.id = ids.application.as_ref().map(ApplicationId::as_str),
        invitation.id = ids.invitation.as_ref().map(OrganizationInvitationId::as_str),
        token.organization.id = permit.organization().map(OrganizationId::as_str),
        client.id = %permit.principal().client_id(),
        http.status = status.as_u16(),
        "{said}"
    );
}

fn with_allow(rejection: Rejection, allow: HeaderValue) -> Response {
    let mut response = rejection.into_response();
    response.headers_mut().insert(header::ALLOW, allow);
    response
}
