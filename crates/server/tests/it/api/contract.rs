//! Rows of the Management API contract's part C that tell of tokens and of signing in. The other rows are in `management-api`, in
//! `src/tests/contract`; `testkit::contract` names these tests for it.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, routing::post};
use serde_json::{Value, json};
use server::dev::client::PublicClient;
use store::both_databases;
use testkit::{TestClient, TestResponse};

use crate::{
    browser::Browser, claims,
    sso::an_employee_signs_in_at_work_joins_their_organization_and_is_known_the_next_time, text,
    world::World,
};

const REDIRECT_URI: &str = "https://reports.fjord.example/cb";

/// A machine's credentials.
struct Machine {
    id: String,
    secret: String,
}

impl Machine {
    async fn new(world: &World) -> Self {
        let body = json!({ "name": "Worker", "type": "MachineToMachine" });
        let machine = world.machine().await.post("/api/applications", body).await.assert_status(200).json();
        let id = text(&machine, "id");
        let secrets = world.machine().await.get(&format!("/api/applications/{id}/secrets")).await.json();
        Self { secret: text(&secrets[0], "value"), id }
    }

    async fn ask(&self, world: &World, secret: &str) -> TestResponse {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.id),
            ("client_secret", secret),
            ("resource", &world.credentials.management_api.resource),
            ("scope", "all"),
        ];
        world.client().form("/oidc/token", &form).await
    }

    async fn token(&self, world: &World) -> String {
        text(&self.ask(world, &self.secret).await.assert_status(200).json(), "access_token")
    }
}

/// Whether a token carries the scope `all`.
fn carries_all(token: &str) -> bool {
    claims(token)["scope"].as_str().unwrap_or_default().split(' ').any(|scope| scope == "all")
}

/// Listens for webhooks on this machine; gives the address and what came.
pub(crate) async fn receiver() -> (String, Arc<Mutex<Vec<Value>>>) {
    let received: Arc<Mutex<Vec<Value>>> = Arc::default();
    let store = Arc::clone(&received);
    let handler = move |body: Bytes| {
        store.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
        std::future::ready(axum::http::StatusCode::OK)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(handler))).await });
    (url, received)
}

/// A third-party application on the way to which a browser is.
async fn third_party(world: &World, client: TestClient) -> Browser {
    let machine = world.machine().await;
    let body = json!({
        "name": "Fjord Reports", "type": "Traditional", "isThirdParty": true,
        "oidcClientMetadata": { "redirectUris": [REDIRECT_URI], "postLogoutRedirectUris": [] },
    });
    let id = text(&machine.post("/api/applications", body).await.assert_status(200).json(), "id");
    let scopes = json!({ "userScopes": ["profile"] });
    machine.post(&format!("/api/applications/{id}/user-consent-scopes"), scopes).await.assert_status(201);
    let secrets = machine.get(&format!("/api/applications/{id}/secrets")).await.assert_status(200).json();
    let application = PublicClient {
        client_id: id,
        redirect_uri: REDIRECT_URI.to_owned(),
        scopes: ["openid", "offline_access", "profile"].map(ToOwned::to_owned).to_vec(),
        resources: Vec::new(),
    };
    Browser { client, application, secret: Some(text(&secrets[0], "value")) }
}

both_databases! {
    /// Row 2. On the wire an old token lives on; here it counts only while its application may (docs/differences.md).
    async fn the_legacy_mark_opens_the_management_api_to_the_next_token_and_closes_it_again(db: Db) {
        let world = World::over(db).await;
        let machine = Machine::new(&world).await;
        let mark = async |is_admin: bool| {
            let path = format!("/api/applications/{}", machine.id);
            world.machine().await.patch(&path, json!({ "isAdmin": is_admin })).await.assert_status(200);
        };
        let before = machine.token(&world).await;
        assert!(!carries_all(&before));
        world.client_with(&before).get("/api/organizations").await.assert_error(403, "auth.forbidden");
        mark(true).await;
        let marked = machine.token(&world).await;
        assert!(carries_all(&marked));
        world.client_with(&marked).get("/api/organizations").await.assert_status(200);
        world.client_with(&before).get("/api/organizations").await.assert_error(403, "auth.forbidden");
        mark(false).await;
        assert!(!carries_all(&machine.token(&world).await));
        world.client_with(&marked).get("/api/organizations").await.assert_error(403, "auth.forbidden");
    }

    /// Row 76.
    async fn whoever_registers_holds_every_default_role_for_users(db: Db) {
        let world = World::over(db).await;
        let machine = world.machine().await;
        for (name, kind, is_default) in [
            ("reader", "User", true),
            ("writer", "User", true),
            ("captain", "User", false),
            ("robot", "MachineToMachine", true),
        ] {
            let body = json!({ "name": name, "description": "x", "type": kind, "isDefault": is_default });
            machine.post("/api/roles", body).await.assert_status(200);
        }
        let browser = Browser::new(&world);
        browser.authorize(&[("prompt", "consent"), ("first_screen", "register")]).await.assert_status(303);
        let resume = browser.register("sigrid", "fjord-Lamp-78").await;
        browser.exchange(&browser.follow(&resume).await.expect("a callback")).await;
        let roles = machine.get(&format!("/api/users/{}/roles", world.user_id("sigrid").await)).await.assert_status(200).json();
        let mut names: Vec<&str> = roles.as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["reader", "writer"]);
    }

    /// Row 85.
    async fn an_expired_secret_no_longer_authenticates(db: Db) {
        let world = World::over(db).await;
        let machine = Machine::new(&world).await;
        let path = format!("/api/applications/{}/secrets", machine.id);
        let expires_at = world.services.services.now().0 + 60_000;
        let management = world.machine().await;
        let body = json!({ "name": "short", "expiresAt": expires_at });
        let short = text(&management.post(&path, body.clone()).await.assert_status(201).json(), "value");
        management.post(&path, body).await.assert_error(422, "application.secret_name_exists");
        machine.ask(&world, &short).await.assert_status(200);
        world.services.advance(Duration::from_secs(60));
        let refused = machine.ask(&world, &short).await.assert_status(400).json();
        assert_eq!((&refused["error"], &refused["error_description"]), (&json!("invalid_request"), &json!("client secret has expired")));
        machine.ask(&world, &machine.secret).await.assert_status(200);
        let public = json!({ "name": "Desk", "type": "SPA" });
        let desk = text(&management.post("/api/applications", public).await.assert_status(200).json(), "id");
        let refused = management.post(&format!("/api/applications/{desk}/secrets"), json!({ "name": "x" })).await;
        refused.assert_error(422, "entity.db_constraint_violated");
    }

    /// Row 103.
    async fn suspending_ends_sessions_and_keeps_the_user_from_signing_in(db: Db) {
        let world = World::over(db).await;
        let machine = world.machine().await;
        let (url, received) = receiver().await;
        let events = ["User.SuspensionStatus.Updated", "User.Data.Updated"];
        machine.post("/api/hooks", json!({ "events": events, "config": { "url": url } })).await.assert_status(201);
        let browser = Browser::new(&world);
        let tokens = browser.sign_in(&world, "ben").await;
        let path = format!("/api/users/{}", world.user_id("ben").await);
        machine.patch(&format!("{path}/is-suspended"), json!({ "isSuspended": true })).await.assert_status(200);
        assert_eq!(machine.get(&format!("{path}/sessions")).await.assert_status(200).json(), json!({ "sessions": [] }));
        browser.refresh(&tokens, &[]).await.assert_status(400);
        let silent = browser.authorize(&[("prompt", "none")]).await.assert_status(303).location();
        assert!(silent.contains("error=login_required"), "{silent}");
        let again = Browser::new(&world);
        again.authorize(&[]).await.assert_status(303);
        again.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await.assert_status(204);
        let body = json!({ "identifier": { "type": "username", "value": "ben" }, "password": world.credentials.password_of("ben") });
        let verified = again.client.post("/api/experience/verification/password", body).await;
        if verified.status.is_success() {
            let id = json!({ "verificationId": verified.json()["verificationId"] });
            let identified = again.client.post("/api/experience/identification", id).await;
            assert!(identified.status.is_client_error(), "{}", identified.body);
        }
        let submitted = again.client.post("/api/experience/submit", Value::Null).await;
        assert!(submitted.status.is_client_error(), "{}", submitted.body);
        while operations::hooks::deliver_due(&world.services.services).await.unwrap() > 0 {}
        let bodies = received.lock().unwrap().clone();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        assert_eq!((&bodies[0]["event"], &bodies[0]["data"]["isSuspended"]), (&json!(events[0]), &json!(true)));
    }

    /// Row 108.
    async fn revoking_for_first_parties_leaves_a_third_party_its_refresh_token(db: Db) {
        let world = World::over(db).await;
        let machine = world.machine().await;
        let ours = Browser::new(&world);
        let our_tokens = ours.sign_in(&world, "olivia").await;
        let theirs = third_party(&world, ours.client.unrecorded()).await;
        let resume = theirs.authorize(&[("prompt", "consent")]).await.assert_status(303).location();
        theirs.follow(&resume).await.expect_err("the consent page").assert_status(200);
        let consented = theirs.client.post("/api/interaction/consent", json!({})).await.assert_status(200).json();
        let callback = theirs.follow(&text(&consented, "redirectTo")).await.expect("a callback");
        let their_tokens = theirs.exchange(&callback).await;
        let sessions = format!("/api/users/{}/sessions", world.user_id("olivia").await);
        let session = machine.get(&sessions).await.assert_status(200).json()["sessions"][0]["payload"]["uid"].clone();
        let path = format!("{sessions}/{}?revokeGrantsTarget=firstParty", session.as_str().unwrap());
        machine.delete(&path).await.assert_status(204);
        assert_eq!(ours.refresh(&our_tokens, &[]).await.assert_status(400).json()["error"], "invalid_grant");
        theirs.refresh(&their_tokens, &[]).await.assert_status(200);
    }
}

testkit::meets_rows! {
    2 => the_legacy_mark_opens_the_management_api_to_the_next_token_and_closes_it_again,
    45 => an_employee_signs_in_at_work_joins_their_organization_and_is_known_the_next_time,
    76 => whoever_registers_holds_every_default_role_for_users,
    85 => an_expired_secret_no_longer_authenticates,
    103 => suspending_ends_sessions_and_keeps_the_user_from_signing_in,
    108 => revoking_for_first_parties_leaves_a_third_party_its_refresh_token,
}
