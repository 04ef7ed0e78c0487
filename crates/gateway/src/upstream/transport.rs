//! The two ways to the upstream. Both read the whole answer into memory, up to a limit, and follow no redirect.

use std::fmt;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use guard::http_client::HttpClient;
use http::{HeaderMap, HeaderValue, Request, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use tower::ServiceExt as _;

use super::{Answer, UpstreamError};

/// Largest answer that is read, in bytes: ten thousand organizations of one user fit.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// A way to the upstream.
pub(super) enum Transport {
    /// Over the network, to this endpoint.
    Http { client: Box<HttpClient>, endpoint: String },
    /// To a router in this process.
    InProcess(Router),
}

/// A way to the upstream, and how long an answer may take.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) transport: Transport,
    pub(super) timeout: Duration,
}

impl Link {
    /// Sends a request whose target is a path from the endpoint's root.
    pub(super) async fn exchange(&self, request: Request<Bytes>) -> Result<Answer, UpstreamError> {
        match tokio::time::timeout(self.timeout, self.transport.exchange(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(UpstreamError::Timeout),
        }
    }
}

impl Transport {
    async fn exchange(&self, request: Request<Bytes>) -> Result<Answer, UpstreamError> {
        match self {
            Self::Http { client, endpoint } => {
                let mut request = request.map(Full::new);
                *request.uri_mut() = format!("{endpoint}{}", request.uri()).parse::<Uri>()?;
                let response = client.request(request).await.map_err(connection_error)?;
                read(response.map(Body::new)).await
            }
            Self::InProcess(router) => {
                let mut request = request.map(Body::from);
                request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost"));
                let response = match router.clone().oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                };
                read(response).await
            }
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

fn connection_error(error: hyper_util::client::legacy::Error) -> UpstreamError {
    if error.is_connect() {
        UpstreamError::NotConnected(Box::new(error))
    } else {
        UpstreamError::Broken(Box::new(error))
    }
}

async fn read(response: http::Response<Body>) -> Result<Answer, UpstreamError> {
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MAX_ANSWER_BYTES).collect().await.map_err(UpstreamError::Body)?.to_bytes();
    Ok(Answer { status: parts.status, total_number: total_number(&parts.headers), body })
}

fn total_number(headers: &HeaderMap) -> Option<u64> {
    headers.get("total-number")?.to_str().ok()?.parse().ok()
}
