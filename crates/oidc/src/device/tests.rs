//! The device flow from the first request to the tokens, and what attackers try with it (RFC 8628; OIDC contract §4.7).

use std::{collections::HashMap, time::Duration};

use domain::{UserId, grant::InteractionResult};
use operations::device::{Found, find};
use serde_json::{Value, json};
use testkit::{TestClient, TestResponse};

use crate::test_support::*;

const SCOPE: &str = "openid offline_access profile order:read";

/// A device's two codes.
struct Codes {
    device: String,
    user: String,
}

async fn begin(world: &World) -> Codes {
    let form = [("client_id", "tv"), ("scope", SCOPE), ("resource", ORDERS)];
    let body = world.client().form("/oidc/device/auth", &form).await.assert_status(200).json();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    Codes { device: text("device_code"), user: text("user_code") }
}

async fn poll(world: &World, codes: &Codes) -> TestResponse {
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", codes.device.as_str()),
    ];
    world.token_of("tv", &form).await
}

/// The error that the device gets.
async fn polled_error(world: &World, codes: &Codes) -> String {
    poll(world, codes).await.assert_status(400).json()["error"].as_str().unwrap().to_owned()
}

/// A browser that has opened the page, and the token that the page holds.
async fn opened(world: &World) -> (TestClient, String) {
    let browser = world.client();
    assert_eq!(browser.get("/oidc/device").await.assert_status(302).location(), "/device");
    let xsrf = browser.cookie("_logto_device_flow_xsrf").unwrap();
    (browser, xsrf)
}

async fn post(browser: &TestClient, xsrf: &str, code: &str, button: Option<&str>) -> TestResponse {
    let mut form = vec![("xsrf", xsrf), ("user_code", code)];
    form.extend(button.map(|button| (button, "yes")));
    browser.form("/oidc/device", &form).await
}

/// The user types and confirms the code.
async fn confirm(world: &World, codes: &Codes) -> (TestClient, TestResponse) {
    let (browser, xsrf) = opened(world).await;
    let response = post(&browser, &xsrf, &codes.user, Some("confirm")).await;
    (browser, response)
}

/// The user does all there is to do.
async fn allow(world: &World, codes: &Codes) {
    let (browser, response) = confirm(world, codes).await;
    assert_eq!(response.assert_status(303).location(), "/sign-in?app_id=tv");
    browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
    let done = browser.get(&world.finish_consent(&browser).await).await.assert_status(302);
    assert_eq!(done.location(), "/device/success");
}

fn query(location: &str) -> HashMap<String, String> {
    callback_parameters(location)
}

#[tokio::test]
async fn a_device_gets_its_codes() {
    let world = World::new().await;
    let form = [("client_id", "tv"), ("scope", SCOPE)];
    let response = world.client().form("/oidc/device/auth", &form).await.assert_status(200);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    let body = response.json();
    let names = ["device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in"];
    assert_eq!(members(&body), names);
    let (device, user) = (body["device_code"].as_str().unwrap(), body["user_code"].as_str().unwrap());
    assert_eq!(device.len(), 43);
    let (first, second) = user.split_once('-').unwrap();
    let is_part =
        |part: &str| part.len() == 4 && part.bytes().all(|letter| b"BCDFGHJKLMNPQRSTVWXZ".contains(&letter));
    assert!(is_part(first) && is_part(second), "{user}");
    let page = "http://id.fjord.example:3001/device";
    assert_eq!((&body["verification_uri"], &body["expires_in"]), (&json!(page), &json!(600)));
    assert_eq!(body["verification_uri_complete"], format!("{page}?user_code={user}"));
}

#[tokio::test]
async fn the_user_signs_in_on_another_machine_and_the_device_gets_tokens_once() {
    let world = World::new().await;
    let codes = begin(&world).await;
    let waiting = poll(&world, &codes).await.assert_status(400).json();
    assert_eq!(
        waiting,
        json!({
            "code": "oidc.authorization_pending", "message": "An OIDC error occurred: oidc.authorization_pending.",
            "error": "authorization_pending",
            "error_description": "authorization request is still pending as the end-user hasn't yet completed the user interaction steps",
        })
    );
    let (browser, xsrf) = opened(&world).await;
    let typed =
        post(&browser, &xsrf, &codes.user.to_lowercase().replace('-', " "), None).await.assert_status(302);
    assert_eq!(typed.location(), format!("/device?user_code={}", codes.user));
    assert_eq!(polled_error(&world, &codes).await, "slow_down");
    let response = post(&browser, &xsrf, &codes.user, Some("confirm")).await.assert_status(303);
    assert_eq!(response.location(), "/sign-in?app_id=tv");
    let uid = browser.cookie("_interaction_resume").unwrap();
    let set: Vec<_> =
        response.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(
        set.iter().any(
            |cookie| cookie.starts_with(&format!("_interaction_resume={uid}; path=/oidc/device/{uid}; "))
        ),
        "{set:?}"
    );
    let resume = world.finish_login(&browser, USER).await;
    assert_eq!(resume, format!("{ISSUER}/device/{uid}"));
    assert_eq!(browser.get(&resume).await.assert_status(303).location(), "/consent?app_id=tv");
    let done = browser.get(&world.finish_consent(&browser).await).await.assert_status(302);
    assert_eq!(done.location(), "/device/success");
    assert_eq!(browser.cookie("_logto_device_flow_xsrf"), None);

    let tokens = poll(&world, &codes).await.assert_status(200).json();
    let names = ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"];
    assert_eq!(members(&tokens), names);
    assert_eq!(tokens["scope"], "openid offline_access profile");
    let id = payload(&tokens["id_token"]);
    assert_eq!((&id["sub"], &id["aud"]), (&json!(USER), &json!("tv")));
    let refreshed =
        world.refresh("tv", tokens["refresh_token"].as_str().unwrap(), &[("resource", ORDERS)]).await;
    let refreshed = refreshed.assert_status(200).json();
    assert_eq!(payload(&refreshed["access_token"])["scope"], "order:read");

    poll(&world, &codes).await.assert_error(400, "oidc.invalid_grant");
    let refresh = refreshed["refresh_token"].as_str().unwrap();
    world.refresh("tv", refresh, &[]).await.assert_error(400, "oidc.invalid_grant");
}

#[tokio::test]
async fn a_link_with_the_code_only_brings_it_to_the_page() {
    let world = World::new().await;
    let codes = begin(&world).await;
    let browser = world.client();
    let page = browser.get(&format!("/oidc/device?user_code={}", codes.user)).await.assert_status(200);
    assert!(page.body.contains(&format!(r#"action="{ISSUER}/device""#)), "{}", page.body);
    assert!(page.body.contains(&format!(r#"name="user_code" value="{}""#, codes.user)), "{}", page.body);
    assert!(!page.body.contains("confirm"), "{}", page.body);
    let xsrf = browser.cookie("_logto_device_flow_xsrf").unwrap();
    let typed = post(&browser, &xsrf, &codes.user, None).await.assert_status(302);
    assert_eq!(typed.location(), format!("/device?user_code={}", codes.user));
    assert_eq!(polled_error(&world, &codes).await, "authorization_pending");
}

#[tokio::test]
async fn nothing_is_confirmed_without_the_token_of_the_page() {
    let world = World::new().await;
    let codes = begin(&world).await;
    let (browser, xsrf) = opened(&world).await;
    let (_, foreign) = opened(&world).await;
    for forged in ["", "x", foreign.as_str()] {
        let response = post(&browser, forged, &codes.user, Some("confirm")).await.assert_status(302);
        assert_eq!(response.location(), "/device?error=InvalidRequest");
    }
    let form = [("xsrf", xsrf.as_str()), ("user_code", &codes.user), ("confirm", "yes")];
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let response = browser.form_with("/oidc/device", &form, &[(name, value)]).await.assert_status(302);
        assert_eq!(response.location(), "/device?error=InvalidRequest");
    }
    let stranger = world.client();
    let response = post(&stranger, &xsrf, &codes.user, Some("confirm")).await.assert_status(302);
    assert_eq!(response.location(), "/device?error=SessionNotFound");
    // A typed code does not lead on by itself either, and no address confirms it.
    browser
        .get(&format!("/oidc/device?user_code={}&confirm=yes&xsrf={xsrf}", codes.user))
        .await
        .assert_status(200);
    assert_eq!(polled_error(&world, &codes).await, "authorization_pending");
    assert_eq!(browser.cookie("_interaction"), None);
}

#[tokio::test]
async fn a_code_is_taken_by_one_browser() {
    let world = World::new().await;
    let codes = begin(&world).await;
    let (first, response) = confirm(&world, &codes).await;
    assert_eq!(response.assert_status(303).location(), "/sign-in?app_id=tv");
    let (_, response) = confirm(&world, &codes).await;
    assert_eq!(query(&response.assert_status(302).location())["error"], "NotFoundError");
    // The browser that has it may begin again.
    let xsrf = first.cookie("_logto_device_flow_xsrf").unwrap();
    let again = post(&first, &xsrf, &codes.user, Some("confirm")).await.assert_status(303);
    assert_eq!(again.location(), "/sign-in?app_id=tv");
}

#[tokio::test]
async fn a_refusal_reaches_the_device() {
    let world = World::new().await;
    let (aborted, denied) = (begin(&world).await, begin(&world).await);
    let (browser, xsrf) = opened(&world).await;
    let response = post(&browser, &xsrf, &aborted.user, Some("abort")).await.assert_status(302);
    assert_eq!(response.location(), "/device?error=AbortedError");
    let (browser, _) = confirm(&world, &denied).await;
    let resume = world.finish(&browser, InteractionResult::Denied).await;
    assert_eq!(browser.get(&resume).await.assert_status(302).location(), "/device?error=AbortedError");
    for codes in [aborted, denied] {
        let told = poll(&world, &codes).await.assert_error(400, "oidc.access_denied").json();
        assert_eq!(told["error_description"], "End-User aborted interaction");
        let (_, response) = confirm(&world, &codes).await;
        assert_eq!(query(&response.location())["error"], "NotFoundError");
    }
}

#[tokio::test]
async fn a_code_ends_with_its_time() {
    let world = World::new().await;
    let codes = begin(&world).await;
    world.test.advance(Duration::from_secs(600));
    let told = poll(&world, &codes).await.assert_error(400, "oidc.expired_token").json();
    assert_eq!(told["error_description"], "device code is expired");
    let (_, response) = confirm(&world, &codes).await;
    let told = query(&response.assert_status(302).location());
    assert_eq!((told["error"].as_str(), &told["input_code"]), ("NotFoundError", &codes.user));
}

#[tokio::test]
async fn a_device_that_asks_too_often_is_slowed_down_and_still_hears_the_end() {
    let world = World::new().await;
    let codes = begin(&world).await;
    for (wait, expected) in [
        (0, "authorization_pending"),
        (1, "slow_down"),
        (5, "slow_down"),
        (14, "authorization_pending"),
        (14, "authorization_pending"),
    ] {
        world.test.advance(Duration::from_secs(wait));
        assert_eq!(polled_error(&world, &codes).await, expected, "after {wait} seconds");
    }
    allow(&world, &codes).await;
    poll(&world, &codes).await.assert_status(200);
}

#[tokio::test]
async fn codes_cannot_be_guessed() {
    let world = World::new().await;
    let codes = begin(&world).await;
    let (browser, xsrf) = opened(&world).await;
    let wrong = if codes.user.starts_with('B') { "CBBB-BBBB" } else { "BBBB-BBBB" };
    for attempt in 0..10 {
        let response = post(&browser, &xsrf, wrong, None).await.assert_status(302);
        assert_eq!(query(&response.location())["error"], "NotFoundError", "{attempt}");
    }
    // From here on right ones are not looked at either, whatever browser they come from.
    for guess in [wrong, &codes.user] {
        let (browser, xsrf) = opened(&world).await;
        let response = post(&browser, &xsrf, guess, None).await.assert_status(302);
        assert_eq!(query(&response.location())["error"], "TooManyAttempts");
    }
    world.test.advance(Duration::from_secs(601));
    let later = begin(&world).await;
    let (browser, xsrf) = opened(&world).await;
    let response = post(&browser, &xsrf, &later.user, None).await.assert_status(302);
    assert_eq!(response.location(), format!("/device?user_code={}", later.user));
}

/// What somebody at this address finds by a code.
async fn found_from(world: &World, address: &str, typed: &str) -> Found {
    let services = &world.test.services;
    let configuration = services.configuration().await.unwrap();
    find(services, &configuration, typed, address.parse().ok()).await.unwrap()
}

#[tokio::test]
async fn whoever_has_many_networks_of_one_provider_guesses_no_more_for_it() {
    let world = World::new().await;
    let codes = begin(&world).await;
    let wrong = if codes.user.starts_with('B') { "CBBB-BBBB" } else { "BBBB-BBBB" };
    for network in 0..100 {
        let found = found_from(&world, &format!("2001:db8:1:{network:x}::1"), wrong).await;
        assert!(matches!(found, Found::Nothing), "{network}");
    }
    let found = found_from(&world, "2001:db8:1:ffff::1", &codes.user).await;
    assert!(matches!(found, Found::TooManyAttempts));
    // Others are not held up by it.
    for address in ["2001:db8:2::1", "203.0.113.9"] {
        assert!(matches!(found_from(&world, address, &codes.user).await, Found::Waiting(_)), "{address}");
    }
}

#[tokio::test]
async fn however_many_guess_from_wherever_they_are_slowed_down_together() {
    let world = World::new().await;
    let codes = begin(&world).await;
    let wrong = if codes.user.starts_with('B') { "CBBB-BBBB" } else { "BBBB-BBBB" };
    for guess in 0..1_000 {
        let found = found_from(&world, &format!("2001:{guess:x}::1"), wrong).await;
        assert!(matches!(found, Found::Nothing), "{guess}");
    }
    for address in ["2001:ffff::1", "203.0.113.9"] {
        let found = found_from(&world, address, &codes.user).await;
        assert!(matches!(found, Found::TooManyAttempts), "{address}");
    }
    // It is a brake: the devices of everybody else wait for a minute. Nobody's own count has grown meanwhile.
    world.test.advance(Duration::from_secs(61));
    for _ in 0..20 {
        assert!(matches!(found_from(&world, "203.0.113.9", &codes.user).await, Found::Waiting(_)));
    }
}

#[tokio::test]
async fn only_devices_use_the_flow_and_only_with_their_own_codes() {
    let world = World::new().await;
    let text = "urn:ietf:params:oauth:grant-type:device_code is not allowed for this client";
    for client in ["spa", "native"] {
        let refused = world.client().form("/oidc/device/auth", &[("client_id", client)]).await;
        let body = refused.assert_error(400, "oidc.invalid_request").json();
        assert_eq!(body["error_description"], text, "{client}");
    }
    let codes = begin(&world).await;
    allow(&world, &codes).await;
    let grant = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    let refused = world.token_of("native", &[grant, ("device_code", &codes.device)]).await;
    refused.assert_error(400, "oidc.invalid_request");
    world.change_client("native", |native| native.custom_client_metadata.is_device_flow = Some(true)).await;
    let refused = world.token_of("native", &[grant, ("device_code", &codes.device)]).await;
    refused.assert_error(400, "oidc.invalid_grant");
    world.token_of("tv", &[grant, ("device_code", "unknown")]).await.assert_error(400, "oidc.invalid_grant");
    let missing = world.token_of("tv", &[grant]).await.assert_error(400, "oidc.invalid_request").json();
    assert_eq!(missing["error_description"], "missing required parameter 'device_code'");
    // An interaction of the one kind is not resumed at the address of the other.
    let (browser, _) = confirm(&world, &begin(&world).await).await;
    let uid = browser.cookie("_interaction_resume").unwrap();
    let response = browser.get(&format!("/oidc/auth/{uid}")).await;
    response.assert_error(400, "session.not_found");
    poll(&world, &codes).await.assert_status(200);
}

#[tokio::test]
async fn a_request_is_checked_like_any_other() {
    let world = World::new().await;
    for (parameter, error) in [
        (("resource", "https://unknown.example"), "invalid_target"),
        (("prompt", "none"), "invalid_request"),
        (("prompt", "create"), "invalid_request"),
        (("max_age", "-1"), "invalid_request"),
        (("id_token_hint", "x"), "invalid_request"),
        (("request", "x"), "request_not_supported"),
    ] {
        let response = world.client().form("/oidc/device/auth", &[("client_id", "tv"), parameter]).await;
        assert_eq!(response.assert_status(400).json()["error"], error, "{parameter:?}");
    }
}

#[tokio::test]
async fn a_resumed_browser_without_its_cookies_is_sent_to_the_page() {
    let world = World::new().await;
    let (browser, _) = confirm(&world, &begin(&world).await).await;
    let resume = world.finish_login(&browser, USER).await;
    let response = world.client().get(&resume).await.assert_status(302);
    assert_eq!(response.location(), "/device?error=SessionNotFound");
}

#[tokio::test]
async fn a_suspended_user_signs_no_device_in() {
    let world = World::new().await;
    let codes = begin(&world).await;
    allow(&world, &codes).await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    store::user::set_suspended(exec, tenant, &UserId::new(USER), true, world.services.now()).await.unwrap();
    poll(&world, &codes).await.assert_error(400, "oidc.invalid_grant");
}

store::both_databases! {
    async fn one_of_many_parallel_questions_gets_the_tokens(db: Db) {
        let world = World::over(db).await;
        let codes = begin(&world).await;
        allow(&world, &codes).await;
        let answers = futures_util::future::join_all((0..6).map(|_| poll(&world, &codes))).await;
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(answer.json()["error"], Value::from("invalid_grant"));
        }
    }
}
