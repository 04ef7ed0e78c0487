//! The listener for metrics, which is apart from the others so that it is not reached from outside.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use tokio::net::TcpListener;

use super::{Limits, Shutdown};
use crate::metrics::{Metrics, text::CONTENT_TYPE};

/// Serves the text at `/metrics`.
pub async fn serve(listener: TcpListener, metrics: Arc<Metrics>, shutdown: Shutdown) {
    let source = Arc::clone(&metrics);
    let handle = move |request: Request<hyper::body::Incoming>, _| {
        let source = Arc::clone(&source);
        async move { answer(request.method(), request.uri().path(), &source) }
    };
    super::serve((listener, Limits::DIRECT), handle, Arc::new(Metrics::default()), shutdown).await;
}

fn answer(method: &Method, path: &str, metrics: &Metrics) -> Response<Full<Bytes>> {
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let mut response = if is_read && path == "/metrics" {
        Response::new(Full::from(metrics.text()))
    } else {
        let mut response = Response::new(Full::from("Metrics are at /metrics.\n"));
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    };
    response.headers_mut().insert(header::CONTENT_TYPE, http::HeaderValue::from_static(CONTENT_TYPE));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_at_one_path_only() {
        let metrics = Metrics::default();
        assert_eq!(answer(&Method::GET, "/metrics", &metrics).status(), StatusCode::OK);
        assert_eq!(answer(&Method::GET, "/", &metrics).status(), StatusCode::NOT_FOUND);
        assert_eq!(answer(&Method::POST, "/metrics", &metrics).status(), StatusCode::NOT_FOUND);
    }
}
