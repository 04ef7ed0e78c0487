//! The listener.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the wire does with one request.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Answers these bytes and keeps the connection.
    Say(String),
    /// Answers these bytes and closes the connection.
    SayAndClose(String),
    /// Answers these bytes and resets the connection.
    SayAndReset(String),
    /// Closes the connection without a byte.
    Close,
    /// Answers these bytes one at a time, slowly.
    Trickle(String),
    /// Never answers.
    Hang,
}

/// What to do with a request of this first line.
type Script = Box<dyn Fn(&str) -> Act + Send>;

/// A listener that does what its script says with each request but those for a token.
#[derive(Clone)]
pub(super) struct Wire {
    pub(super) endpoint: String,
    script: Arc<Mutex<Script>>,
    requests: Arc<Mutex<Vec<String>>>,
    at_once: Arc<AtomicUsize>,
    pub(super) most_at_once: Arc<AtomicUsize>,
}

pub(super) fn ok(content_type: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n{body}")
}

pub(super) fn status(line: &str) -> String {
    let body = r#"{"code":"x","message":"y"}"#;
    format!(
        "HTTP/1.1 {line}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What a good upstream says to who reads the organization.
pub(super) fn good(line: &str) -> Act {
    let body = match line.split(' ').nth(1).unwrap() {
        "/api/users/anna" => json!({ "id": "anna", "isSuspended": false }),
        "/api/applications/app" => json!({ "id": "app", "isThirdParty": false }),
        "/api/organizations/fjord/users/anna/scopes" => {
            json!([{ "id": "r", "name": "org:read" }, { "id": "d", "name": "org:delete" }])
        }
        "/api/organizations/fjord/applications?page=1&page_size=100" => json!([]),
        _ => json!({ "tenantId": "default", "id": "fjord", "name": "Fjord" }),
    };
    Act::Say(ok("application/json", &body.to_string()))
}

impl Wire {
    /// One that does the same with every request.
    pub(super) async fn always(act: Act) -> Self {
        Self::start(move |_| act.clone()).await
    }

    pub(super) async fn start(script: impl Fn(&str) -> Act + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self {
            endpoint: format!("http://{}", listener.local_addr().unwrap()),
            script: Arc::new(Mutex::new(Box::new(script))),
            requests: Arc::default(),
            at_once: Arc::default(),
            most_at_once: Arc::default(),
        };
        let serving = wire.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let wire = serving.clone();
                tokio::spawn(async move { wire.serve(connection).await });
            }
        });
        wire
    }

    async fn serve(&self, mut connection: TcpStream) {
        let mut received = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let Ok(read @ 1..) = connection.read(&mut buffer).await else { return };
            received.extend_from_slice(&buffer[..read]);
            let Some((request_line, length)) = whole_request(&received) else { continue };
            received.drain(..length);
            let is_open = if request_line.starts_with("POST /oidc/token ") {
                let token = json!({ "access_token": "m", "expires_in": 3600, "token_type": "Bearer", "scope": "all" });
                connection.write_all(ok("application/json", &token.to_string()).as_bytes()).await.is_ok()
            } else {
                let act = self.script.lock()(&request_line);
                self.requests.lock().push(request_line);
                self.most_at_once
                    .fetch_max(self.at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                let is_open = act.perform(&mut connection).await;
                self.at_once.fetch_sub(1, Ordering::SeqCst);
                is_open
            };
            if !is_open {
                return;
            }
        }
    }

    pub(super) fn set(&self, script: impl Fn(&str) -> Act + Send + 'static) {
        *self.script.lock() = Box::new(script);
    }

    pub(super) fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock())
    }
}

impl Act {
    /// Whether the connection stays open.
    async fn perform(self, connection: &mut TcpStream) -> bool {
        match self {
            Self::Say(text) => connection.write_all(text.as_bytes()).await.is_ok(),
            Self::SayAndClose(text) => {
                let _ = connection.write_all(text.as_bytes()).await;
                false
            }
            Self::SayAndReset(text) => {
                let _ = connection.write_all(text.as_bytes()).await;
                let _ = connection.flush().await;
                tokio::time::sleep(Duration::from_millis(20)).await;
                connection.set_zero_linger().unwrap();
                false
            }
            Self::Close => false,
            Self::Trickle(text) => {
                for byte in text.bytes() {
                    if connection.write_all(&[byte]).await.is_err() {
                        return false;
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                true
            }
            Self::Hang => {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                false
            }
        }
    }
}

/// The first line of a request that is there whole, and how many bytes it takes.
fn whole_request(received: &[u8]) -> Option<(String, usize)> {
    let text = String::from_utf8_lossy(received);
    let head = text.find("\r\n\r\n")? + 4;
    let length =
        text[..head].lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    let whole = head + length.unwrap_or(0);
    (received.len() >= whole).then(|| (text.lines().next().unwrap().to_owned(), whole))
}
