//! Codes sent to the user's own address as a second factor.

use std::time::Duration;

use axum::http::Method;
use domain::{EmailTemplateId, message_template::TemplateType};
use store::{both_databases, email_template::EmailTemplate};
use testkit::TestServices;

use super::*;

async fn world_with_addresses(db: store::Db) -> World {
    let world = World::over(TestServices::over(db).await).await;
    world
        .user_with("ingrid", |user| {
            user.primary_email = Some("ingrid@fjord.example".to_owned());
            user.primary_phone = Some("4791234567".to_owned());
        })
        .await;
    world.mfa(&["EmailVerificationCode", "PhoneVerificationCode"], "UserControlled").await;
    world.mailbox("guildhall-mailbox-email").await;
    world.mailbox("guildhall-mailbox-sms").await;
    world
}

both_databases! {
    async fn a_code_sent_to_the_users_own_address_lets_them_in(db: Db) {
        let world = world_with_addresses(db).await;
        for (word, kind, identifier, (address, masked)) in [
            ("email", "MfaEmailVerificationCode", "email", ("ingrid@fjord.example", "ingr****@fjord.example")),
            ("Phone", "MfaPhoneVerificationCode", "phone", ("4791234567", "****4567")),
        ] {
            // The mailbox is in the order of time.
            world.test.advance(Duration::from_secs(1));
            let browser = world.browser().await;
            browser.identified("ingrid").await;
            let refused = browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
            assert_eq!(
                refused.json()["data"],
                json!({
                    "availableFactors": ["PhoneVerificationCode", "EmailVerificationCode"],
                    "maskedIdentifiers": { "PhoneVerificationCode": "****4567", "EmailVerificationCode": "ingr****@fjord.example" },
                })
            );
            let sent = browser.step("verification/mfa-verification-code", json!({ "identifierType": word })).await.assert_status(200);
            let id = verification_id(&sent);
            assert_eq!(sent.json(), json!({ "verificationId": id }));
            let (recipient, template, code) = world.last_code().await;
            assert_eq!((recipient.as_str(), template.as_str()), (address, "MfaVerification"));
            let verify = |code: &str| browser.step("verification/mfa-verification-code/verify", json!({ "verificationId": id, "code": code, "identifierType": word }));
            let wrong = if code == "000000" { "000001" } else { "000000" };
            verify(wrong).await.assert_error(400, "verification_code.code_mismatch");
            browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
            assert_eq!(verify(&code).await.assert_status(200).json(), json!({ "verificationId": id }));
            verify(&code).await.assert_error(400, "verification_code.not_found");
            let interaction = browser.interaction_data().await.json();
            assert_eq!(
                interaction["verificationRecords"][1],
                json!({
                    "type": kind, "id": id, "templateType": "MfaVerification",
                    "identifier": { "type": identifier, "value": masked }, "verified": true,
                })
            );
            browser.submitted().await;
        }
    }

    async fn it_is_written_in_the_language_of_all_mails_and_says_where_one_signs_in(db: Db) {
        let world = world_with_addresses(db).await;
        for (tag, greeting) in [("en", "Hello"), ("nb", "Hei"), ("de", "Hallo")] {
            for template_type in [TemplateType::MfaVerification, TemplateType::SignIn] {
                let text = format!("{greeting} {{{{user.username}}}}: {{{{code}}}} ({{{{application.name}}}})");
                let template = EmailTemplate {
                    id: EmailTemplateId::new(format!("{tag}-{template_type:?}")),
                    language_tag: tag.to_owned(),
                    template_type,
                    details: serde_json::from_value(json!({ "subject": greeting, "content": text })).unwrap(),
                    created_at: UnixMillis(1),
                };
                store::email_template::put(world.services().db.exec(), &world.services().tenant, &template).await.unwrap();
            }
        }
        for (parameters, accepted, greeting) in [
            (vec![], "nb-NO, en;q=0.5", "Hei"),
            (vec![("ui_locales", "de")], "nb-NO", "Hallo"),
            (vec![("ui_locales", "fr")], "nb-NO", "Hei"),
        ] {
            let browser = world.browser_with(&parameters).await;
            browser.identified("ingrid").await;
            let language = [("accept-language", accepted), ("content-type", "application/json")];
            let send = async |path: &str, body: Value| {
                world.test.advance(Duration::from_secs(1));
                let path = format!("/api/experience/verification/{path}");
                browser.client.send(Method::POST, &path, &language, body.to_string().into()).await.assert_status(200);
                world.mail_to("ingrid@fjord.example").await.pop().unwrap().content
            };
            let second = send("mfa-verification-code", json!({ "identifierType": "email" })).await;
            assert!(second.starts_with(&format!("{greeting} ingrid: ")) && second.ends_with(" (Fjord Desk)"), "{second}");
            let first = json!({ "identifier": { "type": "email", "value": "ingrid@fjord.example" }, "interactionEvent": "SignIn" });
            let first = send("verification-code", first).await;
            assert!(first.starts_with(&format!("{greeting} ingrid: ")) && first.ends_with(" (Fjord Desk)"), "{first}");
        }
    }

    async fn a_code_is_good_for_its_own_sign_in_and_address_only(db: Db) {
        let world = world_with_addresses(db).await;
        let (browser, other) = (world.browser().await, world.browser().await);
        browser.identified("ingrid").await;
        other.identified("ingrid").await;
        let send = |browser: &Browser| {
            let client = browser.client.unrecorded();
            async move { verification_id(&client.post("/api/experience/verification/mfa-verification-code", json!({ "identifierType": "email" })).await.assert_status(200)) }
        };
        let id = send(&browser).await;
        world.test.advance(Duration::from_secs(1));
        send(&other).await;
        let (_, _, of_other) = world.last_code().await;
        let verify = |kind: &'static str, id: String, code: String| browser.step("verification/mfa-verification-code/verify", json!({ "verificationId": id, "code": code, "identifierType": kind }));
        verify("email", id.clone(), of_other.clone()).await.assert_error(400, "verification_code.code_mismatch");
        verify("phone", id.clone(), of_other).await.assert_error(404, "session.verification_session_not_found");
        verify("email", "nothing".to_owned(), "000000".to_owned()).await.assert_error(404, "session.verification_session_not_found");
        world.test.advance(Duration::from_secs(600));
        verify("email", id, "000000".to_owned()).await.assert_error(400, "verification_code.expired");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_need_an_address_a_factor_that_is_on_and_something_that_sends() {
    let world = World::new().await;
    world.user_with("ingrid", |user| user.primary_phone = Some("4791234567".to_owned())).await;
    world.mfa(&["EmailVerificationCode", "Totp"], "NoPrompt").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let send = |kind: &'static str| {
        browser.step("verification/mfa-verification-code", json!({ "identifierType": kind }))
    };
    send("phone").await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
    send("email").await.assert_error(400, "session.identifier_not_found");
    world.mfa(&["PhoneVerificationCode"], "NoPrompt").await;
    let unsent = send("phone").await.assert_error(501, "connector.not_found");
    assert_eq!(unsent.json()["data"], json!({ "type": "Sms" }));
    world.mailbox("guildhall-mailbox-sms").await;
    for _ in 0..10 {
        send("phone").await.assert_status(200);
    }
    send("phone").await.assert_error(429, "request.message_rate_limited");
}
