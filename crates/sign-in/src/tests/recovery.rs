//! Recovery of a password (OIDC contract §6.3–6.6).

use domain::{
    ApplicationId, GrantId, HashedToken, SessionId, grant::Session, sign_in_experience::IdentifierKind,
};
use serde_json::{Value, json};
use store::both_databases;
use testkit::{TestResponse, TestServices};

use super::{
    World, events,
    mail::{by_code, by_code_with, email, phone},
    world::{APP, Browser, PASSWORD, verification_id},
};

const INGRID: &str = "ingrid@fjord.example";
const NEW: &str = "winter-Lamp-88";

async fn set_password(browser: &Browser, password: &str) -> TestResponse {
    browser.client.put("/api/experience/profile/password", json!({ "password": password })).await
}

/// Sets the new password. The reference documents leave the 204 of its own contract out.
async fn recover(browser: &Browser) -> TestResponse {
    browser.client.unrecorded().post("/api/experience/submit", json!({})).await
}

both_databases! {
    async fn a_code_replaces_a_password_and_ends_what_the_old_one_opened(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        let id = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
        let (exec, tenant, now) = (world.services().db.exec(), &world.services().tenant, world.services().now());
        let session = Session { user_id: Some(id.clone()), ..Session::new(SessionId::new("old"), now) };
        store::session::insert(exec, tenant, &session, &HashedToken::of("cookie")).await.unwrap();
        let grant = domain::grant::Grant::new(GrantId::new("old"), id.clone(), ApplicationId::new(APP), now);
        store::grant::put(exec, tenant, &grant).await.unwrap();
        let browser = world.browser().await;
        let code = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
        set_password(&browser, NEW).await.assert_error(404, "session.identifier_not_found");
        recover(&browser).await.assert_error(404, "session.identifier_not_found");
        browser.identify(&code).await.assert_status(204);
        recover(&browser).await.assert_error(422, "user.new_password_required_in_profile");
        set_password(&browser, "short").await.assert_error(422, "password.rejected");
        set_password(&browser, "my-ingrid-88").await.assert_error(422, "password.rejected");
        set_password(&browser, PASSWORD).await.assert_error(422, "user.same_password");
        set_password(&browser, "").await.assert_error(400, "guard.invalid_input");
        assert_eq!(set_password(&browser, NEW).await.assert_status(204).body, "");
        let stored: Value = world.interaction(&browser.uid).await.experience.unwrap().read().unwrap();
        assert!(!stored["profile"]["password"].is_null());
        let shown = browser.client.unrecorded().get("/api/experience/interaction").await.json();
        assert_eq!(shown["profile"], json!({}));
        let submitted = recover(&browser).await.assert_status(204);
        assert_eq!(submitted.body, "");
        assert_eq!(world.result(&browser).await, None);
        let interaction = world.interaction(&browser.uid).await;
        assert_eq!((interaction.experience, interaction.result), (None, None));
        recover(&browser).await.assert_error(404, "session.interaction_not_found");
        browser.client.unrecorded().get("/api/experience/interaction").await.assert_error(404, "session.interaction_not_found");
        assert_eq!(store::session::find_by_cookie(exec, tenant, &HashedToken::of("cookie"), now).await.unwrap(), None);
        assert_eq!(store::grant::find(exec, tenant, &GrantId::new("old"), now).await.unwrap(), None);
        // The same browser may sign in at once.
        browser.start("SignIn").await;
        browser.verify_password("ingrid", PASSWORD).await.assert_error(422, "session.invalid_credentials");
        let verified = browser.verify_password("ingrid", NEW).await.assert_status(200);
        browser.identify(&verification_id(&verified)).await.assert_status(204);
        recover(&browser).await.assert_status(200);
    }

    async fn of_several_submissions_at_once_one_sets_the_password(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
        let browser = world.browser().await;
        let code = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
        browser.identify(&code).await.assert_status(204);
        set_password(&browser, NEW).await.assert_status(204);
        let answers = futures_util::future::join_all((0..4).map(|_| recover(&browser))).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 404, 404, 404]);
    }

    async fn a_step_at_the_same_time_does_not_bring_a_recovery_back(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code_with(&json!({ "passkeySignIn": { "enabled": true } }))).await;
        world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
        for round in 0..16 {
            // The mailbox is in the order of time.
            world.test.advance(std::time::Duration::from_secs(600));
            let browser = world.browser().await;
            let code = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
            browser.identify(&code).await.assert_status(204);
            let first = format!("{NEW}{}", world.services().entropy.id_12());
            set_password(&browser, &first).await.assert_status(204);
            let second = format!("{NEW}{}", world.services().entropy.id_12());
            let passkey = "/api/experience/preflight/sign-in-passkey/authentication";
            let (recovered, _) = if round % 2 == 0 {
                tokio::join!(recover(&browser), set_password(&browser, &second))
            } else {
                tokio::join!(recover(&browser), browser.client.post(passkey, json!({})))
            };
            recovered.assert_status(204);
            recover(&browser).await.assert_error(404, "session.interaction_not_found");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_a_new_password_is_no_way_to_guess_the_present_one() {
    let world = World::mailing(by_code()).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let recovering = async || {
        world.test.advance(std::time::Duration::from_secs(60));
        let browser = world.browser().await;
        let code = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
        browser.identify(&code).await.assert_status(204);
        browser
    };
    let browser = recovering().await;
    for number in 0..10 {
        set_password(&browser, &format!("{NEW}{number}")).await.assert_status(204);
    }
    // Neither the right one nor another is looked at, in another browser as little.
    let blocked = "session.verification_blocked_too_many_attempts";
    set_password(&browser, PASSWORD).await.assert_error(400, blocked);
    set_password(&recovering().await, &format!("{NEW}x")).await.assert_error(400, blocked);
    // What was chosen before stays, and signing in by the present one is as it was.
    let other = world.browser().await;
    other.start("SignIn").await;
    other.verify_password("ingrid", PASSWORD).await.assert_status(200);
    recover(&browser).await.assert_status(204);
    world.test.advance(std::time::Duration::from_secs(3_600));
    set_password(&recovering().await, &format!("{NEW}9")).await.assert_error(422, "user.same_password");
}

/// Who has nothing but the mailbox sets a first password by it: it says no more than the mailbox does.
#[tokio::test(flavor = "multi_thread")]
async fn a_first_password_rests_on_the_mailbox_that_its_user_came_in_by() {
    let world = World::mailing(by_code_with(
        &json!({ "signUp": { "identifiers": ["email"], "password": true, "verify": true } }),
    ))
    .await;
    let change = |user: &mut domain::account::User| {
        (user.primary_email, user.password) = (Some(INGRID.to_owned()), None);
    };
    let id = world.user_with("ingrid", change).await;
    let browser = world.browser().await;
    let code = world.proven(&browser, &email(INGRID), "SignIn").await;
    browser.identify(&code).await.assert_status(204);
    let password = json!({ "type": "password", "value": NEW });
    browser.client.post("/api/experience/profile", password).await.assert_status(204);
    recover(&browser).await.assert_status(200);
    let stored = world.find_user(&id).await;
    assert!(stored.password.is_some());
    assert_eq!(stored.password_recovered_by, Some(IdentifierKind::Email));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_codes_that_were_sent_for_it_recover_and_only_by_the_ways_the_tenant_has_chosen() {
    let only_email = by_code_with(&json!({ "forgotPasswordMethods": ["EmailVerificationCode"] }));
    let world = World::mailing(only_email).await;
    world
        .user_with("ingrid", |user| {
            user.primary_email = Some(INGRID.to_owned());
            user.primary_phone = Some("4791234567".to_owned());
        })
        .await;
    let not_supported = "session.not_supported_for_forgot_password";
    let browser = world.browser().await;
    browser.start("ForgotPassword").await;
    let password = verification_id(&browser.verify_password("ingrid", PASSWORD).await);
    browser.identify(&password).await.assert_error(422, not_supported);
    let by_phone = world.prove(&browser, &phone("4791234567"), "ForgotPassword").await;
    browser.identify(&by_phone).await.assert_error(422, not_supported);
    let for_signing_in = world.prove(&browser, &email(INGRID), "SignIn").await;
    browser.identify(&for_signing_in).await.assert_error(422, not_supported);
    let missing = browser.register().await.assert_error(400, "guard.invalid_input");
    assert_eq!(
        missing.json(),
        json!({ "code": "guard.invalid_input", "message": "The request {{type}} is invalid." })
    );
    browser.identify("nothing").await.assert_error(404, "session.verification_session_not_found");
    let code = world.prove(&browser, &email(INGRID), "ForgotPassword").await;
    browser.identify(&code).await.assert_status(204);
    // A code that was sent to recover signs nobody in.
    let other = world.browser().await;
    other.start("SignIn").await;
    let code = world.prove(&other, &email(INGRID), "ForgotPassword").await;
    other.identify(&code).await.assert_error(400, "session.verification_failed");
    set_password(&other, NEW).await.assert_error(400, "session.invalid_interaction_type");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_user_recovers_nothing_and_an_account_without_a_password_gets_one() {
    let world = World::mailing(by_code()).await;
    let id = world
        .user_with("ingrid", |user| {
            user.primary_email = Some(INGRID.to_owned());
            user.password = None;
        })
        .await;
    let browser = world.browser().await;
    let code = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
    browser.identify(&code).await.assert_status(204);
    set_password(&browser, NEW).await.assert_status(204);
    world.suspend(&id).await;
    recover(&browser).await.assert_error(401, "user.suspended");
    browser.identify(&code).await.assert_error(401, "user.suspended");
    assert!(world.find_user(&id).await.password.is_none());
    let services = world.services();
    store::user::set_suspended(services.db.exec(), &services.tenant, &id, false, services.now())
        .await
        .unwrap();
    recover(&browser).await.assert_status(204);
    assert!(world.find_user(&id).await.password.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_went_to_somebody_else_recovers_nothing() {
    let world = World::mailing(by_code()).await;
    let id = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let browser = world.browser().await;
    let code = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
    browser.identify(&code).await.assert_status(204);
    set_password(&browser, NEW).await.assert_status(204);
    world.change_user(&id, |change| change.primary_email = Some(Some("new@fjord.example".to_owned()))).await;
    recover(&browser).await.assert_error(422, "session.invalid_credentials");
    set_password(&browser, NEW).await.assert_error(422, "session.invalid_credentials");
    browser.identify(&code).await.assert_error(404, "user.user_not_exist");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_is_told_and_recorded_without_secrets() {
    let world = World::mailing(by_code()).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    events::listener(&world).await;
    let browser = world.browser().await;
    let code = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
    browser.identify(&code).await.assert_status(204);
    set_password(&browser, NEW).await.assert_status(204);
    recover(&browser).await.assert_status(204);
    let heard = events::heard(&world).await;
    let names: Vec<_> = heard.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["User.Data.Updated", "PostResetPassword"]);
    assert_eq!(
        world.audit_keys().await,
        [
            "Interaction.ForgotPassword.Identifier.Submit Success",
            "Interaction.ForgotPassword.Profile.Update Success",
            "Interaction.ForgotPassword.Submit Success",
            "Interaction.ForgotPassword.Verification.EmailVerificationCode.Create Success",
            "Interaction.ForgotPassword.Verification.EmailVerificationCode.Submit Success",
        ]
    );
    let everything = format!("{:?} {heard:?}", world.audit().await);
    assert!(!everything.contains(NEW) && !everything.contains("argon2"), "{everything}");
}
