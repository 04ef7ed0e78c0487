//! `prompt=select_account` (OpenID Connect Core §3.1.2.1).

use super::*;

const ASKED: [(&str, &str); 2] = [("scope", "openid profile"), ("prompt", "select_account")];

/// A browser in which the user is signed in, and that is asked which account to go on with.
async fn asked(world: &World, parameters: &[(&str, &str)]) -> TestClient {
    let browser = world.client();
    world.sign_in(&browser, "web", &[("scope", "openid profile")]).await;
    let mut all = ASKED.to_vec();
    all.retain(|(name, _)| !parameters.iter().any(|(other, _)| other == name));
    all.extend_from_slice(parameters);
    let response = browser.get(&World::authorization_path("web", &all)).await.assert_status(303);
    assert_eq!(response.location(), "/select-account?app_id=web");
    browser
}

#[tokio::test]
async fn who_is_signed_in_says_so_and_goes_on() {
    let world = World::new().await;
    let browser = asked(&world, &[]).await;
    let before = browser.cookie("_session").unwrap();
    let resume = world.finish(&browser, InteractionResult::SameAccount).await;
    let response = browser.get(&resume).await.assert_status(303);
    let code = callback_parameters(&response.location())["code"].clone();
    assert_ne!(browser.cookie("_session").unwrap(), before);
    let tokens = world.redeem("web", &code).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"])["sub"], USER);
}

#[tokio::test]
async fn who_is_somebody_else_signs_in_as_such() {
    let world = World::new().await;
    let browser = asked(&world, &[]).await;
    let resume = world.finish(&browser, InteractionResult::OtherAccount).await;
    assert_eq!(browser.get(&resume).await.assert_status(303).location(), "/sign-in?app_id=web");
    // Who goes on without signing in is asked again, signed in or not.
    let uid = browser.cookie("_interaction_resume").unwrap();
    let again = browser.get(&format!("/oidc/auth/{uid}")).await.assert_status(303);
    assert_eq!(again.location(), "/sign-in?app_id=web");
    let resume = world.finish_login(&browser, OTHER_USER).await;
    let page = browser.get(&resume).await.assert_status(200);
    let xsrf = hidden(&page.body, "xsrf");
    let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
    let back = browser.form("/oidc/session/end/confirm", &form).await.assert_status(303);
    let response = browser.get(&back.location()).await.assert_status(303);
    assert_eq!(response.location(), "/consent?app_id=web");
    let response = browser.get(&world.finish_consent(&browser).await).await.assert_status(303);
    let code = callback_parameters(&response.location())["code"].clone();
    let tokens = world.redeem("web", &code).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"])["sub"], OTHER_USER);
}

#[tokio::test]
async fn who_signs_in_for_the_request_has_chosen_by_that() {
    let world = World::new().await;
    for prompt in ["select_account consent", "login select_account consent"] {
        // Ends in a code by way of the sign-in and consent pages alone.
        let told = world.sign_in(&world.client(), "web", &[("prompt", prompt)]).await;
        assert!(told.contains_key("code"), "{told:?}");
    }
}

#[tokio::test]
async fn going_on_is_no_sign_in() {
    let world = World::new().await;
    let browser = asked(&world, &[("max_age", "60")]).await;
    world.test.advance(Duration::from_secs(61));
    let resume = world.finish(&browser, InteractionResult::SameAccount).await;
    assert_eq!(browser.get(&resume).await.assert_status(303).location(), "/sign-in?app_id=web");
}

#[tokio::test]
async fn the_answer_belongs_to_the_session_that_was_asked() {
    let world = World::new().await;
    let browser = asked(&world, &[]).await;
    let resume = world.finish(&browser, InteractionResult::SameAccount).await;
    browser.set_cookie("_session", "somebody-elses");
    browser.get(&resume).await.assert_error(400, "session.not_found");
}

#[tokio::test]
async fn no_other_answer_stands_in_for_it() {
    let world = World::new().await;
    let grant_id = domain::GrantId::new("made-up");
    for result in [
        InteractionResult::Login { user_id: UserId::new(OTHER_USER) },
        InteractionResult::Consent { grant_id },
        InteractionResult::Organization { organization_id: domain::OrganizationId::new(NORTHWIND) },
    ] {
        let browser = asked(&world, &[]).await;
        let resume = world.finish(&browser, result).await;
        let response = browser.get(&resume).await.assert_status(303);
        assert_eq!(response.location(), "/select-account?app_id=web");
    }
}

#[tokio::test]
async fn who_goes_back_is_told_to_the_client() {
    let world = World::new().await;
    let browser = asked(&world, &[]).await;
    let resume = world.finish(&browser, InteractionResult::Denied).await;
    let told = refusal(&browser.get(&resume).await);
    assert_eq!(told, ("access_denied".to_owned(), Some("End-User aborted interaction".to_owned())));
}
