//! The way over HTTP: real connections to listeners of this machine.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use http::header;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// How long a call may take that a test lets run into it.
const IMPATIENCE: Duration = Duration::from_millis(300);

/// A server at an address of its own, which gives tokens and remembers what it was asked, with whose credential.
#[derive(Clone)]
struct Listening {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<(String, String)>>>,
    act: Arc<Mutex<Act>>,
}

/// What it does with a call of the Management API.
#[derive(Clone)]
enum Act {
    /// Answers with somebody.
    Answer,
    /// Answers with this status and this `Location`.
    Redirect(StatusCode, String),
    /// Never answers.
    Hang,
}

async fn listen(State(server): State<Listening>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let authorization = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    server.seen.lock().push((format!("{method} {uri}"), authorization.unwrap_or_default()));
    if uri.path().ends_with("/oidc/token") {
        let token =
            json!({ "access_token": "machine", "token_type": "Bearer", "expires_in": 3600, "scope": "all" });
        return Json(token).into_response();
    }
    let act = server.act.lock().clone();
    match act {
        Act::Answer => Json(user("u")).into_response(),
        Act::Redirect(status, location) => {
            Response::builder().status(status).header(header::LOCATION, location).body(Body::empty()).unwrap()
        }
        Act::Hang => std::future::pending().await,
    }
}

impl Listening {
    async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self { address, seen: Arc::default(), act: Arc::new(Mutex::new(act)) };
        let router = Router::new().fallback(listen).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        server
    }

    fn take_seen(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.seen.lock())
    }
}

fn client_at(endpoint: String) -> Client {
    let options = ClientOptions { timeout: IMPATIENCE, ..ClientOptions::new(endpoint, "back end", "s:cret") };
    Client::new(options, Arc::new(FixedClock::new(UnixMillis(0))), Arc::new(SystemEntropy)).unwrap()
}

fn asked(line: &str, authorization: &str) -> (String, String) {
    (line.to_owned(), authorization.to_owned())
}

/// `back+end:s%3Acret`, both halves encoded before they are joined.
const BASIC: &str = "Basic YmFjaytlbmQ6cyUzQWNyZXQ=";
const BEARER: &str = "Bearer machine";

#[tokio::test]
async fn an_endpoint_may_have_a_path_and_a_slash_at_its_end() {
    let server = Listening::start(Act::Answer).await;
    for (endpoint, path) in [("", ""), ("/", ""), ("/id", "/id"), ("/a/id/", "/a/id")] {
        let client = client_at(format!("http://{}{endpoint}", server.address));
        assert_eq!(client.users().get("x/../y").await.unwrap().info.id, "u");
        assert_eq!(
            server.take_seen(),
            [
                asked(&format!("POST {path}/oidc/token"), BASIC),
                asked(&format!("GET {path}/api/users/x%2F..%2Fy"), BEARER)
            ]
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_token_goes_to_no_other_origin() {
    let elsewhere = Listening::start(Act::Answer).await;
    let target = format!("http://{}/api/users/u", elsewhere.address);
    for status in [301, 302, 303, 307, 308].map(|code| StatusCode::from_u16(code).unwrap()) {
        for location in [target.clone(), "/api/users/other".to_owned()] {
            let server = Listening::start(Act::Redirect(status, location)).await;
            let client = client_at(format!("http://{}", server.address));
            let error = client.users().get("u").await.unwrap_err();
            assert!(matches!(error, Error::UnexpectedStatus(answered) if answered == status), "{error:?}");
            let error = client.users().delete("u").await.unwrap_err();
            assert!(error.leaves_effect_unknown(), "{error:?}");
            let token = asked("POST /oidc/token", BASIC);
            assert_eq!(
                server.take_seen(),
                [token, asked("GET /api/users/u", BEARER), asked("DELETE /api/users/u", BEARER)]
            );
        }
    }
    assert_eq!(elsewhere.take_seen(), []);
}

#[tokio::test]
async fn the_secret_does_not_follow_a_redirect_of_the_token_endpoint() {
    let elsewhere = Listening::start(Act::Answer).await;
    let location = format!("http://{}/oidc/token", elsewhere.address);
    let redirect = (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client_at(format!("http://{}", listener.local_addr().unwrap()));
    let router = Router::new().fallback(move || std::future::ready(redirect.clone()));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let error = client.users().get("u").await.unwrap_err();
    assert!(matches!(error, Error::NoMachineToken { .. }), "{error:?}");
    assert_eq!(elsewhere.take_seen(), []);
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_told_so_and_leaves_the_effect_unknown() {
    let server = Listening::start(Act::Answer).await;
    let client = client_at(format!("http://{}", server.address));
    client.users().get("u").await.unwrap();
    *server.act.lock() = Act::Hang;
    server.take_seen();
    let error = client.users().delete("u").await.unwrap_err();
    assert!(matches!(error, Error::Timeout) && error.leaves_effect_unknown(), "{error:?}");
    assert_eq!(server.take_seen(), [asked("DELETE /api/users/u", BEARER)], "nothing is tried twice");
}

#[tokio::test]
async fn whether_anybody_was_reached_is_told_apart() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = client_at(format!("http://{nobody}"));
    let error = client.users().delete("u").await.unwrap_err();
    assert!(matches!(error, Error::NoMachineToken { .. }) && !error.leaves_effect_unknown(), "{error:?}");

    // One that gives a token, breaks off its first answer, gives none to the next call, and is gone.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client_at(format!("http://{}", listener.local_addr().unwrap()));
    tokio::spawn(async move {
        let token = r#"{"access_token":"machine","token_type":"Bearer","expires_in":3600,"scope":"all"}"#;
        for missing in [0, 1] {
            let mut connection = next_request(&listener).await;
            let length = token.len() + missing;
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
            );
            connection.write_all(format!("{head}{token}").as_bytes()).await.unwrap();
        }
        drop(next_request(&listener).await);
    });
    let error = client.users().delete("u").await.unwrap_err();
    assert!(matches!(error, Error::Body(_)) && error.leaves_effect_unknown(), "{error:?}");
    let error = client.users().delete("u").await.unwrap_err();
    assert!(matches!(error, Error::Broken(_)) && error.leaves_effect_unknown(), "{error:?}");
    let error = client.users().delete("u").await.unwrap_err();
    assert!(matches!(error, Error::NotConnected(_)) && !error.leaves_effect_unknown(), "{error:?}");
}

/// A connection on which something was asked.
async fn next_request(listener: &TcpListener) -> TcpStream {
    let (mut connection, _) = listener.accept().await.unwrap();
    assert_ne!(connection.read(&mut [0; 4096]).await.unwrap(), 0);
    connection
}
