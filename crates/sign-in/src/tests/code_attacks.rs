//! What attackers try with codes: learning who exists, guessing, carrying a code from one browser to another, and being taken for somebody
//! whose address looks alike.

use std::time::Duration;

use domain::grant::InteractionResult;
use serde_json::{Value, json};
use store::{both_databases, testing::read_number};
use testkit::TestServices;

use super::{
    World, events,
    mail::{another, by_code, email, phone},
    world::{PASSWORD, verification_id},
};

const INGRID: &str = "ingrid@fjord.example";
const BLOCKED: &str = "session.verification_blocked_too_many_attempts";

/// How many codes and counted messages there are.
async fn work_done(world: &World) -> (i64, i64) {
    let count = async |sql| read_number(&world.services().db, sql, &[]).await;
    (
        count("SELECT COUNT(*) FROM verification_codes").await,
        count("SELECT COUNT(*) FROM message_recipients").await,
    )
}

both_databases! {
    async fn recovery_does_not_tell_who_exists(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        world.user_with("ingrid", |user| {
            user.primary_email = Some(INGRID.to_owned());
            user.primary_phone = Some("4791234567".to_owned());
        }).await;
        for (known, unknown) in [(email(INGRID), email("nobody@fjord.example")), (phone("4791234567"), phone("4791234568"))] {
            let mut answers = Vec::new();
            for identifier in [&known, &unknown] {
                let browser = world.browser().await;
                browser.start("ForgotPassword").await;
                let mut told = Vec::new();
                let mut keep = |answer: testkit::TestResponse, id: &str| {
                    told.push((answer.status, answer.body.replace(id, "ID")));
                };
                let before = work_done(&world).await;
                let asked = world.ask_for_code(&browser, identifier, "ForgotPassword").await.assert_status(200);
                let after = work_done(&world).await;
                assert_eq!((after.0 - before.0, after.1 - before.1), (1, 1), "the same work is done");
                let id = verification_id(&asked);
                keep(asked, &id);
                keep(browser.client.unrecorded().get("/api/experience/interaction").await, &id);
                for _ in 0..11 {
                    keep(browser.tell_code(identifier, &id, "000000").await, &id);
                }
                keep(browser.identify(&id).await, &id);
                for _ in 0..10 {
                    let again = world.ask_for_code(&browser, identifier, "ForgotPassword").await;
                    let id = again.json()["verificationId"].as_str().unwrap_or("-").to_owned();
                    keep(again, &id);
                }
                let value = identifier["value"].as_str().unwrap();
                answers.push(told.into_iter().map(|(status, body)| (status, body.replace(value, "ADDRESS"))).collect::<Vec<_>>());
            }
            assert_eq!(answers[0], answers[1]);
            assert!(answers[0].iter().any(|(status, _)| status.as_u16() == 429));
        }
        assert_eq!(world.mail_to(INGRID).await.len(), 10);
        assert!(world.mail_to("nobody@fjord.example").await.is_empty() && world.mail_to("4791234568").await.is_empty());
    }

    async fn guesses_at_a_code_are_counted_however_many_come_at_once(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        let (browser, to) = (world.browser().await, email(INGRID));
        browser.start("SignIn").await;
        let id = verification_id(&world.ask_for_code(&browser, &to, "SignIn").await);
        let code = world.code_to(INGRID).await;
        let wrong = another(&code);
        let guesses = futures_util::future::join_all((0..25).map(|_| browser.tell_code(&to, &id, &wrong))).await;
        let with = |code: &str| guesses.iter().filter(|guess| guess.json()["code"] == code).count();
        assert_eq!((with("verification_code.code_mismatch"), with("verification_code.exceed_max_try")), (10, 15));
        browser.tell_code(&to, &id, &code).await.assert_error(400, "verification_code.exceed_max_try");
    }

    async fn fresh_codes_and_other_browsers_bring_no_further_guesses_than_the_limit(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let mut settings = by_code();
        settings["sentinelPolicy"] = json!({ "maxAttempts": 12, "lockoutDuration": 10 });
        world.add_mailboxes(settings).await;
        world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
        events::listener(&world).await;
        let mut looked_at = 0;
        for spelling in [INGRID, "INGRID@fjord.example", "ｉngrid@fjord.example"] {
            let (browser, to) = (world.browser().await, email(spelling));
            browser.start("SignIn").await;
            let id = verification_id(&world.ask_for_code(&browser, &to, "SignIn").await.assert_status(200));
            let wrong = another(&world.code_to(spelling).await);
            let guesses = futures_util::future::join_all((0..9).map(|_| browser.tell_code(&to, &id, &wrong))).await;
            looked_at += guesses.iter().filter(|guess| guess.json()["code"] == "verification_code.code_mismatch").count();
        }
        assert_eq!(looked_at, 11);
        let heard = events::heard(&world).await;
        let names: Vec<_> = heard.iter().map(|event| event["event"].as_str().unwrap()).collect();
        assert_eq!(names, ["Identifier.Lockout"]);
        // The right code and the right password are refused too, until the time is over.
        let (browser, to) = (world.browser().await, email(INGRID));
        browser.start("SignIn").await;
        let id = verification_id(&world.ask_for_code(&browser, &to, "SignIn").await);
        let code = world.code_to(INGRID).await;
        browser.tell_code(&to, &id, &code).await.assert_error(400, BLOCKED);
        let password = json!({ "identifier": to, "password": PASSWORD });
        browser.client.post("/api/experience/verification/password", password).await.assert_error(400, BLOCKED);
        world.test.advance(Duration::from_secs(600));
        let id = verification_id(&world.ask_for_code(&browser, &to, "SignIn").await);
        let code = world.code_to(INGRID).await;
        browser.tell_code(&to, &id, &code).await.assert_status(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_that_fails_does_not_tell_who_exists_either() {
    let world = World::new().await;
    world.settings(by_code()).await;
    world.add_connector("http-email", json!({ "endpoint": "http://127.0.0.1:9" })).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let mut answers = Vec::new();
    for address in [INGRID, "nobody@fjord.example"] {
        let (browser, to) = (world.browser().await, email(address));
        browser.start("ForgotPassword").await;
        let mut told = Vec::new();
        for _ in 0..11 {
            let asked = world.ask_for_code(&browser, &to, "ForgotPassword").await;
            world.services().background.idle().await;
            let id = asked.json()["verificationId"].as_str().unwrap_or("-").to_owned();
            let guessed = browser.tell_code(&to, &id, "000000").await;
            told.extend([asked, guessed].map(|answer| (answer.status, answer.body.replace(&id, "ID"))));
        }
        answers.push(told);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].iter().filter(|(status, _)| status.as_u16() == 200).count(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_national_zero_brings_no_further_guesses() {
    let mut settings = by_code();
    settings["sentinelPolicy"] = json!({ "maxAttempts": 2 });
    let world = World::mailing(settings).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = verification_id(
        &world.ask_for_code(&browser, &phone("4407911123456"), "SignIn").await.assert_status(200),
    );
    let code = world.code_to("447911123456").await;
    let wrong = another(&code);
    browser
        .tell_code(&phone("447911123456"), &id, &wrong)
        .await
        .assert_error(400, "verification_code.code_mismatch");
    browser.tell_code(&phone("4407911123456"), &id, &wrong).await.assert_error(400, BLOCKED);
    browser.tell_code(&phone("447911123456"), &id, &code).await.assert_error(400, BLOCKED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_one_interaction_is_good_for_no_other() {
    let world = World::mailing(by_code()).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let (hers, his, to) = (world.browser().await, world.browser().await, email(INGRID));
    hers.start("SignIn").await;
    let her_id = verification_id(&world.ask_for_code(&hers, &to, "SignIn").await);
    let her_code = world.code_to(INGRID).await;
    // The attacker has a code of their own sent, which they never see, and talks the victim into telling theirs.
    his.start("SignIn").await;
    let his_id = verification_id(&world.ask_for_code(&his, &to, "SignIn").await);
    assert_ne!(world.code_to(INGRID).await, her_code);
    his.tell_code(&to, &his_id, &her_code).await.assert_error(400, "verification_code.code_mismatch");
    his.tell_code(&to, &her_id, &her_code).await.assert_error(404, "session.verification_session_not_found");
    his.identify(&her_id).await.assert_error(404, "session.verification_session_not_found");
    // Nor is one of a back end's, nor of the same browser's before it began anew.
    let recipient = operations::messages::Recipient::Email(INGRID);
    let template = domain::message_template::TemplateType::Generic;
    let variables = serde_json::Map::new();
    world.test.advance(Duration::from_millis(1));
    operations::verification_code::send(
        world.services(),
        "management-api",
        template,
        recipient,
        (&variables, ""),
    )
    .await
    .unwrap();
    let code = world.code_to(INGRID).await;
    his.tell_code(&to, &his_id, &code).await.assert_error(400, "verification_code.code_mismatch");
    // What she was sent is still good for her, once.
    hers.tell_code(&to, &her_id, &her_code).await.assert_status(200);
    hers.start("SignIn").await;
    hers.identify(&her_id).await.assert_error(404, "session.verification_session_not_found");
    hers.tell_code(&to, &her_id, &her_code).await.assert_error(404, "session.verification_session_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_folds_to_somebodys_is_not_theirs() {
    let world = World::mailing(by_code()).await;
    let kari =
        world.user_with("kari", |user| user.primary_email = Some("kari@fjord.example".to_owned())).await;
    // The Kelvin sign, and letters of full width: mailboxes of their own, which fold to hers.
    for alike in ["\u{212a}ari@fjord.example", "ｋari@fjord.example", "kari@ｆjord.example"] {
        let browser = world.browser().await;
        let id = world.proven(&browser, &email(alike), "SignIn").await;
        browser.identify(&id).await.assert_error(404, "user.user_not_exist");
        browser.change_event("Register").await.assert_status(204);
        browser.identify(&id).await.assert_error(422, "user.email_already_in_use");
        let browser = world.browser().await;
        browser.start("ForgotPassword").await;
        let before = world.mail_to(alike).await.len();
        world.ask_for_code(&browser, &email(alike), "ForgotPassword").await.assert_status(200);
        assert_eq!(world.mail_to(alike).await.len(), before);
        let token = operations::one_time_token::create(
            world.services(),
            alike.to_owned(),
            domain::one_time_token::OneTimeTokenContext::default(),
            Duration::from_secs(60),
        );
        let (_, value) = token.await.unwrap();
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let body = json!({ "identifier": email(alike), "token": value.reveal() });
        let verified = browser.client.post("/api/experience/verification/one-time-token/verify", body).await;
        browser.identify(&verification_id(&verified)).await.assert_error(404, "user.user_not_exist");
    }
    let browser = world.browser().await;
    let id = world.proven(&browser, &email("KARI@Fjord.Example"), "SignIn").await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: kari }));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_proved_an_address_is_not_let_in_once_it_is_somebody_elses() {
    let world = World::mailing(by_code()).await;
    let ingrid = world
        .user_with("ingrid", |user| {
            user.primary_email = Some(INGRID.to_owned());
            user.primary_phone = Some("4791234567".to_owned());
        })
        .await;
    let (by_email, by_phone) = (world.browser().await, world.browser().await);
    for (browser, identifier) in [(&by_email, email(INGRID)), (&by_phone, phone("4791234567"))] {
        let id = world.proven(browser, &identifier, "SignIn").await;
        browser.identify(&id).await.assert_status(204);
    }
    // A password that changes meanwhile takes nothing from who has not proven it.
    let (services, id) = (world.services(), &ingrid);
    operations::user::set_password(services, id, "another-Lamp-99").await.unwrap();
    by_phone.submit().await.assert_status(200);
    world
        .change_user(&ingrid, |change| {
            change.primary_email = Some(Some("new@fjord.example".to_owned()));
            change.primary_phone = Some(None);
        })
        .await;
    by_email.submit().await.assert_error(422, "session.invalid_credentials");
    by_phone.submit().await.assert_error(422, "session.invalid_credentials");
    // The provider asks once more, when it takes the result.
    let proof = world.interaction(&by_phone.uid).await.told().proof;
    assert!(!proof.holds_for(&world.find_user(&ingrid).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_for_one_user_does_not_end_as_another() {
    let world = World::mailing(by_code()).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    world.user("olav").await;
    let browser = world.browser().await;
    browser.identified("olav").await;
    let id = world.prove(&browser, &email(INGRID), "SignIn").await;
    browser.identify(&id).await.assert_error(409, "session.identity_conflict");
    let adding = browser.add_profile(json!({ "type": "email", "verificationId": id })).await;
    adding.assert_error(422, "user.email_already_in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_codes_nor_addresses_are_in_what_is_recorded_of_guesses() {
    let world = World::mailing(by_code()).await;
    let (browser, to) = (world.browser().await, email(INGRID));
    browser.start("SignIn").await;
    let id = verification_id(&world.ask_for_code(&browser, &to, "SignIn").await);
    let code = world.code_to(INGRID).await;
    browser.tell_code(&to, &id, &another(&code)).await.assert_status(400);
    browser.tell_code(&to, &id, &code).await.assert_status(200);
    let audit = Value::from(world.audit().await).to_string();
    for secret in [code.as_str(), &another(&code), INGRID] {
        assert!(!audit.contains(secret), "{audit}");
    }
    let stored = world.interaction(&browser.uid).await.experience.unwrap().as_str().to_owned();
    assert!(!stored.contains(&code), "{stored}");
}
