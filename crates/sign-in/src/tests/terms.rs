//! Agreement to the terms of those who come by a link, and what the headless API asks.

use domain::{
    grant::InteractionResult,
    one_time_token::{ONE_TIME_TOKEN_TTL, OneTimeTokenContext},
};
use serde_json::{Value, json};

use super::{
    World,
    mail::{by_code, by_code_with},
    steps::page,
    world::{APP, Browser, hidden_field},
};

const INGRID: &str = "ingrid@fjord.example";
const UNTICKED: &str = "Tick the box to agree before you go on.";

fn policy(policy: &str) -> Value {
    by_code_with(&json!({ "agreeToTermsPolicy": policy, "termsOfUseUrl": "https://fjord.example/terms" }))
}

/// Opens a link that was sent to Ingrid, and goes on; where that leads.
async fn come_by_link(world: &World, browser: &Browser) -> String {
    let context = OneTimeTokenContext::default();
    let made =
        operations::one_time_token::create(world.services(), INGRID.to_owned(), context, ONE_TIME_TOKEN_TTL);
    let (_, value) = made.await.unwrap();
    let query = format!("app_id={APP}&one_time_token={}&login_hint=ingrid%40fjord.example", value.reveal());
    let xsrf =
        hidden_field(&browser.client.get(&format!("/sign-in?{query}")).await.assert_status(200).body, "xsrf");
    let same_origin = [("sec-fetch-site", "same-origin")];
    let path = format!("/sign-in/link?{query}");
    browser
        .client
        .form_with(&path, &[("xsrf", xsrf.as_str())], &same_origin)
        .await
        .assert_status(303)
        .location()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_nobody_in_who_has_not_agreed() {
    let world = World::mailing(policy("Manual")).await;
    let browser = world.browser().await;
    assert_eq!(come_by_link(&world, &browser).await, page("/sign-in/account"));
    assert!(!world.knows(INGRID).await);
    browser.refused("/sign-in/account", &[], 422, UNTICKED).await;
    assert!(!world.knows(INGRID).await);
    assert_eq!(browser.go("/sign-in/account", &[("agreement", "yes")]).await, browser.resume_url());
    assert!(world.knows(INGRID).await);
    let browser = world.browser().await;
    assert_eq!(come_by_link(&world, &browser).await, page("/sign-in/terms"));
    assert_eq!(world.result(&browser).await, None);
    browser.refused("/sign-in/terms", &[], 422, UNTICKED).await;
    assert_eq!(browser.go("/sign-in/terms", &[("agreement", "yes")]).await, browser.resume_url());
    assert!(matches!(world.result(&browser).await, Some(InteractionResult::Login { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_are_newcomers_only_a_link_leads_to_the_box() {
    let mut settings = policy("ManualRegistrationOnly");
    settings["signInMode"] = json!("Register");
    let world = World::mailing(settings).await;
    let context = OneTimeTokenContext {
        interaction_event: Some("Register".to_owned()),
        ..OneTimeTokenContext::default()
    };
    let made =
        operations::one_time_token::create(world.services(), INGRID.to_owned(), context, ONE_TIME_TOKEN_TTL);
    let value = made.await.unwrap().1.reveal().to_owned();
    let browser = world.browser().await;
    let query = format!("app_id={APP}&one_time_token={value}&login_hint=ingrid%40fjord.example");
    let xsrf = hidden_field(
        &browser.client.get(&format!("/register?{query}")).await.assert_status(200).body,
        "xsrf",
    );
    let (path, same_origin) = (format!("/sign-in/link?{query}"), [("sec-fetch-site", "same-origin")]);
    let led =
        browser.client.form_with(&path, &[("xsrf", xsrf.as_str())], &same_origin).await.assert_status(303);
    assert_eq!(led.location(), page("/sign-in/terms"));
    assert!(!world.knows(INGRID).await);
    assert_eq!(browser.go("/sign-in/terms", &[("agreement", "yes")]).await, browser.resume_url());
    assert!(world.knows(INGRID).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_ticks_anything_a_link_leads_in() {
    for settings in [policy("Automatic"), by_code(), by_code_with(&json!({ "agreeToTermsPolicy": "Manual" }))]
    {
        let world = World::mailing(settings).await;
        let browser = world.browser().await;
        assert_eq!(come_by_link(&world, &browser).await, browser.resume_url());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_headless_api_leaves_the_question_to_its_clients() {
    let world = World::mailing(policy("Manual")).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.submit().await.assert_status(200);
}
