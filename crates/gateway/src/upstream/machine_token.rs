//! The gateway's own token for the Management API: fetched once, kept, renewed ahead of its end by one caller at a time.
//! It is in memory only and in no log.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::{Clock, Entropy, PlainToken, UnixMillis};
use futures_util::future::BoxFuture;
use http::{HeaderValue, Method, Request, StatusCode, Uri, header};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::backoff::{Backoff, Wait};
use super::transport::Link;
use super::{MachineCredential, UpstreamError};

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
/// Makes machine tokens in this process.
pub type LocalMachineToken =
    Arc<dyn Fn() -> BoxFuture<'static, Result<MachineToken, BoxError>> + Send + Sync>;

/// The only scope of the Management API.
const SCOPE: &str = protocol::identifiers::MANAGEMENT_API_SCOPE;
/// How long before its end a token is renewed; a quarter of its life where that is less.
const RENEW_AHEAD: Duration = Duration::from_secs(60);
/// How long nobody tries again after failures in a row, so that a token endpoint in trouble is not made more of it.
const AFTER_FAILURES: Backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(60) };

/// A token for the Management API.
#[derive(Debug, Clone)]
pub struct MachineToken {
    /// The token.
    pub token: PlainToken,
    /// When it ends.
    pub expires_at: UnixMillis,
}

/// Where machine tokens come from.
pub(super) enum Source {
    /// The upstream's token endpoint (RFC 6749 §4.4).
    ClientCredentials(MachineCredential),
    /// This process.
    Local(LocalMachineToken),
}

/// The machine token of one upstream.
pub(super) struct MachineTokens {
    source: Source,
    link: Arc<Link>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    current: ArcSwapOption<Kept>,
    /// Held by the one who is getting a token.
    flight: Mutex<Failures>,
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

#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("the last attempt failed a moment ago")]
    FailedJustNow,
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    #[error(transparent)]
    Local(BoxError),
    #[error("the request for it could not be made")]
    Request(#[from] http::header::InvalidHeaderValue),
    #[error("the token endpoint answered {0}")]
    Status(StatusCode),
    #[error(
        "the token endpoint gave a token without the Management API's scope: the application lacks the role"
    )]
    ScopeMissing,
    #[error("the token endpoint gave no bearer token")]
    NoBearerToken,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    token_type: String,
    expires_in: u32,
    #[serde(default)]
    scope: String,
}

impl MachineTokens {
    pub(super) fn new(
        source: Source,
        link: Arc<Link>,
        (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>),
    ) -> Self {
        Self { source, link, clock, entropy, current: ArcSwapOption::empty(), flight: Mutex::default() }
    }

    /// A good token, other than `refused`. Renews in the background what is about to end, and waits only when there is
    /// no good token.
    pub(super) async fn current(
        self: &Arc<Self>,
        refused: Option<&Arc<MachineToken>>,
    ) -> Result<Arc<MachineToken>, UpstreamError> {
        let now = self.clock.now();
        let kept = self.current.load_full();
        match kept.filter(|kept| kept.is_good(now, refused)) {
            Some(kept) => {
                if now >= kept.renew_at {
                    self.renew_in_background(&kept.token);
                }
                Ok(Arc::clone(&kept.token))
            }
            None => self.renew(refused).await,
        }
    }

    fn renew_in_background(self: &Arc<Self>, ending: &Arc<MachineToken>) {
        // Whoever holds the flight is renewing already.
        let Ok(failures) = self.flight.try_lock() else { return };
        if failures.wait_left(self.clock.now()).is_some() {
            return;
        }
        let (tokens, ending) = (Arc::clone(self), Arc::clone(ending));
        tokio::spawn(async move {
            if let Err(error) = tokens.renew(Some(&ending)).await {
                tracing::warn!(error.message = %error, "the machine token could not be renewed ahead of its end");
            }
        });
    }

    async fn renew(&self, replaced: Option<&Arc<MachineToken>>) -> Result<Arc<MachineToken>, UpstreamError> {
        let mut failures = self.flight.lock().await;
        let now = self.clock.now();
        // Somebody else renewed while this caller waited.
        if let Some(kept) = self.current.load_full().filter(|kept| kept.is_good(now, replaced)) {
            return Ok(Arc::clone(&kept.token));
        }
        if let Some(retry_after) = failures.wait_left(now) {
            let source = Box::new(FetchError::FailedJustNow);
            return Err(UpstreamError::NoMachineToken { source, retry_after });
        }
        match self.fetch().await {
            Ok(token) => {
                *failures = Failures::default();
                let token = Arc::new(token);
                let life = token.expires_at.since(now);
                let renew_at = token.expires_at.minus(RENEW_AHEAD.min(life / 4));
                self.current.store(Some(Arc::new(Kept { token: Arc::clone(&token), renew_at })));
                Ok(token)
            }
            // Nobody was asked, so there is nobody to spare.
            Err(FetchError::Upstream(error @ (UpstreamError::CircuitOpen(_) | UpstreamError::Busy))) => {
                Err(error)
            }
            Err(error) => {
                failures.in_a_row = failures.in_a_row.saturating_add(1);
                let retry_after = AFTER_FAILURES.wait(failures.in_a_row, &*self.entropy);
                failures.wait = Some(Wait::new(self.clock.now(), retry_after));
                Err(UpstreamError::NoMachineToken { source: Box::new(error), retry_after })
            }
        }
    }

    async fn fetch(&self) -> Result<MachineToken, FetchError> {
        let credential = match &self.source {
            Source::Local(make) => return make().await.map_err(FetchError::Local),
            Source::ClientCredentials(credential) => credential,
        };
        let asked_at = self.clock.now();
        let answer = self.link.exchange(token_request(credential)?).await?;
        if answer.status != StatusCode::OK {
            return Err(FetchError::Status(answer.status));
        }
        let answer: TokenAnswer = answer.json(StatusCode::OK)?;
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

fn token_request(credential: &MachineCredential) -> Result<Request<Bytes>, http::header::InvalidHeaderValue> {
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
