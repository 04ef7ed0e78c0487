//! One-time tokens that a back end has sent (OIDC contract §6.3; Management API contract §2.5, §11).

use std::time::Duration;

use domain::{
    OneTimeTokenId, OrganizationId,
    grant::InteractionResult,
    one_time_token::{ONE_TIME_TOKEN_TTL, OneTimeTokenContext, OneTimeTokenStatus},
};
use serde_json::{Map, json};
use store::{both_databases, organization::member};
use testkit::{TestResponse, TestServices};

use super::{
    World, events,
    mail::{by_code, by_code_with},
    world::{Browser, verification_id},
};

const INGRID: &str = "Ingrid@fjord.example";

impl World {
    async fn token(&self, email: &str, context: OneTimeTokenContext) -> (OneTimeTokenId, String) {
        let made = operations::one_time_token::create(
            self.services(),
            email.to_owned(),
            context,
            ONE_TIME_TOKEN_TTL,
        );
        let (token, value) = made.await.unwrap();
        (token.id, value.reveal().to_owned())
    }

    async fn token_status(&self, id: &OneTimeTokenId) -> OneTimeTokenStatus {
        let (exec, tenant) = (self.services().db.exec(), &self.services().tenant);
        store::one_time_token::find(exec, tenant, id).await.unwrap().unwrap().token.status
    }
}

fn joining(organization: &str) -> OneTimeTokenContext {
    OneTimeTokenContext {
        jit_organization_ids: Some(vec![organization.to_owned()]),
        ..OneTimeTokenContext::default()
    }
}

fn for_event(event: &str) -> OneTimeTokenContext {
    OneTimeTokenContext { interaction_event: Some(event.to_owned()), ..OneTimeTokenContext::default() }
}

async fn present(browser: &Browser, email: &str, token: &str) -> TestResponse {
    let body = json!({ "identifier": { "type": "email", "value": email }, "token": token });
    browser.client.post("/api/experience/verification/one-time-token/verify", body).await
}

both_databases! {
    async fn a_token_signs_a_known_user_in_once(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let user = world.user_with("ingrid", |user| user.primary_email = Some("ingrid@fjord.example".to_owned())).await;
        let (token, value) = world.token(INGRID, OneTimeTokenContext::default()).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let verified = present(&browser, INGRID, &value).await.assert_status(200);
        let id = verification_id(&verified);
        assert_eq!(verified.json(), json!({ "verificationId": id }));
        assert_eq!(world.token_status(&token).await, OneTimeTokenStatus::Consumed);
        assert_eq!(
            browser.records().await,
            json!([{ "id": id, "type": "OneTimeToken", "verified": true, "identifier": { "type": "email", "value": INGRID } }])
        );
        browser.identify(&id).await.assert_status(204);
        browser.submit().await.assert_status(200);
        assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));
        let other = world.browser().await;
        other.start("SignIn").await;
        present(&other, INGRID, &value).await.assert_error(400, "one_time_token.token_consumed");
        assert_eq!(
            world.audit_keys().await,
            [
                "Interaction.SignIn.Identifier.Submit Success",
                "Interaction.SignIn.Submit Success",
                "Interaction.SignIn.Verification.OneTimeToken.Submit Error",
                "Interaction.SignIn.Verification.OneTimeToken.Submit Success",
            ]
        );
    }

    async fn a_token_registers_who_is_unknown_and_its_address_is_theirs(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.settings(by_code()).await;
        let (_, value) = world.token(INGRID, OneTimeTokenContext::default()).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let id = verification_id(&present(&browser, INGRID, &value).await.assert_status(200));
        let unknown = browser.identify(&id).await.assert_error(404, "user.user_not_exist");
        assert_eq!(unknown.json()["data"], json!({ "identifier": INGRID }));
        browser.change_event("Register").await.assert_status(204);
        browser.identify(&id).await.assert_status(201);
        browser.submit().await.assert_status(200);
        let Some(InteractionResult::Login { user_id }) = world.result(&browser).await else { panic!("no login") };
        assert_eq!(world.find_user(&user_id).await.primary_email.as_deref(), Some(INGRID));
    }

    async fn of_parallel_browsers_one_uses_a_token(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let (_, value) = world.token(INGRID, OneTimeTokenContext::default()).await;
        let mut browsers = Vec::new();
        for _ in 0..6 {
            let browser = world.browser().await;
            browser.start("SignIn").await;
            browsers.push(browser);
        }
        let answers = futures_util::future::join_all(browsers.iter().map(|browser| present(browser, INGRID, &value))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().filter(|answer| answer.status != 200).all(|answer| answer.json()["code"] == "one_time_token.token_consumed"));
    }

    async fn whoever_uses_a_token_joins_the_organizations_it_names(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.settings(by_code()).await;
        events::listener(&world).await;
        world.organization("fjord", &[]).await;
        world.organization("berg", &[]).await;
        let context = OneTimeTokenContext {
            jit_organization_ids: Some(["fjord", "berg", "gone", "fjord"].map(str::to_owned).to_vec()),
            interaction_event: None,
        };
        // Who registers joins with the account.
        let (_, value) = world.token("sigrid@fjord.example", context.clone()).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        let id = verification_id(&present(&browser, "sigrid@fjord.example", &value).await);
        browser.identify(&id).await.assert_status(201);
        browser.submit().await.assert_status(200);
        let Some(InteractionResult::Login { user_id }) = world.result(&browser).await else { panic!("no login") };
        for organization in ["fjord", "berg"] {
            assert_eq!(world.membership(organization, &user_id).await, Some(vec![format!("guest-of-{organization}")]));
        }
        let heard = events::heard(&world).await;
        let joined: Vec<_> = heard.iter().filter(|event| event["event"] == "Organization.Membership.Updated").collect();
        assert_eq!(joined.len(), 2);
        assert_eq!(joined[0]["addedUserIds"], json!([user_id]));
        // Who signs in joins when they are let in, and no sooner.
        let ingrid = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
        world.join("fjord", &ingrid).await;
        let (_, value) = world.token(INGRID, context).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let id = verification_id(&present(&browser, INGRID, &value).await);
        browser.identify(&id).await.assert_status(204);
        let shown = browser.client.unrecorded().get("/api/experience/interaction").await.json();
        assert_eq!(shown["profile"], json!({ "jitOrganizationIds": ["fjord", "berg", "gone", "fjord"] }));
        assert_eq!(world.membership("berg", &ingrid).await, None);
        browser.submit().await.assert_status(200);
        browser.submit().await.assert_status(200);
        for organization in ["fjord", "berg"] {
            assert_eq!(world.membership(organization, &ingrid).await, Some(vec![format!("guest-of-{organization}")]));
        }
        let heard = events::heard(&world).await;
        let names: Vec<_> = heard.iter().map(|event| event["event"].as_str().unwrap()).collect();
        assert_eq!(names, ["Organization.Membership.Updated", "PostSignIn"]);
        assert_eq!((&heard[0]["organizationId"], &heard[0]["addedUserIds"]), (&json!("berg"), &json!([ingrid])));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_brings_its_address_to_who_signs_in_by_other_means() {
    let world = World::new().await;
    world.organization("fjord", &[]).await;
    let user = world.user("ingrid").await;
    let context = OneTimeTokenContext {
        jit_organization_ids: Some(vec!["fjord".to_owned()]),
        interaction_event: Some("SignIn".to_owned()),
    };
    let (_, value) = world.token(INGRID, context).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let id = verification_id(&present(&browser, INGRID, &value).await.assert_status(200));
    browser.add_profile(json!({ "type": "email", "verificationId": id })).await.assert_status(204);
    browser.submit().await.assert_status(200);
    assert_eq!(world.find_user(&user).await.primary_email.as_deref(), Some(INGRID));
    assert_eq!(world.membership("fjord", &user).await, Some(vec!["guest-of-fjord".to_owned()]));
    // For another event it is good for nothing.
    let (_, value) = world.token("b@fjord.example", for_event("SignIn")).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = verification_id(&present(&browser, "b@fjord.example", &value).await.assert_status(200));
    browser.change_event("Register").await.assert_status(204);
    let adding = browser.add_profile(json!({ "type": "email", "verificationId": id })).await;
    adding.assert_error(400, "one_time_token.interaction_event_mismatch");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_cannot_be_used_are_told_apart() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let (_, value) = world.token(INGRID, OneTimeTokenContext::default()).await;
    present(&browser, INGRID, "nothing").await.assert_error(404, "one_time_token.token_not_found");
    for other in ["olav@fjord.example", "ingrid@fjord.example"] {
        present(&browser, other, &value).await.assert_error(400, "one_time_token.email_mismatch");
    }
    let (id, revoked) = world.token(INGRID, OneTimeTokenContext::default()).await;
    let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
    store::one_time_token::set_status(exec, tenant, &id, OneTimeTokenStatus::Revoked).await.unwrap();
    present(&browser, INGRID, &revoked).await.assert_error(400, "one_time_token.token_revoked");
    world.test.advance(Duration::from_secs(600));
    present(&browser, INGRID, &value).await.assert_error(400, "one_time_token.token_expired");
    for body in [
        json!({ "identifier": { "type": "phone", "value": "4791234567" }, "token": "a" }),
        json!({ "identifier": { "type": "email", "value": "no address" }, "token": "a" }),
        json!({ "identifier": { "type": "email", "value": INGRID }, "token": "" }),
        json!({ "identifier": { "type": "email", "value": INGRID } }),
    ] {
        let answer = browser.client.post("/api/experience/verification/one-time-token/verify", body).await;
        answer.assert_error(400, "guard.invalid_input");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_one_event_is_good_for_no_other_and_is_not_spent_on_it() {
    let world = World::new().await;
    world.settings(by_code()).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let (id, value) = world.token("sigrid@fjord.example", for_event("SignIn")).await;
    let browser = world.browser().await;
    for wrong in ["Register", "ForgotPassword"] {
        browser.start(wrong).await;
        let answer = present(&browser, "sigrid@fjord.example", &value).await;
        answer.assert_error(400, "one_time_token.interaction_event_mismatch");
    }
    assert_eq!(world.token_status(&id).await, OneTimeTokenStatus::Active);
    // Nor after a change of the event.
    browser.start("SignIn").await;
    let verified =
        verification_id(&present(&browser, "sigrid@fjord.example", &value).await.assert_status(200));
    browser.change_event("Register").await.assert_status(204);
    browser.identify(&verified).await.assert_error(400, "one_time_token.interaction_event_mismatch");
    // None recovers a password.
    let (_, value) = world.token(INGRID, for_event("ForgotPassword")).await;
    browser.start("ForgotPassword").await;
    let verified = verification_id(&present(&browser, INGRID, &value).await.assert_status(200));
    browser.identify(&verified).await.assert_error(422, "session.not_supported_for_forgot_password");
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_tokens_count_with_those_at_codes_and_passwords() {
    let world = World::new().await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    world.settings(json!({ "sentinelPolicy": { "maxAttempts": 3 } })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let password = json!({ "identifier": { "type": "email", "value": INGRID }, "password": "wrong" });
    let guessed = browser.client.post("/api/experience/verification/password", password).await;
    guessed.assert_error(422, "session.invalid_credentials");
    // A token that was made for the address was not guessed, whatever became of it.
    let (_, value) = world.token(INGRID, OneTimeTokenContext::default()).await;
    for _ in 0..4 {
        present(&browser, "ingrid@fjord.example", &value)
            .await
            .assert_error(400, "one_time_token.email_mismatch");
    }
    present(&browser, "INGRID@fjord.example", "guess")
        .await
        .assert_error(404, "one_time_token.token_not_found");
    let blocked = "session.verification_blocked_too_many_attempts";
    present(&browser, "ｉngrid@fjord.example", "guess").await.assert_error(400, blocked);
    present(&browser, INGRID, &value).await.assert_error(400, blocked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_used_brings_nobody_back_to_an_organization() {
    let world = World::new().await;
    world.settings(by_code()).await;
    world.organization("fjord", &[]).await;
    let ingrid = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let (_, value) = world.token(INGRID, joining("fjord")).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = verification_id(&present(&browser, INGRID, &value).await);
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    assert!(world.membership("fjord", &ingrid).await.is_some());
    let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
    assert!(member::remove(exec, tenant, &OrganizationId::new("fjord"), &ingrid).await.unwrap());
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    assert_eq!(world.membership("fjord", &ingrid).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_joins_an_organization_that_requires_a_factor_shows_theirs() {
    let world = World::new().await;
    let mfa = json!({ "factors": ["Totp"], "policy": "UserControlled", "organizationRequiredMfaPolicy": "Mandatory" });
    world.settings(by_code_with(&json!({ "mfa": mfa }))).await;
    let ingrid = world.user_with_totp("ingrid").await;
    world.change_user(&ingrid, |user| user.primary_email = Some(Some(INGRID.to_owned()))).await;
    let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
    let chosen = Map::from_iter([("mfa".to_owned(), json!({ "skipMfaOnSignIn": true }))]);
    store::user::put_preferences(exec, tenant, &ingrid, &chosen).await.unwrap();
    let other = world.user("olav").await;
    world.join_organization(&other, true).await;
    let signs_in = async |context: OneTimeTokenContext| {
        let (_, value) = world.token(INGRID, context).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let id = verification_id(&present(&browser, INGRID, &value).await);
        browser.identify(&id).await.assert_status(204);
        (browser.submit().await, browser)
    };
    signs_in(OneTimeTokenContext::default()).await.0.assert_status(200);
    let (refused, browser) = signs_in(joining("fjord")).await;
    refused.assert_error(403, "session.mfa.require_mfa_verification");
    assert_eq!(world.membership("fjord", &ingrid).await, None);
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    browser.submit().await.assert_status(200);
    assert!(world.membership("fjord", &ingrid).await.is_some());
}
