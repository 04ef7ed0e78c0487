//! A tower layer that lets only requests with a good token through, and tells the service behind it whose they are.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use domain::UserId;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use tower::{Layer, Service};

use crate::authorization::bearer_token;
use crate::principal::{Principal, TokenSubject};
use crate::rejection::Rejection;
use crate::verifier::TokenVerifier;

/// Verifies the bearer token of each request. The [`Principal`] travels on as a request extension (`Arc<Principal>`),
/// which the extractors of [`crate::extract`] read; a request without a good token is answered here, 401 or 503, and goes
/// no further.
///
/// It goes around any service whose answers have a body that can be made of bytes: an axum `Router`, or any tower service.
///
/// ```
/// use std::{convert::Infallible, sync::Arc};
///
/// use bytes::Bytes;
/// use guard::{GuardLayer, Principal, TokenVerifier};
/// use http::{Request, Response};
/// use http_body_util::Full;
/// use tower::{ServiceBuilder, service_fn};
///
/// async fn hello(request: Request<Full<Bytes>>) -> Result<Response<Full<Bytes>>, Infallible> {
///     let principal = request.extensions().get::<Arc<Principal>>().expect("the layer is around this service");
///     Ok(Response::new(Full::from(format!("hello {}", principal.user_id()))))
/// }
///
/// # fn service(verifier: Arc<TokenVerifier>) {
/// let service = ServiceBuilder::new().layer(GuardLayer::new(verifier)).service_fn(hello);
/// # let _ = service; }
/// ```
pub struct GuardLayer<S = UserId>(Arc<TokenVerifier<S>>);

impl<S: TokenSubject> GuardLayer<S> {
    /// A layer over a verifier, which it shares.
    pub fn new(verifier: Arc<TokenVerifier<S>>) -> Self {
        Self(verifier)
    }
}

impl<S> Clone for GuardLayer<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> fmt::Debug for GuardLayer<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("GuardLayer").field(&self.0).finish()
    }
}

impl<I, S: TokenSubject> Layer<I> for GuardLayer<S> {
    type Service = GuardService<I, S>;

    fn layer(&self, inner: I) -> GuardService<I, S> {
        GuardService { inner, verifier: Arc::clone(&self.0) }
    }
}

/// The service that [`GuardLayer`] makes.
pub struct GuardService<I, S = UserId> {
    inner: I,
    verifier: Arc<TokenVerifier<S>>,
}

impl<I: Clone, S> Clone for GuardService<I, S> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), verifier: Arc::clone(&self.verifier) }
    }
}

impl<I, S> fmt::Debug for GuardService<I, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("GuardService").field("verifier", &self.verifier).finish_non_exhaustive()
    }
}

impl<I, S, B, R> Service<Request<B>> for GuardService<I, S>
where
    I: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    I::Future: Send,
    S: TokenSubject,
    B: Send + 'static,
    R: From<Bytes>,
{
    type Response = Response<R>;
    type Error = I::Error;
    type Future = BoxFuture<'static, Result<Response<R>, I::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), I::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The instance that was polled ready must be the one that is called.
        let ready = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, ready);
        let verifier = Arc::clone(&self.verifier);
        Box::pin(async move {
            match authenticate(&verifier, request.headers()).await {
                Ok(principal) => {
                    request.extensions_mut().insert(principal);
                    inner.call(request).await
                }
                Err(rejection) => Ok(rejection.into_http().map(R::from)),
            }
        })
    }
}

/// Whose token a request carries: what [`GuardLayer`] does, for those who have no use for a layer.
pub async fn authenticate<S: TokenSubject>(
    verifier: &TokenVerifier<S>,
    headers: &HeaderMap,
) -> Result<Arc<Principal<S>>, Rejection> {
    let unverified_token = bearer_token(headers)?;
    Ok(verifier.verify(unverified_token).await?)
}
