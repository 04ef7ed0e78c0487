//! Agreement to the terms of those who come from elsewhere, and have not filled in the first page.

use super::*;
use crate::tests::world::APP;

const TERMS: &str = "https://fjord.example/terms";

fn policy(policy: &str) -> Value {
    json!({ "agreeToTermsPolicy": policy, "termsOfUseUrl": TERMS })
}

fn page(path: &str) -> String {
    format!("{path}?app_id={APP}")
}

#[tokio::test(flavor = "multi_thread")]
async fn where_everybody_ticks_a_box_those_from_elsewhere_do_each_time() {
    let (world, provider) = world().await;
    settings(&world, policy("Manual")).await;
    let browser = world.browser().await;
    // Somebody new agrees before there is an account.
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(asked, page("/sign-in/account"));
    assert!(world.find_by_identity("42").await.is_none());
    let unticked = browser.post_form(&asked, &[]).await.assert_status(422);
    assert!(unticked.body.contains("Tick the box to agree before you go on."), "{}", unticked.body);
    let done = browser.post_form(&asked, &[("agreement", "yes")]).await.assert_status(303);
    assert_eq!(done.location(), browser.resume_url());
    // Somebody known agrees before they are let in.
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(asked, page("/sign-in/terms"));
    assert_eq!(world.result(&browser).await, None);
    let shown = browser.client.get(&asked).await.assert_status(200).body;
    assert!(shown.contains("Fjord Desk asks for your agreement.") && shown.contains(TERMS), "{shown}");
    for fields in [&[][..], &[("agreement", "no")]] {
        let unticked = browser.post_form(&asked, fields).await.assert_status(422);
        assert!(unticked.body.contains("Tick the box to agree before you go on."), "{}", unticked.body);
    }
    assert_eq!(world.result(&browser).await, None);
    let done = browser.post_form(&asked, &[("agreement", "yes")]).await.assert_status(303);
    assert_eq!(done.location(), browser.resume_url());
    // Nobody is at it afterwards, or before.
    assert_eq!(browser.client.get(&asked).await.assert_status(303).location(), page("/sign-in"));
    let other = world.browser().await;
    assert_eq!(other.client.get(&asked).await.assert_status(303).location(), page("/sign-in"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_only_newcomers_tick_a_box_others_do_not() {
    let (world, provider) = world().await;
    settings(&world, policy("ManualRegistrationOnly")).await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(asked, page("/sign-in/account"));
    browser.post_form(&asked, &[("agreement", "yes")]).await.assert_status(303);
    let browser = world.browser().await;
    let done = browser.come_back_as(&provider, astrid()).await.assert_status(303);
    assert_eq!(done.location(), browser.resume_url());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_are_newcomers_only_the_box_comes_before_their_account() {
    let (world, provider) = world().await;
    let mut terms = policy("Manual");
    terms["signInMode"] = json!("Register");
    settings(&world, terms).await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(asked, page("/sign-in/terms"));
    assert!(world.find_by_identity("42").await.is_none());
    browser.post_form(&asked, &[]).await.assert_status(422);
    assert!(world.find_by_identity("42").await.is_none());
    let done = browser.post_form(&asked, &[("agreement", "yes")]).await.assert_status(303);
    assert_eq!(done.location(), browser.resume_url());
    assert!(world.find_by_identity("42").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_going_on_agrees_the_page_with_the_buttons_says_so() {
    let (world, provider) = world().await;
    settings(&world, policy("Automatic")).await;
    let browser = world.browser().await;
    for path in ["/sign-in", "/register"] {
        let shown = browser.client.get(&page(path)).await.assert_status(200).body;
        assert!(shown.contains("fine-print") && !shown.contains(r#"name="agreement""#), "{path}: {shown}");
    }
    let done = browser.come_back_as(&provider, astrid()).await.assert_status(303);
    assert_eq!(done.location(), browser.resume_url());
    // Who only signs in with what they have here agrees to nothing anew.
    settings(
        &world,
        json!({ "agreeToTermsPolicy": "Automatic", "termsOfUseUrl": TERMS, "signInMode": "SignIn" }),
    )
    .await;
    let shown = world.browser().await.client.get(&page("/sign-in")).await.assert_status(200).body;
    assert!(!shown.contains("fine-print"), "{shown}");
}
