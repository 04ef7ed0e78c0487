//! The Management API behind the gateway, reached over HTTP or in this process, always with the machine token and always
//! on behalf of a user who was let through.
//!
//! Reading takes a [`guard::Permit`], writing takes a [`Standing`]: nothing is asked of the upstream without proof.
//! Ids are put into paths by re-encoding; no path, header or body of the caller travels on. Answers that are not clearly
//! one of those expected count as failures.

mod call;
mod error;
mod machine_token;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use domain::audit::{ActingIn, ActingUser};
use domain::{Clock, PlainToken};
use guard::Permit;
use guard::http_client::{TlsSetupError, http_client};
use http::{HeaderValue, Method, Request, StatusCode, header};
use protocol::identifiers::ACTING_USER_HEADER;

pub(crate) use call::{Answer, Call};
pub(crate) use error::UpstreamError;
pub use machine_token::{BoxError, LocalMachineToken, MachineToken};
use machine_token::{MachineTokens, Source};
use transport::{Link, Transport};

use crate::guards::Standing;

/// How to be a machine to an upstream over HTTP.
#[derive(Debug, Clone)]
pub struct MachineCredential {
    /// Client id of a machine-to-machine application with access to the Management API.
    pub client_id: String,
    /// Its secret.
    pub client_secret: PlainToken,
    /// Indicator of the Management API ([`protocol::identifiers::management_api_indicator`]).
    pub resource: String,
}

/// An upstream over HTTP.
#[derive(Debug, Clone)]
pub struct HttpUpstreamOptions {
    /// Its endpoint: scheme, host and port, and the path before `/api` and `/oidc` if there is one. No slash at the end.
    pub endpoint: String,
    /// Who to be.
    pub credential: MachineCredential,
    /// How long one call may take.
    pub timeout: Duration,
}

/// The Management API behind the gateway. Cheap to clone; clones share the machine token and the connections.
#[derive(Clone)]
pub struct Upstream(Arc<Shared>);

struct Shared {
    link: Arc<Link>,
    machine_tokens: Arc<MachineTokens>,
}

impl Upstream {
    /// How long a call may take unless said otherwise.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);

    /// An upstream over HTTP. Nothing is sent yet.
    pub fn http(options: HttpUpstreamOptions, clock: Arc<dyn Clock>) -> Result<Self, TlsSetupError> {
        const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
        let transport =
            Transport::Http { client: Box::new(http_client(CONNECT_TIMEOUT)?), endpoint: options.endpoint };
        let link = Link { transport, timeout: options.timeout };
        Ok(Self::new(link, Source::ClientCredentials(options.credential), clock))
    }

    /// An upstream in this process: `router` answers `/api/…`, and `machine_token` makes the token it wants to see.
    pub fn in_process(router: Router, machine_token: LocalMachineToken, clock: Arc<dyn Clock>) -> Self {
        let link = Link { transport: Transport::InProcess(router), timeout: Self::DEFAULT_TIMEOUT };
        Self::new(link, Source::Local(machine_token), clock)
    }

    fn new(link: Link, source: Source, clock: Arc<dyn Clock>) -> Self {
        let link = Arc::new(link);
        let machine_tokens = Arc::new(MachineTokens::new(source, Arc::clone(&link), clock));
        Self(Arc::new(Shared { link, machine_tokens }))
    }

    /// Asks something, with proof that the caller's token was checked.
    pub(crate) async fn read(&self, _proof: &Permit, call: Call<'_>) -> Result<Answer, UpstreamError> {
        self.send(Method::GET, &call, None).await
    }

    /// Changes something, with proof that the caller may do so now. The upstream is told who acts.
    pub(crate) async fn write(
        &self,
        proof: &Standing,
        method: Method,
        call: Call<'_>,
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
        call: &Call<'_>,
        acting: Option<&Standing>,
    ) -> Result<Answer, UpstreamError> {
        let shared = &self.0;
        let token = shared.machine_tokens.current(None).await?;
        let answer = shared.link.exchange(request(&method, call, acting, &token)?).await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return answer.accept();
        }
        // The token may have been revoked or its key rotated away: a fresh one gets one more try.
        let fresh = shared.machine_tokens.current(Some(&token)).await?;
        shared.link.exchange(request(&method, call, acting, &fresh)?).await?.accept()
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
    call: &Call<'_>,
    acting: Option<&Standing>,
    token: &MachineToken,
) -> Result<Request<bytes::Bytes>, UpstreamError> {
    let mut request = Request::new(call.body());
    *request.method_mut() = method.clone();
    *request.uri_mut() = call.target().try_into()?;
    let mut authorization = HeaderValue::from_str(&format!("Bearer {}", token.token.reveal()))?;
    authorization.set_sensitive(true);
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, authorization);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    if call.has_body() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let Some(standing) = acting {
        let user_id = standing.user_id();
        headers.insert(ACTING_USER_HEADER, HeaderValue::from_str(user_id.as_str())?);
        request.extensions_mut().insert(ActingUser(user_id.clone()));
        if let Some(organization) = standing.permit().organization() {
            request.extensions_mut().insert(ActingIn(organization.clone()));
        }
    }
    Ok(request)
}
