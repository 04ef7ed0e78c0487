//! What answers where, and what nobody answers.

use axum::http::Method;
use store::both_databases;

use crate::world::World;

both_databases! {
    async fn health_says_whether_the_process_and_the_database_answer(db: Db) {
        let world = World::over(db).await;
        let client = world.client();
        assert_eq!(client.get("/healthz").await.assert_status(200).body, "ok\n");
        assert_eq!(client.get("/readyz").await.assert_status(200).body, "ready\n");
        assert_eq!(client.get("/api/status").await.assert_status(204).body, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_paths_are_told_in_the_form_of_their_area_and_before_any_check_of_credentials() {
    let world = World::sqlite().await;
    let client = world.client();
    for path in ["/api", "/api/", "/api/nothing", "/api/organizations/a/nothing/b"] {
        let answer = client.get(path).await.assert_status(404);
        assert_eq!(
            (answer.header("content-type"), answer.body.as_str()),
            (Some("text/plain; charset=utf-8"), "Not Found"),
            "{path}"
        );
    }
    let answer = client
        .send(Method::PUT, "/api/organizations", &[], axum::body::Body::empty())
        .await
        .assert_status(405);
    assert_eq!(answer.body, "Method Not Allowed");
    assert!(
        answer.header("allow").is_some_and(|allow| allow.contains("GET") && allow.contains("POST")),
        "{:?}",
        answer.header("allow")
    );
    client.get("/api/organizations/").await.assert_error(401, "auth.authorization_header_missing");
    let answer = client.get("/oidc/nothing").await.assert_status(404).json();
    assert_eq!(answer["error_description"], "unrecognized route or not allowed method (GET on /nothing)");
    client.get("/org/nothing").await.assert_error(404, "gateway.route_not_found");
    let page = client.get("/nothing").await.assert_status(404);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_development_server_shows_what_to_open_and_to_paste() {
    let world = World::sqlite().await;
    let client = world.client();
    let home = client.get("/").await.assert_status(200);
    for text in [
        "guildhall-dev-backend:",
        "dev --data-dir",
        "http://id.fjord.example:3001/demo",
        "olivia",
        "Northwind Trading",
    ] {
        assert!(home.body.contains(text), "{text} is missing");
    }
    let demo = client.get("/demo").await.assert_status(200);
    assert!(demo.body.contains("data-client-id=\"guildhall-dev-spa\""), "{}", demo.body);
    client.get("/_ui").await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_carries_the_common_headers() {
    let world = World::sqlite().await;
    let client = world.client();
    for path in ["/oidc/jwks", "/api/organizations", "/org/me/organizations", "/nothing", "/healthz"] {
        let answer = client.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("logto-core-request-id").map(str::len), Some(16), "{path}");
    }
}
