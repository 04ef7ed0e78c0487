//! The two ways to the server. Both read the whole answer into memory, up to a limit, and follow no redirect.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use guard::http_client::HttpClient;
use http::{HeaderValue, Request, Response, Uri, header};
use http_body::Body;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt as _};

use crate::answer::{Answer, MAX_ANSWER_BYTES};
use crate::error::{BoxError, Error};
use crate::machine::{RequestError, Way};

type LocalService =
    BoxCloneSyncService<Request<Full<Bytes>>, Response<UnsyncBoxBody<Bytes, BodyError>>, Infallible>;

/// What broke off an answer of a service in this process.
#[derive(Debug, thiserror::Error)]
#[error("the service broke off its answer")]
pub(crate) struct BodyError(#[source] BoxError);

/// A way to the server.
pub(crate) enum Transport {
    /// Over the network, to this endpoint.
    Http { client: Box<HttpClient>, endpoint: String },
    /// To a service in this process.
    InProcess(LocalService),
}

/// A way to the server, and how long an answer may take.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) transport: Transport,
    pub(crate) timeout: Duration,
}

impl Way for Link {
    type Error = Error;

    async fn exchange(&self, request: Request<Bytes>) -> Result<Answer, Error> {
        match tokio::time::timeout(self.timeout, self.transport.exchange(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(Error::Timeout),
        }
    }

    fn was_nobody_asked(_error: &Error) -> bool {
        false
    }
}

impl Transport {
    pub(crate) fn in_process<S, B>(service: S) -> Self
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let boxed = |response: Response<B>| {
            response.map(|body| body.map_err(|error| BodyError(error.into())).boxed_unsync())
        };
        Self::InProcess(BoxCloneSyncService::new(service.map_response(boxed)))
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Answer, Error> {
        match self {
            Self::Http { client, endpoint } => {
                let mut request = request.map(Full::new);
                *request.uri_mut() =
                    format!("{endpoint}{}", request.uri()).parse::<Uri>().map_err(RequestError::from)?;
                let response = client.request(request).await.map_err(connection_error)?;
                Ok(Answer::read(response, MAX_ANSWER_BYTES).await?)
            }
            Self::InProcess(service) => {
                let mut request = request.map(Full::new);
                request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost"));
                match service.clone().oneshot(request).await {
                    Ok(response) => Ok(Answer::read(response, MAX_ANSWER_BYTES).await?),
                    Err(never) => match never {},
                }
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

fn connection_error(error: hyper_util::client::legacy::Error) -> Error {
    if error.is_connect() { Error::NotConnected(Box::new(error)) } else { Error::Broken(Box::new(error)) }
}
