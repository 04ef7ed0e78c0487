//! A user of several organizations chooses one on the hosted pages and signs in to it; somebody else's stays closed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use testkit::TestClient;

use crate::{browser::Browser, text, world::World};

fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap().to_owned();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

async fn organization(machine: &TestClient, name: &str) -> String {
    text(&machine.post("/api/organizations", json!({ "name": name })).await.assert_status(201).json(), "id")
}

/// The first step after the login, which must be this page.
async fn shown(browser: &Browser, world: &World, path: &str) -> String {
    let password = world.credentials.password_of("ben").expect("a password");
    let resume = browser.prove("ben", password).await;
    let answer = browser.follow(&resume).await.expect_err("a page");
    let heading = if path == "list" { "Choose an organization" } else { "You are not a member" };
    assert!(answer.body.contains(heading), "{}", answer.body);
    answer.body.split("name=\"xsrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_chooses_an_organization_and_the_tokens_carry_it() {
    let world = World::sqlite().await;
    let machine = world.machine().await;
    let (second, foreign) = (organization(&machine, "Second").await, organization(&machine, "Foreign").await);
    let ben = world.user_id("ben").await;
    machine
        .post(&format!("/api/organizations/{second}/users"), json!({ "userIds": [ben] }))
        .await
        .assert_status(201);

    let browser = Browser::new(&world);
    let page = browser.authorize(&[("prompt", "consent select_organization")]).await.assert_status(303);
    assert!(page.location().starts_with("/sign-in?"), "{}", page.location());
    let xsrf = shown(&browser, &world, "list").await;
    let path = format!("/select-organization?app_id={}", browser.application.client_id);
    let refused = browser.client.form(&path, &[("xsrf", &xsrf), ("organizationId", &foreign)]).await;
    refused.assert_status(422);
    let sent = browser.client.form(&path, &[("xsrf", &xsrf), ("organizationId", &second)]).await;
    let callback = browser.follow(&sent.assert_status(303).location()).await.expect("a callback");
    let tokens = browser.exchange(&callback).await;
    assert_eq!(claims(&tokens["id_token"])["organization_id"], json!(second));
    let first = browser.refresh(&tokens, &[("organization_id", &second)]).await.assert_status(200).json();
    let audience = format!("urn:logto:organization:{second}");
    assert_eq!(claims(&first["access_token"])["aud"], json!(audience));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organization_of_others_is_closed_in_words_and_to_the_application() {
    let world = World::sqlite().await;
    let foreign = organization(&world.machine().await, "Foreign").await;
    let browser = Browser::new(&world);
    let asked = [("prompt", "consent"), ("organization_id", foreign.as_str())];
    browser.authorize(&asked).await.assert_status(303);
    let xsrf = shown(&browser, &world, "closed").await;
    let path = format!("/select-organization?app_id={}", browser.application.client_id);
    let forged = browser.client.form(&path, &[("xsrf", &xsrf), ("organizationId", &foreign)]).await;
    forged.assert_status(422);
    let sent = browser.client.form(&path, &[("xsrf", &xsrf), ("decision", "back")]).await;
    let callback = browser.follow(&sent.assert_status(303).location()).await.expect("a callback");
    assert!(callback.contains("error=access_denied"), "{callback}");
    assert!(callback.contains("user+is+not+a+member+of+the+organization"), "{callback}");
}
