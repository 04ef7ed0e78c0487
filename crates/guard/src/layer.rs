//! A tower layer that lets only requests with a good token through, and tells the service behind it whose they are.

use std::sync::Arc;
use std::task::{Context, Poll};

use axum::response::{IntoResponse as _, Response};
use futures_util::future::BoxFuture;
use http::{HeaderMap, Request};
use tower::{Layer, Service};

use crate::authorization::bearer_token;
use crate::principal::Principal;
use crate::rejection::Rejection;
use crate::verifier::TokenVerifier;

/// Verifies the bearer token of each request. The [`Principal`] travels on as a request extension, which the extractors
/// of [`crate::extract`] read; a request without a good token is answered here, 401 or 503, and goes no further.
///
/// ```ignore
/// let app = axum::Router::new().route("/orders", get(orders)).layer(GuardLayer::new(verifier));
/// ```
#[derive(Debug, Clone)]
pub struct GuardLayer(Arc<TokenVerifier>);

impl GuardLayer {
    /// A layer over a verifier, which it shares.
    pub fn new(verifier: Arc<TokenVerifier>) -> Self {
        Self(verifier)
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = GuardService<S>;

    fn layer(&self, inner: S) -> GuardService<S> {
        GuardService { inner, verifier: Arc::clone(&self.0) }
    }
}

/// The service that [`GuardLayer`] makes.
#[derive(Debug, Clone)]
pub struct GuardService<S> {
    inner: S,
    verifier: Arc<TokenVerifier>,
}

impl<S, B> Service<Request<B>> for GuardService<S>
where
    S: Service<Request<B>, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
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
                Err(rejection) => Ok(rejection.into_response()),
            }
        })
    }
}

/// The user whose token a request carries.
pub async fn authenticate(
    verifier: &TokenVerifier,
    headers: &HeaderMap,
) -> Result<Arc<Principal>, Rejection> {
    let unverified_token = bearer_token(headers)?;
    Ok(verifier.verify(unverified_token).await?)
}
