//! A machine at the server: its own token for the Management API, fetched once, kept, renewed ahead of its end by one caller at a time, and
//! replaced once when it is refused; and calls with it. The token is in memory only and in no log.
//!
//! This is for who calls the Management API over a way of their own ([`Way`]), as the gateway does. [`crate::Client`] has it inside.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::{ArcSwap, ArcSwapOption};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::audit::ActingUser;
use domain::{Clock, Entropy, PlainToken, UnixMillis, UserId};
use futures_util::future::BoxFuture;
use http::{HeaderValue, Method, Request, StatusCode, Uri, header};
use protocol::identifiers::ACTING_USER_HEADER;
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::answer::{Answer, ShapeError};
use crate::backoff::{Backoff, Wait};
use crate::error::BoxError;
use crate::target::Target;

/// Makes machine tokens in this process.
pub type LocalMachineToken =
    Arc<dyn Fn() -> BoxFuture<'static, Result<MachineToken, BoxError>> + Send + Sync>;
/// The time and the randomness.
pub type Surroundings = (Arc<dyn Clock>, Arc<dyn Entropy>);

/// The only scope of the Management API.
const SCOPE: &str = protocol::identifiers::MANAGEMENT_API_SCOPE;
/// How long before its end a token is renewed; a quarter of its life where that is less.
const RENEW_AHEAD: Duration = Duration::from_secs(60);
/// How long nobody tries again after failures in a row, so that a token endpoint in trouble is not made more of it.
const AFTER_FAILURES: Backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(60) };

/// A way to a server: something that sends requests whose targets are paths from its root.
pub trait Way: Send + Sync + 'static {
    /// Why there is no answer.
    type Error: std::error::Error + From<NoMachineToken> + Send + Sync + 'static;

    /// Sends a request; the answer, whatever its status.
    fn exchange(&self, request: Request<Bytes>) -> impl Future<Output = Result<Answer, Self::Error>> + Send;

    /// Whether this error says that nobody was asked, so that there is nobody to spare.
    fn was_nobody_asked(error: &Self::Error) -> bool;
}

/// A token for the Management API.
#[derive(Debug, Clone)]
pub struct MachineToken {
    /// The token.
    pub token: PlainToken,
    /// When it ends.
    pub expires_at: UnixMillis,
}

/// How to be a machine to a server: a machine-to-machine application with access to the Management API.
#[derive(Debug, Clone)]
pub struct MachineCredential {
    /// Its client id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: PlainToken,
    /// Indicator of the Management API ([`protocol::identifiers::management_api_indicator`]).
    pub resource: String,
}

/// Where machine tokens come from.
#[derive(Clone)]
pub enum TokenSource {
    /// The server's token endpoint (RFC 6749 §4.4).
    ClientCredentials(MachineCredential),
    /// This process.
    Local(LocalMachineToken),
}

/// A machine at the server that a way leads to.
pub struct Machine<W> {
    source: TokenSource,
    way: Arc<W>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    current: ArcSwapOption<Kept>,
    admission: ArcSwap<Admission>,
    /// Held by the one who is getting a token.
    flight: Mutex<Failures>,
}

/// Whether the server lets a machine in, by its latest answer to the question for a token. What is no answer to it, such as a broken
/// connection or a 500, leaves it as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// There was no answer yet.
    Unknown,
    /// It gave a token.
    Admitted,
    /// It refused: the credential is not good, or gives no access to the Management API. Why, without anything secret.
    Refused(String),
}

/// Failures to get a token since the last success.
#[derive(Default)]
struct Failures {
    in_a_row: u32,
    /// Until when nobody tries again.
    wait: Option<Wait>,
}

impl Failures {
    fn wait_left(&self, now: UnixMillis) -> Option<Duration> {
        self.wait.and_then(|wait| wait.left(now))
    }
}

struct Kept {
    token: Arc<MachineToken>,
    renew_at: UnixMillis,
}

/// No token for the Management API could be had.
#[derive(Debug, thiserror::Error)]
#[error("no machine token could be obtained")]
pub struct NoMachineToken {
    /// Why.
    #[source]
    pub source: BoxError,
    /// When it is tried again.
    pub retry_after: Duration,
}

/// Why a request could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Its target is none.
    #[error(transparent)]
    Target(#[from] http::uri::InvalidUri),
    /// What would stand in a header cannot.
    #[error(transparent)]
    Header(#[from] http::header::InvalidHeaderValue),
}

#[derive(Debug, thiserror::Error)]
enum FetchError<E> {
    #[error(transparent)]
    Way(E),
    #[error(transparent)]
    Local(BoxError),
    #[error("the request for it could not be made")]
    Request(#[from] RequestError),
    #[error("the token endpoint answered {0}")]
    Status(StatusCode),
    #[error(transparent)]
    Answer(#[from] ShapeError),
    #[error(
        "the token endpoint gave a token without the Management API's scope: the application lacks the role"
    )]
    ScopeMissing,
    #[error("the token endpoint gave no bearer token")]
    NoBearerToken,
}

impl<E> FetchError<E> {
    /// Whether the server said no, and would say it again.
    fn is_refusal(&self) -> bool {
        match self {
            Self::Status(status) => {
                let is_of_the_moment =
                    [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(status);
                status.is_client_error() && !is_of_the_moment
            }
            Self::ScopeMissing => true,
            Self::Way(_) | Self::Local(_) | Self::Request(_) | Self::Answer(_) | Self::NoBearerToken => false,
        }
    }
}

/// Why a token is renewed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renewal {
    /// There is a good one, which ends soon.
    Ahead,
    /// There is none that is good.
    Needed,
}

#[derive(Debug, thiserror::Error)]
#[error("the last attempt failed a moment ago")]
struct FailedJustNow;

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    token_type: String,
    expires_in: u32,
    #[serde(default)]
    scope: String,
}

impl<W: Way> Machine<W> {
    /// A machine. Nothing is fetched yet.
    pub fn new(source: TokenSource, way: Arc<W>, (clock, entropy): Surroundings) -> Self {
        let admission = ArcSwap::from_pointee(Admission::Unknown);
        Self {
            source,
            way,
            clock,
            entropy,
            current: ArcSwapOption::empty(),
            admission,
            flight: Mutex::default(),
        }
    }

    /// Gets a token where there is none that is good, so that the first call need not.
    pub async fn prepare(self: &Arc<Self>) -> Result<(), W::Error> {
        self.current(None).await.map(|_token| ())
    }

    /// Whether the server lets this machine in.
    pub fn admission(&self) -> Admission {
        Admission::clone(&self.admission.load())
    }

    /// Makes a call: sends what `request` makes of a good token. A token that is refused may have been revoked or its key rotated away: a
    /// fresh one gets one more try.
    pub async fn call<E: From<W::Error>>(
        self: &Arc<Self>,
        request: impl Fn(&MachineToken) -> Result<Request<Bytes>, E>,
    ) -> Result<Answer, E> {
        let token = self.current(None).await?;
        let answer = self.way.exchange(request(&token)?).await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let fresh = self.current(Some(&token)).await?;
        Ok(self.way.exchange(request(&fresh)?).await?)
    }

    /// A good token, other than `refused`. Renews in the background what is about to end, and waits only when there is
    /// no good token.
    async fn current(
        self: &Arc<Self>,
        refused: Option<&Arc<MachineToken>>,
    ) -> Result<Arc<MachineToken>, W::Error> {
        let now = self.clock.now();
        let kept = self.current.load_full();
        match kept.filter(|kept| kept.is_good(now, refused)) {
            Some(kept) => {
                if now >= kept.renew_at {
                    self.renew_in_background(&kept.token);
                }
                Ok(Arc::clone(&kept.token))
            }
            None => self.renew(refused, Renewal::Needed).await,
        }
    }

    fn renew_in_background(self: &Arc<Self>, ending: &Arc<MachineToken>) {
        // Whoever holds the flight is renewing already.
        let Ok(failures) = self.flight.try_lock() else { return };
        if failures.wait_left(self.clock.now()).is_some() {
            return;
        }
        let (machine, ending) = (Arc::clone(self), Arc::clone(ending));
        tokio::spawn(async move {
            if let Err(error) = machine.renew(Some(&ending), Renewal::Ahead).await {
                tracing::warn!(error.message = %domain::causes(&error), "the machine token could not be renewed ahead of its end");
            }
        });
    }

    async fn renew(
        &self,
        replaced: Option<&Arc<MachineToken>>,
        renewal: Renewal,
    ) -> Result<Arc<MachineToken>, W::Error> {
        let mut failures = self.flight.lock().await;
        let now = self.clock.now();
        // Somebody else renewed while this caller waited.
        if let Some(kept) = self.current.load_full().filter(|kept| kept.is_good(now, replaced)) {
            return Ok(Arc::clone(&kept.token));
        }
        if let Some(retry_after) = failures.wait_left(now) {
            return Err(NoMachineToken { source: Box::new(FailedJustNow), retry_after }.into());
        }
        match self.fetch().await {
            Ok(token) => {
                *failures = Failures::default();
                self.admission.store(Arc::new(Admission::Admitted));
                let token = Arc::new(token);
                let life = token.expires_at.since(now);
                let renew_at = token.expires_at.minus(RENEW_AHEAD.min(life / 4));
                self.current.store(Some(Arc::new(Kept { token: Arc::clone(&token), renew_at })));
                Ok(token)
            }
            Err(FetchError::Way(error)) if W::was_nobody_asked(&error) => Err(error),
            Err(error) => {
                // While there is a good token, a server that says no for a moment locks nobody out.
                if error.is_refusal() && renewal == Renewal::Needed {
                    self.admission.store(Arc::new(Admission::Refused(error.to_string())));
                }
                failures.in_a_row = failures.in_a_row.saturating_add(1);
                let retry_after = AFTER_FAILURES.wait(failures.in_a_row, &*self.entropy);
                failures.wait = Some(Wait::new(self.clock.now(), retry_after));
                Err(NoMachineToken { source: Box::new(error), retry_after }.into())
            }
        }
    }

    async fn fetch(&self) -> Result<MachineToken, FetchError<W::Error>> {
        let credential = match &self.source {
            TokenSource::Local(make) => return make().await.map_err(FetchError::Local),
            TokenSource::ClientCredentials(credential) => credential,
        };
        let asked_at = self.clock.now();
        let answer = self.way.exchange(token_request(credential)?).await.map_err(FetchError::Way)?;
        if answer.status != StatusCode::OK {
            return Err(FetchError::Status(answer.status));
        }
        let answer: TokenAnswer = answer.json()?;
        if !answer.token_type.eq_ignore_ascii_case("Bearer") || answer.access_token.is_empty() {
            return Err(FetchError::NoBearerToken);
        }
        if !answer.scope.split(' ').any(|scope| scope == SCOPE) {
            return Err(FetchError::ScopeMissing);
        }
        let expires_at = asked_at.plus(Duration::from_secs(answer.expires_in.into()));
        Ok(MachineToken { token: PlainToken::new(answer.access_token), expires_at })
    }
}

impl Kept {
    fn is_good(&self, now: UnixMillis, refused: Option<&Arc<MachineToken>>) -> bool {
        now < self.token.expires_at && refused.is_none_or(|refused| !Arc::ptr_eq(refused, &self.token))
    }
}

/// A request with a machine's token, made of nothing else but what is given here. A body is JSON.
pub fn authorized(
    method: &Method,
    target: &Target,
    body: Option<Bytes>,
    token: &MachineToken,
) -> Result<Request<Bytes>, RequestError> {
    let has_body = body.is_some();
    let mut request = Request::new(body.unwrap_or_default());
    *request.method_mut() = method.clone();
    *request.uri_mut() = target.as_str().parse()?;
    let mut authorization = HeaderValue::from_str(&format!("Bearer {}", token.token.reveal()))?;
    authorization.set_sensitive(true);
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, authorization);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    if has_body {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Ok(request)
}

/// Says in a request on whose behalf the machine acts. It gives no right: it is for the record.
pub fn on_behalf_of(request: &mut Request<Bytes>, user_id: &UserId) -> Result<(), RequestError> {
    request.headers_mut().insert(ACTING_USER_HEADER, HeaderValue::from_str(user_id.as_str())?);
    request.extensions_mut().insert(ActingUser(user_id.clone()));
    Ok(())
}

fn token_request(credential: &MachineCredential) -> Result<Request<Bytes>, RequestError> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("resource", &credential.resource)
        .append_pair("scope", SCOPE)
        .finish();
    // Both halves are form-encoded before they are joined (RFC 6749 §2.3.1).
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(&credential.client_id), encode(credential.client_secret.reveal()));
    let mut authorization = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair)))?;
    authorization.set_sensitive(true);
    let mut request = Request::new(Bytes::from(form));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/oidc/token");
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, authorization);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    Ok(request)
}

#[cfg(test)]
mod tests;
