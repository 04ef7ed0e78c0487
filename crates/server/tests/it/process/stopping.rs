//! A gateway is told to stop while it makes something for a caller who has hung up: what it has begun it finishes.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use guard::http_client::{HttpClient, http_client};
use http::Method;
use http_body_util::Full;
use serde_json::{Value, json};
use server::dev::client::HeadlessClient;
use tokio::{io::AsyncWriteExt as _, net::TcpStream, sync::Notify};

use super::{
    dev::{machine_token, organization_token},
    gateway::gateway_at,
    running::Place,
};
use crate::text;

/// The server as a gateway reaches it: the second of the calls that found an organization takes long.
#[derive(Clone)]
struct SlowWay {
    client: HttpClient,
    endpoint: String,
    is_halfway: Arc<Notify>,
}

impl SlowWay {
    /// Starts to listen; its address.
    async fn start(self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass_on).with_state(self);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        address
    }
}

async fn pass_on(State(way): State<SlowWay>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    if parts.method == Method::POST && parts.uri.path().ends_with("/users") {
        way.is_halfway.notify_one();
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    parts.uri = format!("{}{}", way.endpoint, parts.uri).parse().unwrap();
    parts.headers.remove(http::header::HOST);
    let body = Full::new(to_bytes(body, 1_000_000).await.unwrap());
    way.client.request(Request::from_parts(parts, body)).await.unwrap().map(Body::new)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_is_told_to_stop_finishes_what_it_has_begun_for_a_caller_who_hung_up() {
    let place = Place::new(None);
    let (_server, credentials) = place.dev();
    let is_halfway = Arc::new(Notify::new());
    let way = SlowWay {
        client: http_client(Duration::from_secs(2)).unwrap(),
        endpoint: credentials.endpoint.clone(),
        is_halfway: Arc::clone(&is_halfway),
    };
    let issuer = format!("{}/oidc", credentials.endpoint);
    let gateway = gateway_at(&place, &credentials, &["--upstream", &way.start().await, "--issuer", &issuer]);

    let olivia = organization_token(&credentials, "olivia").await;
    let body = json!({ "name": "Founded in passing" }).to_string();
    let address = gateway.endpoint.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /organizations HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {olivia}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    tokio::time::timeout(Duration::from_secs(30), is_halfway.notified()).await.expect("the second call");
    drop(connection);
    let stopped = tokio::task::spawn_blocking(move || gateway.terminate()).await.unwrap();
    assert!(stopped.success());

    let machine = machine_token(&credentials).await;
    let get = async |path: &str| {
        let mut client = HeadlessClient::new(&credentials.endpoint).unwrap();
        client.json(Method::GET, path, Value::Null, Some(&machine)).await.unwrap().json()
    };
    let founded = get("/api/organizations?q=Founded").await;
    assert_eq!((founded.as_array().map(Vec::len), &founded[0]["customData"]), (Some(1), &json!({})));
    let members = get(&format!("/api/organizations/{}/users", text(&founded[0], "id"))).await;
    assert_eq!((&members[0]["username"], members.as_array().map(Vec::len)), (&json!("olivia"), Some(1)));
    assert_eq!(members[0]["organizationRoles"][0]["name"], "admin");
}
