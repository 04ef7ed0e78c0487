//! Whether the program lives, and whether it can do its work: for whoever restarts it and for whoever sends it requests.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use operations::Services;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /healthz`: the process answers. `GET /readyz`: the database answers and keeps what is written, and the audit log
/// takes records. What the wire
/// has for the first, `GET /api/status`, is an operation of the Management API.
pub fn router(services: Arc<Services>) -> Router {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).with_state(services)
}

async fn ready(State(services): State<Arc<Services>>) -> (StatusCode, &'static str) {
    let version = store::configuration::version(services.db.exec(), &services.tenant);
    let database = match tokio::time::timeout(PATIENCE, version).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(error.message = %error, "not ready: the database does not answer");
            Err("the database does not answer\n")
        }
        Err(_) => Err("the database does not answer in time\n"),
    };
    verdict(database, services.db.keeps_writes(), services.audit.is_running())
}

fn verdict(
    database: Result<(), &'static str>,
    keeps_writes: bool,
    audit_is_running: bool,
) -> (StatusCode, &'static str) {
    match database {
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, reason),
        Ok(()) if !keeps_writes => {
            (StatusCode::SERVICE_UNAVAILABLE, "the disk did not keep what was written\n")
        }
        Ok(()) if !audit_is_running => (StatusCode::SERVICE_UNAVAILABLE, "the audit log has stopped\n"),
        Ok(()) => (StatusCode::OK, "ready\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_is_who_can_read_and_record() {
        assert_eq!(verdict(Ok(()), true, true), (StatusCode::OK, "ready\n"));
        let stopped = (StatusCode::SERVICE_UNAVAILABLE, "the audit log has stopped\n");
        assert_eq!(verdict(Ok(()), true, false), stopped);
        let lost = (StatusCode::SERVICE_UNAVAILABLE, "the disk did not keep what was written\n");
        assert_eq!(verdict(Ok(()), false, true), lost);
        let silent = "the database does not answer\n";
        assert_eq!(verdict(Err(silent), true, true), (StatusCode::SERVICE_UNAVAILABLE, silent));
    }
}
