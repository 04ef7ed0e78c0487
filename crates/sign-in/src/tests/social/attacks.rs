//! What must not work.

use operations::connectors as connector;
use store::user::UserChange;

use super::*;
use crate::tests::world::PASSWORD;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_counts_once_with_its_own_state_and_for_its_own_connector() {
    let (world, provider) = world().await;
    provider.connect_as(&world, ("other", "other"), |_| {}).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let (uri, id) = browser.begin_elsewhere("st&te").await;
    let code = provider.allow(&uri, astrid()).await;
    let answer = |state: Value| json!({ "state": state, "code": code });
    for wrong in [json!("other"), json!(""), json!(null), json!(7), json!(["st&te"])] {
        let refused = browser.finish_elsewhere(&id, answer(wrong)).await;
        refused.assert_error(400, "connector.invalid_request_parameters");
    }
    browser
        .finish_elsewhere(&id, json!({ "code": code }))
        .await
        .assert_error(400, "connector.invalid_request_parameters");
    let body = json!({ "verificationId": id, "connectorData": answer(json!("st&te")) });
    let mixed = browser.client.post(&path("other", "verify"), body.clone()).await;
    mixed.assert_error(404, "session.verification_session_not_found");
    browser
        .finish_elsewhere("other", answer(json!("st&te")))
        .await
        .assert_error(404, "session.verification_session_not_found");
    browser.finish_elsewhere(&id, answer(json!("st&te"))).await.assert_status(200);
    browser
        .finish_elsewhere(&id, answer(json!("st&te")))
        .await
        .assert_error(400, "session.connector_validation_session_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_finish_at_once_one_does() {
    let (world, provider) = world().await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let (uri, id) = browser.begin_elsewhere("st&te").await;
    let code = provider.allow(&uri, astrid()).await;
    let finish = || browser.finish_elsewhere(&id, json!({ "state": "st&te", "code": code }));
    let (a, b, c, d) = tokio::join!(finish(), finish(), finish(), finish());
    let mut statuses = [a, b, c, d].map(|answer| answer.status.as_u16());
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_belongs_to_the_browser_that_was_sent() {
    let (world, provider) = world().await;
    let (attacker, victim) = (world.browser().await, world.browser().await);
    attacker.start("SignIn").await;
    let (uri, id) = attacker.begin_elsewhere("st&te").await;
    let code = provider.allow(&uri, astrid()).await;
    let answer = json!({ "state": "st&te", "code": code });
    victim.finish_elsewhere(&id, answer.clone()).await.assert_error(404, "session.interaction_not_found");
    victim.start("SignIn").await;
    victim
        .finish_elsewhere(&id, answer.clone())
        .await
        .assert_error(404, "session.verification_session_not_found");
    // The same state, an attempt of its own: the code is bound to the verifier of the other.
    let (_, own) = victim.begin_elsewhere("st&te").await;
    victim.finish_elsewhere(&own, answer).await.assert_error(401, "connector.social_auth_code_invalid");
    assert_eq!(world.find_by_identity("42").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_the_provider_has_not_verified_finds_links_and_joins_nothing() {
    let (world, provider) = world().await;
    settings(&world, json!({ "socialSignIn": { "automaticAccountLinking": true } })).await;
    let ingrid = world
        .user_with("ingrid", |user| user.primary_email = Some("ingrid.k@fjord.example".to_owned()))
        .await;
    let with = |id: i64, email: &str, verified: Value| json!({ "id": id, "email": email, "email_verified": verified });
    for (number, user) in [
        with(1, "ingrid.k@fjord.example", json!(false)),
        with(2, "ingrid.k@fjord.example", json!(null)),
        with(3, "ingrid.k@fjord.example", json!("true")),
        // The Kelvin sign folds to a letter of the alphabet; the mailbox is another one.
        with(4, "ingrid.\u{212a}@fjord.example", json!(true)),
    ]
    .into_iter()
    .enumerate()
    {
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let id = browser.verified_elsewhere(&provider, user).await;
        let refused = browser.link(&id).await.assert_error(404, "user.identity_not_exist");
        assert_eq!(refused.json().get("data"), None);
        browser.changed_event("Register").await;
        browser.identify(&id).await.assert_status(201);
        let made = world.find_by_identity(&(number + 1).to_string()).await.unwrap();
        assert_eq!(made.primary_email, None);
    }
    assert!(world.find_user(&ingrid).await.identities.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_another_identity_of_the_provider_is_not_joined_by_its_address() {
    let (world, provider) = world().await;
    settings(&world, json!({ "socialSignIn": { "automaticAccountLinking": true } })).await;
    world.browser().await.registered_elsewhere(&provider, astrid()).await;
    let mut twin = astrid();
    twin["id"] = json!(43);
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_elsewhere(&provider, twin).await;
    let refused = browser.link(&id).await.assert_error(404, "user.identity_not_exist");
    assert_eq!(refused.json().get("data"), None);
    assert!(world.find_by_identity("42").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_proven_must_still_hold_at_the_end() {
    let (world, provider) = world().await;
    world.browser().await.registered_elsewhere(&provider, astrid()).await;
    let user = world.find_by_identity("42").await.unwrap();
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_elsewhere(&provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    let services = world.services();
    store::user::remove_identity(services.db.exec(), &services.tenant, &user, "fjord").await.unwrap();
    browser.submit().await.assert_error(422, "session.invalid_credentials");
    assert_eq!(world.find_by_identity("42").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_before_anything_is_linked() {
    let (world, provider) = world().await;
    settings(&world, json!({ "mfa": { "factors": ["Totp"], "policy": "UserControlled" } })).await;
    let ingrid = world
        .user_with("ingrid", |user| {
            user.primary_email = Some("astrid@fjord.example".to_owned());
            user.mfa_factors = vec![json!({ "type": "Totp", "id": "f" })];
        })
        .await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_elsewhere(&provider, astrid()).await;
    browser.link(&id).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    assert!(world.find_user(&ingrid).await.identities.is_empty());
    assert_eq!(world.result(&browser).await, None);
}

/// Whoever reads the mailbox may well be let into the account elsewhere that has the same address.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_elsewhere_and_its_own_mailbox_are_one_step() {
    let (world, provider) = world().await;
    world.browser().await.registered_elsewhere(&provider, astrid()).await;
    let here = world.find_by_identity("42").await.unwrap();
    assert_eq!(here.primary_email.as_deref(), Some("astrid@fjord.example"));
    let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
    let totp = json!({ "type": "Totp", "id": "f" });
    store::user::set_mfa_factors(exec, tenant, &here.id, vec![totp]).await.unwrap();
    let mfa = json!({ "factors": ["Totp", "EmailVerificationCode"], "policy": "UserControlled" });
    settings(&world, json!({ "mfa": mfa })).await;
    let asked = async || {
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let elsewhere = browser.verified_elsewhere(&provider, astrid()).await;
        browser.identify(&elsewhere).await.assert_status(204);
        let refused = browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
        refused.json()["data"]["availableFactors"].clone()
    };
    assert_eq!(asked().await, json!(["Totp"]));
    let other =
        |user: &mut UserChange| user.primary_email = Some(Some("astrid@elsewhere.example".to_owned()));
    world.change_user(&here.id, other).await;
    assert_eq!(asked().await, json!(["Totp", "EmailVerificationCode"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_was_identified_becomes_somebody_else_by_an_account_elsewhere() {
    let (world, provider) = world().await;
    world.user("ingrid").await;
    world.browser().await.registered_elsewhere(&provider, astrid()).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let password = verification_id(&browser.verify_password("ingrid", PASSWORD).await.assert_status(200));
    browser.identify(&password).await.assert_status(204);
    let social = browser.verified_elsewhere(&provider, astrid()).await;
    browser.identify(&social).await.assert_error(409, "session.identity_conflict");
    browser.submit().await.assert_status(200);
    assert_eq!(world.find_user_by_name("ingrid").await.unwrap().identities, Map::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_requests_are_refused_and_nothing_of_a_connector_is_told() {
    let (world, provider) = world().await;
    let mailbox = connector::Connector {
        id: domain::ConnectorId::new("mailbox"),
        factory: connectors::factory("guildhall-mailbox-email").unwrap(),
        config: Map::new(),
        metadata: Map::new(),
        sync_profile: false,
        enable_token_storage: false,
        created_at: world.services().now(),
    };
    let stored = connector::seal(world.services(), &mailbox).unwrap();
    store::connector::insert(world.services().db.exec(), &world.services().tenant, &stored).await.unwrap();
    provider
        .connect_as(&world, ("gone", "gone"), |connector| {
            connector.config.insert("tokenEndpoint".to_owned(), "http://127.0.0.1:1/s3cret-place".into());
        })
        .await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let post = async |connector: &str, body: Value| {
        browser.client.post(&path(connector, "authorization-uri"), body).await
    };
    let good = json!({ "state": "s", "redirectUri": REDIRECT_URI });
    post("nothing", good.clone()).await.assert_error(404, "entity.not_found");
    post("%00", good.clone()).await.assert_error(404, "entity.not_found");
    post(&"x".repeat(500), good.clone()).await.assert_error(404, "entity.not_found");
    post("mailbox", good.clone()).await.assert_error(400, "connector.unexpected_type");
    for empty in [json!({ "state": "", "redirectUri": "x" }), json!({ "state": "s", "redirectUri": "" })] {
        post(CONNECTOR, empty).await.assert_error(400, "session.insufficient_info");
    }
    for bad in [json!({}), json!({ "state": "s" }), json!({ "state": "s".repeat(3_000), "redirectUri": "x" })]
    {
        post(CONNECTOR, bad).await.assert_error(400, "guard.invalid_input");
    }
    let begun = post("gone", good).await.assert_status(200);
    let body =
        json!({ "verificationId": verification_id(&begun), "connectorData": { "state": "s", "code": "c" } });
    let refused =
        browser.client.post(&path("gone", "verify"), body).await.assert_error(400, "connector.general");
    assert!(!refused.body.contains("127.0.0.1") && !refused.body.contains("s3cret"), "{}", refused.body);

    let (_, id) = browser.begin_elsewhere("st&te").await;
    let denied = json!({ "state": "st&te", "error": "access_denied", "error_description": "<b>no</b>" });
    let refused =
        browser.finish_elsewhere(&id, denied).await.assert_error(401, "connector.authorization_failed");
    assert_eq!(refused.json()["message"], "the provider refused: access_denied.");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_registration_asks_for_nothing_it_still_takes_nobody_unknown() {
    let (world, _) = world().await;
    settings(&world, json!({ "signUp": { "identifiers": [], "password": false, "verify": false } })).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let refused = browser.client.post("/api/experience/identification", json!({})).await;
    refused.assert_error(400, "guard.invalid_input");
}
