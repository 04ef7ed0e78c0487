//! What Traefik and Envoy ask, byte for byte as they write it, with the rules of the examples. Neither is to be had as a package, so no real one
//! runs in the tests; nginx and Caddy do, in `server`.
//!
//! Traefik (ForwardAuth with `trustForwardHeader: false`): a GET of the address with the client's headers but those of one hop, and `X-Forwarded-*`
//! written anew. Envoy (`ext_authz` over HTTP): the request's own method and authority, its path after `path_prefix`, of the client's headers
//! `Authorization` alone, `Content-Length: 0`, and what every call of Envoy's carries.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::policy::Policy;
use crate::tests::fixture::{Fixture, organization_token, token};

const EXAMPLE: &str = include_str!("../../../../../examples/forward-auth/gateway.toml");
const PROXIES: [Proxy; 2] = [("traefik", traefik), ("envoy", envoy)];

/// A kind, and how it asks about what it was sent.
type Proxy = (&'static str, fn(&Sent) -> String);

/// What a client sent to the proxy.
struct Sent {
    method: &'static str,
    target: &'static str,
    headers: Vec<(&'static str, String)>,
}

fn sent(method: &'static str, target: &'static str) -> Sent {
    let headers = [("User-Agent", "curl/8.14.1"), ("Accept", "*/*"), ("Cookie", "theme=dark")];
    Sent { method, target, headers: headers.map(|(name, value)| (name, value.to_owned())).into() }
}

impl Sent {
    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn bearer(self, token: &str) -> Self {
        self.with("Authorization", format!("Bearer {token}"))
    }
}

fn traefik(sent: &Sent) -> String {
    let mut question = "GET /forward-auth HTTP/1.1\r\nHost: guildhall:3003\r\n".to_owned();
    // Sorted by name, as Go writes them. What the middleware before it takes away is gone.
    let mut headers: Vec<(&str, &str)> = vec![
        ("Accept-Encoding", "gzip"),
        ("X-Forwarded-For", "203.0.113.7"),
        ("X-Forwarded-Host", "app.example"),
        ("X-Forwarded-Method", sent.method),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Server", "edge-1"),
        ("X-Forwarded-Uri", sent.target),
        ("X-Real-Ip", "203.0.113.7"),
    ];
    let of_client = sent.headers.iter().map(|(name, value)| (*name, value.as_str()));
    let is_sent_on = |name: &str| !name.starts_with("X-Guildhall-") && !name.starts_with("X-Forwarded-");
    headers.extend(of_client.filter(|(name, _)| is_sent_on(name)));
    headers.sort_by_key(|(name, _)| *name);
    for (name, value) in headers {
        write!(question, "{name}: {value}\r\n").unwrap();
    }
    question + "\r\n"
}

fn envoy(sent: &Sent) -> String {
    let mut question =
        format!("{} /forward-auth{} HTTP/1.1\r\nhost: app.example\r\n", sent.method, sent.target);
    let authorizations: Vec<&str> = sent
        .headers
        .iter()
        .filter(|(name, _)| *name == "Authorization")
        .map(|(_, value)| value.as_str())
        .collect();
    if !authorizations.is_empty() {
        // Several are one line in Envoy.
        write!(question, "authorization: {}\r\n", authorizations.join(",")).unwrap();
    }
    question
        + "content-length: 0\r\nx-envoy-internal: true\r\nx-forwarded-for: 172.18.0.5\r\nx-envoy-expected-rq-timeout-ms: 5000\r\n\r\n"
}

/// A gateway on an address of its own, with the rules of the example.
struct Listening {
    fixture: Fixture,
    address: std::net::SocketAddr,
}

impl Listening {
    async fn to(proxy: &str) -> Self {
        assert!(EXAMPLE.contains("proxy = \"nginx\""));
        let rules = EXAMPLE.replace("proxy = \"nginx\"", &format!("proxy = \"{proxy}\""));
        let fixture = Fixture::with(super::TRANSPORT, Policy::from_toml(&rules).unwrap(), None).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, app) = (listener.local_addr().unwrap(), fixture.app.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { fixture, address }
    }

    /// Status, headers and body of the answer to these bytes.
    async fn answer(&self, question: &str) -> (u16, BTreeMap<String, String>, String) {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        connection.write_all(question.as_bytes()).await.unwrap();
        // Proxies keep their connections open, and whoever does not is not answered when the upstream has to be asked first.
        let mut answer = String::new();
        let (head, body) = loop {
            let mut buffer = [0; 4096];
            let read = connection.read(&mut buffer).await.unwrap();
            assert_ne!(read, 0, "{question}\n{answer}");
            answer.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
            if let Some((head, body)) = answer.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
                if body.len() >= length.parse().unwrap() {
                    break (head, body);
                }
            }
        };
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        };
        (status, lines.map(header).collect(), body.to_owned())
    }

    /// User, organization and application of an answer that lets through; else the status and the code.
    async fn decision(&self, question: &str) -> Decided {
        let (status, headers, body) = self.answer(question).await;
        let names = ["x-guildhall-user", "x-guildhall-organization", "x-guildhall-client"];
        if status == 200 {
            return Ok(names.map(|name| headers[name].clone()));
        }
        assert!(names.iter().all(|name| !headers.contains_key(*name)), "{headers:?}");
        let code = serde_json::from_str::<Value>(&body).unwrap_or_default()["code"].clone();
        Err((status, code.as_str().unwrap_or_default().to_owned()))
    }
}

fn anna(scope: &str) -> String {
    organization_token("anna", "fjord", scope)
}

/// Whose request is let through, or with which status and code it is not.
type Decided = Result<[String; 3], (u16, String)>;

/// Requests that clients make, each with what is decided about it: who is let through, or why not.
fn cases() -> Vec<(Sent, Decided)> {
    let machine = token(&json!({ "sub": "app", "scope": "org:update" }));
    let let_through =
        |user: &str, organization: &str, client: &str| Ok([user, organization, client].map(str::to_owned));
    let refused = |status: u16, code: &str| Err((status, code.to_owned()));
    vec![
        (
            sent("GET", "/organizations/fjord/orders/7?page=2").bearer(&anna("org:read")),
            let_through("anna", "fjord", "app"),
        ),
        (
            sent("HEAD", "/organizations/fjord/orders").bearer(&anna("org:read")),
            let_through("anna", "fjord", "app"),
        ),
        (
            sent("POST", "/organizations/fjord/orders")
                .bearer(&machine)
                .with("Content-Type", "application/json"),
            let_through("", "fjord", "app"),
        ),
        (
            sent("DELETE", "/organizations/fjord/orders/7").bearer(&anna("org:delete")),
            let_through("anna", "fjord", "app"),
        ),
        (sent("GET", "/assets/logo.svg"), let_through("", "", "")),
        (
            sent("OPTIONS", "/organizations/fjord/orders").with("Origin", "https://app.example"),
            let_through("", "", ""),
        ),
        (
            sent("GET", "/organizations/lake/orders").bearer(&anna("org:read")),
            refused(403, "gateway.wrong_organization"),
        ),
        (
            sent("POST", "/organizations/fjord/orders").bearer(&anna("org:read")),
            refused(403, "gateway.permission_missing"),
        ),
        (
            sent("GET", "/organizations/fjord/invoices").bearer(&anna("org:read")),
            refused(403, "gateway.no_rule"),
        ),
        (sent("GET", "/organizations/fjord/orders"), refused(401, "auth.authorization_header_missing")),
        (sent("GET", "/organizations/fjord/orders").bearer("x.y.z"), refused(401, "auth.unauthorized")),
        (
            sent("GET", "/organizations/fjord/orders").bearer(&anna("org:read")).bearer("x.y.z"),
            refused(401, "auth.unauthorized"),
        ),
        (sent("GET", "/assets/../organizations/fjord/orders"), refused(403, "gateway.ambiguous_path")),
        (sent("GET", "/assets/%2e%2e/organizations/lake/orders"), refused(403, "gateway.ambiguous_path")),
        (
            sent("GET", "//organizations/fjord/orders").bearer(&anna("org:read")),
            refused(403, "gateway.ambiguous_path"),
        ),
        (sent("GET", "/assets/x?_method=DELETE"), refused(403, "gateway.ambiguous_request")),
    ]
}

#[tokio::test]
async fn what_traefik_and_envoy_ask_is_decided_by_the_rules_of_the_example() {
    for (proxy, ask) in PROXIES {
        let gateway = Listening::to(proxy).await;
        for (sent, expected) in cases() {
            // Made for one hop, or believed by nobody: what the proxy writes counts.
            let sent = sent.with("X-Guildhall-User", "olga").with("X-Forwarded-Uri", "/assets/x");
            assert_eq!(
                gateway.decision(&ask(&sent)).await,
                expected,
                "{proxy}: {} {}",
                sent.method,
                sent.target
            );
        }
        let (status, headers, _) = gateway.answer(&ask(&sent("GET", "/organizations/fjord/orders"))).await;
        assert_eq!((status, headers["www-authenticate"].as_str()), (401, "Bearer"));
        // What was taken away since is felt where the rule asks.
        gateway.fixture.upstream.set_roles("fjord", "anna", &["viewer"]);
        let sent = sent("DELETE", "/organizations/fjord/orders/7").bearer(&anna("org:delete"));
        let expected = Err((403, "gateway.permission_revoked".to_owned()));
        assert_eq!(gateway.decision(&ask(&sent)).await, expected, "{proxy}");
    }
}

/// Traefik sends a client's headers on, so that these could mean something to the application.
#[tokio::test]
async fn what_a_client_adds_behind_traefik_is_refused() {
    let gateway = Listening::to("traefik").await;
    for name in [
        "X-Original-Uri",
        "X-Original-Method",
        "X-Http-Method-Override",
        "X-Rewrite-Url",
        "X_Guildhall_User",
        "X_Forwarded_Uri",
    ] {
        let sent =
            sent("GET", "/organizations/fjord/orders").bearer(&anna("org:read")).with(name, "/assets/x");
        let (status, code) = gateway.decision(&traefik(&sent)).await.unwrap_err();
        assert_eq!((status, code.starts_with("gateway.")), (403, true), "{name}: {code}");
    }
}

/// A gateway whose policy names another proxy, or a request that did not come through one.
#[tokio::test]
async fn a_question_of_the_other_kind_is_refused() {
    let sent = sent("GET", "/assets/logo.svg");
    for (proxy, question) in [("traefik", envoy(&sent)), ("envoy", traefik(&sent))] {
        let refusal = Listening::to(proxy).await.decision(&question).await.unwrap_err();
        assert_eq!(refusal.0 / 100, 4, "{proxy}: {refusal:?}");
    }
}

/// The keys of an example in YAML, each with those it stands below.
fn keys(text: &str) -> Vec<String> {
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let mut rest = line.trim_start();
        let mut depth = line.len() - rest.len();
        while let Some(item) = rest.strip_prefix("- ") {
            (rest, depth) = (item, depth + 2);
        }
        let Some((key, value)) =
            rest.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '))
        else {
            continue;
        };
        above.retain(|(other, _)| *other < depth);
        above.push((depth, key.to_owned()));
        let path: Vec<&str> = above.iter().map(|(_, key)| key.as_str()).collect();
        found.push(path.join("."));
        // What is written in braces has its keys in one line.
        for inner in value.split(['{', ',']).skip(1).filter_map(|part| part.split_once(": ")) {
            found.push(format!("{}.{}", path.join("."), inner.0.trim()));
        }
    }
    found
}

/// The names of settings end a path; a misspelt one would be a setting that is not made. Those of Envoy were held against the messages of its
/// API (v3) by a parser that takes no others, those of Traefik against the schema of its file provider (v3), on 26 November 2026: whoever changes
/// an example does that again and adds to these lists.
const SETTINGS_OF_TRAEFIK: &[&str] = &[
    "http",
    "routers",
    "application",
    "rule",
    "middlewares",
    "service",
    "strip-guildhall",
    "headers",
    "customRequestHeaders",
    "X-Guildhall-User",
    "X-Guildhall-Organization",
    "X-Guildhall-Permissions",
    "X-Guildhall-Client",
    "guildhall",
    "forwardAuth",
    "address",
    "trustForwardHeader",
    "authResponseHeaders",
    "services",
    "loadBalancer",
    "servers",
    "url",
];
const SETTINGS_OF_ENVOY: &[&str] = &[
    "static_resources",
    "listeners",
    "name",
    "address",
    "socket_address",
    "port_value",
    "filter_chains",
    "filters",
    "typed_config",
    "\"@type\"",
    "stat_prefix",
    "normalize_path",
    "merge_slashes",
    "path_with_escaped_slashes_action",
    "common_http_protocol_options",
    "headers_with_underscores_action",
    "route_config",
    "virtual_hosts",
    "domains",
    "routes",
    "match",
    "prefix",
    "route",
    "cluster",
    "http_filters",
    "mutations",
    "request_mutations",
    "remove",
    "failure_mode_allow",
    "http_service",
    "server_uri",
    "uri",
    "timeout",
    "path_prefix",
    "authorization_response",
    "allowed_upstream_headers",
    "patterns",
    "exact",
    "allowed_client_headers",
    "clusters",
    "type",
    "load_assignment",
    "cluster_name",
    "endpoints",
    "lb_endpoints",
    "endpoint",
];

#[test]
fn the_examples_of_traefik_and_envoy_have_no_setting_that_was_not_held_against_their_schemas() {
    let traefik = include_str!("../../../../../examples/forward-auth/traefik.yml");
    let envoy = include_str!("../../../../../examples/forward-auth/envoy.yaml");
    for (example, known) in [(traefik, SETTINGS_OF_TRAEFIK), (envoy, SETTINGS_OF_ENVOY)] {
        let found = keys(example);
        let last = |path: &String| path.rsplit('.').next().unwrap_or_default().to_owned();
        let unknown: Vec<String> =
            found.iter().map(last).filter(|key| !known.contains(&key.as_str())).collect();
        assert_eq!(unknown, Vec::<String>::new());
        let unused: Vec<_> =
            known.iter().filter(|key| !found.iter().any(|path| last(path) == **key)).collect();
        assert_eq!(unused, Vec::<&&str>::new());
    }
}
