//! The client: resolves, looks at the addresses, connects to those that may be called, and reads a bounded answer.

use std::{
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{HttpConnector, dns::Name},
    },
    rt::{TokioExecutor, TokioTimer},
};
use tower::Service;

use crate::allow::AllowList;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// Why a call got no answer.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The URL is not an absolute `http` or `https` URL.
    #[error("the URL cannot be called")]
    InvalidUrl,
    /// The address is one that only machines inside the operator's network reach.
    #[error("the address is not public, and not among those the operator allows")]
    AddressNotAllowed,
    /// It took too long.
    #[error("there was no answer in time")]
    TimedOut,
    /// The connection failed, or the answer was too large.
    #[error("the call failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status, whatever it is: redirects are not followed.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

/// Calls addresses that somebody else chose. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct OutboundClient {
    client: Client<HttpsConnector<HttpConnector<PublicResolver>>, Full<Bytes>>,
    allow: Arc<AllowList>,
    tls: Arc<rustls::ClientConfig>,
}

impl std::fmt::Debug for OutboundClient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("OutboundClient").field("allow", &self.allow).finish_non_exhaustive()
    }
}

impl OutboundClient {
    /// A client that calls public addresses and those of `allow`.
    ///
    /// # Errors
    /// When TLS cannot be set up with the built-in cryptography.
    pub fn new(allow: AllowList) -> Result<Self, rustls::Error> {
        let allow = Arc::new(allow);
        let mut tcp = HttpConnector::new_with_resolver(PublicResolver { allow: Arc::clone(&allow) });
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT_TIMEOUT));
        tcp.enforce_http(false);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
            .with_no_client_auth();
        let own_tls = Arc::new(tls.clone());
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_timer(TokioTimer::new())
            .build(connector);
        Ok(Self { client, allow, tls: own_tls })
    }

    /// What may be called beside public addresses.
    pub(crate) fn allow(&self) -> &AllowList {
        &self.allow
    }

    /// How TLS is done, without a protocol of HTTP in it.
    pub(crate) fn tls(&self) -> Arc<rustls::ClientConfig> {
        Arc::clone(&self.tls)
    }

    /// Sends a request and reads the whole answer, within `timeout`.
    ///
    /// # Errors
    /// [`OutboundError`]; an answer of any status is not one.
    pub async fn send(&self, request: Request<Bytes>, timeout: Duration) -> Result<Answer, OutboundError> {
        self.check(request.uri())?;
        let call = async {
            let response = self.client.request(request.map(Full::new)).await.map_err(failed)?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, MAX_ANSWER_BYTES).collect().await.map_err(OutboundError::Failed)?;
            Ok(Answer { status: parts.status, body: body.to_bytes() })
        };
        tokio::time::timeout(timeout, call).await.unwrap_or(Err(OutboundError::TimedOut))
    }

    /// Addresses that are written out are not resolved, and are looked at here.
    fn check(&self, uri: &Uri) -> Result<(), OutboundError> {
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        let host = uri.host().filter(|host| is_web && !host.is_empty()).ok_or(OutboundError::InvalidUrl)?;
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(address) if !self.allow.has_address(address) => Err(OutboundError::AddressNotAllowed),
            _ => Ok(()),
        }
    }
}

fn failed(error: hyper_util::client::legacy::Error) -> OutboundError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        if error.is::<NotAllowed>() {
            return OutboundError::AddressNotAllowed;
        }
        cause = error.source();
    }
    OutboundError::Failed(Box::new(error))
}

/// None of a name's addresses may be called.
#[derive(Debug, thiserror::Error)]
#[error("none of the addresses may be called")]
struct NotAllowed;

/// Resolves names by the system, and leaves out what may not be called. What is connected to is exactly what was looked at.
#[derive(Clone)]
struct PublicResolver {
    allow: Arc<AllowList>,
}

type ResolveError = Box<dyn std::error::Error + Send + Sync>;

impl Service<Name> for PublicResolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = ResolveError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let allow = Arc::clone(&self.allow);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let every = allow.has_host(name.as_str());
            let callable: Vec<_> =
                found.into_iter().filter(|found| every || allow.has_address(found.ip())).collect();
            if callable.is_empty() { Err(NotAllowed.into()) } else { Ok(callable.into_iter()) }
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(5);

    /// Answers every request with `answer`; returns its port.
    async fn receiver(answer: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        port
    }

    fn get(url: &str) -> Request<Bytes> {
        Request::get(url).body(Bytes::new()).unwrap()
    }

    fn client(allowed: &[&str]) -> OutboundClient {
        OutboundClient::new(AllowList::parse(allowed.iter().copied()).unwrap()).unwrap()
    }

    #[tokio::test]
    async fn addresses_of_this_machine_are_called_only_when_allowed() {
        let port = receiver("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").await;
        let urls = [format!("http://127.0.0.1:{port}/"), format!("http://localhost:{port}/")];
        for url in &urls {
            let refused = client(&[]).send(get(url), PATIENCE).await;
            assert!(matches!(refused, Err(OutboundError::AddressNotAllowed)), "{url}: {refused:?}");
            let answer = client(&["127.0.0.0/8", "::1"]).send(get(url), PATIENCE).await.unwrap();
            assert_eq!((answer.status, &*answer.body), (StatusCode::OK, &b"ok"[..]));
        }
        let answer = client(&["localhost"]).send(get(&urls[1]), PATIENCE).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK);
        for url in ["http://[::ffff:127.0.0.1]/", "http://[::1]/", "http://0.0.0.0/"] {
            let refused = client(&[]).send(get(url), PATIENCE).await;
            assert!(matches!(refused, Err(OutboundError::AddressNotAllowed)), "{url}: {refused:?}");
        }
    }

    #[tokio::test]
    async fn redirects_are_answers_and_not_followed() {
        let port =
            receiver("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")
                .await;
        let answer =
            client(&["127.0.0.1"]).send(get(&format!("http://127.0.0.1:{port}/")), PATIENCE).await.unwrap();
        assert_eq!(answer.status, StatusCode::FOUND);
    }

    #[tokio::test]
    async fn silence_and_endless_answers_end() {
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://127.0.0.1:{}/", silent.local_addr().unwrap().port());
        let waited = client(&["127.0.0.1"]).send(get(&url), Duration::from_millis(50)).await;
        assert!(matches!(waited, Err(OutboundError::TimedOut)), "{waited:?}");

        let long: &'static str =
            format!("HTTP/1.1 200 OK\r\ncontent-length: 300000\r\n\r\n{}", "x".repeat(300_000)).leak();
        let port = receiver(long).await;
        let cut = client(&["127.0.0.1"]).send(get(&format!("http://127.0.0.1:{port}/")), PATIENCE).await;
        assert!(matches!(cut, Err(OutboundError::Failed(_))), "{cut:?}");
    }

    #[tokio::test]
    async fn what_is_no_web_address_is_refused() {
        for url in ["/relative", "ftp://a.example/", "file:///etc/passwd"] {
            let request = Request::get(url).body(Bytes::new());
            let Ok(request) = request else { continue };
            let refused = client(&[]).send(request, PATIENCE).await;
            assert!(matches!(refused, Err(OutboundError::InvalidUrl)), "{url}: {refused:?}");
        }
    }
}
