//! Registration by the Experience API (OIDC contract §6.4, §6.6).

use domain::grant::InteractionResult;
use serde_json::json;

use super::{
    World,
    mail::{by_code_with, email, phone},
    world::{APP, PASSWORD, verification_id},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_user_registers_and_is_signed_in() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let verified = browser.new_identity("sigrid", PASSWORD).await.assert_status(200);
    let id = verification_id(&verified);
    assert_eq!(verified.json(), json!({ "verificationId": id }));
    assert!(world.find_user_by_name("sigrid").await.is_none());
    let records =
        browser.client.get("/api/experience/interaction").await.json()["verificationRecords"].clone();
    assert_eq!(
        records,
        json!([{ "id": id, "type": "NewPasswordIdentity", "identifier": { "type": "username", "value": "sigrid" } }])
    );
    let created = browser.identify(&id).await.assert_status(201);
    assert_eq!(
        (created.body.as_str(), created.header("content-type")),
        ("Created", Some("text/plain; charset=utf-8"))
    );
    let user = world.find_user_by_name("sigrid").await.unwrap();
    assert_eq!(user.application_id.as_ref().map(domain::ApplicationId::as_str), Some(APP));
    assert_eq!(
        browser.submit().await.assert_status(200).json(),
        json!({ "redirectTo": browser.resume_url() })
    );
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.id.clone() }));
    assert_eq!(world.find_user(&user.id).await.last_sign_in_at, Some(world.services().now()));
    assert_eq!(
        world.audit_keys().await,
        [
            "Interaction.Register.Identifier.Submit Success",
            "Interaction.Register.Submit Success",
            "Interaction.Register.Verification.NewPasswordIdentity.Submit Success",
        ]
    );
    let again = world.browser().await;
    again.identified("sigrid").await;
    again.submit().await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_form_registers_too() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let identify = || browser.client.post("/api/experience/identification", json!({}));
    let missing = identify().await.assert_error(422, "user.missing_profile");
    assert_eq!(missing.json()["data"], json!({ "missingProfile": ["username", "password"] }));
    let profile = |body| browser.client.post("/api/experience/profile", body);
    profile(json!({ "type": "username", "value": "sigrid" })).await.assert_status(204);
    let missing = identify().await.assert_error(422, "user.missing_profile");
    assert_eq!(missing.json()["data"], json!({ "missingProfile": ["password"] }));
    let weak = profile(json!({ "type": "password", "value": "sigrid" }))
        .await
        .assert_error(422, "password.rejected");
    assert_eq!(
        weak.json()["data"][0],
        json!({ "code": "password_rejected.too_short", "interpolation": { "min": 8 } })
    );
    profile(json!({ "type": "password", "value": PASSWORD })).await.assert_status(204);
    assert_eq!(
        browser.client.get("/api/experience/interaction").await.json()["profile"],
        json!({ "username": "sigrid" })
    );
    profile(json!({ "type": "extraProfile", "values": { "avatar": "not a url" } }))
        .await
        .assert_error(400, "guard.invalid_input");
    profile(json!({ "type": "extraProfile", "values": { "name": "Sigrid", "nickname": "Sig" } }))
        .await
        .assert_status(204);
    identify().await.assert_status(201);
    browser.submit().await.assert_status(200);
    let user = world.find_user_by_name("sigrid").await.unwrap();
    assert_eq!((user.name.as_deref(), json!(user.profile)), (Some("Sigrid"), json!({ "nickname": "Sig" })));
    assert!(user.password.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_username_is_held_against_form_and_others() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.start("Register").await;
    browser.new_identity("ingrid", PASSWORD).await.assert_error(422, "user.username_already_in_use");
    for bad in ["1abc", "", "ålesund", "a b", "a-b", "<script>"] {
        browser.new_identity(bad, PASSWORD).await.assert_error(400, "guard.invalid_input");
    }
    let body = json!({ "identifier": { "type": "email", "value": "a@b.c" }, "password": PASSWORD });
    browser
        .client
        .post("/api/experience/verification/new-password-identity", body)
        .await
        .assert_error(400, "guard.invalid_input");
    let long = verification_id(&browser.new_identity(&"a".repeat(129), PASSWORD).await.assert_status(200));
    browser.identify(&long).await.assert_error(422, "user.username_length_not_allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_held_against_the_policy() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let rejected = browser.new_identity("sigrid", "password1").await.assert_error(422, "password.rejected");
    assert_eq!(
        rejected.json(),
        json!({
            "code": "password.rejected", "message": "The password does not satisfy the password policy.",
            "data": [{ "code": "password_rejected.pwned" }],
        })
    );
    let own = browser.new_identity("sigrid", "my-sigrid-77").await.assert_error(422, "password.rejected");
    assert_eq!(own.json()["data"], json!([{ "code": "password_rejected.restricted.user_info" }]));
    let huge =
        browser.new_identity("sigrid", &"x9-Lamp".repeat(60)).await.assert_error(422, "password.rejected");
    assert_eq!(
        huge.json()["data"],
        json!([{ "code": "password_rejected.too_long", "interpolation": { "max": 256 } }])
    );
    world.settings(json!({ "passwordPolicy": { "rejects": { "pwned": false } } })).await;
    browser.new_identity("sigrid", "password1").await.assert_status(200);
    browser.new_identity("sigrid", "\u{7}\u{7}-fjord-Lamp").await.assert_error(422, "password.rejected");
}

#[tokio::test(flavor = "multi_thread")]
async fn registration_can_be_closed() {
    let world = World::new().await;
    world.settings(json!({ "signInMode": "SignIn" })).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await);
    browser.identify(&id).await.assert_error(403, "auth.forbidden");
    assert!(world.find_user_by_name("sigrid").await.is_none());
    browser.start("SignIn").await;
    let change = browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "Register" }))
        .await;
    change.assert_error(403, "auth.forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_identifiers_that_registration_asks_for_make_accounts() {
    let world = World::new().await;
    world.settings(json!({ "signUp": { "identifiers": ["email"], "password": true, "verify": true } })).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await);
    browser.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
    assert!(world.find_user_by_name("sigrid").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_once_however_often_it_is_asked_for() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await);
    let answers = futures_util::future::join_all((0..4).map(|_| browser.identify(&id))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 201 | 204 | 422)));
    let other = world.browser().await;
    other.start("Register").await;
    other.new_identity("sigrid", PASSWORD).await.assert_error(422, "user.username_already_in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_digest_stays_with_the_interaction_once_the_account_has_it() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await);
    browser.identify(&id).await.assert_status(201);
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    let stored = world.interaction(&browser.uid).await.experience.unwrap().as_str().to_owned();
    assert!(!stored.contains("argon2"), "{stored}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_user_does_not_turn_into_a_sign_in() {
    let world = World::new().await;
    world.settings(json!({ "mfa": { "factors": ["Totp"], "policy": "Mandatory" } })).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await);
    browser.identify(&id).await.assert_status(201);
    browser.submit().await.assert_error(422, "user.missing_mfa");
    browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "SignIn" }))
        .await
        .assert_status(204);
    browser.submit().await.assert_error(404, "session.identifier_not_found");
    browser.identify(&id).await.assert_error(400, "session.verification_failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_character_that_is_not_allowed_has_a_code_of_its_own() {
    let world = World::new().await;
    let kinds = ["uppercase", "lowercase", "number", "underscore"];
    for (kind, refused, taken) in [
        ("uppercase", "inGrid", "ingrid_7"),
        ("lowercase", "INGRIDa", "INGRID_7"),
        ("number", "Ingrid7", "Ingrid_"),
        ("underscore", "Ing_rid7", "Ingrid8"),
    ] {
        let allowed: serde_json::Map<_, _> =
            kinds.iter().map(|name| ((*name).to_owned(), (*name != kind).into())).collect();
        world.settings(json!({ "usernamePolicy": { "allowedCharacters": allowed } })).await;
        let code = format!("user.username_{kind}_not_allowed");
        let browser = world.browser().await;
        browser.start("Register").await;
        let id = verification_id(&browser.new_identity(refused, PASSWORD).await.assert_status(200));
        let answer = browser.identify(&id).await.assert_error(422, &code);
        assert_eq!(answer.json().get("data"), None, "{code}");
        let adding = json!({ "type": "username", "value": refused });
        browser.client.post("/api/experience/profile", adding).await.assert_error(422, &code);
        assert!(world.find_user_by_name(refused).await.is_none());
        let id = verification_id(&browser.new_identity(taken, PASSWORD).await.assert_status(200));
        browser.identify(&id).await.assert_status(201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_a_kind_that_registration_does_not_ask_for_makes_an_account() {
    let world = World::new().await;
    let nothing = json!({ "signUp": { "identifiers": [], "password": false, "verify": false } });
    world.add_mailboxes(by_code_with(&nothing)).await;
    for identifier in [email("sigrid@fjord.example"), phone("4791234567")] {
        let browser = world.browser().await;
        let id = world.proven(&browser, &identifier, "Register").await;
        browser.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
        let added = json!({ "type": identifier["type"], "verificationId": id });
        browser.add_profile(added).await.assert_error(422, "user.sign_in_method_not_enabled");
        let refused = browser.client.post("/api/experience/identification", json!({})).await;
        refused.assert_error(400, "guard.invalid_input");
    }
    assert!(!world.knows("sigrid@fjord.example").await);
}
