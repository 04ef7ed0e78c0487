//! What cannot be looked up is refused: a database that fails lets nobody in.

use serde_json::{Value, json};
use testkit::TestResponse;

use crate::{browser::Browser, text, world::World};

/// Takes a table out of the database, and puts it back.
async fn rename(world: &World, statement: &'static str) {
    store::testing::execute(&world.services.services.db, statement, &[]).await;
}

struct Callers {
    browser: Browser,
    tokens: Value,
    organization_token: String,
    machine_token: String,
}

/// One request through every door, each with credentials that were good a moment ago.
async fn knock(world: &World, callers: &Callers, name: &str) -> Vec<(&'static str, TestResponse)> {
    let Callers { browser, tokens, organization_token, machine_token } = callers;
    let gateway = world.client_with(organization_token);
    let northwind = [("organization_id", "northwind")];
    let body = json!({ "identifier": { "type": "username", "value": "ben" }, "password": "fjord-Lamp-77" });
    let other = Browser::new(world);
    other.authorize(&[("prompt", "consent")]).await.assert_status(303);
    other.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await.assert_status(204);
    vec![
        ("userinfo", world.client_with(&text(tokens, "access_token")).get("/oidc/me").await),
        ("refresh", browser.refresh(tokens, &northwind).await),
        ("reading through the gateway", gateway.get("/org/organizations/northwind").await),
        (
            "writing through the gateway",
            gateway.patch("/org/organizations/northwind", json!({ "name": name })).await,
        ),
        ("Management API", world.client_with(machine_token).get("/api/users").await),
        ("sign-in", other.client.post("/api/experience/verification/password", body).await),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_answer_of_the_database_every_door_stays_shut() {
    let world = World::sqlite().await;
    let browser = Browser::new(&world);
    let tokens = browser.sign_in(&world, "olivia").await;
    let organization_token = Browser::organization_token(&world, "olivia", "northwind").await;
    let machine_token = world.machine_token().await;
    let callers = Callers { browser, tokens, organization_token, machine_token };
    for (door, answer) in knock(&world, &callers, "Before").await {
        let is_open = answer.status.is_success() || door == "sign-in" && answer.status == 422;
        assert!(is_open, "{door}: {} {}", answer.status, answer.body);
    }
    rename(&world, "ALTER TABLE users RENAME TO users_out_of_reach").await;
    for (door, answer) in knock(&world, &callers, "Meanwhile").await {
        assert!(answer.status.is_server_error(), "{door}: {} {}", answer.status, answer.body);
        assert!(!answer.body.contains("users"), "{door} tells of the inside: {}", answer.body);
    }
    rename(&world, "ALTER TABLE users_out_of_reach RENAME TO users").await;
    let reached = world.client_with(&callers.organization_token).get("/org/organizations/northwind").await;
    assert_eq!(reached.assert_status(200).json()["name"], "Before", "nothing was changed");
}
