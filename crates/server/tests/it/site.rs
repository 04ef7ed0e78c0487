//! What answers where, and what nobody answers.

use axum::http::Method;
use store::both_databases;

use server::wiring::ShownTo;

use crate::world::World;

both_databases! {
    async fn health_says_whether_the_process_and_the_database_answer(db: Db) {
        let world = World::over(db).await;
        let client = world.client();
        assert_eq!(client.get("/healthz").await.assert_status(200).body, "ok\n");
        assert_eq!(client.get("/readyz").await.assert_status(200).body, "ready\n");
        assert_eq!(client.get("/api/status").await.assert_status(204).body, "");
        let gateway = testkit::TestClient::new(world.gateway_router.clone());
        assert_eq!(gateway.get("/healthz").await.assert_status(200).body, "ok\n");
        assert_eq!(gateway.get("/readyz").await.assert_status(200).body, "ready\n");
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
async fn a_development_server_keeps_its_messages_in_a_mailbox() {
    let world = World::sqlite().await;
    let client = world.client();
    let empty = client.get("/demo/mailbox").await.assert_status(200);
    assert!(empty.body.contains("No messages yet"), "{}", empty.body);
    let services = &world.services.services;
    let recipient = operations::messages::Recipient::Email("astrid@fjord.example");
    let template_type = domain::message_template::TemplateType::SignIn;
    let variables = serde_json::Map::new();
    operations::verification_code::send(services, "test", template_type, recipient, (&variables, ""))
        .await
        .unwrap();
    let page = client.get("/demo/mailbox").await.assert_status(200);
    assert!(
        page.body.contains("Your sign-in code") && page.body.contains("to astrid@fjord.example"),
        "{}",
        page.body
    );
    let code = page.body.split("Your code to sign in is ").nth(1).unwrap().split('.').next().unwrap();
    let taken = operations::verification_code::verify(services, "test", recipient, code).await.unwrap();
    assert_eq!(taken, Ok(()));
}

/// A page of the web whose name is made to lead to this machine (DNS rebinding) would read them as its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_with_the_demonstrations_secrets_are_shown_under_the_servers_own_names_alone() {
    let world = World::sqlite().await;
    let client = world.client();
    let secret = &world.credentials.management_api.client_secret;
    let ask = async |path: &str, host: &str| {
        client.send(Method::GET, path, &[("host", host)], axum::body::Body::empty()).await
    };
    for host in
        ["id.fjord.example:3001", "localhost:3001", "localhost", "127.0.0.1:3001", "[::1]:3001", "192.0.2.7"]
    {
        let page = ask("/", host).await.assert_status(200);
        assert!(page.body.contains(secret), "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:3001",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "@localhost",
        "",
    ] {
        for path in ["/", "/demo", "/demo/mailbox", "/_ui"] {
            let refused = ask(path, host).await.assert_status(421);
            assert_eq!(
                refused.body,
                "This page is shown at http://id.fjord.example:3001 and on this machine only.\n",
                "{host} {path}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_with_the_demonstrations_secrets_are_shown_on_this_machine_alone_unless_told_otherwise() {
    let world = World::sqlite().await;
    let secret = &world.credentials.management_api.client_secret;
    let ask = async |shown_to: ShownTo, path: &str, peer: &str| {
        let application = world.wiring.main_application(Some(world.guide.development(shown_to)));
        let request = axum::http::Request::get(path).header("host", "192.0.2.2:3001");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let answer = application.handle(request, peer.parse().unwrap()).await;
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    };
    for peer in ["127.0.0.1:9", "127.8.9.1:9", "[::1]:9", "[::ffff:127.0.0.1]:9"] {
        let (status, body) = ask(ShownTo::ThisMachine, "/", peer).await;
        assert!(status == 200 && body.contains(secret), "{peer}");
    }
    for peer in ["192.0.2.2:9", "172.17.0.1:9", "[2001:db8::1]:9", "[::ffff:192.0.2.2]:9"] {
        for path in ["/", "/demo", "/demo/mailbox", "/_ui"] {
            let told = "This page holds secrets and is shown on the machine that runs the server only. To show it to everybody \
                        who reaches the server, as a container needs, start it with --show-pages-to-everybody.\n";
            assert_eq!(ask(ShownTo::ThisMachine, path, peer).await, (403, told.to_owned()), "{peer} {path}");
            assert_eq!(ask(ShownTo::Everybody, path, peer).await.0, 200, "{peer} {path}");
        }
        assert_eq!(ask(ShownTo::ThisMachine, "/api/status", peer).await.0, 204);
    }
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
