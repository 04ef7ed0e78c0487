//! What an operator sets changes what happens: usernames, passwords, their age.

use std::time::Duration;

use domain::grant::InteractionResult;
use serde_json::json;

use super::{World, mail::by_code_with, steps::page, world::PASSWORD};

const REGISTER: &str = "/register?app_id=4l7qkgi8vplq7zeqm5mjj";
const SIGN_IN: &str = "/sign-in?app_id=4l7qkgi8vplq7zeqm5mjj";
const DAY: Duration = Duration::from_secs(86_400);

#[tokio::test(flavor = "multi_thread")]
async fn where_case_does_not_count_any_case_signs_in_and_none_registers_anew() {
    let world = World::new().await;
    world.user("Ingrid").await;
    let sign_in = async |username: &str| {
        let browser = world.browser().await;
        browser.post_form(SIGN_IN, &[("identifier", username), ("password", PASSWORD)]).await.status.as_u16()
    };
    assert_eq!((sign_in("Ingrid").await, sign_in("INGRID").await), (303, 422));
    world.settings(json!({ "usernamePolicy": { "caseSensitive": false } })).await;
    assert_eq!((sign_in("Ingrid").await, sign_in("INGRID").await), (303, 303));
    let browser = world.browser().await;
    let form = [("identifier", "inGRID"), ("password", "winter-Coat-91")];
    let taken = browser.post_form(REGISTER, &form).await.assert_status(422);
    assert!(taken.body.contains("This username is taken. Choose another one."), "{}", taken.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn usernames_keep_to_the_characters_that_are_allowed() {
    let world = World::new().await;
    let allowed = json!({ "uppercase": false, "lowercase": true, "number": true, "underscore": false });
    world.settings(json!({ "usernamePolicy": { "minLength": 3, "allowedCharacters": allowed } })).await;
    let register = async |username: &str| {
        let browser = world.browser().await;
        browser.post_form(REGISTER, &[("identifier", username), ("password", PASSWORD)]).await
    };
    for (username, text) in [
        ("Ingrid", "Leave out letters in upper case."),
        ("ing_rid", "Leave out underscores."),
        ("in", "A username has between 3 and 128 characters."),
    ] {
        let answer = register(username).await.assert_status(422);
        assert!(answer.body.contains(text), "{username}: {}", answer.body);
    }
    register("ingrid7").await.assert_status(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_the_tenant_are_no_passwords() {
    let world = World::new().await;
    world.settings(json!({ "passwordPolicy": { "rejects": { "words": ["Harbour"] } } })).await;
    let browser = world.browser().await;
    let form = [("identifier", "ingrid"), ("password", "my-harbour-91-Lamp")];
    let answer = browser.post_form(REGISTER, &form).await.assert_status(422);
    assert!(answer.body.contains("This password holds a word that is not allowed here."), "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_has_expired_signs_nobody_in() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let other = world.user("olav").await;
    world.settings(json!({ "passwordExpiration": { "enabled": true, "validPeriodDays": 2 } })).await;
    let sign_in = async |username: &str, password: &str| {
        let browser = world.browser().await;
        browser.post_form(SIGN_IN, &[("identifier", username), ("password", password)]).await
    };
    sign_in("ingrid", PASSWORD).await.assert_status(303);
    let services = world.services();
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    store::user::set_password_expired(exec, tenant, &user, true, services.now()).await.unwrap();
    let expired = sign_in("ingrid", PASSWORD).await.assert_status(422);
    assert!(expired.body.contains("This password has expired."), "{}", expired.body);
    // Who does not know it is not told.
    let wrong = sign_in("ingrid", "wrong").await.assert_status(422);
    assert!(!wrong.body.contains("expired"));
    store::user::set_password_expired(exec, tenant, &user, false, services.now()).await.unwrap();
    sign_in("ingrid", PASSWORD).await.assert_status(303);
    world.test.advance(DAY * 2);
    sign_in("olav", PASSWORD).await.assert_status(422);
    operations::user::set_password(services, &other, "winter-Coat-91").await.unwrap();
    sign_in("olav", "winter-Coat-91").await.assert_status(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_password_is_told_on_the_wire() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    world.settings(json!({ "passwordExpiration": { "enabled": true, "validPeriodDays": 2 } })).await;
    let services = world.services();
    store::user::set_password_expired(services.db.exec(), &services.tenant, &user, true, services.now())
        .await
        .unwrap();
    let browser = world.browser().await;
    browser.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await.assert_status(204);
    let body = json!({ "identifier": { "type": "username", "value": "ingrid" }, "password": PASSWORD });
    let answer = browser.client.post("/api/experience/verification/password", body).await;
    answer.assert_error(422, "password.expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_has_expired_is_replaced_by_a_code_and_the_new_one_signs_in() {
    const INGRID: &str = "ingrid@fjord.example";
    let world = World::mailing(by_code_with(&json!({
        "passwordExpiration": { "enabled": true, "validPeriodDays": 2 },
        "forgotPasswordMethods": ["EmailVerificationCode"],
    })))
    .await;
    let user = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    world.test.advance(DAY * 3);
    store::user::set_password_expired(
        world.services().db.exec(),
        &world.services().tenant,
        &user,
        true,
        world.services().now(),
    )
    .await
    .unwrap();
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    let told = "This password has expired.";
    browser.refused("/sign-in/password", &[("password", PASSWORD)], 422, told).await;
    assert_eq!(world.result(&browser).await, None);
    // The page with the message leads to the recovery.
    browser.shows("/sign-in/password", "/forgot-password?app_id=").await;
    assert_eq!(browser.go("/forgot-password", &[("identifier", INGRID)]).await, page("/sign-in/code"));
    let code = world.code_to(INGRID).await;
    assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, page("/forgot-password/new"));
    // The one that has expired is no new one.
    let own = "This is your password already. Choose another one.</span>";
    browser.refused("/forgot-password/new", &[("password", PASSWORD)], 422, own).await;
    browser.go("/forgot-password/new", &[("password", "winter-Coat-91")]).await;
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    let done = browser.go("/sign-in/password", &[("password", "winter-Coat-91")]).await;
    assert_eq!(done, browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.clone() }));
    // Its time begins anew.
    world.test.advance(DAY);
    let later = world.browser().await;
    later.go("/sign-in", &[("identifier", INGRID)]).await;
    assert_eq!(later.go("/sign-in/password", &[("password", "winter-Coat-91")]).await, later.resume_url());
}
