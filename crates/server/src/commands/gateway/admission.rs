//! Whether the server behind lets this gateway in: asked at start, asked again until it does, and told at `/readyz`.

use std::time::Duration;

use axum::{Router, extract::State, http::StatusCode, routing::get};
use gateway::{Admission, Upstream};

use crate::{commands::announce, serving::Shutdown};

/// How often it is looked whether the gateway is let in. Where it is not, the server is asked less often the longer it refuses.
const AGAIN: Duration = Duration::from_secs(2);

/// `GET /healthz`: the process answers. `GET /readyz`: the server behind gave a token for its Management API when it was asked last. A server
/// that does not answer any more makes no difference: what the gateway then says to its callers is better than no answer.
pub(super) fn router(upstream: Upstream) -> Router {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).with_state(upstream)
}

async fn ready(State(upstream): State<Upstream>) -> (StatusCode, String) {
    verdict(upstream.admission())
}

fn verdict(admission: Admission) -> (StatusCode, String) {
    match admission {
        Admission::Admitted => (StatusCode::OK, "ready\n".to_owned()),
        Admission::Unknown => {
            (StatusCode::SERVICE_UNAVAILABLE, "the server behind has given no token yet\n".to_owned())
        }
        Admission::Refused(why) => {
            let told = format!("the server behind does not let this gateway in: {why}\n");
            (StatusCode::SERVICE_UNAVAILABLE, told)
        }
    }
}

/// Asks the server for a token, and says in the log where it refuses to give one. What came of it.
pub(super) async fn begin(upstream: &Upstream) -> Admission {
    // Why there is none is in what follows, or is told to whoever calls while the server does not answer.
    let _ = upstream.prepare().await;
    let admission = upstream.admission();
    if admission != Admission::Admitted {
        tell(&admission);
    }
    admission
}

/// Asks again while the server does not let this gateway in, which may be mended there, until the program stops. `unannounced` is the address that is
/// announced once it does.
pub(super) async fn watch(upstream: Upstream, mut shutdown: Shutdown, mut unannounced: Option<String>) {
    let mut told = upstream.admission();
    loop {
        let look = async {
            tokio::time::sleep(AGAIN).await;
            if upstream.admission() != Admission::Admitted {
                let _ = upstream.prepare().await;
            }
        };
        tokio::select! {
            () = look => {}
            () = shutdown.requested() => return,
        }
        let now = upstream.admission();
        if now != told {
            tell(&now);
            told = now;
        }
        if told == Admission::Admitted
            && let Some(endpoint) = unannounced.take()
            && let Err(failure) = announce(&endpoint, "")
        {
            tracing::error!(error.message = %failure, "nobody could be told that everything answers");
        }
    }
}

fn tell(admission: &Admission) {
    match admission {
        Admission::Admitted => tracing::info!("the server behind lets this gateway in"),
        Admission::Unknown => tracing::warn!("the server behind has given no token yet"),
        Admission::Refused(why) => tracing::warn!(
            "the server behind does not let this gateway in, so nothing will be let through: {why}; see to the client id, the client \
             secret, and the access of that application to the Management API"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_is_who_was_let_in() {
        assert_eq!(verdict(Admission::Admitted), (StatusCode::OK, "ready\n".to_owned()));
        let (status, told) = verdict(Admission::Unknown);
        assert_eq!(
            (status, told.as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, "the server behind has given no token yet\n")
        );
        let (status, told) = verdict(Admission::Refused("401".to_owned()));
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(told, "the server behind does not let this gateway in: 401\n");
    }
}
