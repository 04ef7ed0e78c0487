//! `guildhall dev` for somebody who has just downloaded it.

use http::Method;
use serde_json::{Value, json};
use server::dev::{
    Credentials,
    client::{Answer, HeadlessClient, TokenFor},
    token::public_client,
};

use super::running::{Place, guildhall};
use crate::text;

/// A user's token for the demonstration's organization, by a sign-in over HTTP.
pub(super) async fn organization_token(credentials: &Credentials, username: &str) -> String {
    let client = public_client(credentials);
    let password = credentials.password_of(username).unwrap();
    let mut headless = HeadlessClient::new(&credentials.endpoint).unwrap();
    let tokens = headless.sign_in(&client, (username, password), &domain::SystemEntropy).await.unwrap();
    let wanted = TokenFor { organization: Some(&credentials.demo.organization_id), resource: None };
    let answer = headless.refresh(&client, &text(&tokens, "refresh_token"), wanted).await.unwrap();
    text(&answer, "access_token")
}

/// The machine's token.
pub(super) async fn machine_token(credentials: &Credentials) -> String {
    let api = &credentials.management_api;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &api.client_id),
        ("client_secret", &api.client_secret),
        ("resource", &api.resource),
        ("scope", "all"),
    ];
    let mut client = HeadlessClient::new(&credentials.endpoint).unwrap();
    let answer = client.post_form("/oidc/token", &form, None).await.unwrap();
    text(&answer.json(), "access_token")
}

/// Creates an organization at a gateway.
pub(super) async fn create(gateway: &str, token: &str, name: &str) -> Answer {
    let mut client = HeadlessClient::new(gateway).unwrap();
    client.json(Method::POST, "/organizations", json!({ "name": name }), Some(token)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_job_works_over_http_on_both_addresses() {
    let place = Place::new(None);
    let (running, credentials) = place.dev();
    assert_eq!(running.endpoint, credentials.endpoint);
    let ben = organization_token(&credentials, "ben").await;
    let refused = create(&credentials.gateway, &ben, "Fjord Fisheries").await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].as_str()),
        (403, Some("gateway.permission_missing"))
    );
    let olivia = organization_token(&credentials, "olivia").await;
    let mut ids = Vec::new();
    for gateway in [credentials.gateway.clone(), format!("{}/org", credentials.endpoint)] {
        let created = create(&gateway, &olivia, "Fjord Fisheries").await;
        assert_eq!(created.status.as_u16(), 201, "{}", created.body);
        ids.push(text(&created.json(), "id"));
    }
    let machine = machine_token(&credentials).await;
    let mut client = HeadlessClient::new(&credentials.endpoint).unwrap();
    for id in ids {
        let path = format!("/api/organizations/{id}/users");
        let members = client.json(Method::GET, &path, Value::Null, Some(&machine)).await.unwrap().json();
        assert_eq!(members[0]["username"], "olivia", "{members}");
        assert_eq!(members[0]["organizationRoles"][0]["name"], "admin", "{members}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starting_again_changes_nothing_and_stopping_is_clean() {
    let place = Place::new(None);
    let (running, first) = place.dev();
    let machine = machine_token(&first).await;
    let list = async |path: &str| {
        let mut client = HeadlessClient::new(&first.endpoint).unwrap();
        client.json(Method::GET, path, Value::Null, Some(&machine)).await.unwrap().json()
    };
    let paths = [
        "/api/organizations",
        "/api/users",
        "/api/applications",
        "/api/resources?includeScopes=true",
        "/api/organization-roles",
        "/api/organization-scopes",
        "/api/roles",
    ];
    let mut before = Vec::new();
    for path in paths {
        before.push(list(path).await);
    }
    assert!(running.terminate().success());
    let (_running, second) = place.dev();
    assert!(first == second, "the credentials are the same");
    for (path, before) in paths.into_iter().zip(before) {
        assert_eq!(list(path).await, before, "{path}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_taken_in_pages_of_the_usual_size() {
    let place = Place::new(None);
    let (running, _) = place.dev();
    // Kernels before 5.0 do not tell.
    assert!(matches!(running.status("THP_enabled").as_deref(), Some("0") | None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_gets_tokens_from_the_running_server() {
    let place = Place::new(None);
    let data_dir = place.data_dir();
    let token = |arguments: &[&str]| {
        let mut command = guildhall(&["dev", "--data-dir", data_dir.to_str().unwrap(), "token"]);
        command.args(arguments).output().unwrap()
    };
    let early = token(&["--user", "ben"]);
    assert_eq!(early.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&early.stderr).contains("start `guildhall dev` first"), "{early:?}");

    let (_running, credentials) = place.dev();
    let output = token(&["--user", "olivia", "--organization", "northwind"]);
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        create(&credentials.gateway, printed.trim_end(), "Fjord Fisheries").await.status.as_u16(),
        201
    );
    let orders = token(&[
        "--user",
        "ben",
        "--organization",
        "northwind",
        "--resource",
        "https://orders.guildhall.dev",
    ]);
    let orders = crate::claims(String::from_utf8(orders.stdout).unwrap().trim_end());
    assert_eq!(
        (orders["aud"].as_str(), orders["organization_id"].as_str()),
        (Some("https://orders.guildhall.dev"), Some("northwind"))
    );
    assert_eq!(orders["scope"], "order:read");
    let nobody = token(&["--user", "sigrid"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&nobody.stderr),
        "guildhall: --user `sigrid` is nobody of the demonstration; there are: olivia, ben\n"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passwords_that_were_lost_are_replaced_by_new_ones_that_work() {
    let place = Place::new(None);
    let (running, first) = place.dev();
    running.kill();
    std::fs::remove_file(place.data_dir().join("dev-credentials.json")).unwrap();
    let (_running, second) = place.dev();
    assert!(first.management_api == second.management_api, "the client's secret is in the database");
    assert_ne!(first.password_of("olivia"), second.password_of("olivia"));
    let olivia = organization_token(&second, "olivia").await;
    assert_eq!(create(&second.gateway, &olivia, "Fjord Fisheries").await.status.as_u16(), 201);
}
