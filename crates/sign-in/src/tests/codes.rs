//! Signing in and registering by codes that are sent to addresses (OIDC contract §6.3, §6.4, §6.6).

use std::time::Duration;

use domain::{
    EmailTemplateId,
    grant::InteractionResult,
    message_template::{ContentType, TemplateDetails, TemplateType},
};
use serde_json::{Value, json};
use store::{both_databases, email_template::EmailTemplate};
use testkit::TestServices;

use super::{
    World,
    mail::{another, by_code, by_code_with, email, phone},
    steps::page,
    world::{APP, PASSWORD, verification_id},
};

const INGRID: &str = "ingrid@fjord.example";

both_databases! {
    async fn a_code_signs_a_known_user_in(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        let by_email = world.user_with("ingrid", |user| user.primary_email = Some("Ingrid@Fjord.example".to_owned())).await;
        let by_phone = world.user_with("olav", |user| user.primary_phone = Some("447911123456".to_owned())).await;
        for (user, identifier, kind, sent_to) in [
            (by_email, email(INGRID), "EmailVerificationCode", email(INGRID)),
            (by_phone, phone("447911123456"), "PhoneVerificationCode", phone("447911123456")),
        ] {
            let browser = world.browser().await;
            browser.start("SignIn").await;
            let asked = world.ask_for_code(&browser, &identifier, "SignIn").await.assert_status(200);
            let id = verification_id(&asked);
            assert_eq!(asked.json(), json!({ "verificationId": id }));
            let record = |verified: bool| json!([{ "id": id, "type": kind, "templateType": "SignIn", "verified": verified, "identifier": sent_to }]);
            assert_eq!(browser.records().await, record(false));
            browser.identify(&id).await.assert_error(400, "session.verification_failed");
            let code = world.code_to(sent_to["value"].as_str().unwrap()).await;
            browser.tell_code(&identifier, &id, &code).await.assert_status(200);
            assert_eq!(browser.records().await, record(true));
            browser.identify(&id).await.assert_status(204);
            browser.identify(&id).await.assert_status(204);
            assert_eq!(browser.submit().await.assert_status(200).json(), json!({ "redirectTo": browser.resume_url() }));
            assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));
        }
        assert_eq!(
            world.audit_keys().await,
            [
                "Interaction.SignIn.Identifier.Submit Error",
                "Interaction.SignIn.Identifier.Submit Error",
                "Interaction.SignIn.Identifier.Submit Success",
                "Interaction.SignIn.Identifier.Submit Success",
                "Interaction.SignIn.Identifier.Submit Success",
                "Interaction.SignIn.Identifier.Submit Success",
                "Interaction.SignIn.Submit Success",
                "Interaction.SignIn.Submit Success",
                "Interaction.SignIn.Verification.EmailVerificationCode.Create Success",
                "Interaction.SignIn.Verification.EmailVerificationCode.Submit Success",
                "Interaction.SignIn.Verification.PhoneVerificationCode.Create Success",
                "Interaction.SignIn.Verification.PhoneVerificationCode.Submit Success",
            ]
        );
    }

    async fn a_code_registers_and_the_address_is_the_accounts(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        for (identifier, address, number) in [
            (email("Sigrid@fjord.example"), Some("Sigrid@fjord.example"), None),
            (phone("4791234567"), None, Some("4791234567")),
        ] {
            let browser = world.browser().await;
            let id = world.proven(&browser, &identifier, "Register").await;
            assert_eq!(browser.identify(&id).await.assert_status(201).body, "Created");
            browser.submit().await.assert_status(200);
            let Some(InteractionResult::Login { user_id }) = world.result(&browser).await else { panic!("no login") };
            let user = world.find_user(&user_id).await;
            assert_eq!((user.primary_email.as_deref(), user.primary_phone.as_deref()), (address, number));
            assert_eq!(user.application_id.as_ref().map(domain::ApplicationId::as_str), Some(APP));
            assert_eq!((user.username, user.password), (None, None));
        }
    }

    async fn codes_end_by_use_by_time_and_by_tries(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        let (browser, to) = (world.browser().await, email(INGRID));
        browser.start("SignIn").await;
        let asked = async || verification_id(&world.ask_for_code(&browser, &to, "SignIn").await.assert_status(200));
        let id = asked().await;
        let code = world.code_to(INGRID).await;
        browser.tell_code(&to, &id, &another(&code)).await.assert_error(400, "verification_code.code_mismatch");
        browser.tell_code(&to, &id, &code).await.assert_status(200);
        browser.tell_code(&to, &id, &code).await.assert_error(400, "verification_code.not_found");
        let (late, code) = (asked().await, world.code_to(INGRID).await);
        browser.tell_code(&to, &id, &code).await.assert_error(404, "session.verification_session_not_found");
        world.test.advance(Duration::from_secs(600));
        browser.tell_code(&to, &late, &code).await.assert_error(400, "verification_code.expired");
        let (id, code) = (asked().await, world.code_to(INGRID).await);
        for _ in 0..10 {
            browser.tell_code(&to, &id, &another(&code)).await.assert_error(400, "verification_code.code_mismatch");
        }
        browser.tell_code(&to, &id, &code).await.assert_error(400, "verification_code.exceed_max_try");
        let (id, code) = (asked().await, world.code_to(INGRID).await);
        browser.tell_code(&email("olav@fjord.example"), &id, &code).await.assert_error(400, "verification_code.email_mismatch");
        browser.tell_code(&phone("4791234567"), &id, &code).await.assert_error(404, "session.verification_session_not_found");
        browser.tell_code(&email("INGRID@fjord.example"), &id, &code).await.assert_status(200);
        let to = phone("4791234567");
        let id = verification_id(&world.ask_for_code(&browser, &to, "SignIn").await.assert_status(200));
        let code = world.code_to("4791234567").await;
        browser.tell_code(&phone("4791234568"), &id, &code).await.assert_error(400, "verification_code.phone_mismatch");
        browser.tell_code(&to, &id, &code).await.assert_status(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_unknown_may_register_with_the_same_code() {
    let world = World::mailing(by_code()).await;
    let browser = world.browser().await;
    let id = world.proven(&browser, &email("Sigrid@fjord.example"), "SignIn").await;
    let unknown = browser.identify(&id).await.assert_error(404, "user.user_not_exist");
    assert_eq!(
        unknown.json(),
        json!({
            "code": "user.user_not_exist", "message": "The user does not exist.", "data": { "identifier": "Sigrid@fjord.example" },
        })
    );
    browser.change_event("Register").await.assert_status(204);
    browser.identify(&id).await.assert_status(201);
    browser.submit().await.assert_status(200);
    // And the other way round.
    let browser = world.browser().await;
    let id = world.proven(&browser, &email("sigrid@fjord.example"), "Register").await;
    browser.identify(&id).await.assert_error(422, "user.email_already_in_use");
    browser.change_event("SignIn").await.assert_status(204);
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_say_what_they_are_for_and_to_whom() {
    let world = World::mailing(by_code()).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    for event in ["SignIn", "Register"] {
        world.ask_for_code(&browser, &email(INGRID), event).await.assert_status(200);
    }
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    browser.start("ForgotPassword").await;
    world.ask_for_code(&browser, &email(INGRID), "ForgotPassword").await.assert_status(200);
    let sent = world.mail_to(INGRID).await;
    let types: Vec<_> = sent.iter().map(|message| message.template_type.as_str()).collect();
    assert_eq!(types, ["SignIn", "Register", "ForgotPassword"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_that_are_not_enabled_do_not_sign_in_or_register() {
    let method = json!({ "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true });
    let world = World::mailing(json!({ "signIn": { "methods": [method] } })).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let browser = world.browser().await;
    let id = world.proven(&browser, &email(INGRID), "SignIn").await;
    browser.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
    browser.change_event("Register").await.assert_status(204);
    browser.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
    for (mode, event) in [("Register", "SignIn"), ("SignIn", "Register")] {
        world.settings(by_code_with(&json!({ "signInMode": mode }))).await;
        let browser = world.browser().await;
        let id = world.proven(&browser, &email(INGRID), event).await;
        browser.identify(&id).await.assert_error(403, "auth.forbidden");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_registration_asks_for_beside_the_address_is_named_and_the_address_stays() {
    let world = World::mailing(json!({ "signUp": {
        "identifiers": ["email"], "password": true, "verify": true, "secondaryIdentifiers": [{ "identifier": "username" }, { "identifier": "phone", "verify": true }],
    } }))
    .await;
    let browser = world.browser().await;
    let id = world.proven(&browser, &email("sigrid@fjord.example"), "Register").await;
    let missing = browser.identify(&id).await.assert_error(422, "user.missing_profile");
    assert_eq!(missing.json()["data"], json!({ "missingProfile": ["username", "phone", "password"] }));
    let interaction =
        browser.client.unrecorded().get("/api/experience/interaction").await.assert_status(200).json();
    assert_eq!(interaction["profile"], json!({ "primaryEmail": "sigrid@fjord.example" }));
    browser.add_profile(json!({ "type": "username", "value": "sigrid" })).await.assert_status(204);
    let weak = browser.add_profile(json!({ "type": "password", "value": "my-sigrid-77" })).await;
    weak.assert_error(422, "password.rejected");
    browser.add_profile(json!({ "type": "password", "value": PASSWORD })).await.assert_status(204);
    let missing = browser.register().await.assert_error(422, "user.missing_profile");
    assert_eq!(missing.json()["data"], json!({ "missingProfile": ["phone"] }));
    let number = world.prove(&browser, &phone("4791234567"), "Register").await;
    browser.add_profile(json!({ "type": "phone", "verificationId": number })).await.assert_status(204);
    let again = browser.add_profile(json!({ "type": "phone", "verificationId": number })).await;
    again.assert_error(422, "user.phone_exists_in_profile");
    browser.register().await.assert_status(201);
    browser.submit().await.assert_status(200);
    let user = world.find_user_by_name("sigrid").await.unwrap();
    assert_eq!(user.primary_email.as_deref(), Some("sigrid@fjord.example"));
    assert_eq!(user.primary_phone.as_deref(), Some("4791234567"));
    assert!(user.password.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_added_by_its_verification_only() {
    let world = World::mailing(by_code()).await;
    world.user_with("olav", |user| user.primary_email = Some("olav@fjord.example".to_owned())).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let add =
        |kind: &'static str, id: String| browser.add_profile(json!({ "type": kind, "verificationId": id }));
    add("email", "nothing".to_owned()).await.assert_error(404, "session.verification_session_not_found");
    let asked = world.ask_for_code(&browser, &email(INGRID), "Register").await;
    add("email", verification_id(&asked)).await.assert_error(400, "session.verification_failed");
    let id = world.prove(&browser, &email("OLAV@fjord.example"), "Register").await;
    add("phone", id.clone()).await.assert_error(400, "session.verification_failed");
    add("email", id).await.assert_error(422, "user.email_already_in_use");
    let id = world.prove(&browser, &email(INGRID), "Register").await;
    add("email", id.clone()).await.assert_status(204);
    add("email", id).await.assert_error(422, "user.email_exists_in_profile");
    browser.register().await.assert_status(201);
    let missing = browser.add_profile(json!({ "type": "email" })).await;
    missing.assert_error(400, "guard.invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_without_an_address_that_is_asked_for_adds_it() {
    let world = World::mailing(json!({ "signUp": {
        "identifiers": ["username"], "password": true, "verify": true, "secondaryIdentifiers": [{ "identifier": "email", "verify": true }],
    } }))
    .await;
    let id = world.user("ingrid").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let missing = browser.submit().await.assert_error(422, "user.missing_profile");
    assert_eq!(missing.json()["data"], json!({ "missingProfile": ["email"] }));
    let verification = world.prove(&browser, &email(INGRID), "SignIn").await;
    browser.add_profile(json!({ "type": "email", "verificationId": verification })).await.assert_status(204);
    browser.submit().await.assert_status(200);
    assert_eq!(world.find_user(&id).await.primary_email.as_deref(), Some(INGRID));
    let again = world.browser().await;
    again.identified("ingrid").await;
    let other = world.prove(&again, &email("other@fjord.example"), "SignIn").await;
    let refused = again.add_profile(json!({ "type": "email", "verificationId": other })).await;
    refused.assert_error(422, "user.email_exists_in_profile");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_without_a_connector_or_beyond_the_limit() {
    let world = World::new().await;
    world.settings(by_code()).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    for (identifier, kind) in [(email(INGRID), "Email"), (phone("4791234567"), "Sms")] {
        let answer = world.ask_for_code(&browser, &identifier, "SignIn").await.assert_status(501);
        assert_eq!(
            answer.json(),
            json!({
                "code": "connector.not_found", "message": "No connector of the type that is needed is configured.", "data": { "type": kind },
            })
        );
    }
    assert_eq!(browser.records().await, json!([]));
    world.add_mailboxes(by_code()).await;
    for _ in 0..10 {
        world.ask_for_code(&browser, &email(INGRID), "SignIn").await.assert_status(200);
    }
    for other in [email(INGRID), email("INGRID@fjord.example"), email("ｉngrid@fjord.example")] {
        let answer = world.ask_for_code(&browser, &other, "Register").await;
        answer.assert_error(429, "request.message_rate_limited");
    }
    assert_eq!(world.mail_to(INGRID).await.len(), 10);
    world.test.advance(Duration::from_secs(600));
    world.ask_for_code(&browser, &email(INGRID), "SignIn").await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_addresses_get_no_code_to_register_and_make_no_account() {
    let policy = json!({ "customBlocklist": ["@spam.example"], "blockSubaddressing": true });
    let world = World::mailing(by_code_with(&json!({ "emailBlocklistPolicy": policy }))).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let blocked = "session.email_blocklist.email_not_allowed";
    for address in ["a@spam.example", "A@SPAM.example"] {
        let answer = world.ask_for_code(&browser, &email(address), "Register").await;
        answer.assert_error(422, blocked);
    }
    let answer = world.ask_for_code(&browser, &email("a+b@fjord.example"), "Register").await;
    answer.assert_error(422, "session.email_blocklist.email_subaddressing_not_allowed");
    // A code to sign in is sent; it makes no account either.
    let browser = world.browser().await;
    let id = world.proven(&browser, &email("a@spam.example"), "SignIn").await;
    browser.identify(&id).await.assert_error(404, "user.user_not_exist");
    browser.change_event("Register").await.assert_status(204);
    browser.identify(&id).await.assert_error(422, blocked);
    let adding = browser.add_profile(json!({ "type": "email", "verificationId": id })).await;
    adding.assert_error(422, blocked);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_refused() {
    let world = World::mailing(by_code()).await;
    let browser = world.browser().await;
    let body = json!({ "identifier": email(INGRID), "interactionEvent": "SignIn" });
    let send = "/api/experience/verification/verification-code";
    browser.client.post(send, body.clone()).await.assert_error(404, "session.interaction_not_found");
    browser.start("SignIn").await;
    let ask = async |identifier: Value| world.ask_for_code(&browser, &identifier, "SignIn").await;
    let long = format!("{}@fjord.example", "a".repeat(250));
    for wrong in ["", "ingrid", "a b@c.d", "a@b.c,d@e.f", "a\0@b.c", &long] {
        ask(email(wrong)).await.assert_error(400, "guard.invalid_input");
    }
    for wrong in ["", "+4791234567", "47 91", "４７９１２３４５６７", &"4".repeat(65)] {
        ask(phone(wrong)).await.assert_error(400, "guard.invalid_input");
    }
    ask(phone("00")).await.assert_error(422, "user.invalid_phone");
    ask(json!({ "type": "username", "value": "ingrid" })).await.assert_error(400, "guard.invalid_input");
    let told = browser.tell_code(&email("x"), "id", "1").await;
    told.assert_error(400, "guard.invalid_input");
    let told = browser.tell_code(&email(INGRID), "id", "1").await;
    told.assert_error(404, "session.verification_session_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_in_the_language_of_whoever_signs_in() {
    let world = World::mailing(by_code_with(
        &json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": "en" } }),
    ))
    .await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let services = world.services();
    for (tag, subject, content) in [
        ("en", "Your code for {{application.name}}", "Enter {{code}} to sign in."),
        ("de", "Ihr Code für {{application.name}}", "Geben Sie {{code}} ein, um sich anzumelden."),
    ] {
        let template = EmailTemplate {
            id: EmailTemplateId::new(services.entropy.id_12()),
            language_tag: tag.to_owned(),
            template_type: TemplateType::SignIn,
            details: TemplateDetails {
                subject: subject.to_owned(),
                content: content.to_owned(),
                content_type: Some(ContentType::Plain),
                reply_to: None,
                send_from: None,
            },
            created_at: services.now(),
        };
        store::email_template::put(services.db.exec(), &services.tenant, &template).await.unwrap();
    }
    let ask = async |parameters: &[(&str, &str)], languages: &str| {
        world.test.advance(Duration::from_secs(1));
        let browser = world.browser_with(parameters).await;
        browser.go("/sign-in", &[("identifier", INGRID)]).await;
        let xsrf = browser.xsrf(&page("/sign-in/password")).await;
        let form = [("xsrf", xsrf.as_str()), ("do", "code")];
        let headers = [("sec-fetch-site", "same-origin"), ("accept-language", languages)];
        let sent =
            browser.client.form_with(&page("/sign-in/password"), &form, &headers).await.assert_status(303);
        assert_eq!(sent.location(), page("/sign-in/code"));
        let message = world.mail_to(INGRID).await.pop().unwrap();
        let code = world.code_to(INGRID).await;
        assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, browser.resume_url());
        (message.subject.unwrap_or_default(), message.content.replace(&code, "…"))
    };
    let english = ("Your code for Fjord Desk".to_owned(), "Enter … to sign in.".to_owned());
    let german = ("Ihr Code für Fjord Desk".to_owned(), "Geben Sie … ein, um sich anzumelden.".to_owned());
    assert_eq!(ask(&[("ui_locales", "de-CH fr")], "en").await, german);
    assert_eq!(ask(&[], "de;q=0.9,en;q=0.1").await, german);
    assert_eq!(ask(&[("ui_locales", "en")], "de").await, english);
    assert_eq!(ask(&[], "nb").await, english);
}
