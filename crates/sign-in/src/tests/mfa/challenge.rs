//! A factor that the user has is asked for, and shown.

use std::time::Duration;

use serde_json::json;
use store::both_databases;
use testkit::TestServices;

use super::*;

both_databases! {
    async fn a_code_of_the_authenticator_lets_its_user_in(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let id = world.user_with_totp("ingrid").await;
        world.mfa(&["Totp"], "UserControlled").await;
        let browser = world.browser().await;
        let password = browser.identified("ingrid").await;
        browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
        assert_eq!(
            browser.show_totp("000000").await.assert_status(400).json(),
            json!({ "code": "session.mfa.invalid_totp_code", "message": "This code is not valid, or was used already." })
        );
        let verified = browser.show_totp(&world.totp_code()).await.assert_status(200);
        let totp = verification_id(&verified);
        assert_eq!(verified.json(), json!({ "verificationId": totp }));
        let interaction = browser.interaction_data().await.assert_status(200).json();
        assert_eq!(
            interaction,
            json!({
                "interactionEvent": "SignIn", "userId": id, "profile": {},
                "verificationRecords": [
                    { "type": "Password", "id": password, "identifier": { "type": "username", "value": "ingrid" }, "verified": true },
                    { "type": "Totp", "id": totp, "userId": id, "verified": true },
                ],
                "mfa": {}, "signInContext": {}, "captcha": { "verified": false, "skipped": false },
            })
        );
        browser.submitted().await;
        browser.submitted().await;
        let user = world.find_user(&id).await;
        assert_eq!(user.mfa_factors[0]["lastUsedAt"], json!(world.services().now().0));
        assert_eq!(user.last_sign_in_at, Some(world.services().now()));
    }

    async fn a_backup_code_lets_its_user_in_once_even_the_last_one(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let id = world.user_with_totp_and_codes("ingrid", &["0123456789"]).await;
        world.mfa(&["Totp", "BackupCode"], "UserControlled").await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        let refused = browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
        assert_eq!(refused.json()["data"], json!({ "availableFactors": ["Totp", "BackupCode"], "maskedIdentifiers": {} }));
        let show = |code: &'static str| browser.step("verification/backup-code/verify", json!({ "code": code }));
        assert_eq!(
            show("9876543210").await.assert_status(400).json(),
            json!({ "code": "session.mfa.invalid_backup_code", "message": "This backup code is not valid, or was used already." })
        );
        let shown = show("0123456789").await.assert_status(200);
        assert_eq!(shown.json(), json!({ "verificationId": verification_id(&shown) }));
        show("0123456789").await.assert_error(400, "session.mfa.invalid_backup_code");
        // None is left, so new ones are asked for; the one that was used has let her in.
        browser.submit().await.assert_error(422, "session.mfa.backup_code_required");
        let made = browser.step("verification/backup-code/generate", json!({})).await.assert_status(200).json();
        let codes = made["codes"].as_array().unwrap();
        assert!(codes.len() == 10 && codes.iter().all(|code| code.as_str().unwrap().len() == 10));
        assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["verificationId", "codes"]);
        browser.bind("BackupCode", made["verificationId"].as_str().unwrap()).await.assert_status(204);
        browser.submitted().await;
        assert_eq!(world.kinds_of(&id).await, ["Totp", "BackupCode"]);
        let other = world.browser().await;
        other.identified("ingrid").await;
        other.step("verification/backup-code/verify", json!({ "code": "0123456789" })).await.assert_error(400, "session.mfa.invalid_backup_code");
        other.step("verification/backup-code/verify", json!({ "code": codes[0] })).await.assert_status(200);
        other.submitted().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn factors_are_shown_by_identified_users_only() {
    let world = World::new().await;
    world.mfa(&["Totp", "WebAuthn", "EmailVerificationCode"], "UserControlled").await;
    let browser = world.browser().await;
    for path in [
        "verification/totp/secret",
        "verification/web-authn/registration",
        "verification/web-authn/authentication",
        "verification/backup-code/generate",
        "profile/mfa/mfa-skipped",
    ] {
        let stranger = world.client().post(&format!("/api/experience/{path}"), json!({})).await;
        stranger.assert_error(400, "session.not_found");
        browser.step(path, json!({})).await.assert_error(404, "session.interaction_not_found");
    }
    browser.start("SignIn").await;
    for (path, body) in [
        ("verification/totp/secret", json!({})),
        ("verification/totp/verify", json!({ "code": "123456" })),
        ("verification/web-authn/registration", json!({})),
        ("verification/web-authn/authentication", json!({})),
        ("verification/backup-code/generate", json!({})),
        ("verification/backup-code/verify", json!({ "code": "0123456789" })),
        ("verification/mfa-verification-code", json!({ "identifierType": "email" })),
        ("profile/mfa", json!({ "type": "Totp", "verificationId": "v" })),
        ("profile/mfa/passkey", json!({ "verificationId": "v" })),
        ("profile/mfa/mfa-enabled", json!({})),
        ("profile/mfa/mfa-skipped", json!({})),
        ("profile/mfa/mfa-suggestion-skipped", json!({})),
        ("profile/mfa/passkey-skipped", json!({})),
    ] {
        browser.step(path, body).await.assert_error(404, "session.identifier_not_found");
    }
    for (path, body) in [
        ("verification/totp/verify", json!({ "code": "" })),
        ("verification/totp/verify", json!({ "code": 123_456 })),
        ("verification/backup-code/verify", json!({})),
        ("verification/backup-code/verify", json!({ "code": "0".repeat(257) })),
        ("verification/mfa-verification-code", json!({ "identifierType": "username" })),
        ("verification/web-authn/authentication/verify", json!({ "verificationId": "v", "payload": {} })),
        ("profile/mfa", json!({ "type": "Oracle", "verificationId": "v" })),
    ] {
        browser.step(path, body).await.assert_error(400, "guard.invalid_input");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_to_be_asked_for_no_factor_is_not_where_they_may_decide() {
    let world = World::new().await;
    let id = world.user_with_totp("ingrid").await;
    let services = world.services();
    let chosen = Map::from_iter([("mfa".to_owned(), json!({ "skipMfaOnSignIn": true }))]);
    store::user::put_preferences(services.db.exec(), &services.tenant, &id, &chosen).await.unwrap();
    let browser = world.browser().await;
    for (policy, is_asked) in [
        ("UserControlled", false),
        ("NoPrompt", false),
        ("PromptOnlyAtSignIn", false),
        ("Mandatory", true),
        ("PromptOnlyAtSignInMandatory", true),
    ] {
        world.mfa(&["Totp"], policy).await;
        browser.identified("ingrid").await;
        let answer = browser.submit().await;
        assert_eq!(answer.status, if is_asked { 403 } else { 200 }, "{policy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_that_was_taken_away_meanwhile_proves_nothing() {
    let world = World::new().await;
    let id = world.user_with_totp("ingrid").await;
    world.mfa(&["Totp"], "UserControlled").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    // Another authenticator takes its place.
    let factor = totp::factor(world.services(), &id, SECRET).unwrap();
    world.store_factors(&id, vec![factor]).await;
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    world.test.advance(Duration::from_secs(30));
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    browser.submitted().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_tried_is_in_the_audit_log() {
    let world = World::new().await;
    world.user_with_totp_and_codes("ingrid", &["0123456789", "9876543210"]).await;
    world.mfa(&["Totp", "BackupCode"], "UserControlled").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.show_totp("000000").await.assert_status(400);
    browser.step("verification/backup-code/verify", json!({ "code": "0123456789" })).await.assert_status(200);
    browser.submitted().await;
    assert_eq!(
        world.audit_keys().await,
        [
            "Interaction.SignIn.Identifier.Submit Success",
            "Interaction.SignIn.Submit Success",
            "Interaction.SignIn.Verification.BackupCode.Submit Success",
            "Interaction.SignIn.Verification.Password.Submit Success",
            "Interaction.SignIn.Verification.Totp.Submit Error",
        ]
    );
    assert!(!json!(world.audit().await).to_string().contains("0123456789"));
}
