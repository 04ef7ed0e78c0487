use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse as _;
use domain::{FixedClock, SystemEntropy};
use http::HeaderMap;
use parking_lot::Mutex as SyncMutex;

use super::*;
use crate::error::Error;
use crate::transport::{Link, Transport};

/// A token endpoint that counts requests.
#[derive(Clone)]
struct Endpoint {
    requests: Arc<AtomicUsize>,
    answer: Arc<SyncMutex<(StatusCode, serde_json::Value)>>,
    seen: Arc<SyncMutex<Vec<(String, String)>>>,
    /// Whether its answers are declared to be JSON.
    is_declared: Arc<SyncMutex<bool>>,
}

async fn token(
    State(endpoint): State<Endpoint>,
    headers: HeaderMap,
    body: String,
) -> axum::response::Response {
    let number = endpoint.requests.fetch_add(1, Ordering::SeqCst) + 1;
    endpoint.seen.lock().push((headers["authorization"].to_str().unwrap().to_owned(), body));
    tokio::time::sleep(Duration::from_millis(20)).await;
    let (status, mut answer) = endpoint.answer.lock().clone();
    if answer["access_token"] == "numbered" {
        answer["access_token"] = serde_json::json!(format!("machine-{number}"));
    }
    if *endpoint.is_declared.lock() {
        return (status, axum::Json(answer)).into_response();
    }
    (status, answer.to_string()).into_response()
}

fn start() -> (Endpoint, Arc<Machine<Link>>, Arc<FixedClock>) {
    let answer = serde_json::json!({ "access_token": "numbered", "expires_in": 3600, "token_type": "Bearer", "scope": "all" });
    let endpoint = Endpoint {
        requests: Arc::default(),
        answer: Arc::new(SyncMutex::new((StatusCode::OK, answer))),
        seen: Arc::default(),
        is_declared: Arc::new(SyncMutex::new(true)),
    };
    let router = Router::new().route("/oidc/token", axum::routing::post(token)).with_state(endpoint.clone());
    let link = Link { transport: Transport::in_process(router), timeout: Duration::from_secs(10) };
    let credential = MachineCredential {
        client_id: "machine".to_owned(),
        client_secret: PlainToken::new("p+ss w:rd"),
        resource: "https://default.logto.app/api".to_owned(),
    };
    let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(1_790_000_000)));
    let surroundings: Surroundings = (clock.clone(), Arc::new(SystemEntropy));
    let machine = Machine::new(TokenSource::ClientCredentials(credential), Arc::new(link), surroundings);
    (endpoint, Arc::new(machine), clock)
}

fn text(token: &Arc<MachineToken>) -> String {
    token.token.reveal().to_owned()
}

#[tokio::test]
async fn many_callers_at_once_cause_one_request_with_encoded_credentials() {
    let (endpoint, machine, _clock) = start();
    let callers = (0..50).map(|_| machine.current(None));
    for token in futures_util::future::join_all(callers).await {
        assert_eq!(text(&token.unwrap()), "machine-1");
    }
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 1);
    let (authorization, body) = endpoint.seen.lock()[0].clone();
    assert_eq!(authorization, format!("Basic {}", STANDARD.encode("machine:p%2Bss+w%3Ard")));
    assert_eq!(
        body,
        "grant_type=client_credentials&resource=https%3A%2F%2Fdefault.logto.app%2Fapi&scope=all"
    );
}

#[tokio::test]
async fn a_token_is_renewed_ahead_of_its_end_while_callers_go_on_with_the_old_one() {
    let (endpoint, machine, clock) = start();
    machine.current(None).await.unwrap();
    clock.advance(Duration::from_secs(3539));
    assert_eq!(text(&machine.current(None).await.unwrap()), "machine-1");
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 1);
    clock.advance(Duration::from_secs(1));
    for _ in 0..20 {
        assert_eq!(text(&machine.current(None).await.unwrap()), "machine-1");
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(text(&machine.current(None).await.unwrap()), "machine-2");
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_past_its_end_is_never_used() {
    let (endpoint, machine, clock) = start();
    machine.current(None).await.unwrap();
    clock.advance(Duration::from_secs(3600));
    assert_eq!(text(&machine.current(None).await.unwrap()), "machine-2");
    endpoint.answer.lock().0 = StatusCode::INTERNAL_SERVER_ERROR;
    clock.advance(Duration::from_secs(3600));
    assert!(matches!(machine.current(None).await, Err(Error::NoMachineToken { .. })));
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_for_all_who_saw_it_refused() {
    let (endpoint, machine, _clock) = start();
    let refused = machine.current(None).await.unwrap();
    let callers = (0..20).map(|_| machine.current(Some(&refused)));
    for token in futures_util::future::join_all(callers).await {
        assert_eq!(text(&token.unwrap()), "machine-2");
    }
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 2);
}

/// How long nobody tries again after the next failure, which this causes.
async fn wait_after_failure(machine: &Arc<Machine<Link>>) -> Duration {
    match machine.current(None).await {
        Err(Error::NoMachineToken { retry_after, .. }) => retry_after,
        other => panic!("a failure was expected: {other:?}"),
    }
}

#[tokio::test]
async fn a_failure_is_remembered_for_a_moment_and_then_tried_again() {
    let (endpoint, machine, clock) = start();
    endpoint.answer.lock().0 = StatusCode::SERVICE_UNAVAILABLE;
    let callers = (0..20).map(|_| machine.current(None));
    for token in futures_util::future::join_all(callers).await {
        assert!(matches!(token, Err(Error::NoMachineToken { .. })));
    }
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 1);
    endpoint.answer.lock().0 = StatusCode::OK;
    clock.advance(Duration::from_secs(1));
    assert_eq!(text(&machine.current(None).await.unwrap()), "machine-2");
}

#[tokio::test]
async fn a_token_endpoint_that_keeps_failing_is_asked_less_and_less_often() {
    let (endpoint, machine, clock) = start();
    endpoint.answer.lock().0 = StatusCode::INTERNAL_SERVER_ERROR;
    for (failure, longest) in [1, 2, 4, 8, 16, 32, 60, 60].into_iter().enumerate() {
        let wait = wait_after_failure(&machine).await;
        let longest = Duration::from_secs(longest);
        assert!(wait >= longest / 2 && wait <= longest, "{wait:?} after {}", failure + 1);
        assert_eq!(endpoint.requests.load(Ordering::SeqCst), failure + 1);
        // Until the wait is over nobody is asked, and everybody is told what is left of it.
        clock.advance(wait.checked_sub(Duration::from_millis(1)).unwrap());
        assert!(wait_after_failure(&machine).await <= Duration::from_millis(1));
        assert_eq!(endpoint.requests.load(Ordering::SeqCst), failure + 1);
        clock.advance(Duration::from_millis(2));
    }
    endpoint.answer.lock().0 = StatusCode::OK;
    let refused = machine.current(None).await.unwrap();
    endpoint.answer.lock().0 = StatusCode::INTERNAL_SERVER_ERROR;
    let failure = machine.current(Some(&refused)).await;
    let Err(Error::NoMachineToken { retry_after, .. }) = failure else { panic!("{failure:?}") };
    assert!(retry_after <= Duration::from_secs(1), "a success begins anew: {retry_after:?}");
}

#[tokio::test]
async fn a_failing_renewal_ahead_of_the_end_is_not_repeated_by_every_caller() {
    let (endpoint, machine, clock) = start();
    machine.current(None).await.unwrap();
    endpoint.answer.lock().0 = StatusCode::INTERNAL_SERVER_ERROR;
    clock.advance(Duration::from_secs(3541));
    for _ in 0..20 {
        assert_eq!(text(&machine.current(None).await.unwrap()), "machine-1");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_without_the_management_scope_or_of_another_type_is_none() {
    for (member, value) in [
        ("expires_in", "soon"),
        ("scope", "openid"),
        ("scope", ""),
        ("scope", "allall"),
        ("token_type", "DPoP"),
        ("access_token", ""),
    ] {
        let (endpoint, machine, _clock) = start();
        endpoint.answer.lock().1[member] = serde_json::json!(value);
        assert!(matches!(machine.current(None).await, Err(Error::NoMachineToken { .. })), "{member}={value}");
    }
}

#[tokio::test]
async fn who_is_refused_knows_why_until_it_is_let_in() {
    let (endpoint, machine, clock) = start();
    let asked = async |status: StatusCode| {
        endpoint.answer.lock().0 = status;
        clock.advance(Duration::from_secs(3600));
        (machine.prepare().await.is_ok(), machine.admission())
    };
    let refused = |why: &str| (false, Admission::Refused(why.to_owned()));
    assert_eq!(machine.admission(), Admission::Unknown);
    // What says nothing about the credential changes nothing.
    for status in
        [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT]
    {
        assert_eq!(asked(status).await, (false, Admission::Unknown), "{status}");
    }
    let unauthorized = refused("the token endpoint answered 401 Unauthorized");
    assert_eq!(asked(StatusCode::UNAUTHORIZED).await, unauthorized);
    assert_eq!(asked(StatusCode::BAD_GATEWAY).await, unauthorized);
    assert_eq!(asked(StatusCode::OK).await, (true, Admission::Admitted));
    assert_eq!(asked(StatusCode::BAD_GATEWAY).await, (false, Admission::Admitted));
    endpoint.answer.lock().1["scope"] = serde_json::json!("");
    let why =
        "the token endpoint gave a token without the Management API's scope: the application lacks the role";
    assert_eq!(asked(StatusCode::OK).await, refused(why));
    let Admission::Refused(why) = machine.admission() else { panic!("it was refused") };
    assert!(!why.contains("p+ss"), "{why}");
}

#[tokio::test]
async fn a_token_in_what_is_not_declared_to_be_json_is_none() {
    let (endpoint, machine, clock) = start();
    *endpoint.is_declared.lock() = false;
    assert!(matches!(machine.current(None).await, Err(Error::NoMachineToken { .. })));
    *endpoint.is_declared.lock() = true;
    clock.advance(Duration::from_secs(1));
    assert!(machine.current(None).await.is_ok());
}

#[test]
fn secrets_are_in_no_debug_output() {
    let credential = MachineCredential {
        client_id: "machine".to_owned(),
        client_secret: PlainToken::new("fjord-Lamp-77"),
        resource: String::new(),
    };
    let token = MachineToken { token: PlainToken::new("fjord-Lamp-77"), expires_at: UnixMillis(0) };
    assert!(!format!("{credential:?}{token:?}").contains("fjord-Lamp-77"));
}
