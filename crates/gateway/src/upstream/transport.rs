//! The two ways to the upstream. Both read the whole answer into memory, up to a limit, unless somebody takes a list element by element
//! ([`super::sift`]), and follow no redirect.
//!
//! Over HTTP a call waits for its place ([`super::gate`]), passes the circuit breaker ([`super::breaker`]), and has one
//! deadline from its first byte to the last of its answer: an answer that trickles is no answer in time. A call that only
//! reads is made once more when its connection failed before any of an answer was there. A call that writes never is: nobody
//! can tell whether the first one took effect. (A connection that turns out to be closed before anything was sent on it is
//! replaced by the client beneath, for both.)
//!
//! Calls that send messages have places and a breaker of their own: a mail server that is slow or down says nothing about the
//! upstream, and keeps nobody waiting but those who send messages too.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use bytes::Bytes;
use client::machine::{RequestError, Way};
use client::{Answer, BoxError};
use guard::http_client::HttpClient;
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};

use http_body_util::Full;
use tokio::time::Instant;
use tower::ServiceExt as _;

use super::UpstreamError;
use super::breaker::Breaker;
use super::call::SendsMessage;
use super::gate::Gate;
use super::health::UpstreamHealth;
use super::sift::Sift;

/// A way to the upstream.
pub(super) enum Transport {
    /// Over the network, to this endpoint.
    Http { client: Box<HttpClient>, endpoint: String, protection: Box<Protection>, messages: Box<Protection> },
    /// To a router in this process.
    InProcess(Router),
}

/// What stands between callers and an upstream over the network.
pub(super) struct Protection {
    gate: Gate,
    breaker: Arc<Breaker>,
    answered: AtomicU64,
    failed: AtomicU64,
    turned_away: AtomicU64,
}

/// A way to the upstream, how long an answer may take and how large it may be.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) transport: Transport,
    pub(super) timeout: Duration,
    /// How long where the upstream sends a message.
    pub(super) message_timeout: Duration,
    pub(super) max_answer_bytes: usize,
}

impl Way for Link {
    type Error = UpstreamError;

    async fn exchange(&self, request: Request<Bytes>) -> Result<Answer, UpstreamError> {
        let sends_message = request.extensions().get::<SendsMessage>().is_some();
        let timeout = if sends_message { self.message_timeout } else { self.timeout };
        match &self.transport {
            Transport::Http { client, endpoint, protection, messages } => {
                let protection: &Protection = if sends_message { messages } else { protection };
                let _place = protection.count_refusal(protection.gate.enter().await)?;
                let deadline = Instant::now() + timeout;
                let again = (request.method() == Method::GET).then(|| request.clone());
                let way = (client.as_ref(), endpoint.as_str(), protection);
                match (self.attempt(way, request, deadline).await, again) {
                    (Err(error), Some(again)) if error.came_before_any_answer() => {
                        self.attempt(way, again, deadline).await
                    }
                    (result, _) => result,
                }
            }
            Transport::InProcess(router) => {
                let answer = self.exchange_in_process(router, request);
                tokio::time::timeout(timeout, answer).await.unwrap_or(Err(UpstreamError::Timeout))
            }
        }
    }

    fn was_nobody_asked(error: &UpstreamError) -> bool {
        matches!(error, UpstreamError::CircuitOpen(_) | UpstreamError::Busy)
    }
}

impl Link {
    /// How the upstream is doing; `None` where it is this process.
    pub(super) fn health(&self) -> Option<UpstreamHealth> {
        match &self.transport {
            Transport::Http { protection, messages, .. } => Some(protection.health_with(messages)),
            Transport::InProcess(_) => None,
        }
    }

    async fn attempt(
        &self,
        (client, endpoint, protection): (&HttpClient, &str, &Protection),
        request: Request<Bytes>,
        deadline: Instant,
    ) -> Result<Answer, UpstreamError> {
        let mut request = request.map(Full::new);
        *request.uri_mut() =
            format!("{endpoint}{}", request.uri()).parse::<Uri>().map_err(RequestError::from)?;
        let sift = request.extensions().get::<Sift>().cloned();
        let pass = protection.breaker.admit().map_err(UpstreamError::CircuitOpen);
        let pass = protection.count_refusal(pass)?;
        let answer = tokio::time::timeout_at(deadline, async {
            let response = client.request(request).await.map_err(connection_error)?;
            self.read(response, sift).await
        });
        let answer = answer.await.unwrap_or(Err(UpstreamError::Timeout));
        let has_answer = answer.as_ref().map_or_else(UpstreamError::came_of_an_answer, |_| true);
        let counter = if has_answer { &protection.answered } else { &protection.failed };
        counter.fetch_add(1, Ordering::Relaxed);
        pass.tell(!has_answer || answer.as_ref().is_ok_and(|answer| says_out_of_order(answer.status)));
        answer
    }

    async fn exchange_in_process(
        &self,
        router: &Router,
        request: Request<Bytes>,
    ) -> Result<Answer, UpstreamError> {
        let sift = request.extensions().get::<Sift>().cloned();
        let mut request = request.map(Body::from);
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost"));
        let response = match router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        self.read(response, sift).await
    }

    /// Reads an answer whole, or lets its elements be taken.
    async fn read<B>(&self, response: Response<B>, sift: Option<Sift>) -> Result<Answer, UpstreamError>
    where
        B: HttpBody<Data = Bytes>,
        B::Error: Into<BoxError>,
    {
        let Some(sift) = sift else { return Ok(Answer::read(response, self.max_answer_bytes).await?) };
        sift.begin();
        Answer::read_list(response, self.max_answer_bytes, |element| sift.take(element)).await
    }
}

impl Protection {
    pub(super) fn new(gate: Gate, breaker: Breaker) -> Self {
        let [answered, failed, turned_away] = [const { AtomicU64::new(0) }; 3];
        Self { gate, breaker: Arc::new(breaker), answered, failed, turned_away }
    }

    fn count_refusal<T>(&self, admitted: Result<T, UpstreamError>) -> Result<T, UpstreamError> {
        if admitted.is_err() {
            self.turned_away.fetch_add(1, Ordering::Relaxed);
        }
        admitted
    }

    /// How the upstream is doing: the circuit of these calls, and the numbers of these and those that send messages.
    fn health_with(&self, messages: &Self) -> UpstreamHealth {
        let (circuit, times_opened) = self.breaker.circuit();
        let (running, waiting) = self.gate.load();
        let (sending, waiting_to_send) = messages.gate.load();
        let sum = |count: fn(&Self) -> &AtomicU64| {
            count(self).load(Ordering::Relaxed) + count(messages).load(Ordering::Relaxed)
        };
        UpstreamHealth {
            circuit,
            times_opened,
            running: running + sending,
            waiting: waiting + waiting_to_send,
            answered: sum(|protection| &protection.answered),
            failed: sum(|protection| &protection.failed),
            turned_away: sum(|protection| &protection.turned_away),
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http { endpoint, .. } => formatter.debug_tuple("Http").field(endpoint).finish(),
            Self::InProcess(_) => formatter.write_str("InProcess"),
        }
    }
}

/// Whether a status says that the upstream, or what stands before it, does not work now. 500 is about one request.
fn says_out_of_order(status: StatusCode) -> bool {
    matches!(status, StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT)
}

fn connection_error(error: hyper_util::client::legacy::Error) -> UpstreamError {
    if error.is_connect() {
        UpstreamError::NotConnected(Box::new(error))
    } else {
        UpstreamError::Broken(Box::new(error))
    }
}
