//! Routers that are made when they are first asked. Those of the APIs are most of what a tenant takes, and most tenants are asked for few of them.

use std::{
    convert::Infallible,
    sync::{Arc, LazyLock},
};

use axum::{Router, extract::Request, response::Response};
use tower::ServiceExt as _;

/// A router that is made when it is first asked. Cheap to clone.
#[derive(Clone)]
pub struct LateRouter(Arc<LazyLock<Router, Box<dyn FnOnce() -> Router + Send>>>);

impl LateRouter {
    /// The router that `make` makes.
    pub fn new(make: impl FnOnce() -> Router + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(make))))
    }

    /// Answers a request.
    pub async fn answer(&self, request: Request) -> Response {
        let router = Router::clone(&self.0);
        let answer: Result<Response, Infallible> = router.oneshot(request).await;
        match answer {
            Ok(response) => response,
        }
    }

    /// This router for whoever takes one that is made already.
    pub fn into_router(self) -> Router {
        // By the fallback, which adds no parameters of a path to those that the router itself finds.
        Router::new().fallback(move |request: Request| {
            let late = self.clone();
            async move { late.answer(request).await }
        })
    }
}
