//! Whether the program lives, and whether it can do its work: for whoever restarts it and for whoever sends it requests.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use operations::Services;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /healthz`: the process answers. `GET /readyz`: the database answers too. `GET /api/status`: the first under the name that the
/// wire has for it.
pub fn router(services: Arc<Services>) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/api/status", get(async || StatusCode::NO_CONTENT))
        .with_state(services)
}

async fn ready(State(services): State<Arc<Services>>) -> (StatusCode, &'static str) {
    let version = store::configuration::version(services.db.exec(), &services.tenant);
    match tokio::time::timeout(PATIENCE, version).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(error.message = %error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer in time\n"),
    }
}
