//! The Management API behind the gateway, reached over HTTP or in this process, always with the machine token and always
//! on behalf of a user who was let through.
//!
//! Reading takes a [`guard::Permit`], writing takes a [`Standing`]: nothing is asked of the upstream without proof.
//! Ids are put into paths by re-encoding; no path, header or body of the caller travels on. Answers that are not clearly
//! one of those expected count as failures.

mod breaker;
mod call;
mod error;
mod gate;
mod health;
mod local;
mod pages;
mod sift;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use client::MAX_ANSWER_BYTES;
use client::machine::{Machine, RequestError, Surroundings, TokenSource, authorized, on_behalf_of};
use domain::audit::ActingIn;
use domain::{Clock, Entropy, OrganizationId};
use guard::Permit;
use guard::http_client::{SetupError, check_confidential, http_client_trusting};
use http::{Method, Request, StatusCode};

use breaker::Breaker;
pub(crate) use call::{Answer, Call};
pub use client::{Admission, BoxError, LocalMachineToken, MachineCredential, MachineToken};
pub(crate) use error::UpstreamError;
use gate::Gate;
pub use health::{Circuit, UpstreamHealth};
pub use local::{LocalStanding, StandingFacts, StandingQuestion, UserFacts};
pub(crate) use sift::read_element;
use transport::{Link, Protection, Transport};

use crate::guards::Standing;

/// An upstream over HTTP.
#[derive(Debug, Clone)]
pub struct HttpUpstreamOptions {
    /// Its endpoint: scheme, host and port, and the path before `/api` and `/oidc` if there is one. No slash at the end.
    pub endpoint: String,
    /// Who to be.
    pub credential: MachineCredential,
    /// How much is asked of it.
    pub limits: UpstreamLimits,
    /// Certificate authorities (PEM) that may vouch for it, beside those of Mozilla's root programme.
    pub certificate_authorities: Option<Vec<u8>>,
    /// Whether it may be another machine without TLS, which anybody on the way can read and change.
    pub allow_plain_http: bool,
}

/// How long calls over HTTP may take, and how many there may be.
#[derive(Debug, Clone, Copy)]
pub struct UpstreamLimits {
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long a call may take, from its first byte to the last of its answer; one that sends a message three times as long.
    pub timeout: Duration,
    /// How many calls may run at once. For those that send messages there are places of their own, an eighth as many.
    pub max_calls: usize,
    /// How many more may wait for that.
    pub max_waiting: usize,
    /// How long they may wait.
    pub max_wait: Duration,
    /// Largest answer that is read, in bytes.
    pub max_answer_bytes: usize,
}

impl Default for UpstreamLimits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(2),
            timeout: Upstream::DEFAULT_TIMEOUT,
            max_calls: 64,
            max_waiting: 256,
            max_wait: Duration::from_secs(1),
            max_answer_bytes: MAX_ANSWER_BYTES,
        }
    }
}

/// How many times as long a call may take that sends a message: a server of ours waits ten seconds for its mail server.
const TIMES_FOR_A_MESSAGE: u32 = 3;
/// For each of so many calls at once there is a place for a call that sends a message, beside the others.
const SHARE_FOR_MESSAGES: usize = 8;

/// How many lists that the wire gives whole are made at once in this process, how many callers wait for that, and how long.
const LISTS_AT_ONCE: usize = 8;
const LISTS_WAITING: usize = 256;
const LONGEST_WAIT_FOR_A_LIST: Duration = Duration::from_secs(1);

/// The Management API behind the gateway. Cheap to clone; clones share the machine token and the connections.
#[derive(Clone)]
pub struct Upstream(Arc<Shared>);

struct Shared {
    link: Arc<Link>,
    /// Places for lists that are given whole, where the upstream is this process and makes them in its memory.
    lists: Option<Gate>,
    machine: Arc<Machine<Link>>,
    /// Where the upstream is this process.
    standing: Option<Arc<dyn LocalStanding>>,
}

impl Upstream {
    /// How long a call may take unless said otherwise.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);

    /// An upstream over HTTP. Nothing is sent yet.
    pub fn http(
        options: HttpUpstreamOptions,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, SetupError> {
        let HttpUpstreamOptions { endpoint, credential, limits, .. } = options;
        let authorities = options.certificate_authorities.as_deref();
        check_confidential(&endpoint, options.allow_plain_http)?;
        let protection = |what: String, share: usize| {
            let gate = Gate::new(
                limits.max_calls.div_ceil(share),
                limits.max_waiting.div_ceil(share),
                limits.max_wait,
            );
            Box::new(Protection::new(gate, Breaker::new(what, Arc::clone(&clock), Arc::clone(&entropy))))
        };
        let transport = Transport::Http {
            client: Box::new(http_client_trusting(limits.connect_timeout, authorities)?),
            protection: protection(endpoint.clone(), 1),
            messages: protection(format!("{endpoint}, as far as it sends messages"), SHARE_FOR_MESSAGES),
            endpoint,
        };
        let link = Link {
            transport,
            timeout: limits.timeout,
            message_timeout: limits.timeout * TIMES_FOR_A_MESSAGE,
            max_answer_bytes: limits.max_answer_bytes,
        };
        Ok(Self::new(link, TokenSource::ClientCredentials(credential), None, (clock, entropy)))
    }

    /// An upstream in this process: `router` answers `/api/…`, and `machine_token` makes the token it wants to see. Without `standing` the
    /// router is asked for that too.
    pub fn in_process(
        router: Router,
        machine_token: LocalMachineToken,
        standing: Option<Arc<dyn LocalStanding>>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let link = Link {
            transport: Transport::InProcess(router),
            timeout: Self::DEFAULT_TIMEOUT,
            message_timeout: Self::DEFAULT_TIMEOUT * TIMES_FOR_A_MESSAGE,
            max_answer_bytes: MAX_ANSWER_BYTES,
        };
        Self::new(link, TokenSource::Local(machine_token), standing, (clock, entropy))
    }

    fn new(
        link: Link,
        source: TokenSource,
        standing: Option<Arc<dyn LocalStanding>>,
        surroundings: Surroundings,
    ) -> Self {
        let lists = matches!(link.transport, Transport::InProcess(_))
            .then(|| Gate::new(LISTS_AT_ONCE, LISTS_WAITING, LONGEST_WAIT_FOR_A_LIST));
        let link = Arc::new(link);
        let machine = Arc::new(Machine::new(source, Arc::clone(&link), surroundings));
        Self(Arc::new(Shared { link, lists, machine, standing }))
    }

    /// How an upstream over HTTP is doing; `None` where it is this process.
    pub fn health(&self) -> Option<UpstreamHealth> {
        self.0.link.health()
    }

    /// Gets the token for the Management API, where there is none that is good. Asks no more often than it may after failures, however often it
    /// is called.
    pub async fn prepare(&self) -> Result<(), BoxError> {
        self.0.machine.prepare().await.map_err(|error| Box::new(error) as BoxError)
    }

    /// Whether the upstream lets this gateway in.
    pub fn admission(&self) -> Admission {
        self.0.machine.admission()
    }

    /// Asks something, with proof that the caller's token was checked.
    pub(crate) async fn read(&self, _proof: &Permit, call: Call) -> Result<Answer, UpstreamError> {
        self.send(Method::GET, &call, None).await
    }

    /// The standing of the caller of a checked token, from who knows it in this process; `None` where that is asked of the Management API.
    pub(crate) async fn standing(
        &self,
        proof: &Permit,
        permission: Option<(&OrganizationId, &str)>,
    ) -> Result<Option<StandingFacts>, UpstreamError> {
        let Some(local) = &self.0.standing else { return Ok(None) };
        let application = proof.principal().client_id();
        let question = StandingQuestion { user: proof.user_id(), application, permission };
        match tokio::time::timeout(self.0.link.timeout, local.ask(question)).await {
            Ok(Ok(facts)) => Ok(Some(facts)),
            Ok(Err(status @ (StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS))) => {
                Err(UpstreamError::Unavailable(status))
            }
            Ok(Err(status)) => Err(UpstreamError::Failed(status)),
            Err(_) => Err(UpstreamError::Timeout),
        }
    }

    /// Changes something, with proof that the caller may do so now. The upstream is told who acts.
    pub(crate) async fn write(
        &self,
        proof: &Standing,
        method: Method,
        call: Call,
    ) -> Result<Answer, UpstreamError> {
        self.send(method, &call, Some(proof)).await
    }

    /// Whether this is a server of our own kind in this process.
    pub(crate) fn is_in_process(&self) -> bool {
        matches!(self.0.link.transport, Transport::InProcess(_))
    }

    async fn send(
        &self,
        method: Method,
        call: &Call,
        acting: Option<&Standing>,
    ) -> Result<Answer, UpstreamError> {
        let make = |token: &MachineToken| Ok::<_, UpstreamError>(request(&method, call, acting, token)?);
        let answer = self.0.machine.call(make).await?;
        Answer(answer).accept()
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Upstream").field("transport", &self.0.link.transport).finish_non_exhaustive()
    }
}

/// The whole request, made of nothing but the call, the machine token and who acts where.
fn request(
    method: &Method,
    call: &Call,
    acting: Option<&Standing>,
    token: &MachineToken,
) -> Result<Request<bytes::Bytes>, RequestError> {
    let mut request = authorized(method, call.target(), call.body(), token)?;
    call.mark(request.extensions_mut());
    if let Some(standing) = acting {
        on_behalf_of(&mut request, standing.user_id())?;
        if let Some(organization) = standing.permit().organization() {
            request.extensions_mut().insert(ActingIn(organization.clone()));
        }
    }
    Ok(request)
}
