//! Passkeys: as second factors, and as the way to sign in.

use store::both_databases;
use testkit::TestServices;

use super::*;

const ASK: &str = "verification/web-authn/authentication";
const SHOW: &str = "verification/web-authn/authentication/verify";
const ASK_TO_SIGN_IN: &str = "verification/sign-in-passkey/authentication";
const SIGN_IN: &str = "verification/sign-in-passkey/authentication/verify";
const PREFLIGHT: &str = "preflight/sign-in-passkey/authentication";

impl World {
    /// Lets users sign in by passkeys, without asking them to set one up.
    async fn passkeys_sign_in(&self, mfa: Value) {
        self.settings(json!({ "passkeySignIn": { "enabled": true }, "mfa": mfa })).await;
    }
}

/// A user with a passkey, set up as they would.
pub(super) async fn registered(world: &World, username: &str) -> (UserId, SoftPasskey) {
    let id = world.user(username).await;
    world.mfa(&["WebAuthn"], "UserControlled").await;
    let browser = world.browser().await;
    browser.identified(username).await;
    let mut passkey = soft_passkey(username);
    let verification = browser.new_passkey(&mut passkey).await;
    browser.bind("WebAuthn", &verification).await.assert_status(204);
    browser.submitted().await;
    (id, passkey)
}

/// Asks for a passkey and gives the body that answers with it.
async fn answer(browser: &Browser, passkey: &mut SoftPasskey) -> Value {
    let asked = browser.step(ASK, json!({})).await.assert_status(200).json();
    json!({ "verificationId": asked["verificationId"], "payload": passkey.authenticate(&asked["authenticationOptions"]) })
}

both_databases! {
    async fn a_passkey_is_set_up_and_is_a_second_factor_from_then_on(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let id = world.user_with("ingrid", |user| user.name = Some("Ingrid".to_owned())).await;
        world.mfa(&["WebAuthn"], "UserControlled").await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        let asked = browser.step("verification/web-authn/registration", json!({})).await.assert_status(200).json();
        let options = &asked["registrationOptions"];
        let challenge = options["challenge"].as_str().unwrap();
        assert_eq!(challenge.len(), 43);
        assert_eq!(
            asked,
            json!({
                "verificationId": asked["verificationId"],
                "registrationOptions": {
                    "rp": { "name": HOST, "id": HOST },
                    "user": { "id": options["user"]["id"], "name": "ingrid", "displayName": "Ingrid" },
                    "challenge": challenge,
                    "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }, { "type": "public-key", "alg": -257 }],
                    "timeout": 60000, "excludeCredentials": [],
                    "authenticatorSelection": { "requireResidentKey": true, "residentKey": "required", "userVerification": "required" },
                    "attestation": "none", "extensions": { "credProps": true },
                },
            })
        );
        let mut passkey = soft_passkey("ingrids");
        let body = json!({ "verificationId": asked["verificationId"], "payload": passkey.register(options) });
        let verified = browser.step("verification/web-authn/registration/verify", body.clone()).await.assert_status(200);
        assert_eq!(verified.json(), json!({ "verificationId": asked["verificationId"] }));
        // Each challenge is answered once.
        browser.step("verification/web-authn/registration/verify", body).await.assert_error(400, "session.mfa.webauthn_verification_failed");
        let verification = browser.new_passkey(&mut passkey).await;
        browser.bind("WebAuthn", &verification).await.assert_status(204);
        let interaction = browser.interaction_data().await.assert_status(200).json();
        let pending = &interaction["mfa"]["webAuthn"][0];
        assert_eq!(
            interaction["mfa"],
            json!({ "webAuthn": [{
                "type": "WebAuthn", "rpId": HOST, "credentialId": passkey.encoded_id(), "publicKey": pending["publicKey"],
                "transports": ["internal"], "counter": 0, "agent": "",
            }] })
        );
        assert!(pending["publicKey"].as_str().unwrap().len() > 80);
        browser.submitted().await;
        let stored = world.find_user(&id).await.mfa_factors;
        assert_eq!((stored.len(), &stored[0]["credentialId"]), (1, &json!(passkey.encoded_id())));
        let other = world.browser().await;
        other.identified("ingrid").await;
        let refused = other.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
        assert_eq!(refused.json()["data"]["availableFactors"], json!(["WebAuthn"]));
        let asked = other.step(ASK, json!({})).await.assert_status(200).json();
        assert_eq!(
            asked,
            json!({
                "verificationId": asked["verificationId"],
                "authenticationOptions": {
                    "challenge": asked["authenticationOptions"]["challenge"], "timeout": 60000, "rpId": HOST,
                    "allowCredentials": [{ "type": "public-key", "id": passkey.encoded_id(), "transports": ["internal"] }],
                    "userVerification": "required",
                },
            })
        );
        let body = answer(&other, &mut passkey).await;
        assert_eq!(other.step(SHOW, body.clone()).await.assert_status(200).json(), json!({ "verificationId": body["verificationId"] }));
        other.submitted().await;
        other.step(SHOW, body).await.assert_error(400, "session.mfa.webauthn_verification_failed");
    }

    async fn a_passkey_of_nobody_whose_name_holds_a_zero_is_refused(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let (_, mut passkey) = registered(&world, "ingrid").await;
        world.passkeys_sign_in(json!({ "factors": [], "policy": "NoPrompt" })).await;
        // `ing\0rid`
        passkey.user_handle = Some("aW5nAHJpZA".to_owned());
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let asked = browser.step(PREFLIGHT, json!({})).await.assert_status(200).json();
        let body = json!({ "payload": passkey.authenticate(&asked["authenticationOptions"]) });
        browser.step(SIGN_IN, body).await.assert_error(400, "session.mfa.webauthn_verification_failed");
    }

    async fn a_passkey_signs_in_with_and_without_an_identifier_and_needs_no_other_factor(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let (id, mut passkey) = registered(&world, "ingrid").await;
        world.passkeys_sign_in(json!({ "factors": ["WebAuthn", "Totp"], "policy": "NoPrompt" })).await;
        for says_who in [true, false] {
            let browser = world.browser().await;
            let (options, begun) = if says_who {
                browser.start("SignIn").await;
                let body = json!({ "identifier": { "type": "username", "value": "ingrid" } });
                let asked = browser.step(ASK_TO_SIGN_IN, body).await.assert_status(200).json();
                (asked["authenticationOptions"].clone(), Some(asked["verificationId"].clone()))
            } else {
                // As a browser offers it in the field for the identifier: asked before the experience begins, and answered after.
                let asked = browser.step(PREFLIGHT, json!({})).await.assert_status(200).json();
                assert_eq!(asked["authenticationOptions"]["allowCredentials"], json!([]));
                browser.start("SignIn").await;
                (asked["authenticationOptions"].clone(), None)
            };
            let mut body = json!({ "payload": passkey.authenticate(&options) });
            if let Some(begun) = &begun {
                body["verificationId"] = begun.clone();
            }
            let verified = browser.step(SIGN_IN, body.clone()).await.assert_status(200);
            let verification = verification_id(&verified);
            assert!(begun.is_none_or(|begun| begun == json!(verification)));
            // Each challenge is answered once.
            let again = browser.step(SIGN_IN, body).await;
            assert_eq!(again.status, if says_who { 400 } else { 404 }, "{}", again.body);
            browser.identify(&verification).await.assert_status(204);
            let interaction = browser.interaction_data().await.assert_status(200).json();
            assert_eq!(interaction["verificationRecords"], json!([{ "type": "SignInPasskey", "id": verification, "userId": id, "verified": true }]));
            browser.submitted().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_that_was_taken_away_lets_nobody_in() {
    let world = World::new().await;
    let (id, mut passkey) = registered(&world, "ingrid").await;
    world.passkeys_sign_in(json!({ "factors": [], "policy": "NoPrompt" })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let asked = browser.step(PREFLIGHT, json!({})).await.assert_status(200).json();
    let body = json!({ "payload": passkey.authenticate(&asked["authenticationOptions"]) });
    let verification = verification_id(&browser.step(SIGN_IN, body).await.assert_status(200));
    browser.identify(&verification).await.assert_status(204);
    world.store_factors(&id, Vec::new()).await;
    browser.submit().await.assert_error(422, "session.invalid_credentials");
    browser.identify(&verification).await.assert_error(422, "session.invalid_credentials");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_the_passkeys_of_somebody_learns_nothing() {
    let world = World::new().await;
    registered(&world, "ingrid").await;
    world.user("olav").await;
    world.passkeys_sign_in(json!({ "factors": [], "policy": "NoPrompt" })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let ask = async |username: &str| {
        let body = json!({ "identifier": { "type": "username", "value": username } });
        let asked = browser.step(ASK_TO_SIGN_IN, body).await.assert_status(200).json();
        let interaction = browser.interaction_data().await.json();
        assert_eq!(
            interaction["verificationRecords"],
            json!([{ "type": "SignInPasskey", "id": asked["verificationId"], "verified": false }])
        );
        asked
    };
    for username in ["ingrid", "INGRID", "olav", "nobody"] {
        let mut options = ask(username).await["authenticationOptions"].clone();
        options.as_object_mut().unwrap().remove("challenge");
        assert_eq!(
            options,
            json!({ "timeout": 60000, "rpId": HOST, "allowCredentials": [], "userVerification": "required" })
        );
    }
    // Nobody's passkey answers for nobody.
    let asked = ask("nobody").await;
    let mut stranger = soft_passkey("stranger");
    let body = json!({ "verificationId": asked["verificationId"], "payload": stranger.authenticate(&asked["authenticationOptions"]) });
    browser.step(SIGN_IN, body).await.assert_error(400, "session.mfa.webauthn_verification_failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_locks_the_passkeys_of_somebody_by_failing() {
    let world = World::new().await;
    let (_, mut passkey) = registered(&world, "ingrid").await;
    world.settings(json!({
        "passkeySignIn": { "enabled": true }, "sentinelPolicy": { "maxAttempts": 2, "lockoutDuration": 10 },
    })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let ask = async || {
        let body = json!({ "identifier": { "type": "username", "value": "ingrid" } });
        browser.step(ASK_TO_SIGN_IN, body).await.assert_status(200).json()
    };
    for _ in 0..4 {
        let asked = ask().await;
        let payload = soft_passkey("stranger").authenticate(&asked["authenticationOptions"]);
        let body = json!({ "verificationId": asked["verificationId"], "payload": payload });
        browser.step(SIGN_IN, body).await.assert_error(400, "session.mfa.webauthn_verification_failed");
    }
    let asked = ask().await;
    let payload = passkey.authenticate(&asked["authenticationOptions"]);
    let body = json!({ "verificationId": asked["verificationId"], "payload": payload });
    browser.step(SIGN_IN, body).await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn passkeys_sign_in_only_where_they_may_and_those_who_may() {
    let world = World::new().await;
    let (id, mut passkey) = registered(&world, "ingrid").await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let body = json!({ "identifier": { "type": "username", "value": "ingrid" } });
    browser.step(PREFLIGHT, json!({})).await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
    browser.step(ASK_TO_SIGN_IN, body.clone()).await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
    world.passkeys_sign_in(json!({ "factors": [], "policy": "NoPrompt" })).await;
    let answer = async |passkey: &mut SoftPasskey| {
        let asked = browser.step(ASK_TO_SIGN_IN, body.clone()).await.assert_status(200).json();
        json!({ "verificationId": asked["verificationId"], "payload": passkey.authenticate(&asked["authenticationOptions"]) })
    };
    let proof = answer(&mut passkey).await;
    let verification = verification_id(&browser.step(SIGN_IN, proof).await.assert_status(200));
    // What was verified is held against the settings of the moment that it is used.
    world.settings(json!({})).await;
    browser.identify(&verification).await.assert_error(422, "user.sign_in_method_not_enabled");
    world.passkeys_sign_in(json!({ "factors": [], "policy": "NoPrompt" })).await;
    // Nobody registers by a passkey that is somebody's.
    browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "Register" }))
        .await
        .assert_status(204);
    browser.identify(&verification).await.assert_error(400, "session.verification_failed");
    browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "SignIn" }))
        .await
        .assert_status(204);
    // Somebody else was identified.
    world.user("olav").await;
    let password = verification_id(&browser.verify_password("olav", crate::tests::world::PASSWORD).await);
    browser.identify(&password).await.assert_status(204);
    let proof = answer(&mut passkey).await;
    browser.step(SIGN_IN, proof).await.assert_error(409, "session.identity_conflict");
    world.suspend(&id).await;
    let proof = answer(&mut passkey).await;
    browser.step(SIGN_IN, proof).await.assert_error(401, "user.suspended");
    browser
        .step(SIGN_IN, json!({ "payload": soft_passkey("x").authenticate(&json!({ "challenge": "AQ" })) }))
        .await
        .assert_error(404, "session.verification_session_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_preferred_until_there_is_one_or_it_was_declined() {
    let world = World::new().await;
    let (ingrid, olav) = (world.user("ingrid").await, world.user("olav").await);
    world.passkeys_sign_in(json!({ "factors": [], "policy": "UserControlled" })).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    assert_eq!(
        browser.submit().await.assert_status(422).json(),
        json!({ "code": "user.passkey_preferred", "message": "A passkey can be set up to sign in with." })
    );
    let verification = browser.new_passkey(&mut soft_passkey("ingrids")).await;
    browser.bind("WebAuthn", &verification).await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
    browser.step("profile/mfa/passkey", json!({ "verificationId": verification })).await.assert_status(204);
    browser.submitted().await;
    assert_eq!(world.kinds_of(&ingrid).await, ["WebAuthn"]);
    let other = world.browser().await;
    other.identified("olav").await;
    other.submit().await.assert_error(422, "user.passkey_preferred");
    other.step("profile/mfa/passkey-skipped", json!({})).await.assert_status(204);
    assert_eq!(other.interaction_data().await.json()["mfa"], json!({ "passkeySkipped": true }));
    other.submitted().await;
    assert_eq!(world.preferences_of(&olav).await, json!({ "passkeySignIn": { "skipped": true } }));
    let third = world.browser().await;
    third.identified("olav").await;
    third.submitted().await;
}
