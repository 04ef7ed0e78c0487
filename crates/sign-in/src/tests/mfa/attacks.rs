//! Attacks on second factors: replay, guesses in parallel, getting around them by another flow, other people's factors, lock-out.

use std::time::Duration;

use domain::sign_in_experience::IdentifierKind;
use futures_util::future::join_all;
use store::both_databases;
use testkit::TestServices;

use super::{super::world::PASSWORD, *};

const BLOCKED: &str = "session.verification_blocked_too_many_attempts";

impl World {
    /// Has the identified user tell a code that is sent to their own address.
    async fn shows_code(&self, browser: &Browser, kind: IdentifierKind) {
        self.test.advance(Duration::from_secs(60));
        let asked = json!({ "identifierType": kind });
        let sent = browser.step("verification/mfa-verification-code", asked).await.assert_status(200);
        let (_, _, code) = self.last_code().await;
        let told = json!({ "verificationId": verification_id(&sent), "code": code, "identifierType": kind });
        browser.step("verification/mfa-verification-code/verify", told).await.assert_status(200);
    }
}

both_databases! {
    async fn one_code_lets_one_of_many_sign_ins_in(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.user_with_totp_and_codes("ingrid", &["0123456789"]).await;
        world.mfa(&["Totp", "BackupCode"], "NoPrompt").await;
        let browsers = join_all((0..6).map(|_| world.browser())).await;
        for browser in &browsers {
            browser.identified("ingrid").await;
        }
        let code = world.totp_code();
        let mut winners = Vec::new();
        for (path, code) in [("verification/totp/verify", code.as_str()), ("verification/backup-code/verify", "0123456789")] {
            let shown = join_all(browsers.iter().map(|browser| browser.step(path, json!({ "code": code })))).await;
            let won: Vec<_> = shown.iter().enumerate().filter(|(_, answer)| answer.status == 200).map(|(place, _)| place).collect();
            assert_eq!(won.len(), 1, "{path}");
            winners.extend(won);
        }
        let submitted = join_all(browsers.iter().map(Browser::submit)).await;
        let expected: Vec<_> = (0..6).map(|place| if winners.contains(&place) { 200 } else { 403 }).collect();
        assert_eq!(submitted.iter().map(|answer| answer.status.as_u16()).collect::<Vec<_>>(), expected);
    }

    async fn one_mailbox_is_not_both_steps_of_who_has_another_factor(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let address = json!({ "type": "email", "value": "ingrid@fjord.example" });
        let id = world.user_with("ingrid", |user| user.primary_email = Some("ingrid@fjord.example".to_owned())).await;
        world.store_factors(&id, vec![totp::factor(world.services(), &id, SECRET).unwrap()]).await;
        world.add_mailboxes(json!({
            "signIn": { "methods": [{ "identifier": "email", "password": false, "verificationCode": true, "isPasswordPrimary": false }] },
            "mfa": { "factors": ["Totp", "EmailVerificationCode"], "policy": "Mandatory" },
        })).await;
        let browser = world.browser().await;
        let first = world.proven(&browser, &address, "SignIn").await;
        browser.client.post("/api/experience/identification", json!({ "verificationId": first })).await.assert_status(204);
        let refused = browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
        assert_eq!(refused.json()["data"], json!({ "availableFactors": ["Totp"], "maskedIdentifiers": {} }));
        world.test.advance(Duration::from_secs(1));
        let sent = browser.step("verification/mfa-verification-code", json!({ "identifierType": "email" })).await.assert_status(200);
        let (_, _, code) = world.last_code().await;
        let told = json!({ "verificationId": verification_id(&sent), "code": code, "identifierType": "email" });
        browser.step("verification/mfa-verification-code/verify", told).await.assert_status(200);
        browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
        browser.show_totp(&world.totp_code()).await.assert_status(200);
        browser.submitted().await;
    }

    async fn one_mailbox_does_not_recover_a_password_and_then_stand_beside_it(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(json!({
            "mfa": { "factors": ["Totp", "EmailVerificationCode", "PhoneVerificationCode"], "policy": "Mandatory" },
        })).await;
        for (name, kind, address) in [
            ("ingrid", IdentifierKind::Email, "ingrid@fjord.example"),
            ("olav", IdentifierKind::Phone, "4791234567"),
        ] {
            let id = world.user_with(name, |user| {
                let own = if kind == IdentifierKind::Email { &mut user.primary_email } else { &mut user.primary_phone };
                *own = Some(address.to_owned());
            }).await;
            world.store_factors(&id, vec![totp::factor(world.services(), &id, SECRET).unwrap()]).await;
            let signs_in = async |password: &str| {
                let browser = world.browser().await;
                browser.start("SignIn").await;
                let verified = browser.verify_password(name, password).await.assert_status(200);
                browser.identify(&verification_id(&verified)).await.assert_status(204);
                browser
            };
            let recovers = async |password: &str| {
                world.test.advance(Duration::from_secs(60));
                let browser = world.browser().await;
                let code = world.proven(&browser, &json!({ "type": kind, "value": address }), "ForgotPassword").await;
                browser.identify(&code).await.assert_status(204);
                browser.client.put("/api/experience/profile/password", json!({ "password": password })).await.assert_status(204);
                browser.client.unrecorded().post("/api/experience/submit", json!({})).await.assert_status(204);
            };
            // A password that was set otherwise is one thing, the mailbox another.
            let own = signs_in(PASSWORD).await;
            world.shows_code(&own, kind).await;
            own.submitted().await;
            recovers("winter-Lamp-88").await;
            let thief = signs_in("winter-Lamp-88").await;
            let is_kept_out = async || {
                let refused = thief.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
                assert_eq!(refused.json()["data"], json!({ "availableFactors": ["Totp"], "maskedIdentifiers": {} }));
                assert_eq!(world.result(&thief).await, None);
            };
            is_kept_out().await;
            world.shows_code(&thief, kind).await;
            is_kept_out().await;
            // Who shows the other factor comes in, and from then on knows the password as well as anybody.
            thief.show_totp(&world.totp_code()).await.assert_status(200);
            thief.submitted().await;
            assert_eq!(world.find_user(&id).await.password_recovered_by, None);
            let later = signs_in("winter-Lamp-88").await;
            world.shows_code(&later, kind).await;
            later.submitted().await;
            // That is so of one password, not of the next.
            recovers("summer-Lamp-99").await;
            let again = signs_in("summer-Lamp-99").await;
            world.shows_code(&again, kind).await;
            again.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
            // Whoever has nothing but the mailbox is not locked out, and the mailbox bears nothing out.
            world.store_factors(&id, Vec::new()).await;
            again.step("profile/mfa/mfa-suggestion-skipped", json!({})).await.assert_status(204);
            again.submitted().await;
            assert_eq!(world.find_user(&id).await.password_recovered_by, Some(kind));
        }
    }

    async fn failures_lock_one_kind_of_factor_of_one_user(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.user_with_totp_and_codes("ingrid", &["0123456789"]).await;
        world.user_with_totp("olav").await;
        world.settings(json!({
            "mfa": { "factors": ["Totp", "BackupCode"], "policy": "NoPrompt" },
            "sentinelPolicy": { "maxAttempts": 5, "lockoutDuration": 10 },
        })).await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        let guesses = join_all((0..20).map(|number| {
            let (client, code) = (browser.client.unrecorded(), format!("{number:06}"));
            async move { client.post("/api/experience/verification/totp/verify", json!({ "code": code })).await }
        })).await;
        assert_eq!(guesses.iter().filter(|guess| guess.json()["code"] == "session.mfa.invalid_totp_code").count(), 4);
        assert_eq!(guesses.iter().filter(|guess| guess.json()["code"] == BLOCKED).count(), 16);
        browser.show_totp(&world.totp_code()).await.assert_error(400, BLOCKED);
        // Another browser is locked as well, a new secret too; passwords, backup codes and other users are not.
        let second = world.browser().await;
        second.identified("ingrid").await;
        second.show_totp(&world.totp_code()).await.assert_error(400, BLOCKED);
        let other = world.browser().await;
        other.identified("olav").await;
        other.show_totp(&world.totp_code()).await.assert_status(200);
        second.step("verification/backup-code/verify", json!({ "code": "0123456789" })).await.assert_status(200);
        world.test.advance(Duration::from_secs(600));
        browser.show_totp(&world.totp_code()).await.assert_status(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_factor_gets_around_the_factor() {
    let world = World::new().await;
    let id = world.user_with_totp("ingrid").await;
    world
        .settings(json!({
            "mfa": { "factors": ["Totp", "BackupCode", "WebAuthn"], "policy": "UserControlled" },
            "passkeySignIn": { "enabled": true },
        }))
        .await;
    let browser = world.browser().await;
    let password = browser.identified("ingrid").await;
    let is_kept_out = async || {
        browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
        assert_eq!(world.result(&browser).await, None);
        assert_eq!(world.kinds_of(&id).await, ["Totp"]);
    };
    // A new authenticator, a new passkey or new backup codes of whoever knows the password prove nothing, and are not taken.
    let (totp, _) = browser.new_totp(&world).await;
    is_kept_out().await;
    browser.bind("Totp", &totp).await.assert_error(403, "session.mfa.require_mfa_verification");
    let passkey = browser.new_passkey(&mut soft_passkey("attackers")).await;
    is_kept_out().await;
    browser.bind("WebAuthn", &passkey).await.assert_error(403, "session.mfa.require_mfa_verification");
    browser
        .step("profile/mfa/passkey", json!({ "verificationId": passkey }))
        .await
        .assert_error(403, "session.mfa.require_mfa_verification");
    let codes = browser.step("verification/backup-code/generate", json!({})).await.assert_status(200).json();
    let body = json!({ "code": codes["codes"][0] });
    browser
        .step("verification/backup-code/verify", body)
        .await
        .assert_error(400, "session.mfa.invalid_backup_code");
    is_kept_out().await;
    // Neither do choices.
    for choice in ["mfa-enabled", "mfa-skipped", "mfa-suggestion-skipped", "passkey-skipped"] {
        browser
            .step(&format!("profile/mfa/{choice}"), json!({}))
            .await
            .assert_error(403, "session.mfa.require_mfa_verification");
    }
    is_kept_out().await;
    // A pending passkey is none to sign in by.
    browser.identify(&passkey).await.assert_error(400, "session.verification_failed");
    browser.identify(&totp).await.assert_error(400, "session.verification_failed");
    // Another event forgets who was identified.
    let event = |event: &'static str| {
        browser.client.put("/api/experience/interaction-event", json!({ "interactionEvent": event }))
    };
    event("Register").await.assert_status(204);
    browser.submit().await.assert_error(404, "session.identifier_not_found");
    browser.bind("Totp", &totp).await.assert_error(404, "session.identifier_not_found");
    browser.identify(&password).await.assert_error(400, "session.verification_failed");
    event("SignIn").await.assert_status(204);
    browser.identify(&password).await.assert_status(204);
    is_kept_out().await;
    // So does beginning anew.
    browser.start("SignIn").await;
    browser.submit().await.assert_error(404, "session.identifier_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_shown_before_the_event_was_changed_is_not_carried_over() {
    let world = World::new().await;
    world.user_with_totp("ingrid").await;
    world.user_with_totp("olav").await;
    world.mfa(&["Totp"], "UserControlled").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    for event in ["Register", "SignIn"] {
        let body = json!({ "interactionEvent": event });
        browser.client.put("/api/experience/interaction-event", body).await.assert_status(204);
    }
    let password = verification_id(&browser.verify_password("olav", crate::tests::world::PASSWORD).await);
    browser.identify(&password).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_another_user_site_or_challenge_is_refused() {
    let world = World::new().await;
    world.mfa(&["WebAuthn"], "UserControlled").await;
    let mut passkeys = Vec::new();
    for username in ["ingrid", "olav"] {
        world.user(username).await;
        let browser = world.browser().await;
        browser.identified(username).await;
        let mut passkey = soft_passkey(username);
        let verification = browser.new_passkey(&mut passkey).await;
        browser.bind("WebAuthn", &verification).await.assert_status(204);
        browser.submitted().await;
        passkeys.push(passkey);
    }
    let [mut hers, mut his] = <[SoftPasskey; 2]>::try_from(passkeys).ok().unwrap();
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let ask = async || {
        browser.step("verification/web-authn/authentication", json!({})).await.assert_status(200).json()
    };
    let is_refused = async |asked: &Value, payload: Value| {
        let body = json!({ "verificationId": asked["verificationId"], "payload": payload });
        let told =
            browser.step("verification/web-authn/authentication/verify", body).await.assert_status(400);
        assert_eq!(
            told.json(),
            json!({ "code": "session.mfa.webauthn_verification_failed", "message": "The passkey could not be verified. Please try again." })
        );
    };
    let asked = ask().await;
    is_refused(&asked, his.authenticate(&asked["authenticationOptions"])).await;
    // The challenge is gone with the wrong answer: the right one comes too late.
    is_refused(&asked, hers.authenticate(&asked["authenticationOptions"])).await;
    // The challenge of another sign-in.
    let other = world.browser().await;
    other.identified("ingrid").await;
    let foreign =
        other.step("verification/web-authn/authentication", json!({})).await.assert_status(200).json();
    is_refused(&ask().await, hers.authenticate(&foreign["authenticationOptions"])).await;
    let asked = ask().await;
    hers.origin = "https://id.fjord.example.evil".to_owned();
    is_refused(&asked, hers.authenticate(&asked["authenticationOptions"])).await;
    let asked = ask().await;
    hers.origin = ORIGIN.to_owned();
    hers.rp_id = "fjord.example".to_owned();
    is_refused(&asked, hers.authenticate(&asked["authenticationOptions"])).await;
    let asked = ask().await;
    hers.rp_id = HOST.to_owned();
    hers.flags = 0b001;
    is_refused(&asked, hers.authenticate(&asked["authenticationOptions"])).await;
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    // A clone that has signed less often.
    let asked = ask().await;
    hers.flags = 0b101;
    let clone = hers.authenticate(&asked["authenticationOptions"]);
    let body = json!({ "verificationId": asked["verificationId"], "payload": clone });
    browser.step("verification/web-authn/authentication/verify", body).await.assert_status(200);
    hers.counter = 0;
    let asked = ask().await;
    is_refused(&asked, hers.authenticate(&asked["authenticationOptions"])).await;
    // What is meant for setting up is not taken for signing in.
    let made = browser.step("verification/web-authn/registration", json!({})).await.assert_status(200).json();
    let body = json!({ "verificationId": made["verificationId"], "payload": hers.authenticate(&made["registrationOptions"]) });
    browser
        .step("verification/web-authn/authentication/verify", body)
        .await
        .assert_error(404, "session.verification_session_not_found");
    browser.submitted().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_set_up_an_authenticator_does_not_let_its_watcher_in() {
    let world = World::new().await;
    world.user("ingrid").await;
    world.mfa(&["Totp"], "Mandatory").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let (totp, secret) = browser.new_totp(&world).await;
    browser.bind("Totp", &totp).await.assert_status(204);
    browser.submitted().await;
    let watcher = world.browser().await;
    watcher.identified("ingrid").await;
    let code = totp::code_at(&secret, world.services().now());
    watcher.show_totp(&code).await.assert_error(400, "session.mfa.invalid_totp_code");
    world.test.advance(Duration::from_secs(30));
    watcher.show_totp(&code).await.assert_error(400, "session.mfa.invalid_totp_code");
    let next = totp::code_at(&secret, world.services().now());
    watcher.show_totp(&next).await.assert_status(200);
    watcher.submitted().await;
}
