//! `guildhall gateway` before a server that does not let it in.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::Child,
    time::Duration,
};

use http::Method;
use serde_json::{Value, json};
use server::dev::client::HeadlessClient;
use tokio::time::Instant;

use super::{
    dev::machine_token,
    gateway::{call, serve},
    guildhall,
    running::Place,
};
use crate::text;

/// A gateway that need not be ready. It ends with the test.
struct Unready {
    child: Child,
    endpoint: String,
}

impl Unready {
    fn start(upstream: &str, client_id: &str, secret: &str) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut command = guildhall(&["gateway", "--gateway-listen", &free, "--upstream", upstream]);
        command.args(["--client-id", client_id]).env("GUILDHALL_CLIENT_SECRET", secret);
        Self { child: command.spawn().unwrap(), endpoint: format!("http://{free}") }
    }

    /// Waits until `/readyz` answers with this status and words that begin so; what it says.
    async fn says(&self, status: u16, beginning: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(90);
        let client = || HeadlessClient::new(&self.endpoint).unwrap();
        loop {
            let answer = client().get("/readyz").await;
            match &answer {
                Ok(answer) if answer.status.as_u16() == status && answer.body.starts_with(beginning) => {
                    return answer.body.clone();
                }
                _ => assert!(Instant::now() < deadline, "{answer:?}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What it writes to its output first, when it does. All that is written after it is lost.
    fn first_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        line
    }

    /// Ends it; what it wrote to its output and to its log.
    fn wrote(mut self) -> (String, String) {
        self.child.kill().unwrap();
        let (mut output, mut log) = (String::new(), String::new());
        self.child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (output, log)
    }
}

impl Drop for Unready {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_whose_credential_is_refused_says_so_and_is_ready_once_it_is_let_in() {
    const REFUSED: &str = "the server behind does not let this gateway in: ";
    let place = Place::new(None);
    let (server, credentials) = serve(&place);
    let machine = machine_token(&credentials).await;
    let api = async |method: Method, path: &str, body: Value| {
        let answer = call(&server.endpoint, (method, path), &machine, body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        answer.json()
    };
    let body = json!({ "name": "Gateway", "type": "MachineToMachine" });
    let id = text(&api(Method::POST, "/api/applications", body).await, "id");
    let secrets = api(Method::GET, &format!("/api/applications/{id}/secrets"), Value::Null).await;
    let secret = text(&secrets[0], "value");
    let wrong = Unready::start(&server.endpoint, &id, "Wrong-Secret-77");
    let without_role = Unready::start(&server.endpoint, &id, &secret);
    let told = wrong.says(503, REFUSED).await;
    assert!(told.contains("the token endpoint answered 4") && !told.contains("Wrong-Secret-77"), "{told}");
    without_role.says(503, REFUSED).await;
    // The process lives, whatever it may do.
    let alive = HeadlessClient::new(&wrong.endpoint).unwrap().get("/healthz").await.unwrap();
    assert_eq!((alive.status.as_u16(), alive.body.as_str()), (200, "ok\n"));

    let roles = api(Method::GET, "/api/roles?type=MachineToMachine", Value::Null).await;
    let name = protocol::identifiers::MANAGEMENT_API_ROLE_NAME;
    let role = roles.as_array().unwrap().iter().find(|role| role["name"] == name).expect("the role");
    let body = json!({ "roleIds": [role["id"]] });
    api(Method::POST, &format!("/api/applications/{id}/roles"), body).await;
    assert_eq!(without_role.says(200, "").await, "ready\n");

    let mut without_role = without_role;
    let line = tokio::task::spawn_blocking(move || (without_role.first_line(), without_role));
    let (line, without_role) = tokio::time::timeout(Duration::from_secs(90), line).await.unwrap().unwrap();
    assert!(line.starts_with("guildhall ready http://"), "{line}");
    for gateway in [wrong, without_role] {
        let (output, log) = gateway.wrote();
        assert_eq!(output, "");
        assert!(log.contains("does not let this gateway in") && !log.contains("Wrong-Secret-77"), "{log}");
        assert!(!log.contains(&secret), "{log}");
    }
}
