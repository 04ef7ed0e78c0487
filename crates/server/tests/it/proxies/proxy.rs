//! A proxy's process, what is behind it, and a client that sends whatever it likes.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::Request,
};
use serde_json::{Value, json};

use crate::world::World;

const PATIENCE: Duration = Duration::from_secs(20);

/// Where things listen that a proxy stands in front of.
pub(super) struct Ports {
    pub(super) guildhall: SocketAddr,
    pub(super) application: SocketAddr,
}

/// Serves the gateway's own address, and an application that tells what arrived.
pub(super) async fn serve_what_is_behind(world: &World) -> Ports {
    let application = Router::new().fallback(tell);
    Ports { guildhall: serve(world.gateway_router.clone()).await, application: serve(application).await }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// The request, as JSON.
async fn tell(request: Request<Body>) -> Json<Value> {
    let (parts, body) = request.into_parts();
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in &parts.headers {
        headers.entry(name.to_string()).or_default().push(value.to_str().unwrap_or("?").to_owned());
    }
    let body = to_bytes(body, 1_000_000).await.unwrap();
    Json(json!({
        "method": parts.method.as_str(), "target": parts.uri.to_string(), "headers": headers,
        "body": String::from_utf8_lossy(&body), "isTheApplication": true,
    }))
}

/// A running proxy, which ends with the test.
pub(super) struct Proxy {
    child: Child,
    address: SocketAddr,
    // After the process: it has its files there.
    _folder: tempfile::TempDir,
}

/// An example's text with our ports instead of those in it, and where the proxy then listens.
pub(super) fn with_ports(example: &str, ports: &Ports) -> (String, SocketAddr) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut text = example.to_owned();
    for (from, to) in [
        ("127.0.0.1:8000", address),
        ("127.0.0.1:3003", ports.guildhall),
        ("127.0.0.1:8080", ports.application),
    ] {
        assert!(text.contains(from), "the example names {from}");
        text = text.replace(from, &to.to_string());
    }
    (text, address)
}

impl Proxy {
    /// Starts a program and waits until it listens. `command` is given the folder with the configuration in it.
    pub(super) fn start(
        name: &str,
        (file, text, address): (&str, &str, SocketAddr),
        command: impl FnOnce(&mut Command, &Path),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), text).unwrap();
        let mut program = Command::new(find(name));
        command(&mut program, folder.path());
        program.current_dir(folder.path()).stdin(Stdio::null());
        let mut child = program.spawn().unwrap();
        let deadline = PATIENCE.as_millis() / 20;
        for _ in 0..deadline {
            if TcpStream::connect(address).is_ok() {
                return Self { child, address, _folder: folder };
            }
            if let Some(status) = child.try_wait().unwrap() {
                panic!("{name} ended: {status}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{name} does not listen");
    }

    /// A request on a connection of its own.
    pub(super) fn send(&self, method: &str, target: &str, headers: &[&str]) -> Answer {
        let headers = headers.iter().flat_map(|line| [*line, "\r\n"]).collect::<String>();
        let length = if method == "POST" { "Content-Length: 0\r\n" } else { "" };
        self.raw(&format!(
            "{method} {target} HTTP/1.1\r\nHost: app.example\r\n{headers}{length}Connection: close\r\n\r\n"
        ))
    }

    /// These bytes, on a connection of their own, and everything that comes back.
    pub(super) fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::read(&bytes)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Asked to end, it ends its workers; nothing is left to do where it is gone.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// The program, also where only root's path leads.
#[expect(clippy::disallowed_methods, reason = "a shell would look there too")]
fn find(name: &str) -> PathBuf {
    let folders = std::env::var("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .chain(["/usr/sbin", "/usr/local/sbin", "/usr/local/bin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is not installed (Debian: apt-get install nginx-light caddy)"))
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let is_chunked =
            headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let body = if is_chunked { unchunk(body) } else { body.to_owned() };
        Self { status, headers, body }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// All values of a header, each as often as it came.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(own, _)| own == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Status and code of an answer that is not the application's.
    pub(super) fn refusal(&self) -> (u16, &'static str) {
        assert!(!self.is_from_the_application(), "{self:?}");
        let code = self.json()["code"].as_str().unwrap_or_else(|| panic!("{self:?}")).to_owned();
        (self.status, code.leak())
    }

    /// Whether the request arrived behind the proxy.
    pub(super) fn is_from_the_application(&self) -> bool {
        self.body.contains("isTheApplication")
    }
}

fn unchunk(body: &str) -> String {
    let (mut text, mut rest) = (String::new(), body);
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if size == 0 || after.len() < size {
            break;
        }
        text.push_str(&after[..size]);
        rest = after[size..].trim_start_matches("\r\n");
    }
    text
}
