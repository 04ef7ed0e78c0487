//! The hosted pages as a browser without JavaScript uses them (OIDC contract §6.1).

use domain::grant::InteractionResult;
use serde_json::json;

use super::{
    World,
    world::{APP, PASSWORD, hidden_field},
};

const SIGN_IN: &str = "/sign-in?app_id=4l7qkgi8vplq7zeqm5mjj";
const REGISTER: &str = "/register?app_id=4l7qkgi8vplq7zeqm5mjj";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_signs_in() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.browser().await;
    let page = browser.client.get(SIGN_IN).await.assert_status(200);
    assert!(page.body.contains("<h1>Sign in to Fjord Desk</h1>"), "{}", page.body);
    assert!(page.body.contains(r#"href="/register?app_id=4l7qkgi8vplq7zeqm5mjj""#));
    assert!(page.body.contains(r#"action="/sign-in?app_id=4l7qkgi8vplq7zeqm5mjj""#));
    assert_eq!(world.interaction(&browser.uid).await.experience, None);
    let answer = browser
        .post_form(SIGN_IN, &[("identifier", " ingrid "), ("password", PASSWORD)])
        .await
        .assert_status(303);
    assert_eq!((answer.location(), answer.header("cache-control")), (browser.resume_url(), Some("no-store")));
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.clone() }));
    assert_eq!(world.find_user(&user).await.last_sign_in_at, Some(world.services().now()));
    assert_eq!(world.audit_keys().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_the_username_kept() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    let answer = browser
        .post_form(SIGN_IN, &[("identifier", "ingrid"), ("password", "wrong")])
        .await
        .assert_status(422);
    assert!(
        answer.body.contains("That username and password do not match an account. Check both and try again.")
    );
    assert!(answer.body.contains(r#"value="ingrid""#));
    assert!(!answer.body.contains("wrong"));
    assert_eq!(hidden_field(&answer.body, "xsrf"), browser.xsrf(SIGN_IN).await);
    assert_eq!(world.result(&browser).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_fields_are_named() {
    let world = World::new().await;
    let browser = world.browser().await;
    let answer = browser.post_form(SIGN_IN, &[("identifier", " ")]).await.assert_status(422);
    assert!(
        answer.body.contains("Enter your username.</span>")
            && answer.body.contains("Enter your password.</span>")
    );
    let answer = browser.post_form(REGISTER, &[("password", "")]).await.assert_status(422);
    assert!(
        answer.body.contains("Choose a username.</span>")
            && answer.body.contains("Choose a password.</span>")
    );
    assert_eq!(world.audit().await, Vec::<serde_json::Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_a_user_out_is_told_in_words() {
    let world = World::new().await;
    world.user_with("olav", |user| user.is_suspended = true).await;
    world.user_with("signe", |user| user.mfa_factors = vec![json!({ "type": "Pigeon" })]).await;
    world.settings(json!({ "mfa": { "factors": ["Totp"], "policy": "UserControlled" }, "sentinelPolicy": { "maxAttempts": 1, "lockoutDuration": 15 } })).await;
    let browser = world.browser().await;
    for (username, password, status, words) in [
        ("olav", PASSWORD, 401, "This account is suspended. Ask an administrator to lift the suspension."),
        ("signe", PASSWORD, 403, "Your account asks for a second step that is not open here."),
        ("nobody", "wrong", 400, "There were too many failed attempts. Try again in 15 minutes."),
    ] {
        let answer = browser
            .post_form(SIGN_IN, &[("identifier", username), ("password", password)])
            .await
            .assert_status(status);
        assert!(answer.body.contains(words), "{}", answer.body);
        assert_eq!(world.result(&browser).await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_registers() {
    let world = World::new().await;
    let browser = world.browser().await;
    let page = browser.client.get(REGISTER).await.assert_status(200);
    assert!(
        page.body.contains("<h1>Create your account</h1>") && page.body.contains("At least 8 characters.")
    );
    assert!(page.body.contains(r#"href="/sign-in?app_id=4l7qkgi8vplq7zeqm5mjj""#));
    let answer = browser
        .post_form(REGISTER, &[("identifier", "sigrid"), ("password", PASSWORD)])
        .await
        .assert_status(303);
    assert_eq!(answer.location(), browser.resume_url());
    let user = world.find_user_by_name("sigrid").await.unwrap();
    assert_eq!(user.application_id.as_ref().map(domain::ApplicationId::as_str), Some(APP));
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.id }));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_of_registration_is_told_at_its_field() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    for (username, password, status, words) in [
        ("ingrid", PASSWORD, 422, "This username is taken. Choose another one."),
        ("1abc", PASSWORD, 400, "This cannot be a username. Letters a to z, digits and underscores."),
        ("sigrid", "short", 422, "Use at least 8 characters."),
        ("sigrid", "password1", 422, "This password is in lists that attackers try first."),
    ] {
        let answer = browser
            .post_form(REGISTER, &[("identifier", username), ("password", password)])
            .await
            .assert_status(status);
        assert!(answer.body.contains(words), "{}", answer.body);
        assert!(answer.body.contains(&format!(r#"value="{username}""#)));
    }
    assert!(world.find_user_by_name("sigrid").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_stays_when_the_last_step_of_its_registration_is_refused() {
    let world = World::new().await;
    world.settings(json!({ "mfa": { "factors": ["Totp"], "policy": "Mandatory" } })).await;
    let browser = world.browser().await;
    let answer = browser
        .post_form(REGISTER, &[("identifier", "sigrid"), ("password", PASSWORD)])
        .await
        .assert_status(303);
    assert_eq!(answer.location(), format!("/sign-in/set-up?app_id={APP}"));
    assert!(world.find_user_by_name("sigrid").await.is_some());
    assert_eq!(world.result(&browser).await, None);
    assert_eq!(
        browser.client.get("/api/experience/interaction").await.json()["interactionEvent"],
        "Register"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_sign_in_under_way_pages_lead_to_an_explanation() {
    let world = World::new().await;
    let client = world.client();
    for path in [
        "/sign-in",
        "/register",
        "/identifier-sign-in",
        "/identifier-register",
        "/single-sign-on",
        "/reset-password",
        "/forgot-password",
    ] {
        assert_eq!(
            client.get(path).await.assert_status(302).location(),
            "http://id.fjord.example:3001/unknown-session",
            "{path}"
        );
    }
    assert_eq!(
        client.form("/sign-in", &[]).await.assert_status(302).location(),
        "http://id.fjord.example:3001/unknown-session"
    );
    let page = client.get("/unknown-session").await.assert_status(200);
    assert!(page.body.contains("<!doctype html>") || page.body.contains("<!DOCTYPE html>"), "{}", page.body);
    world.settings(json!({ "unknownSessionRedirectUrl": "https://fjord.example/start" })).await;
    assert_eq!(client.get("/sign-in").await.assert_status(302).location(), "https://fjord.example/start");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_set_up_is_explained_on_the_sign_in_page() {
    let world = World::new().await;
    let browser = world.browser().await;
    let page = browser.client.get("/reset-password?app_id=4l7qkgi8vplq7zeqm5mjj").await.assert_status(200);
    assert!(
        page.body.contains("Passwords cannot be reset on this server.")
            && page.body.contains(r#"action="/reset-password?app_id="#)
    );
    let page = browser.client.get("/single-sign-on").await.assert_status(200);
    assert!(page.body.contains("No single sign-on is set up on this server."));
    for path in ["/identifier-sign-in?identifier=username", "/identifier-register"] {
        browser.client.get(path).await.assert_status(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_direct_sign_in_falls_back_to_the_page_named() {
    let world = World::new().await;
    let client = world.client();
    for (path, location) in [
        (
            "/direct/social/google?app_id=a&fallback=register&login_hint=i%40b",
            "/register?app_id=a&login_hint=i%40b",
        ),
        ("/direct/bad?app_id=a&fallback=https%3A%2F%2Fevil.example", "/sign-in?app_id=a"),
        ("/direct/sso/x?fallback=%2F%2Fevil.example", "/sign-in"),
        ("/direct/social/google?fallback=identifier%3Asign_in", "/identifier-sign-in"),
    ] {
        assert_eq!(client.get(path).await.assert_status(302).location(), location, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_hint_fills_the_form() {
    let world = World::new().await;
    let browser = world.browser().await;
    let page = browser.client.get("/sign-in?login_hint=ingrid").await.assert_status(200);
    assert!(page.body.contains(r#"value="ingrid""#));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_mode_decides_which_page_is_shown() {
    let world = World::new().await;
    world.settings(json!({ "signInMode": "Register" })).await;
    let browser = world.browser().await;
    assert_eq!(browser.client.get(SIGN_IN).await.assert_status(303).location(), REGISTER);
    let register = browser.client.get(REGISTER).await.assert_status(200);
    assert!(!register.body.contains(r#"href="/sign-in"#));
    world.settings(json!({ "signInMode": "SignIn" })).await;
    assert_eq!(browser.client.get(REGISTER).await.assert_status(303).location(), SIGN_IN);
    assert!(!browser.client.get(SIGN_IN).await.assert_status(200).body.contains(r#"href="/register"#));
    assert_eq!(browser.client.form(REGISTER, &[]).await.assert_status(303).location(), SIGN_IN);
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_linked_and_hostile_addresses_are_not() {
    let world = World::new().await;
    world.settings(json!({ "termsOfUseUrl": "https://fjord.example/terms", "privacyPolicyUrl": "javascript:alert(1)" })).await;
    let browser = world.browser().await;
    let page = browser.client.get(SIGN_IN).await.assert_status(200);
    assert!(
        page.body.contains(r#"href="https://fjord.example/terms""#) && !page.body.contains("javascript:")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_wears_the_tenants_colours_and_logo() {
    let world = World::new().await;
    world
        .settings(json!({
            "color": { "primaryColor": "#123456", "isDarkModeEnabled": true, "darkPrimaryColor": "#abcdef" },
            "branding": { "logoUrl": "https://cdn.fjord.example/logo.svg" },
        }))
        .await;
    let browser = world.browser().await;
    let page = browser.client.get(SIGN_IN).await.assert_status(200);
    assert!(
        page.body.contains("/assets/brand/123456-abcdef.css")
            && page.body.contains("https://cdn.fjord.example/logo.svg")
    );
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("img-src 'self' data: https://cdn.fjord.example")
    );
}
