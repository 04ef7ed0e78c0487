//! An upstream whose every byte the test writes: it refuses, breaks off, trickles, lies.

mod listener;

use std::sync::atomic::Ordering;
use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::*;
use crate::upstream::Circuit;
use listener::{Act, Wire, good, ok, status};

/// An answer, and what it ends in.
type Case = (&'static str, Act, u16, &'static str);

const UNCLEAR: &str = "gateway.upstream_unclear";

/// What a good answer about the user is.
fn the_user() -> String {
    json!({ "id": "anna", "isSuspended": false }).to_string()
}

/// Answers that come whole and are none.
fn of_another_kind() -> Vec<Case> {
    let (user, unclear) = (the_user(), UNCLEAR);
    vec![
        ("another content type", Act::Say(ok("text/html", &user)), 502, unclear),
        ("no content type", Act::Say(ok("", &user)), 502, unclear),
        ("a content type like it", Act::Say(ok("application/json5", &user)), 502, unclear),
        ("no JSON", Act::Say(ok("application/json", "<html>")), 502, unclear),
        ("nothing", Act::Say(ok("application/json", "")), 502, unclear),
        ("JSON and more", Act::Say(ok("application/json", &format!("{user}{user}"))), 502, unclear),
        ("another shape", Act::Say(ok("application/json", "[]")), 502, unclear),
        ("null", Act::Say(ok("application/json", "null")), 502, unclear),
        (
            "a member of another type",
            Act::Say(ok("application/json", r#"{"id":"anna","isSuspended":0}"#)),
            502,
            unclear,
        ),
        (
            "a member twice",
            Act::Say(ok("application/json", r#"{"id":"anna","isSuspended":true,"isSuspended":false}"#)),
            502,
            unclear,
        ),
        (
            "another success",
            Act::Say(ok("application/json", &user).replace("200 OK", "201 Created")),
            502,
            unclear,
        ),
        ("no content", Act::Say("HTTP/1.1 204 No Content\r\n\r\n".to_owned()), 502, unclear),
        (
            "partial content",
            Act::Say(ok("application/json", &user).replace("200 OK", "206 Partial Content")),
            502,
            unclear,
        ),
        (
            "a redirect",
            Act::Say(status("302 Found\r\nlocation: /api/users/dora")),
            502,
            "gateway.upstream_failed",
        ),
    ]
}

/// Answers that do not come, or not whole, or not in time.
fn that_do_not_come() -> Vec<Case> {
    let (user, long, unclear) = (the_user(), "x".repeat(100), UNCLEAR);
    vec![
        (
            "cut off",
            Act::SayAndClose(ok("application/json", &user).replace(&user, &user[..20])),
            502,
            unclear,
        ),
        (
            "cut off without a length",
            Act::SayAndClose(format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{}",
                &user[..20]
            )),
            502,
            unclear,
        ),
        (
            "reset in the middle",
            Act::SayAndReset(ok("application/json", &user).replace(&user, &user[..20])),
            502,
            unclear,
        ),
        (
            "a chunk cut off",
            Act::SayAndClose(format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n64\r\n{long}\r\n"
            )),
            502,
            unclear,
        ),
        (
            "no HTTP",
            Act::SayAndClose("220 smtp.example ESMTP\r\n".to_owned()),
            502,
            "gateway.upstream_unreachable",
        ),
        ("closed", Act::Close, 502, "gateway.upstream_unreachable"),
        ("500", Act::Say(status("500 Internal Server Error")), 502, "gateway.upstream_failed"),
        ("429", Act::Say(status("429 Too Many Requests")), 503, "gateway.upstream_unavailable"),
        ("slow", Act::Hang, 504, "gateway.upstream_timeout"),
        ("trickling", Act::Trickle(ok("application/json", &user)), 504, "gateway.upstream_timeout"),
    ]
}

#[tokio::test]
async fn whatever_is_no_clear_answer_lets_nothing_through() {
    for (name, act, status, code) in of_another_kind().into_iter().chain(that_do_not_come()) {
        let of_the_user =
            move |line: &str| if line.starts_with("GET /api/users/anna ") { act.clone() } else { good(line) };
        let wire = Wire::start(good).await;
        let (fixture, _upstream) = in_front_of(wire.endpoint.clone(), impatient()).await;
        assert_eq!(read(&fixture).await.0, 200);
        wire.take_requests();
        wire.set(of_the_user);
        assert_eq!(read(&fixture).await, outcome(status, code), "{name}");
        let asked = wire.take_requests();
        assert!(
            !asked.is_empty() && asked.iter().all(|line| line.starts_with("GET /api/")),
            "{name}: {asked:?}"
        );
        assert!(!asked.iter().any(|line| line.contains("dora")), "{name}: no redirect is followed");
        assert!(
            !asked.iter().any(|line| line.starts_with("GET /api/organizations/fjord ")),
            "{name}: {asked:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_larger_than_any_good_one_is_not_read() {
    let body = json!({ "id": "anna", "isSuspended": false, "padding": "x".repeat(10_000) }).to_string();
    let wire = Wire::always(Act::Say(ok("application/json", &body))).await;
    let limits = UpstreamLimits { max_answer_bytes: 1_000, ..UpstreamLimits::default() };
    let (fixture, upstream) = in_front_of(wire.endpoint.clone(), limits).await;
    for _ in 0..10 {
        assert_eq!(read(&fixture).await, outcome(502, "gateway.upstream_too_large"));
    }
    // Whoever has a long list must not close the gateway for everybody.
    assert_eq!(upstream.health().unwrap().circuit, Circuit::Closed);
}

#[tokio::test]
async fn an_upstream_that_is_not_there_is_said_so() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (fixture, _upstream) = in_front_of(endpoint, UpstreamLimits::default()).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let reply = fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (503, "gateway.no_machine_token"));
    assert_eq!(reply.headers["retry-after"], "1");
    // A refusal that needs nobody else still works.
    let reply = fixture.call(Method::GET, "/organizations/lake", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (403, "gateway.wrong_organization"));
}

/// A gateway in front of an upstream that is good but for requests that begin like this, to which it does not answer.
async fn without_answers_to(beginning: &'static str) -> (Fixture, Wire) {
    let script = move |line: &str| if line.starts_with(beginning) { Act::Close } else { good(line) };
    let wire = Wire::start(script).await;
    let (fixture, _upstream) = in_front_of(wire.endpoint.clone(), UpstreamLimits::default()).await;
    (fixture, wire)
}

fn times(requests: &[String], beginning: &str) -> usize {
    requests.iter().filter(|line| line.starts_with(beginning)).count()
}

#[tokio::test]
async fn a_read_whose_connection_fails_before_any_answer_is_made_once_more() {
    let (fixture, wire) = without_answers_to("GET /api/organizations/fjord ").await;
    assert_eq!(read(&fixture).await, outcome(502, "gateway.upstream_unreachable"));
    let requests = wire.take_requests();
    assert_eq!(times(&requests, "GET /api/organizations/fjord "), 2, "{requests:?}");
    assert_eq!(times(&requests, "GET /api/users/anna "), 1, "{requests:?}");
}

#[tokio::test]
async fn a_write_is_never_made_twice() {
    let (fixture, wire) = without_answers_to("DELETE ").await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let reply = fixture.call(Method::DELETE, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (502, "gateway.upstream_unreachable"));
    assert_eq!(times(&wire.take_requests(), "DELETE "), 1);
}

#[tokio::test]
async fn an_upstream_that_fails_is_left_alone_and_found_again() {
    let wire = Wire::always(Act::Say(status("503 Service Unavailable"))).await;
    let (fixture, upstream) = in_front_of(wire.endpoint.clone(), UpstreamLimits::default()).await;
    for _ in 0..5 {
        assert_eq!(read(&fixture).await, outcome(503, "gateway.upstream_unavailable"));
    }
    let health = upstream.health().unwrap();
    assert_eq!((health.circuit, health.times_opened), (Circuit::Open, 1));
    wire.take_requests();
    let token = organization_token("anna", "fjord", &all_permissions());
    let reply = fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (503, "gateway.upstream_unavailable"));
    let seconds: u32 = reply.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=2).contains(&seconds));
    assert_eq!(wire.take_requests(), Vec::<String>::new(), "nobody was asked");
    assert!(upstream.health().unwrap().turned_away > 0);

    // It works again: whoever comes next finds that out, and then everybody passes.
    wire.set(good);
    fixture.clock.advance(Duration::from_secs(2));
    assert_eq!(read(&fixture).await.0, 200);
    assert_eq!(upstream.health().unwrap().circuit, Circuit::Closed);
}

#[tokio::test]
async fn calls_beyond_the_bound_wait_and_calls_beyond_the_queue_are_told_to_come_back() {
    let wire = Wire::always(Act::Hang).await;
    let limits = UpstreamLimits {
        timeout: Duration::from_secs(2),
        max_calls: 3,
        max_waiting: 4,
        max_wait: Duration::from_millis(500),
        ..UpstreamLimits::default()
    };
    let (fixture, upstream) = in_front_of(wire.endpoint.clone(), limits).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let callers = (0..20).map(|_| fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null));
    for reply in futures_util::future::join_all(callers).await {
        match reply.outcome() {
            (503, "gateway.busy") => assert_eq!(reply.headers["retry-after"], "1"),
            (504, "gateway.upstream_timeout") => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(wire.most_at_once.load(Ordering::SeqCst), 3);
    let health = upstream.health().unwrap();
    assert!(health.turned_away > 0, "{health:?}");
    assert_eq!((health.running, health.waiting), (0, 0), "every place was given back");
}
