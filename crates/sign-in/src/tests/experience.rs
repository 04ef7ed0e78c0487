//! The Experience API for known users, operation by operation (OIDC contract §6.2–6.6, A5).

use domain::{UserId, grant::InteractionResult};
use serde_json::{Value, json};

use super::{
    World,
    world::{APP, PASSWORD, verification_id},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_password_signs_in() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.browser().await;
    let started = browser
        .client
        .put("/api/experience", json!({ "interactionEvent": "SignIn" }))
        .await
        .assert_status(204);
    assert_eq!((started.body.as_str(), started.header("cache-control")), ("", Some("no-store")));
    let verified = browser.verify_password("ingrid", PASSWORD).await.assert_status(200);
    let id = verification_id(&verified);
    assert_eq!(verified.json(), json!({ "verificationId": id }));
    assert_eq!(browser.identify(&id).await.assert_status(204).body, "");
    assert_eq!(
        browser.client.unrecorded().get("/api/experience/interaction").await.assert_status(200).json(),
        json!({
            "interactionEvent": "SignIn", "userId": user.as_str(), "profile": {},
            "verificationRecords": [
                { "id": id, "type": "Password", "identifier": { "type": "username", "value": "ingrid" }, "verified": true },
            ],
            "mfa": {}, "signInContext": {}, "captcha": { "verified": false, "skipped": false },
        })
    );
    assert_eq!(world.result(&browser).await, None);
    world.test.advance(std::time::Duration::from_secs(5));
    assert_eq!(
        browser.submit().await.assert_status(200).json(),
        json!({ "redirectTo": browser.resume_url() })
    );
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.clone() }));
    let stored = world.find_user(&user).await;
    assert_eq!(stored.last_sign_in_at, Some(world.services().now()));
    assert_eq!(stored.updated_at, world.services().now());
    assert_eq!(
        world.audit_keys().await,
        [
            "Interaction.SignIn.Identifier.Submit Success",
            "Interaction.SignIn.Submit Success",
            "Interaction.SignIn.Verification.Password.Submit Success",
        ]
    );
    assert!(world.audit().await.iter().all(|payload| payload["userId"] == user.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn submitting_may_be_repeated_and_leaves_what_the_session_remembers() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let first = browser.submit().await.assert_status(200).json();
    assert_eq!(browser.submit().await.assert_status(200).json(), first);
    let experience: Value = world.interaction(&browser.uid).await.experience.unwrap().read().unwrap();
    assert_eq!(experience["lastSubmission"]["userId"], user.as_str());
    assert_eq!(experience["lastSubmission"]["verificationRecords"][0]["type"], "Password");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_interaction_there_is_no_session() {
    let world = World::new().await;
    let client = world.client();
    let expected = |description: &str| {
        json!({
            "code": "session.not_found", "message": "Session not found. Please go back and sign in again.",
            "error": "invalid_request", "error_description": description,
        })
    };
    let put = json!({ "interactionEvent": "SignIn" });
    let missing = client.put("/api/experience", put.clone()).await.assert_status(400);
    assert_eq!(missing.json(), expected("interaction session id cookie not found"));
    for (path, body) in [
        ("verification/password", json!({})),
        ("identification", json!({})),
        ("submit", json!({})),
        ("profile", json!({})),
    ] {
        let answer = client
            .post(&format!("/api/experience/{path}"), body)
            .await
            .assert_error(400, "session.not_found");
        assert_eq!(answer.json(), expected("interaction session id cookie not found"), "{path}");
    }
    client.get("/api/interaction/consent").await.assert_error(400, "session.not_found");
    world.set_interaction_cookie(&client, "no-such-interaction").await;
    assert_eq!(
        client.put("/api/experience", put.clone()).await.assert_status(400).json(),
        expected("interaction session not found")
    );
    client.set_cookie("_interaction.sig", "AAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(
        client.put("/api/experience", put).await.json(),
        expected("interaction session id cookie not found")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_ends_after_an_hour() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    world.test.advance(std::time::Duration::from_secs(3_600));
    let answer =
        browser.client.get("/api/experience/interaction").await.assert_error(400, "session.not_found");
    assert_eq!(answer.json()["error_description"], "interaction session not found");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_belongs_to_its_client() {
    let world = World::new().await;
    let browser = world.browser().await;
    let put = |headers: &'static [(&str, &str)], path: &'static str| {
        let body = axum::body::Body::from(r#"{"interactionEvent":"SignIn"}"#);
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        let client = &browser.client;
        async move { client.send(axum::http::Method::PUT, path, &all, body).await }
    };
    put(&[("logto-app-id", APP)], "/api/experience").await.assert_status(204);
    put(&[], "/api/experience?app_id=4l7qkgi8vplq7zeqm5mjj").await.assert_status(204);
    for answer in [
        put(&[("logto-app-id", "another")], "/api/experience").await,
        put(&[], "/api/experience?app_id=another").await,
    ] {
        let answer = answer.assert_error(400, "session.not_found");
        assert_eq!(answer.json()["error_description"], "interaction client_id mismatch");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_starting_works_before_the_start() {
    let world = World::new().await;
    let browser = world.browser().await;
    let expected = json!({
        "code": "session.interaction_not_found",
        "message": "The interaction was not found. Please go back and start it again.",
    });
    let event = browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "SignIn" }))
        .await;
    assert_eq!(event.assert_status(404).json(), expected);
    assert_eq!(browser.client.get("/api/experience/interaction").await.assert_status(404).json(), expected);
    for answer in [
        browser.verify_password("ingrid", PASSWORD).await,
        browser.new_identity("ingrid", PASSWORD).await,
        browser.identify("x").await,
        browser.submit().await,
        browser
            .client
            .post("/api/experience/profile", json!({ "type": "username", "value": "ingrid" }))
            .await,
    ] {
        assert_eq!(answer.assert_status(404).json(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_again_forgets_everything() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.submit().await.assert_status(200);
    browser.start("SignIn").await;
    assert_eq!(world.result(&browser).await, None);
    browser.submit().await.assert_error(404, "session.identifier_not_found");
    let data = browser.client.get("/api/experience/interaction").await.json();
    assert_eq!((&data["verificationRecords"], &data["userId"]), (&json!([]), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_fit_are_refused_with_every_issue() {
    let world = World::new().await;
    let browser = world.browser().await;
    let client = &browser.client;
    let bad = client
        .put("/api/experience", json!({ "interactionEvent": "Dance" }))
        .await
        .assert_error(400, "guard.invalid_input");
    let body = bad.json();
    assert_eq!(
        (body["data"]["name"].as_str(), body["data"]["issues"][0]["path"].as_array()),
        (Some("ZodError"), Some(&vec![json!("interactionEvent")]))
    );
    assert!(body["details"].as_str().unwrap().contains("interactionEvent"));
    client.put("/api/experience", json!({})).await.assert_error(400, "guard.invalid_input");
    browser.start("SignIn").await;
    client.put("/api/experience/interaction-event", json!({})).await.assert_error(400, "guard.invalid_input");
    for body in [
        json!({}),
        json!({ "identifier": { "type": "passport", "value": "x" }, "password": "x" }),
        json!({ "identifier": { "type": "username", "value": 7 }, "password": "x" }),
        json!({ "identifier": { "type": "username", "value": "ingrid" }, "password": "" }),
        json!({ "identifier": { "type": "username", "value": "in\0grid" }, "password": "x" }),
        json!({ "identifier": { "type": "username", "value": "ingrid" }, "password": "x\0" }),
    ] {
        client
            .post("/api/experience/verification/password", body)
            .await
            .assert_error(400, "guard.invalid_input");
    }
    client
        .post("/api/experience/identification", json!({ "verificationId": 5 }))
        .await
        .assert_error(400, "guard.invalid_input");
    client
        .post("/api/experience/profile", json!({ "type": "username" }))
        .await
        .assert_error(400, "guard.invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_and_oversized_bodies_are_refused() {
    let world = World::new().await;
    let browser = world.browser().await;
    let send = |content_type: &'static str, body: Vec<u8>| {
        let client = &browser.client;
        async move {
            client
                .send(
                    axum::http::Method::PUT,
                    "/api/experience",
                    &[("content-type", content_type)],
                    body.into(),
                )
                .await
        }
    };
    let malformed = send("application/json", b"{\"interactionEvent\":".to_vec()).await.assert_status(400);
    assert!(malformed.json().get("code").is_none() && malformed.json()["message"].is_string());
    send("application/json", b"\"SignIn\"".to_vec()).await.assert_status(400);
    send("application/json", b"\xff\xfe".to_vec()).await.assert_status(400);
    send("text/plain", b"{\"interactionEvent\":\"SignIn\"}".to_vec())
        .await
        .assert_error(400, "guard.invalid_input");
    send("application/json", vec![b' '; (1 << 20) + 1]).await.assert_status(413);
    assert_eq!(world.interaction(&browser.uid).await.experience, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_credentials_are_refused() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    assert_eq!(
        browser.verify_password("ingrid", "wrong").await.assert_status(422).json(),
        json!({ "code": "session.invalid_credentials", "message": "Incorrect account or password. Please check your input." })
    );
    assert_eq!(world.audit_keys().await, ["Interaction.SignIn.Verification.Password.Submit Error"]);
    let records =
        browser.client.get("/api/experience/interaction").await.json()["verificationRecords"].clone();
    assert_eq!(records, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_user_is_told_so_with_the_right_password_only() {
    let world = World::new().await;
    world.user_with("olav", |user| user.is_suspended = true).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    browser.verify_password("olav", "wrong").await.assert_error(422, "session.invalid_credentials");
    let refused = browser.verify_password("olav", PASSWORD).await.assert_status(401);
    assert_eq!(refused.json(), json!({ "code": "user.suspended", "message": "This account is suspended." }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_counts_at_every_step() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = verification_id(&browser.verify_password("ingrid", PASSWORD).await);
    let other = world.browser().await;
    other.identified("ingrid").await;
    world.suspend(&user).await;
    browser.identify(&id).await.assert_error(401, "user.suspended");
    other.submit().await.assert_error(401, "user.suspended");
    assert_eq!(world.result(&other).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_a_number_sign_in_where_settings_allow_it() {
    let world = World::new().await;
    world
        .user_with("ingrid", |user| {
            user.primary_email = Some("Ingrid@Fjord.example".to_owned());
            user.primary_phone = Some("447911123456".to_owned());
        })
        .await;
    let method = |kind: &str| json!({ "identifier": kind, "password": true, "verificationCode": false, "isPasswordPrimary": true });
    world.settings(json!({ "signIn": { "methods": [method("email"), method("phone")] } })).await;
    for (kind, value) in
        [("email", "ingrid@FJORD.example"), ("phone", "447911123456"), ("phone", "4407911123456")]
    {
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let body = json!({ "identifier": { "type": kind, "value": value }, "password": PASSWORD });
        let id = verification_id(
            &browser.client.post("/api/experience/verification/password", body).await.assert_status(200),
        );
        browser.identify(&id).await.assert_status(204);
    }
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = verification_id(&browser.verify_password("ingrid", PASSWORD).await.assert_status(200));
    browser.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn identification_needs_a_verification_of_this_interaction() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    let id = browser.identified("ingrid").await;
    browser.identify(&id).await.assert_status(204);
    browser.identify("no-such-id").await.assert_error(404, "session.verification_session_not_found");
    let missing = browser.client.post("/api/experience/identification", json!({})).await.assert_status(400);
    assert_eq!(
        missing.json(),
        json!({ "code": "guard.invalid_input", "message": "The request {{type}} is invalid." })
    );
    let other = world.browser().await;
    other.start("SignIn").await;
    other.identify(&id).await.assert_error(404, "session.verification_session_not_found");
    let new = verification_id(&other.new_identity("sigrid", PASSWORD).await.assert_status(200));
    other.identify(&new).await.assert_error(400, "session.verification_failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_exchanged_for_another() {
    let world = World::new().await;
    let ingrid = world.user("ingrid").await;
    world.user("olav").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let id = verification_id(&browser.verify_password("olav", PASSWORD).await);
    browser.identify(&id).await.assert_error(409, "session.identity_conflict");
    browser.submit().await.assert_status(200);
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: ingrid }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_gone_is_not_identified() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.browser().await;
    let id = browser.identified("ingrid").await;
    let services = world.services();
    let user = &user;
    let deleted: Result<bool, store::StoreError> = services
        .db
        .transaction(|tx| async move { store::user::delete(tx.exec(), &services.tenant, user).await })
        .await;
    assert!(deleted.unwrap());
    browser.identify(&id).await.assert_error(404, "user.user_not_exist");
    browser.submit().await.assert_error(404, "user.user_not_exist");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_mode_is_kept() {
    let world = World::new().await;
    world.user("ingrid").await;
    world.settings(json!({ "signInMode": "Register" })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = verification_id(&browser.verify_password("ingrid", PASSWORD).await);
    let refused = browser.identify(&id).await.assert_error(403, "auth.forbidden");
    assert_eq!(refused.json()["message"], "Signing in is switched off here.");
    browser.start("Register").await;
    let change = browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "SignIn" }))
        .await;
    change.assert_error(403, "auth.forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_event_is_not_changed_to_or_from_password_recovery() {
    let world = World::new().await;
    let browser = world.browser().await;
    let change = |event: &'static str| {
        browser.client.put("/api/experience/interaction-event", json!({ "interactionEvent": event }))
    };
    browser.start("SignIn").await;
    change("ForgotPassword").await.assert_error(400, "session.not_supported_for_forgot_password");
    change("Register").await.assert_status(204);
    assert_eq!(
        browser.client.get("/api/experience/interaction").await.json()["interactionEvent"],
        "Register"
    );
    browser.start("ForgotPassword").await;
    change("SignIn").await.assert_error(400, "session.not_supported_for_forgot_password");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_does_not_recover_a_password() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.start("ForgotPassword").await;
    let id = verification_id(&browser.verify_password("ingrid", PASSWORD).await.assert_status(200));
    browser.identify(&id).await.assert_error(422, "session.not_supported_for_forgot_password");
    browser.submit().await.assert_error(404, "session.identifier_not_found");
    let profile = browser
        .client
        .post("/api/experience/profile", json!({ "type": "password", "value": "another-Lamp-78" }))
        .await;
    profile.assert_error(400, "session.not_supported_for_forgot_password");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_and_nothing_gets_around_it() {
    let world = World::new().await;
    let user =
        world.user_with("ingrid", |user| user.mfa_factors = vec![json!({ "type": "Totp", "id": "f" })]).await;
    world.settings(json!({ "mfa": { "factors": ["Totp"], "policy": "UserControlled" } })).await;
    let browser = world.browser().await;
    let id = browser.identified("ingrid").await;
    let expected = json!({
        "code": "session.mfa.require_mfa_verification", "message": "Mfa verification is required to sign in.",
        "data": { "availableFactors": ["Totp"], "maskedIdentifiers": {} },
    });
    assert_eq!(browser.submit().await.assert_status(403).json(), expected);
    let profile = browser
        .client
        .post("/api/experience/profile", json!({ "type": "extraProfile", "values": { "name": "I" } }))
        .await;
    assert_eq!(profile.assert_status(403).json(), expected);
    // Registration asks for no second factor: an identification made for signing in must not be submitted there.
    browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "Register" }))
        .await
        .assert_status(204);
    browser.submit().await.assert_error(404, "session.identifier_not_found");
    browser.identify(&id).await.assert_error(400, "session.verification_failed");
    assert_eq!(world.result(&browser).await, None);
    assert_eq!(world.find_user(&user).await.last_sign_in_at, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandatory_second_factor_must_be_set_up_first() {
    let world = World::new().await;
    world.user("ingrid").await;
    world.settings(json!({ "mfa": { "factors": ["Totp", "BackupCode"], "policy": "Mandatory" } })).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    assert_eq!(
        browser.submit().await.assert_status(422).json(),
        json!({
            "code": "user.missing_mfa", "message": "A second factor must be set up before signing in.",
            "data": { "availableFactors": ["Totp"] },
        })
    );
    assert_eq!(world.result(&browser).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_lacks_is_asked_for_and_can_be_added() {
    let world = World::new().await;
    let user = world
        .user_with("ingrid", |user| {
            user.username = None;
            user.primary_email = Some("ingrid@fjord.example".to_owned());
        })
        .await;
    world.user("taken").await;
    let methods = json!([{ "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true }]);
    world.settings(json!({ "signIn": { "methods": methods } })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let profile = |body: Value| browser.client.post("/api/experience/profile", body);
    profile(json!({ "type": "username", "value": "ingrid" }))
        .await
        .assert_error(404, "session.identifier_not_found");
    let body =
        json!({ "identifier": { "type": "email", "value": "ingrid@fjord.example" }, "password": PASSWORD });
    let id = verification_id(&browser.client.post("/api/experience/verification/password", body).await);
    browser.identify(&id).await.assert_status(204);
    let missing = browser.submit().await.assert_error(422, "user.missing_profile");
    assert_eq!(missing.json()["data"], json!({ "missingProfile": ["username"] }));
    profile(json!({ "type": "username", "value": "taken" }))
        .await
        .assert_error(422, "user.username_already_in_use");
    profile(json!({ "type": "username", "value": "1abc" })).await.assert_error(400, "guard.invalid_input");
    profile(json!({ "type": "username", "value": "a".repeat(129) }))
        .await
        .assert_error(422, "user.username_length_not_allowed");
    profile(json!({ "type": "password", "value": "another-Lamp-78" }))
        .await
        .assert_error(422, "user.password_exists_in_profile");
    profile(json!({ "type": "email", "verificationId": "x" }))
        .await
        .assert_error(404, "session.verification_session_not_found");
    profile(json!({ "type": "phone", "verificationId": id }))
        .await
        .assert_error(400, "session.verification_failed");
    profile(json!({ "type": "username", "value": "ingrid" })).await.assert_status(204);
    profile(json!({ "type": "username", "value": "ingrid2" }))
        .await
        .assert_error(422, "user.username_exists_in_profile");
    profile(json!({ "type": "extraProfile", "values": { "name": "Ingrid", "givenName": "Ingrid" } }))
        .await
        .assert_status(204);
    let pending =
        browser.client.unrecorded().get("/api/experience/interaction").await.json()["profile"].clone();
    assert_eq!(
        pending,
        json!({ "username": "ingrid", "name": "Ingrid", "profile": { "givenName": "Ingrid" } })
    );
    browser.submit().await.assert_status(200);
    let stored = world.find_user(&user).await;
    assert_eq!((stored.username.as_deref(), stored.name.as_deref()), (Some("ingrid"), Some("Ingrid")));
    assert_eq!(json!(stored.profile), json!({ "givenName": "Ingrid" }));
    assert_eq!(stored.last_sign_in_at, Some(world.services().now()));
    assert_eq!(
        world.result(&browser).await,
        Some(InteractionResult::Login { user_id: UserId::new(user.as_str()) })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_username_taken_before_the_submission_is_refused_then() {
    let world = World::new().await;
    let user = world
        .user_with("x", |user| {
            user.username = None;
            user.primary_email = Some("i@fjord.example".to_owned());
        })
        .await;
    let methods = json!([{ "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true }]);
    world.settings(json!({ "signIn": { "methods": methods } })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let body = json!({ "identifier": { "type": "email", "value": "i@fjord.example" }, "password": PASSWORD });
    let id = verification_id(&browser.client.post("/api/experience/verification/password", body).await);
    browser.identify(&id).await.assert_status(204);
    browser
        .client
        .post("/api/experience/profile", json!({ "type": "username", "value": "ingrid" }))
        .await
        .assert_status(204);
    world.user("ingrid").await;
    browser.submit().await.assert_error(422, "user.username_already_in_use");
    assert_eq!(world.result(&browser).await, None);
    assert_eq!(world.find_user(&user).await.last_sign_in_at, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_are_read_as_well_as_json() {
    let world = World::new().await;
    let browser = world.browser().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = browser
        .client
        .send(axum::http::Method::PUT, "/api/experience", &form, "interactionEvent=SignIn".into())
        .await;
    answer.assert_status(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_consent_is_wanted_no_sign_in_begins() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.consenting(APP, &user, &[]).await;
    let answer = browser.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await;
    answer.assert_error(400, "session.invalid_interaction_type");
}
