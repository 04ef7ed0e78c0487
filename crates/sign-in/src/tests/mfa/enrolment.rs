//! Factors are set up, or declined.

use store::both_databases;
use testkit::TestServices;

use operations::qr_code;

use super::*;
use crate::tests::mail::email;

/// What an authenticator reads on the picture.
fn told(secret: &str, label: &str) -> String {
    let issuer = "id%2Efjord%2Eexample";
    format!(
        "otpauth://totp/{issuer}:{label}?secret={secret}&period=30&digits=6&algorithm=SHA1&issuer={issuer}"
    )
}

both_databases! {
    async fn a_user_is_asked_sets_up_an_authenticator_and_backup_codes_and_is_let_in(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let id = world.user("ingrid").await;
        world.mfa(&["BackupCode", "Totp"], "UserControlled").await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        assert_eq!(
            browser.submit().await.assert_status(422).json(),
            json!({
                "code": "user.suggest_mfa", "message": "A second factor can be set up to protect the account.",
                "data": { "availableFactors": ["Totp"], "skippable": true },
            })
        );
        browser.step("profile/mfa/mfa-enabled", json!({})).await.assert_status(204);
        assert_eq!(
            browser.submit().await.assert_status(422).json(),
            json!({
                "code": "user.missing_mfa", "message": "A second factor must be set up before signing in.",
                "data": { "availableFactors": ["Totp"], "skippable": true },
            })
        );
        let made = browser.step("verification/totp/secret", json!({})).await.assert_status(200).json();
        assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["verificationId", "secret", "secretQrCode"]);
        let secret = made["secret"].as_str().unwrap();
        assert_eq!(secret.len(), 32);
        assert_eq!(made["secretQrCode"], json!(qr_code::data_url(&told(secret, "ingrid"))));
        let unverified = made["verificationId"].as_str().unwrap();
        browser.bind("Totp", unverified).await.assert_error(400, "session.verification_failed");
        let (totp, _) = browser.new_totp(&world).await;
        browser.bind("Totp", &totp).await.assert_status(204);
        browser.bind("Totp", &totp).await.assert_status(204);
        assert_eq!(
            browser.submit().await.assert_status(422).json(),
            json!({ "code": "session.mfa.backup_code_required", "message": "Backup codes must be set up beside the other second factor." })
        );
        let codes = browser.step("verification/backup-code/generate", json!({})).await.assert_status(200);
        browser.bind("BackupCode", &verification_id(&codes)).await.assert_status(204);
        let interaction = browser.interaction_data().await.json();
        assert_eq!(interaction["mfa"], json!({ "mfaEnabled": true, "totp": { "type": "Totp" }, "backupCode": { "type": "BackupCode" } }));
        assert_eq!(interaction["verificationRecords"][1], json!({ "type": "Totp", "id": totp, "userId": id, "verified": true }));
        assert_eq!(world.kinds_of(&id).await, Vec::<String>::new());
        browser.submitted().await;
        // Once more, as long as the provider has not taken the result.
        browser.submitted().await;
        assert_eq!(world.kinds_of(&id).await, ["Totp", "BackupCode"]);
        assert_eq!(world.preferences_of(&id).await, json!({ "mfa": { "enabled": true } }));
        // No secret is in what was stored of the interaction.
        let stored = world.interaction(&browser.uid).await.experience.unwrap().as_str().to_owned();
        assert!(!stored.contains(made["secret"].as_str().unwrap()) && !stored.contains(codes.json()["codes"][0].as_str().unwrap()));
        let other = world.browser().await;
        other.identified("ingrid").await;
        other.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    }

    async fn the_name_beside_the_codes_of_an_authenticator_ends_nothing_of_what_it_reads(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let id = world.user_with("ingrid", |user| user.username = Some("åse:v?&=/#".to_owned())).await;
        let user = world.find_user(&id).await;
        let expected = told("SECRET", "%C3%A5se%3Av%3F%26%3D%2F%23");
        assert_eq!(operations::second_factor::totp::otpauth_uri(world.services(), &user, "SECRET"), expected);
    }

    async fn a_user_who_declines_is_not_asked_again(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let id = world.user("ingrid").await;
        world.mfa(&["Totp"], "PromptAtSignInAndSignUp").await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        browser.submit().await.assert_error(422, "user.suggest_mfa");
        browser.step("profile/mfa/mfa-enabled", json!({})).await.assert_status(204);
        browser.step("profile/mfa/mfa-skipped", json!({})).await.assert_status(204);
        assert_eq!(browser.interaction_data().await.json()["mfa"], json!({ "mfaSkipped": true }));
        browser.submitted().await;
        assert_eq!(world.preferences_of(&id).await, json!({ "mfa": { "skipped": true } }));
        let other = world.browser().await;
        other.identified("ingrid").await;
        other.submitted().await;
        // A policy that leaves no choice is not bound by it.
        world.mfa(&["Totp"], "Mandatory").await;
        other.identified("ingrid").await;
        let missing = other.submit().await.assert_error(422, "user.missing_mfa");
        assert_eq!(missing.json()["data"], json!({ "availableFactors": ["Totp"] }));
        other.step("profile/mfa/mfa-skipped", json!({})).await.assert_error(422, "session.mfa.mfa_policy_not_user_controlled");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_ask_when_they_say() {
    let world = World::new().await;
    let submit = async |event: &str, policy: &str| {
        let username = format!("{}_{}", policy.to_lowercase(), event.to_lowercase());
        world.mfa(&["Totp"], policy).await;
        let browser = world.browser().await;
        if event == "SignIn" {
            world.user(&username).await;
            browser.identified(&username).await;
        } else {
            browser.start("Register").await;
            let id =
                verification_id(&browser.new_identity(&username, "fjord-Lamp-77").await.assert_status(200));
            browser.identify(&id).await.assert_status(201);
        }
        let answer = browser.submit().await;
        if answer.status == 200 {
            "in".to_owned()
        } else {
            answer.json()["code"].as_str().unwrap().to_owned()
        }
    };
    for (policy, at_sign_in, at_registration) in [
        ("UserControlled", "user.suggest_mfa", "user.suggest_mfa"),
        ("PromptAtSignInAndSignUp", "user.suggest_mfa", "user.suggest_mfa"),
        ("PromptOnlyAtSignIn", "user.suggest_mfa", "in"),
        ("NoPrompt", "in", "in"),
        ("Mandatory", "user.missing_mfa", "user.missing_mfa"),
        ("PromptAtSignInAndSignUpMandatory", "user.missing_mfa", "user.missing_mfa"),
        ("PromptOnlyAtSignInMandatory", "user.missing_mfa", "in"),
    ] {
        assert_eq!(submit("SignIn", policy).await, at_sign_in, "{policy}");
        assert_eq!(submit("Register", policy).await, at_registration, "{policy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_requires_a_factor_leaves_no_choice() {
    let world = World::new().await;
    let id = world.user("ingrid").await;
    world.join_organization(&id, true).await;
    let mfa = |organizations: &str| json!({ "mfa": { "factors": ["Totp"], "policy": "NoPrompt", "organizationRequiredMfaPolicy": organizations } });
    world.settings(mfa("NoPrompt")).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.submitted().await;
    world.settings(mfa("Mandatory")).await;
    browser.identified("ingrid").await;
    let missing = browser.submit().await.assert_error(422, "user.missing_mfa");
    assert_eq!(missing.json()["data"], json!({ "availableFactors": ["Totp"] }));
    browser
        .step("profile/mfa/mfa-skipped", json!({}))
        .await
        .assert_error(422, "session.mfa.mfa_policy_not_user_controlled");
    let (totp, _) = browser.new_totp(&world).await;
    browser.bind("Totp", &totp).await.assert_status(204);
    browser.submitted().await;
    // Others are not asked.
    world.user("olav").await;
    let other = world.browser().await;
    other.identified("olav").await;
    other.submitted().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_only_an_address_is_offered_more_and_may_decline() {
    let world = World::new().await;
    let id =
        world.user_with("ingrid", |user| user.primary_email = Some("ingrid@fjord.example".to_owned())).await;
    world.mfa(&["EmailVerificationCode", "Totp", "BackupCode"], "UserControlled").await;
    world.mailbox("guildhall-mailbox-email").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let sent = browser.step("verification/mfa-verification-code", json!({ "identifierType": "email" })).await;
    let (_, _, code) = world.last_code().await;
    let body = json!({ "verificationId": verification_id(&sent), "code": code, "identifierType": "email" });
    browser.step("verification/mfa-verification-code/verify", body).await.assert_status(200);
    assert_eq!(
        browser.submit().await.assert_status(422).json(),
        json!({
            "code": "session.mfa.suggest_additional_mfa", "message": "Another second factor can be set up.",
            "data": { "availableFactors": ["Totp"], "skippable": true },
        })
    );
    browser.step("profile/mfa/mfa-suggestion-skipped", json!({})).await.assert_status(204);
    browser.submitted().await;
    assert_eq!(
        world.preferences_of(&id).await,
        json!({ "mfa": { "additionalBindingSuggestionSkipped": true } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_factors_that_are_on_and_fit_are_taken() {
    let world = World::new().await;
    world.user_with_totp("ingrid").await;
    world.user("olav").await;
    world.mfa(&["Totp", "BackupCode"], "UserControlled").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    let (totp, _) = browser.new_totp(&world).await;
    browser.bind("Totp", &totp).await.assert_error(422, "user.totp_already_in_use");
    browser.bind("BackupCode", &totp).await.assert_error(404, "session.verification_session_not_found");
    browser.bind("Totp", "nothing").await.assert_error(404, "session.verification_session_not_found");
    browser.bind("WebAuthn", &totp).await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
    browser
        .step("verification/web-authn/registration", json!({}))
        .await
        .assert_error(400, "session.mfa.mfa_factor_not_enabled");
    let other = world.browser().await;
    other.identified("olav").await;
    let codes = other.step("verification/backup-code/generate", json!({})).await.assert_status(200);
    other
        .bind("BackupCode", &verification_id(&codes))
        .await
        .assert_error(422, "session.mfa.backup_code_can_not_be_alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_of_setting_up_is_in_the_audit_log() {
    let world = World::new().await;
    world.user("ingrid").await;
    world.mfa(&["Totp"], "Mandatory").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let (totp, _) = browser.new_totp(&world).await;
    browser.bind("Totp", &totp).await.assert_status(204);
    browser.submitted().await;
    assert_eq!(
        world.audit_keys().await,
        [
            "Interaction.SignIn.BindMfa.Totp.Submit Success",
            "Interaction.SignIn.Identifier.Submit Success",
            "Interaction.SignIn.Submit Success",
            "Interaction.SignIn.Verification.Password.Submit Success",
            "Interaction.SignIn.Verification.Totp.Create Success",
            "Interaction.SignIn.Verification.Totp.Submit Success",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_becomes_a_factor_by_a_code_that_was_sent_there() {
    let world = World::mailing(json!({ "mfa": { "factors": ["EmailVerificationCode", "PhoneVerificationCode"], "policy": "Mandatory" } })).await;
    let id = world.user("ingrid").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let missing = browser.submit().await.assert_error(422, "user.missing_mfa");
    assert_eq!(
        missing.json()["data"],
        json!({ "availableFactors": ["PhoneVerificationCode", "EmailVerificationCode"] })
    );
    let verification = world.prove(&browser, &email("ingrid@fjord.example"), "SignIn").await;
    browser
        .bind("PhoneVerificationCode", &verification)
        .await
        .assert_error(404, "session.verification_session_not_found");
    browser.bind("EmailVerificationCode", &verification).await.assert_status(204);
    let offered = browser.submit().await.assert_error(422, "session.mfa.suggest_additional_mfa");
    assert_eq!(
        offered.json()["data"],
        json!({ "availableFactors": ["PhoneVerificationCode"], "skippable": true })
    );
    browser.step("profile/mfa/mfa-suggestion-skipped", json!({})).await.assert_status(204);
    browser.submitted().await;
    assert_eq!(world.find_user(&id).await.primary_email.as_deref(), Some("ingrid@fjord.example"));
    let other = world.browser().await;
    other.identified("ingrid").await;
    let refused = other.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    assert_eq!(
        refused.json()["data"],
        json!({ "availableFactors": ["EmailVerificationCode"], "maskedIdentifiers": { "EmailVerificationCode": "ingr****@fjord.example" } })
    );
    // A code that was sent for signing in is none as a second factor.
    let verification = world.prove(&other, &email("ingrid@fjord.example"), "SignIn").await;
    other
        .bind("EmailVerificationCode", &verification)
        .await
        .assert_error(403, "session.mfa.require_mfa_verification");
    other.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
}
