//! The counters as text for Prometheus.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use gateway::upstream::{Circuit, UpstreamHealth};
use operations::passwords::PasswordPool;
use store::Db;

use super::{Area, BOUNDS_MICROSECONDS, CLASSES, Decision, METHODS, Metrics};

/// The media type of the text.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

/// Writes one sample. Writing to a string cannot fail.
fn sample(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let _ = if labels.is_empty() {
        writeln!(text, "{name} {value}")
    } else {
        writeln!(text, "{name}{{{labels}}} {value}")
    };
}

fn heading(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// Microseconds as seconds, exactly.
fn seconds(microseconds: u64) -> String {
    let text = format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Metrics {
    /// The text. Requests of a kind that never came are left out.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(8_192);
        heading(&mut text, "guildhall_build_info", "gauge", "The version that is running.");
        sample(&mut text, "guildhall_build_info", concat!("version=\"", env!("CARGO_PKG_VERSION"), "\""), 1);
        self.write_requests(&mut text);
        self.write_latency(&mut text);
        self.write_decisions(&mut text);
        heading(
            &mut text,
            "guildhall_panics_total",
            "counter",
            "Requests whose handler failed in an unforeseen way.",
        );
        sample(&mut text, "guildhall_panics_total", "", read(&self.panics));
        heading(&mut text, "guildhall_connections_open", "gauge", "Connections that are open now.");
        sample(&mut text, "guildhall_connections_open", "", read(&self.connections_open));
        heading(&mut text, "guildhall_connections_total", "counter", "Connections that were accepted.");
        sample(&mut text, "guildhall_connections_total", "", read(&self.connections_total));
        if let Some((count, time)) = self.passwords.get().map(PasswordPool::done) {
            write_passwords(&mut text, count, time);
        }
        if let Some((count, time)) = self.database.get().and_then(Db::disk_waits) {
            write_disk(&mut text, count, time);
        }
        if let Some(health) = self.upstream.get().and_then(gateway::Upstream::health) {
            write_upstream(&mut text, &health);
        }
        text
    }

    fn write_requests(&self, text: &mut String) {
        const NAME: &str = "guildhall_http_requests_total";
        heading(text, NAME, "counter", "Requests that were answered.");
        for (area, methods) in Area::ALL.iter().zip(&self.requests) {
            for (method, classes) in METHODS.iter().zip(methods) {
                for (class, count) in
                    CLASSES.iter().zip(classes).map(|(class, counter)| (class, read(counter)))
                {
                    if count > 0 {
                        let labels =
                            format!("area=\"{}\",method=\"{method}\",status=\"{class}\"", area.as_str());
                        sample(text, NAME, &labels, count);
                    }
                }
            }
        }
    }

    fn write_latency(&self, text: &mut String) {
        const NAME: &str = "guildhall_http_request_duration_seconds";
        heading(text, NAME, "histogram", "Time from a request's head to the answer's head.");
        for (area, histogram) in Area::ALL.iter().zip(&self.latency) {
            let area = area.as_str();
            let mut total = 0;
            let bounds = BOUNDS_MICROSECONDS.iter().map(|bound| seconds(*bound)).chain(["+Inf".to_owned()]);
            for (bound, bucket) in bounds.zip(&histogram.buckets) {
                total += read(bucket);
                sample(text, &format!("{NAME}_bucket"), &format!("area=\"{area}\",le=\"{bound}\""), total);
            }
            let label = format!("area=\"{area}\"");
            sample(text, &format!("{NAME}_sum"), &label, seconds(read(&histogram.sum_microseconds)));
            sample(text, &format!("{NAME}_count"), &label, total);
        }
    }

    fn write_decisions(&self, text: &mut String) {
        const NAME: &str = "guildhall_gateway_decisions_total";
        heading(text, NAME, "counter", "What became of requests to the gateway.");
        for (decision, counter) in Decision::ALL.iter().zip(&self.decisions) {
            sample(text, NAME, &format!("decision=\"{}\"", decision.as_str()), read(counter));
        }
    }
}

fn write_passwords(text: &mut String, count: u64, time: Duration) {
    const COUNT: (&str, &str) =
        ("guildhall_password_hashes_total", "Passwords that were hashed, to keep or to check them.");
    const TIME: (&str, &str) = (
        "guildhall_password_hash_seconds_total",
        "Time that hashing them took, without waiting for a place.",
    );
    write_count_and_time(text, (COUNT, count), (TIME, time));
}

fn write_disk(text: &mut String, count: u64, time: Duration) {
    const COUNT: (&str, &str) =
        ("guildhall_disk_waits_total", "Times that somebody waited until the disk had what was written.");
    const TIME: (&str, &str) = ("guildhall_disk_wait_seconds_total", "Time that they waited, together.");
    write_count_and_time(text, (COUNT, count), (TIME, time));
}

/// How often something was done and how long that took together, each by its name and what it is.
fn write_count_and_time(
    text: &mut String,
    ((name, help), count): ((&str, &str), u64),
    ((time_name, time_help), time): ((&str, &str), Duration),
) {
    heading(text, name, "counter", help);
    sample(text, name, "", count);
    heading(text, time_name, "counter", time_help);
    sample(text, time_name, "", seconds(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)));
}

fn write_upstream(text: &mut String, health: &UpstreamHealth) {
    const CIRCUIT: &str = "guildhall_gateway_circuit";
    const OPENED: &str = "guildhall_gateway_circuit_opened_total";
    const CALLS: &str = "guildhall_gateway_upstream_calls_total";
    const OPEN_CALLS: &str = "guildhall_gateway_upstream_calls";
    heading(
        text,
        CIRCUIT,
        "gauge",
        "State of the circuit breaker before the upstream: 1 for the one it is in.",
    );
    for circuit in Circuit::ALL {
        let label = format!("state=\"{}\"", circuit.as_str());
        sample(text, CIRCUIT, &label, u8::from(circuit == health.circuit));
    }
    heading(text, OPENED, "counter", "How often the circuit to the upstream was opened.");
    sample(text, OPENED, "", health.times_opened);
    heading(text, CALLS, "counter", "Calls to the upstream.");
    let outcomes =
        [("answered", health.answered), ("failed", health.failed), ("turned_away", health.turned_away)];
    for (outcome, count) in outcomes {
        sample(text, CALLS, &format!("outcome=\"{outcome}\""), count);
    }
    heading(text, OPEN_CALLS, "gauge", "Calls to the upstream that run now, and that wait to.");
    sample(text, OPEN_CALLS, "state=\"running\"", health.running);
    sample(text, OPEN_CALLS, "state=\"waiting\"", health.waiting);
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use http::{Method, StatusCode};

    use super::*;

    #[test]
    fn requests_are_counted_by_area_method_and_status_class() {
        let metrics = Metrics::default();
        metrics.request(Area::Oidc, &Method::POST, StatusCode::OK, Duration::from_micros(300));
        metrics.request(Area::Oidc, &Method::POST, StatusCode::CREATED, Duration::from_secs(9));
        metrics.request(Area::Gateway, &Method::POST, StatusCode::FORBIDDEN, Duration::from_micros(100));
        for status in [204, 401, 400, 404, 409, 500, 502, 503, 504] {
            let status = StatusCode::from_u16(status).unwrap();
            metrics.request(Area::Gateway, &Method::DELETE, status, Duration::ZERO);
            metrics.request(Area::Gateway, &Method::OPTIONS, StatusCode::NO_CONTENT, Duration::ZERO);
        }
        metrics.request(
            Area::Pages,
            &Method::from_bytes(b"PROPFIND").unwrap(),
            StatusCode::NOT_FOUND,
            Duration::ZERO,
        );
        let text = metrics.text();
        for line in [
            "guildhall_http_requests_total{area=\"oidc\",method=\"POST\",status=\"2xx\"} 2",
            "guildhall_http_requests_total{area=\"gateway\",method=\"POST\",status=\"4xx\"} 1",
            "guildhall_http_requests_total{area=\"pages\",method=\"other\",status=\"4xx\"} 1",
            "guildhall_http_request_duration_seconds_bucket{area=\"oidc\",le=\"0.00025\"} 0",
            "guildhall_http_request_duration_seconds_bucket{area=\"oidc\",le=\"0.0005\"} 1",
            "guildhall_http_request_duration_seconds_bucket{area=\"oidc\",le=\"5\"} 1",
            "guildhall_http_request_duration_seconds_bucket{area=\"oidc\",le=\"+Inf\"} 2",
            "guildhall_http_request_duration_seconds_sum{area=\"oidc\"} 9.0003",
            "guildhall_http_request_duration_seconds_count{area=\"oidc\"} 2",
            "guildhall_http_request_duration_seconds_bucket{area=\"gateway\",le=\"0.0001\"} 19",
            "guildhall_gateway_decisions_total{decision=\"allowed\"} 1",
            "guildhall_gateway_decisions_total{decision=\"unauthenticated\"} 1",
            "guildhall_gateway_decisions_total{decision=\"forbidden\"} 1",
            "guildhall_gateway_decisions_total{decision=\"undecided\"} 7",
        ] {
            assert!(text.lines().any(|known| known == line), "{line}\n{text}");
        }
        assert!(!text.contains("method=\"GET\""), "what never came is left out");
    }

    #[test]
    fn an_upstream_is_told_about_where_there_is_one() {
        let metrics = Metrics::default();
        assert!(!metrics.text().contains("guildhall_gateway_circuit"));
        let mut text = String::new();
        let health = UpstreamHealth {
            circuit: Circuit::HalfOpen,
            times_opened: 2,
            running: 3,
            waiting: 4,
            answered: 5,
            failed: 6,
            turned_away: 7,
        };
        write_upstream(&mut text, &health);
        for line in [
            "guildhall_gateway_circuit{state=\"closed\"} 0",
            "guildhall_gateway_circuit{state=\"half_open\"} 1",
            "guildhall_gateway_circuit{state=\"open\"} 0",
            "guildhall_gateway_circuit_opened_total 2",
            "guildhall_gateway_upstream_calls_total{outcome=\"answered\"} 5",
            "guildhall_gateway_upstream_calls_total{outcome=\"failed\"} 6",
            "guildhall_gateway_upstream_calls_total{outcome=\"turned_away\"} 7",
            "guildhall_gateway_upstream_calls{state=\"running\"} 3",
            "guildhall_gateway_upstream_calls{state=\"waiting\"} 4",
        ] {
            assert!(text.lines().any(|known| known == line), "{line}\n{text}");
        }
    }

    #[tokio::test]
    async fn hashed_passwords_are_counted_where_they_are_hashed() {
        let metrics = Metrics::default();
        assert!(!metrics.text().contains("password"));
        let pool = PasswordPool::new(1, 1, domain::password::Argon2Cost::LEAST);
        metrics.watch_passwords(pool.clone());
        pool.hash("correct horse", &domain::SystemEntropy).await.unwrap();
        let text = metrics.text();
        assert!(text.contains("guildhall_password_hashes_total 1\n"), "{text}");
        assert!(text.contains("guildhall_password_hash_seconds_total 0."), "{text}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn waits_for_the_disk_are_counted_where_somebody_waits() {
        let metrics = Metrics::default();
        assert!(!metrics.text().contains("guildhall_disk"));
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open_sqlite(&folder.path().join("db"), store::SqliteOptions::default()).await.unwrap();
        metrics.watch_database(db.clone());
        let before = db.disk_waits().unwrap();
        store::testing::execute(&db, "DELETE FROM interactions WHERE tenant_id = 'none'", &[]).await;
        let after = db.disk_waits().unwrap();
        assert!(after.0 > before.0 && after.1 > before.1, "{before:?} {after:?}");
        let text = metrics.text();
        assert!(text.contains(&format!("guildhall_disk_waits_total {}\n", after.0)), "{text}");
        assert!(text.contains("guildhall_disk_wait_seconds_total 0."), "{text}");
    }

    #[test]
    fn a_connection_is_open_until_it_is_dropped() {
        let metrics = Arc::new(Metrics::default());
        let connection = metrics.connection();
        assert!(metrics.text().contains("guildhall_connections_open 1\n"));
        drop(connection);
        assert!(metrics.text().contains("guildhall_connections_open 0\n"));
        assert!(metrics.text().contains("guildhall_connections_total 1\n"));
    }
}
