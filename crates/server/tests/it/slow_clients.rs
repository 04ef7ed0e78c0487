//! Clients that take their time hold nothing for ever, and many hold no more than there is room for: bodies, heads, idle connections and
//! their number, over real sockets.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use server::serving::{self, Limits, Shutdown};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower::Service as _;

use crate::{browser::Browser, world::World};

/// Longer than anything may take. The clock is paused: it leaps ahead whenever nobody has anything to do.
const FOR_EVER: Duration = Duration::from_secs(600);

/// Serves on a real socket until the sender is dropped.
async fn listen(router: &Router) -> (SocketAddr, watch::Sender<bool>) {
    listen_to(router, Limits::DIRECT).await
}

/// As [`listen`], with other limits of connections.
async fn listen_to(router: &Router, limits: Limits) -> (SocketAddr, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, shutdown) = Shutdown::new();
    let router = router.clone();
    let handle = move |request: http::Request<hyper::body::Incoming>, _| {
        let mut router = router.clone();
        async move {
            match router.call(request.map(Body::new)).await {
                Ok(response) => response,
            }
        }
    };
    tokio::spawn(serving::serve((listener, limits), handle, Arc::default(), shutdown));
    (address, sender)
}

/// Sends `text`, then nothing, and reads until the server closes the connection.
async fn send_and_wait(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let end = tokio::time::timeout(FOR_EVER, stream.read_to_end(&mut answer)).await;
    end.expect("the connection is closed").unwrap();
    // Frames of HTTP/2 are no text.
    String::from_utf8_lossy(&answer).into_owned()
}

/// A request whose body of 100 bytes ends after two.
fn cut_short(path: &str, content_type: &str, headers: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\nContent-Length: 100\r\n{headers}\r\n{{ "
    )
}

#[tokio::test]
async fn a_body_that_never_comes_is_answered_in_the_form_of_its_area_and_closed() {
    let world = World::sqlite().await;
    let machine = world.machine_token().await;
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    let olivia = Browser::organization_token(&world, "olivia", "northwind").await;
    let (address, _running) = listen(&world.router).await;
    tokio::time::pause();
    for (path, content_type, headers, body) in [
        (
            "/oidc/token",
            form,
            String::new(),
            r#"{"code":"oidc.invalid_request","message":"Request is invalid.","error":"invalid_request","error_description":"the request body did not arrive in time"}"#,
        ),
        (
            "/api/users",
            json,
            format!("Authorization: Bearer {machine}\r\n"),
            r#"{"message":"The request body did not arrive in time."}"#,
        ),
        (
            "/org/organizations",
            json,
            format!("Authorization: Bearer {olivia}\r\n"),
            r#"{"code":"gateway.body_timeout","message":"The request body did not arrive in time."}"#,
        ),
    ] {
        let started = tokio::time::Instant::now();
        let answer = send_and_wait(address, &cut_short(path, content_type, &headers)).await;
        let (head, answered) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{path}: {answer}");
        assert!(head.contains("\r\nconnection: close"), "{path}: {answer}");
        assert_eq!(answered, body, "{path}");
        let waited = started.elapsed().as_secs();
        assert!((15..20).contains(&waited), "{path}: {waited} s");
    }
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_or_stops_in_the_middle_of_a_head_is_hung_up_on() {
    let (address, _running) = listen(&Router::new()).await;
    for text in ["", "P", "PRI * HTTP/2.0\r\n", "POST /oidc/token HTTP/1.1\r\nHost: x\r\n"] {
        let answer = send_and_wait(address, text).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{text}: {answer}");
    }
    // HTTP/2, whose settings are acknowledged and which then asks for nothing.
    let silent = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0";
    send_and_wait(address, silent).await;
}

#[tokio::test(start_paused = true)]
async fn a_connection_of_http_2_has_few_requests_at_a_time() {
    let (address, _running) = listen(&Router::new()).await;
    let mut stream = connect(address, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
    // A frame of settings (RFC 9113, sections 4.1 and 6.5), each an identifier and a value.
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.unwrap();
    let mut settings = vec![0; usize::from(head[2])];
    stream.read_exact(&mut settings).await.unwrap();
    assert_eq!(head[3], 4, "{head:?}");
    assert!(settings.chunks(6).any(|setting| setting == [0, 3, 0, 0, 0, 32]), "{settings:?}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_takes_long_to_answer_is_not_hung_up_on() {
    let slow = axum::routing::get(async || {
        tokio::time::sleep(FOR_EVER / 2).await;
        "at last"
    });
    let (address, _running) = listen(&Router::new().route("/", slow)).await;
    let answer = send_and_wait(address, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(answer.ends_with("\r\n\r\nat last"), "{answer}");
}

const ASK: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

async fn is_answered(stream: &mut TcpStream, within: Duration) -> bool {
    let mut answer = [0; 12];
    let read = tokio::time::timeout(within, stream.read_exact(&mut answer)).await;
    read.is_ok_and(|read| read.is_ok() && &answer == b"HTTP/1.1 200")
}

/// Answers `/` at once, and `/slow` never.
fn router() -> Router {
    let here = axum::routing::get(async || "here");
    Router::new().route("/", here).route("/slow", axum::routing::get(std::future::pending::<()>))
}

async fn connect(address: SocketAddr, text: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text).await.unwrap();
    stream
}

#[tokio::test]
async fn a_connection_beyond_the_most_there_may_be_is_served_once_another_closes() {
    let (address, _running) = listen_to(&router(), Limits { connections: 2, of_one_peer: 2 }).await;
    let mut open = Vec::new();
    for _ in 0..2 {
        open.push(connect(address, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    // One peer has all the places, and uses them: it gets no more.
    let mut third = connect(address, ASK).await;
    assert!(!is_answered(&mut third, FOR_EVER).await);
    open.pop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(is_answered(&mut connect(address, ASK).await, FOR_EVER).await);
}

#[tokio::test]
async fn who_keeps_every_place_and_asks_nothing_shuts_nobody_out() {
    for limits in [Limits { connections: 3, of_one_peer: 9 }, Limits { connections: 9, of_one_peer: 3 }] {
        let (address, _running) = listen_to(&router(), limits).await;
        let mut idle = Vec::new();
        for _ in 0..3 {
            idle.push(connect(address, b"").await);
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        assert!(is_answered(&mut connect(address, ASK).await, Duration::from_secs(5)).await);
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(1), idle[0].read_to_end(&mut rest)).await;
        assert!(closed.is_ok() && rest.is_empty(), "the oldest made room");
        idle[2].write_all(ASK).await.unwrap();
        assert!(is_answered(&mut idle[2], Duration::from_secs(5)).await, "the others stayed");
    }
}

#[tokio::test(start_paused = true)]
async fn a_first_request_comes_within_ten_seconds() {
    let (address, _running) = listen(&router()).await;
    let started = tokio::time::Instant::now();
    for text in ["", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        send_and_wait(address, text).await;
    }
    assert!((20..22).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
}
