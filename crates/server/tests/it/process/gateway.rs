//! `guildhall gateway`: in front of a server that it knows by its address and a client alone.

use std::{process::Command, time::Duration};

use http::Method;
use serde_json::{Value, json};
use server::dev::{
    Credentials,
    client::{Answer, HeadlessClient},
};
use tokio::time::Instant;

use super::{
    Running,
    database_tls::{make_authority, make_certificate},
    dev::{create, machine_token, organization_token},
    guildhall,
    running::{Place, failure},
};
use crate::text;

/// A gateway in front of the server that has these credentials.
fn gateway_before(place: &Place, credentials: &Credentials) -> Running {
    gateway_at(place, credentials, &["--upstream", &credentials.endpoint])
}

/// A gateway that is told by `way` how to reach the server that has these credentials.
pub(super) fn gateway_at(place: &Place, credentials: &Credentials, way: &[&str]) -> Running {
    let secret = place.directory.path().join("client-secret");
    std::fs::write(&secret, format!("{}\n", credentials.management_api.client_secret)).unwrap();
    let mut command = guildhall(&["gateway", "--gateway-listen", "127.0.0.1:0"]);
    command.args(way).args(["--client-id", &credentials.management_api.client_id]);
    command.arg("--client-secret-file").arg(&secret);
    command.args(["--management-api-resource", &credentials.management_api.resource]);
    Running::start(command)
}

/// A server for production over what a development server has seeded.
pub(super) fn serve(place: &Place) -> (Running, Credentials) {
    let (development, credentials) = place.dev();
    assert!(development.terminate().success());
    (Running::start(place.command("serve", &[])), credentials)
}

/// A call with a JSON body, or none.
pub(super) async fn call(base: &str, (method, path): (Method, &str), token: &str, body: Value) -> Answer {
    HeadlessClient::new(base).unwrap().json(method, path, body, Some(token)).await.unwrap()
}

fn outcome(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_in_another_process_decides_as_the_embedded_one_does() {
    let place = Place::new(None);
    let (_server, credentials) = serve(&place);
    let gateway = gateway_before(&place, &credentials);
    let ben = organization_token(&credentials, "ben").await;
    let refused = create(&gateway.endpoint, &ben, "Fjord Fisheries").await;
    assert_eq!(outcome(&refused), (403, "gateway.permission_missing".to_owned()));
    let olivia = organization_token(&credentials, "olivia").await;
    let created = create(&gateway.endpoint, &olivia, "Fjord Fisheries").await;
    assert_eq!(created.status.as_u16(), 201, "{}", created.body);
    assert_eq!(created.json()["customData"], json!({}), "no marker is left");
    assert!(gateway.terminate().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_acted_is_in_the_audit_log_through_whichever_gateway() {
    let place = Place::new(None);
    let (server, credentials) = serve(&place);
    let gateway = gateway_before(&place, &credentials);
    let olivia = organization_token(&credentials, "olivia").await;
    let machine = machine_token(&credentials).await;
    let organization = credentials.demo.organization_id.as_str();
    let path = format!("/organizations/{organization}");
    let olivias_id = crate::claims(&olivia)["sub"].clone();
    let embedded = format!("{}/org", server.endpoint);
    for (base, application, name) in [
        (embedded.as_str(), "guildhall-gateway", "Northwind by function call"),
        (gateway.endpoint.as_str(), credentials.management_api.client_id.as_str(), "Northwind over HTTP"),
    ] {
        let renamed = call(base, (Method::PATCH, &path), &olivia, json!({ "name": name })).await;
        assert_eq!(renamed.status.as_u16(), 200, "{}", renamed.body);
        let logs = format!("/api/logs?includeManagement=true&organizationId={organization}");
        let logs = call(&server.endpoint, (Method::GET, &logs), &machine, Value::Null).await.json();
        let payload = &logs[0]["payload"];
        assert_eq!(
            (&payload["key"], &payload["userId"], &payload["applicationId"], &payload["after"]["name"]),
            (&json!("Management.PATCH /organizations/{id}"), &olivias_id, &json!(application), &json!(name))
        );
        let created = create(base, &olivia, name).await.json();
        let logs = format!("/api/logs?includeManagement=true&organizationId={}", text(&created, "id"));
        let logs = call(&server.endpoint, (Method::GET, &logs), &machine, Value::Null).await.json();
        let records = logs.as_array().unwrap();
        assert!(!records.is_empty());
        for record in records {
            assert_eq!(record["payload"]["userId"], olivias_id, "{record}");
            assert_eq!(record["payload"]["applicationId"], application, "{record}");
        }
    }
}

/// How long after the answer that a role is gone the gateway's refusal is there, over a connection of its own: embedded, and in another process
/// that asks over HTTP.
const EMBEDDED: Duration = Duration::from_millis(10);
const REMOTE: Duration = Duration::from_secs(1);
const MOST_ROUNDS: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_away_is_felt_by_the_very_next_request() {
    let place = Place::new(None);
    let (server, credentials) = serve(&place);
    let gateway = gateway_before(&place, &credentials);
    let machine = machine_token(&credentials).await;
    let olivia = organization_token(&credentials, "olivia").await;
    let user = text(&crate::claims(&olivia), "sub");
    let organization = credentials.demo.organization_id.as_str();
    let path = format!("/organizations/{organization}");
    let roles = format!("/api/organizations/{organization}/users/{user}/roles");
    let embedded = format!("{}/org", server.endpoint);
    let names: Vec<Value> = call(&server.endpoint, (Method::GET, &roles), &machine, Value::Null)
        .await
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|role| role["name"].clone())
        .collect();
    let assign = async |names: &Value| {
        let body = json!({ "organizationRoleNames": names });
        let assigned = call(&server.endpoint, (Method::PUT, &roles), &machine, body).await;
        assert!(assigned.status.is_success(), "{}", assigned.body);
    };
    for (base, bound) in [(embedded.as_str(), EMBEDDED), (gateway.endpoint.as_str(), REMOTE)] {
        let mut quickest = Duration::MAX;
        // Often enough that whatever could be remembered is.
        for round in 0..MOST_ROUNDS {
            let read = call(base, (Method::GET, &path), &olivia, Value::Null).await;
            assert_eq!(read.status.as_u16(), 200, "{}", read.body);
            assign(&json!([])).await;
            let taken_away = Instant::now();
            let refused = call(base, (Method::GET, &path), &olivia, Value::Null).await;
            quickest = quickest.min(taken_away.elapsed());
            assert_eq!(outcome(&refused), (403, "gateway.permission_revoked".to_owned()), "{base}");
            assign(&json!(names)).await;
            // The others measure how busy this machine is.
            if quickest < bound && round >= 3 {
                break;
            }
        }
        assert!(quickest < bound, "{base}: {quickest:?}");
    }
    let member = format!("/api/organizations/{organization}/users/{user}");
    let removed = call(&server.endpoint, (Method::DELETE, &member), &machine, Value::Null).await;
    assert_eq!(removed.status.as_u16(), 204);
    for base in [embedded.as_str(), gateway.endpoint.as_str()] {
        let refused = call(base, (Method::GET, &path), &olivia, Value::Null).await;
        assert_eq!(outcome(&refused), (403, "gateway.not_a_member".to_owned()), "{base}");
    }
}

/// What a command printed, and how it ended.
fn printed(mut command: Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// What `gateway check` makes of a policy, by itself or held against the template of the server: exit code, words, errors.
fn check(place: &Place, credentials: &Credentials, text: &str, asks: bool) -> (Option<i32>, String, String) {
    let policy = place.directory.path().join("gateway.toml");
    std::fs::write(&policy, text).unwrap();
    let mut command = guildhall(&["gateway", "check", "--policy", policy.to_str().unwrap()]);
    if asks {
        ask(&mut command, place, credentials, &credentials.endpoint);
    }
    printed(command)
}

/// Names the server at this address, and the credential for it.
fn ask(command: &mut Command, place: &Place, credentials: &Credentials, endpoint: &str) {
    let secret = place.directory.path().join("client-secret");
    let api = &credentials.management_api;
    std::fs::write(&secret, &api.client_secret).unwrap();
    command.args(["--upstream", endpoint, "--client-id", &api.client_id]);
    command.arg("--client-secret-file").arg(&secret);
}

/// Each name of this machine has an issuer of its own in tokens, and the server issues by one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_issues_by_another_name_is_told_of_before_its_tokens_are_refused() {
    let place = Place::new(None);
    let (_server, credentials) = serve(&place);
    let (here, there) = ("//localhost:", "//127.0.0.1:");
    let (from, to) = if credentials.endpoint.contains(here) { (here, there) } else { (there, here) };
    let elsewhere = credentials.endpoint.replace(from, to);
    let check = |issuer: &[&str]| {
        let mut command = guildhall(&["gateway", "check"]);
        ask(&mut command, &place, &credentials, &elsewhere);
        command.args(issuer);
        printed(command)
    };
    let (code, told, errors) = check(&[]);
    let issuer = format!("{}/oidc", credentials.endpoint);
    assert_eq!(code, Some(1), "{told}");
    let said = format!(
        "{elsewhere} issues tokens as {issuer}, and this gateway takes those of {elsewhere}/oidc alone: say --issuer {issuer}"
    );
    assert!(errors.contains(&said), "{errors}");
    let (code, told, errors) = check(&["--issuer", &issuer]);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{told}");
}

/// Makes a role of the template with one permission, which is of the demonstration's API resource "Orders".
async fn role_with_a_permission_of_orders(credentials: &Credentials, (role, permission): (&str, &str)) {
    let machine = machine_token(credentials).await;
    let resources = call(&credentials.endpoint, (Method::GET, "/api/resources"), &machine, Value::Null).await;
    let resources = resources.json();
    let is_orders = |resource: &&Value| resource["indicator"] == "https://orders.guildhall.dev";
    let orders = resources.as_array().unwrap().iter().find(is_orders).unwrap();
    let scopes = format!("/api/resources/{}/scopes", text(orders, "id"));
    let named = json!({ "name": permission });
    let scope = call(&credentials.endpoint, (Method::POST, &scopes), &machine, named).await.json();
    let body = json!({ "name": role, "resourceScopeIds": [text(&scope, "id")] });
    let roles = (Method::POST, "/api/organization-roles");
    let made = call(&credentials.endpoint, roles, &machine, body).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_is_told_in_words_and_held_against_the_template() {
    let place = Place::new(None);
    let (_server, credentials) = serve(&place);
    let check = |text: &str, asks: bool| check(&place, &credentials, text, asks);
    let (code, told, errors) = check("[operations]\nadd_members = true", true);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{told}");
    assert!(
        told.contains("add_members is on:")
            && told.contains("POST   /organizations/{organizationId}/members"),
        "{told}"
    );
    assert!(told.ends_with(&format!("\nIt fits the template of {}.\n", credentials.endpoint)), "{told}");

    let (code, told, errors) =
        check("creator_roles = [\"emperor\"]\n[permissions]\n\"org:read\" = \"org:see\"", true);
    assert_eq!(code, Some(1));
    assert!(errors.contains("the policy does not fit the template of "), "{errors}");
    for finding in [
        "creator_roles names emperor, which is no role of the template",
        "No role that creators get holds member:role, as a permission of the organization or of an API resource that is accepted",
        "No role of the template that is for users holds org:see, as a permission of the organization",
    ] {
        assert!(told.contains(finding), "{finding}\n{told}");
    }

    let (code, told, errors) = check("[operations]\n\ndelete_organisation = false", false);
    assert_eq!((code, told.as_str()), (Some(1), ""));
    assert!(
        errors.contains("gateway.toml: line 3: the policy switches delete_organisation,")
            && errors.ends_with("; did you mean delete_organization?\n"),
        "{errors}"
    );
    let (code, told, _) = printed(guildhall(&["gateway", "check"]));
    assert_eq!(code, Some(0));
    assert!(
        told.starts_with("The policy that is built in.\n") && told.contains("is known to the server alone"),
        "{told}"
    );
}

/// What counts at run time counts here: permissions for which tokens are accepted, in roles for people.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_fits_only_with_permissions_that_open_the_api() {
    let place = Place::new(None);
    let (_server, credentials) = serve(&place);
    role_with_a_permission_of_orders(&credentials, ("clerk", "member:role")).await;
    let holds_nothing = "No role that creators get holds member:role";
    for (text, finding) in [
        ("creator_roles = [\"clerk\"]", Some(holds_nothing)),
        (
            "creator_roles = [\"integration\"]",
            Some("creator_roles names integration, which is a role for applications"),
        ),
        ("creator_roles = [\"integration\"]", Some(holds_nothing)),
        ("creator_roles = [\"clerk\"]\naccepted_resources = [\"https://orders.guildhall.dev\"]", None),
        (
            "accept_organization_tokens = false\naccepted_resources = [\"https://orders.guildhall.dev\"]",
            Some(
                "No role of the template that is for users holds org:read, as a permission of an API resource that is accepted",
            ),
        ),
        ("[permissions]\n\"org:read\" = \"order:place\"", None),
        (
            "accept_organization_tokens = false\n[permissions]\n\"org:read\" = \"order:place\"",
            Some("No role of the template that is for users holds order:place"),
        ),
    ] {
        let (code, told, errors) = check(&place, &credentials, text, true);
        match finding {
            None => assert_eq!((code, errors.as_str()), (Some(0), ""), "{text}\n{told}"),
            Some(finding) => assert!(code == Some(1) && told.contains(finding), "{text}: {finding}\n{told}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_is_explained_with_keys_and_without() {
    let place = Place::new(None);
    let (server, credentials) = serve(&place);
    let ben = organization_token(&credentials, "ben").await;
    let organization = credentials.demo.organization_id.as_str();
    let path = format!("/organizations/{organization}");
    let explain = |method: &str, arguments: &[&str]| {
        let mut command = guildhall(&["gateway", "explain", method, &path, "--token", &ben]);
        command.args(arguments);
        printed(command)
    };
    let (code, told, errors) = explain("DELETE", &["--upstream", &server.endpoint]);
    assert_eq!(
        (code, errors.as_str()),
        (Some(1), "guildhall: refused with 403 gateway.permission_missing\n"),
        "{told}"
    );
    assert!(
        told.contains("ok  signature      good, by the key ")
            && told.contains("NO  permission     org:delete is needed"),
        "{told}"
    );

    let keys = HeadlessClient::new(&server.endpoint).unwrap().get("/oidc/jwks").await.unwrap().body;
    let jwks = place.directory.path().join("keys.json");
    std::fs::write(&jwks, &keys).unwrap();
    let issuer = format!("{}/oidc", server.endpoint);
    let (code, told, errors) = explain("GET", &["--jwks", jwks.to_str().unwrap(), "--issuer", &issuer]);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{told}");
    assert!(told.contains("upstream: the user is still a member of"), "{told}");

    let (code, told, _) = explain("GET", &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("signature      not checked") && told.contains("compared with nothing"), "{told}");
    assert!(!told.contains(&ben), "the token is not shown");
}

#[test]
fn the_rule_that_decides_about_a_request_to_another_server_is_told_without_a_server() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/forward-auth/gateway.toml");
    let explain = |policy: Option<&str>, arguments: &[&str]| {
        let mut command = guildhall(&["gateway", "explain"]);
        command.args(arguments).args(policy.into_iter().flat_map(|path| ["--policy", path]));
        printed(command)
    };
    let (code, told, errors) = explain(Some(example), &["GET", "/assets/app.css", "--forward-auth"]);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{told}");
    assert!(told.contains("ok  rule           rule 1 decides: GET,HEAD /assets/** to anybody\n"), "{told}");
    let (code, told, errors) = explain(
        Some(example),
        &["POST", "/organizations/o1/orders", "--forward-auth", "--host", "app.example"],
    );
    assert_eq!(
        (code, errors.as_str()),
        (Some(1), "guildhall: refused with 401 auth.authorization_header_missing\n"),
        "{told}"
    );
    assert!(
        told.contains("rule 4 decides: POST /organizations/{organizationId}/orders with org:update"),
        "{told}"
    );

    // About the Organization API there is no such path, and where to ask is said.
    let (code, told, _) = explain(Some(example), &["GET", "/assets/app.css"]);
    assert!(code == Some(1) && told.contains("is told with --forward-auth."), "{told}");
    let (code, _, errors) = explain(None, &["GET", "/assets/app.css", "--forward-auth"]);
    assert!(code == Some(2) && errors.contains("has no rules of forward authentication"), "{errors}");
}

#[test]
fn a_token_is_read_from_standard_input() {
    use std::io::Write as _;

    let mut command = guildhall(&["gateway", "explain", "GET", "/me/organizations", "--token", "-"]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"no.token.\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "guildhall: refused with 401 auth.unauthorized\n");
}

#[test]
fn another_machine_is_not_called_without_tls() {
    let arguments =
        ["--client-id", "x", "--upstream", "http://id.example", "--gateway-listen", "127.0.0.1:0"];
    let mut command = guildhall(&["gateway"]);
    command.args(arguments).env("GUILDHALL_CLIENT_SECRET", "secret");
    let (code, text) = failure(command);
    assert_eq!(code, Some(2));
    assert!(
        text.starts_with("guildhall: --upstream http://id.example is another machine without TLS"),
        "{text}"
    );
    let mut command = guildhall(&["gateway", "--upstream-plain-http"]);
    command.args(arguments).env("GUILDHALL_CLIENT_SECRET", "secret");
    assert!(Running::start(command).terminate().success());
}

/// Ends TLS, as the server behind which `key` and `certificate` are, before another address.
async fn end_tls(folder: &std::path::Path, behind: String) -> String {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};

    let certificates = CertificateDer::pem_file_iter(folder.join("server.crt")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates.map(Result::unwrap).collect(), key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                let Ok(mut outside) = acceptor.accept(connection).await else { return };
                let mut inside = tokio::net::TcpStream::connect(behind).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_a_private_authority_is_called_by_who_names_the_authority_alone() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("TLS to an upstream left out: it needs the program openssl");
        return;
    }
    let place = Place::new(None);
    let (server, credentials) = serve(&place);
    let folder = place.directory.path();
    make_authority(folder, "private");
    make_certificate(folder, "private");
    let upstream = end_tls(folder, server.endpoint.trim_start_matches("http://").to_owned()).await;
    let issuer = format!("{}/oidc", server.endpoint);
    let authority = folder.join("private.pem");
    let olivia = organization_token(&credentials, "olivia").await;
    for (authority, outcome) in [(Some(&authority), 201), (None, 503)] {
        let mut command = guildhall(&["gateway", "--gateway-listen", "127.0.0.1:0", "--upstream", &upstream]);
        command.args(["--issuer", &issuer, "--client-id", &credentials.management_api.client_id]);
        command.env("GUILDHALL_CLIENT_SECRET", &credentials.management_api.client_secret);
        if let Some(authority) = authority {
            command.arg("--upstream-ca-file").arg(authority);
        }
        let gateway = Running::start(command);
        let created = create(&gateway.endpoint, &olivia, "Fjord Fisheries").await;
        assert_eq!(created.status.as_u16(), outcome, "{}", created.body);
    }
}
