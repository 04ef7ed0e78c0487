//! The steps in order, and whose account it is.

use domain::grant::InteractionResult;
use operations::token_set;
use serde_json::json;
use testkit::TestServices;

use store::both_databases;

use super::*;
use crate::tests::{
    events::{heard, listener},
    mail::{by_code_with, email},
    world::{APP, PASSWORD},
};

both_databases! {
    async fn somebody_new_registers_and_is_known_the_next_time(db: Db) {
        let (world, provider) = (World::over(TestServices::over(db).await).await, Provider::start().await);
        provider.connect(&world, |_| {}).await;
        settings(&world, json!({})).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let (uri, id) = browser.begin_elsewhere("st&te").await;
        let sent = url::Url::parse(&uri).unwrap();
        let sent = |name: &str| sent.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        assert_eq!((sent("state").as_deref(), sent("redirect_uri").as_deref()), (Some("st&te"), Some(REDIRECT_URI)));
        let records = async || {
            let read = browser.client.unrecorded().get("/api/experience/interaction").await.assert_status(200);
            read.json()["verificationRecords"].clone()
        };
        assert_eq!(records().await, json!([{ "type": "Social", "id": id, "connectorId": CONNECTOR }]));
        browser.identify(&id).await.assert_error(400, "session.verification_failed");
        let code = provider.allow(&uri, astrid()).await;
        let data = json!({ "state": "st&te", "code": code });
        let done = browser.finish_elsewhere(&id, data).await.assert_status(200);
        assert_eq!(done.json(), json!({ "verificationId": id }));
        let known = identity(&astrid())["fjord"]["details"].clone();
        assert_eq!(records().await, json!([{ "type": "Social", "id": id, "connectorId": CONNECTOR, "socialUserInfo": known }]));

        let unknown = browser.identify(&id).await.assert_status(404);
        assert_eq!(unknown.json(), json!({ "code": "user.identity_not_exist", "message": "No account is linked to this identity." }));
        browser.changed_event("Register").await;
        assert_eq!(browser.identify(&id).await.assert_status(201).body, "Created");
        browser.submit().await.assert_status(200);
        let user = world.find_by_identity("42").await.unwrap();
        assert_eq!((user.name.as_deref(), user.avatar.as_deref()), (Some("Astrid Dahl"), Some("https://fjord.example/a.png")));
        assert_eq!((user.primary_email.as_deref(), user.username.as_deref()), (Some("astrid@fjord.example"), None));
        assert_eq!((&user.identities, &user.password), (&identity(&astrid()), &None));
        assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.id.clone() }));

        let again = world.browser().await;
        again.start("SignIn").await;
        let id = again.verified_elsewhere(&provider, astrid()).await;
        again.identify(&id).await.assert_status(204);
        again.identify(&id).await.assert_status(204);
        again.submit().await.assert_status(200);
        assert_eq!(world.result(&again).await, Some(InteractionResult::Login { user_id: user.id.clone() }));
        again.changed_event("Register").await;
        again.identify(&id).await.assert_error(422, "user.identity_already_in_use");
        let keys = world.audit_keys().await;
        for key in [
            "Interaction.SignIn.Verification.Social.Create Success",
            "Interaction.SignIn.Verification.Social.Submit Success",
            "Interaction.SignIn.Identifier.Submit Error",
            "Interaction.Register.Identifier.Submit Success",
        ] {
            assert!(keys.iter().any(|known| known == key), "{key} in {keys:?}");
        }
    }

    async fn a_verified_address_finds_an_account_and_only_a_yes_joins_it(db: Db) {
        let (world, provider) = (World::over(TestServices::over(db).await).await, Provider::start().await);
        provider.connect(&world, |_| {}).await;
        settings(&world, json!({})).await;
        let ingrid = world.user_with("ingrid", |user| user.primary_email = Some("Astrid@Fjord.example".to_owned())).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let id = browser.verified_elsewhere(&provider, astrid()).await;
        let refused = browser.identify(&id).await.assert_status(404);
        assert_eq!(refused.json(), json!({
            "code": "user.identity_not_exist", "message": "No account is linked to this identity.",
            "data": { "relatedUser": { "type": "email", "value": "A***@Fjord.example" } },
        }));
        browser.submit().await.assert_error(404, "session.identifier_not_found");
        browser.link(&id).await.assert_status(204);
        assert!(world.find_user(&ingrid).await.identities.is_empty(), "nothing is written before the end");
        browser.submit().await.assert_status(200);
        let user = world.find_user(&ingrid).await;
        assert_eq!((&user.identities, user.name), (&identity(&astrid()), None));
        assert_eq!(user.primary_email.as_deref(), Some("Astrid@Fjord.example"));

        let again = world.browser().await;
        again.start("SignIn").await;
        let id = again.verified_elsewhere(&provider, astrid()).await;
        again.identify(&id).await.assert_status(204);
        again.submit().await.assert_status(200);
        assert_eq!(world.result(&again).await, Some(InteractionResult::Login { user_id: ingrid }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_may_join_accounts_by_their_verified_address() {
    let (world, provider) = world().await;
    settings(&world, json!({ "socialSignIn": { "automaticAccountLinking": true } })).await;
    let by_email =
        world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    let by_phone = world.user_with("olav", |user| user.primary_phone = Some("4791234567".to_owned())).await;
    let olav = json!({ "id": 7, "phone": "+47 912 34 567", "phone_verified": true });
    for (elsewhere, id, here) in [(astrid(), "42", by_email), (olav, "7", by_phone)] {
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let verification = browser.verified_elsewhere(&provider, elsewhere).await;
        browser.identify(&verification).await.assert_status(204);
        browser.submit().await.assert_status(200);
        assert_eq!(world.find_by_identity(id).await.unwrap().id, here);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_hear_of_an_account_that_is_linked_and_once_only() {
    let (world, provider) = world().await;
    let ingrid =
        world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    listener(&world).await;
    let sign_in = async |links: bool| {
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let verification = browser.verified_elsewhere(&provider, astrid()).await;
        if links {
            browser.link(&verification).await.assert_status(204);
        } else {
            browser.identify(&verification).await.assert_status(204);
        }
        assert_eq!(heard(&world).await, [Value::Null; 0], "nothing is written before the submission");
        browser.submit().await.assert_status(200);
        heard(&world).await
    };
    let told = sign_in(true).await;
    let names: Vec<_> = told.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["User.Data.Updated", "PostSignIn"]);
    assert_eq!(told[0]["data"]["id"], ingrid.as_str());
    assert_eq!(told[0]["data"]["identities"], Value::Object(identity(&astrid())));
    assert_eq!((&told[0]["interactionEvent"], &told[0]["applicationId"]), (&json!("SignIn"), &json!(APP)));
    // The next sign-in changes nothing.
    let told = sign_in(false).await;
    assert_eq!(told.iter().map(|event| event["event"].as_str().unwrap()).collect::<Vec<_>>(), ["PostSignIn"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_somebody_has_already_is_left_out_of_a_new_account() {
    let (world, provider) = world().await;
    world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    world.browser().await.registered_elsewhere(&provider, astrid()).await;
    let user = world.find_by_identity("42").await.unwrap();
    assert_eq!((user.username, user.primary_email), (None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_the_mail_of_an_account_links_it_without_a_password() {
    let (world, provider) = world().await;
    world.add_mailboxes(by_code_with(&json!({ "socialSignInConnectorTargets": ["fjord"] }))).await;
    let ingrid = world
        .user_with("ingrid", |user| {
            user.primary_email = Some("astrid@fjord.example".to_owned());
            user.password = None;
        })
        .await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let social = browser.verified_elsewhere(&provider, astrid()).await;
    browser.identify(&social).await.assert_error(404, "user.identity_not_exist");
    let code = world.prove(&browser, &email("astrid@fjord.example"), "SignIn").await;
    browser.identify(&code).await.assert_status(204);
    browser.add_profile(json!({ "type": "social", "verificationId": social })).await.assert_status(204);
    browser.submit().await.assert_status(200);
    assert_eq!(world.find_user(&ingrid).await.identities, identity(&astrid()));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_captcha_is_asked_of_whom_a_provider_has_proved() {
    let (world, provider) = world().await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let captcha = async || {
        let read = browser.client.unrecorded().get("/api/experience/interaction").await.assert_status(200);
        read.json()["captcha"].clone()
    };
    let (_, id) = browser.begin_elsewhere("st&te").await;
    let denied = json!({ "state": "st&te", "error": "access_denied" });
    browser.finish_elsewhere(&id, denied).await.assert_error(401, "connector.authorization_failed");
    assert_eq!(captcha().await, json!({ "verified": false, "skipped": false }));
    browser.verified_elsewhere(&provider, astrid()).await;
    assert_eq!(captcha().await, json!({ "verified": false, "skipped": true }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_on_the_block_list_makes_no_account() {
    let (world, provider) = world().await;
    settings(&world, json!({ "emailBlocklistPolicy": { "customBlocklist": ["@fjord.example"] } })).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = browser.verified_elsewhere(&provider, astrid()).await;
    browser.identify(&id).await.assert_error(422, "session.email_blocklist.email_not_allowed");
    world.browser().await.registered_elsewhere(&provider, json!({ "id": 43 })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_registration_asks_for_is_asked_of_those_who_come_from_elsewhere_too() {
    let (world, provider) = world().await;
    let sign_up = json!({ "identifiers": ["username"], "password": true, "verify": false });
    settings(&world, json!({ "signUp": sign_up })).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = browser.verified_elsewhere(&provider, astrid()).await;
    let refused = browser.identify(&id).await.assert_error(422, "user.missing_profile");
    assert_eq!(
        refused.json()["data"],
        json!({ "missingProfile": ["username"] }),
        "a password is not among it"
    );
    let body = json!({ "type": "username", "value": "astrid" });
    browser.client.post("/api/experience/profile", body).await.assert_status(204);
    browser.identify(&id).await.assert_status(201);
    browser.submit().await.assert_status(200);
    assert_eq!(world.find_user_by_name("astrid").await.unwrap().identities, identity(&astrid()));

    let skips = json!({ "signUp": sign_up, "socialSignIn": { "skipRequiredIdentifiers": true } });
    settings(&world, skips).await;
    let other = json!({ "id": 43 });
    world.browser().await.registered_elsewhere(&provider, other.clone()).await;
    assert_eq!(world.find_by_identity("43").await.unwrap().username, None);
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_elsewhere(&provider, other).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn name_and_picture_follow_the_other_side_where_the_connector_says_so() {
    let renamed = json!({ "id": 42, "name": "Astrid Lund", "avatar": "https://fjord.example/b.png" });
    for follows in [true, false] {
        let (world, provider) = (World::new().await, Provider::start().await);
        provider.connect(&world, |connector| connector.sync_profile = follows).await;
        settings(&world, json!({})).await;
        world.browser().await.registered_elsewhere(&provider, astrid()).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let id = browser.verified_elsewhere(&provider, renamed.clone()).await;
        browser.identify(&id).await.assert_status(204);
        browser.submit().await.assert_status(200);
        let user = world.find_by_identity("42").await.unwrap();
        let expected = if follows { "Astrid Lund" } else { "Astrid Dahl" };
        assert_eq!((user.name.as_deref(), &user.identities), (Some(expected), &identity(&renamed)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_of_the_other_side_are_kept_sealed_where_the_connector_keeps_them() {
    for keeps in [true, false] {
        let (world, provider) = (World::new().await, Provider::start().await);
        provider.connect(&world, |connector| connector.enable_token_storage = keeps).await;
        settings(&world, json!({})).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        let id = browser.verified_elsewhere(&provider, astrid()).await;
        let stored = async || world.interaction(&browser.uid).await.experience.unwrap().as_str().to_owned();
        let text = stored().await;
        assert!(!text.contains("at-code") && !text.contains("refresh-s3cret"), "{text}");
        assert_eq!(text.contains("sealedTokens"), keeps);
        browser.identify(&id).await.assert_status(201);
        assert!(!stored().await.contains("sealedTokens"), "the account has them");
        browser.submit().await.assert_status(200);
        let user = world.find_by_identity("42").await.unwrap();
        let kept = token_set::access_token(world.services(), &user.id, "fjord").await;
        assert_eq!(kept.is_ok_and(|kept| kept.token.reveal().starts_with("at-code")), keeps);

        let again = world.browser().await;
        again.start("SignIn").await;
        let id = again.verified_elsewhere(&provider, astrid()).await;
        again.identify(&id).await.assert_status(204);
        again.submit().await.assert_status(200);
        let kept = token_set::access_token(world.services(), &user.id, "fjord").await;
        assert_eq!(kept.is_ok_and(|kept| kept.token.reveal().starts_with("at-code-0")), keeps);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signed_in_another_way_adds_an_account_elsewhere() {
    let (world, provider) = world().await;
    let ingrid = world.user("ingrid").await;
    let add = async |browser: &Browser, id: &str| {
        let body = json!({ "type": "social", "verificationId": id });
        browser.client.post("/api/experience/profile", body).await
    };
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let social = browser.verified_elsewhere(&provider, astrid()).await;
    add(&browser, &social).await.assert_error(404, "session.identifier_not_found");
    let password = verification_id(&browser.verify_password("ingrid", PASSWORD).await.assert_status(200));
    browser.identify(&password).await.assert_status(204);
    add(&browser, "nothing").await.assert_error(404, "session.verification_session_not_found");
    add(&browser, &password).await.assert_error(400, "session.verification_failed");
    add(&browser, &social).await.assert_status(204);
    let profile =
        browser.client.unrecorded().get("/api/experience/interaction").await.json()["profile"].clone();
    let user_info = identity(&astrid())["fjord"]["details"].clone();
    assert_eq!(profile, json!({ "socialIdentity": { "target": "fjord", "userInfo": user_info } }));
    browser.submit().await.assert_status(200);
    assert_eq!(world.find_user(&ingrid).await.identities, identity(&astrid()));

    // It is hers now, and she has one at this provider.
    world.user("olav").await;
    let other = world.browser().await;
    other.identified("olav").await;
    let social = other.verified_elsewhere(&provider, astrid()).await;
    add(&other, &social).await.assert_error(422, "user.identity_already_in_use");
    let second = world.browser().await;
    second.identified("ingrid").await;
    let social = second.verified_elsewhere(&provider, json!({ "id": 43 })).await;
    add(&second, &social).await.assert_error(422, "user.identity_already_in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_or_comes_from_where_nobody_is_taken_is_not_let_in() {
    let (world, provider) = world().await;
    let ingrid =
        world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    world.suspend(&ingrid).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_elsewhere(&provider, astrid()).await;
    browser.link(&id).await.assert_error(401, "user.suspended");
    world.browser().await.registered_elsewhere(&provider, json!({ "id": 43 })).await;
    let user = world.find_by_identity("43").await.unwrap();
    world.suspend(&user.id).await;
    let id = browser.verified_elsewhere(&provider, json!({ "id": 43 })).await;
    browser.identify(&id).await.assert_error(401, "user.suspended");

    settings(&world, json!({ "socialSignInConnectorTargets": ["github"] })).await;
    browser.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
    browser.changed_event("Register").await;
    browser.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
    let body = json!({ "type": "social", "verificationId": id });
    browser
        .client
        .post("/api/experience/profile", body)
        .await
        .assert_error(422, "user.sign_in_method_not_enabled");

    settings(&world, json!({ "signInMode": "SignIn" })).await;
    browser.identify(&id).await.assert_error(403, "auth.forbidden");
    let recovering = world.browser().await;
    recovering.start("ForgotPassword").await;
    let id = recovering.verified_elsewhere(&provider, json!({ "id": 44 })).await;
    recovering.identify(&id).await.assert_error(422, "session.not_supported_for_forgot_password");
}
