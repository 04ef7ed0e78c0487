//! What must not work.

use domain::profile_field::ProfileFieldType;
use store::{both_databases, user::UserChange};
use testkit::TestServices;

use super::*;
use crate::tests::{
    captchas,
    mail::{by_code_with, email},
    social::provider::Provider as SocialProvider,
    world::PASSWORD,
};

/// Astrid as her employer knows her, whom a browser of hers has brought back: the verification.
async fn brought_back(world: &World, provider: &Provider, claims: Value) -> (Browser, String) {
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_at_work(provider, claims).await;
    (browser, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_counts_once_with_its_own_state_and_for_its_own_connector() {
    let (world, provider) = world().await;
    provider.connect(&world, "other", |_| {}).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let (uri, id) = browser.begin_sso_at(CONNECTOR, "st&te").await;
    let code = provider.allow(&uri, astrid()).await;
    let answer = |state: Value| json!({ "state": state, "code": code });
    for wrong in [json!("other"), json!(""), json!(null), json!(7), json!(["st&te"])] {
        let refused = browser.finish_sso_at(CONNECTOR, &id, answer(wrong)).await;
        refused.assert_error(400, "connector.invalid_request_parameters");
    }
    let none = browser.finish_sso_at(CONNECTOR, &id, json!({ "code": code })).await;
    none.assert_error(400, "connector.invalid_request_parameters");
    // Two connectors mixed up, another verification, a connector that there is not, and one for social accounts.
    let mixed = browser.finish_sso_at("other", &id, answer(json!("st&te"))).await;
    mixed.assert_error(404, "session.verification_session_not_found");
    let another = browser.finish_sso_at(CONNECTOR, "another", answer(json!("st&te"))).await;
    another.assert_error(404, "session.verification_session_not_found");
    for unknown in ["unknown", "%00", &"x".repeat(500)] {
        let refused = browser.finish_sso_at(unknown, &id, answer(json!("st&te"))).await;
        refused.assert_error(404, "entity.not_exists_with_id");
        let body = json!({ "state": "s", "redirectUri": REDIRECT_URI });
        let begun = browser.client.post(&path(unknown, "authorization-uri"), body).await;
        begun.assert_error(404, "entity.not_exists_with_id");
    }
    for lacking in
        [json!({ "state": "", "redirectUri": REDIRECT_URI }), json!({ "state": "s", "redirectUri": "" })]
    {
        let begun = browser.client.post(&path(CONNECTOR, "authorization-uri"), lacking).await;
        begun.assert_error(400, "session.insufficient_info");
    }
    browser.finish_sso_at(CONNECTOR, &id, answer(json!("st&te"))).await.assert_status(200);
    let again = browser.finish_sso_at(CONNECTOR, &id, answer(json!("st&te"))).await;
    again.assert_error(400, "session.connector_validation_session_not_found");
}

both_databases! {
    async fn of_many_who_finish_at_once_one_does(db: Db) {
    let (world, provider) = (World::over(TestServices::over(db).await).await, Provider::start().await);
    prepare(&world, &provider).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let (uri, id) = browser.begin_sso_at(CONNECTOR, "st&te").await;
    let code = provider.allow(&uri, astrid()).await;
    let finish = || browser.finish_sso_at(CONNECTOR, &id, json!({ "state": "st&te", "code": code }));
    let (a, b, c, d) = tokio::join!(finish(), finish(), finish(), finish());
    let mut statuses = [a, b, c, d].map(|answer| answer.status.as_u16());
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_belongs_to_the_browser_that_was_sent() {
    let (world, provider) = world().await;
    let (attacker, victim) = (world.browser().await, world.browser().await);
    attacker.start("SignIn").await;
    let (uri, id) = attacker.begin_sso_at(CONNECTOR, "st&te").await;
    let code = provider.allow(&uri, astrid()).await;
    let answer = json!({ "state": "st&te", "code": code });
    let none = victim.finish_sso_at(CONNECTOR, &id, answer.clone()).await;
    none.assert_error(404, "session.interaction_not_found");
    victim.start("SignIn").await;
    let unknown = victim.finish_sso_at(CONNECTOR, &id, answer.clone()).await;
    unknown.assert_error(404, "session.verification_session_not_found");
    // The same state, an attempt of its own: the code is bound to the verifier of the other.
    let (_, own) = victim.begin_sso_at(CONNECTOR, "st&te").await;
    let injected = victim.finish_sso_at(CONNECTOR, &own, answer).await;
    injected.assert_error(401, "connector.social_auth_code_invalid");
    assert_eq!(world.holder(CONNECTOR, &provider, "42").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_verified_or_not_of_the_connectors_domains_finds_and_makes_nothing() {
    let (world, provider) = world().await;
    let victim = |email: &str| {
        let email = email.to_owned();
        move |user: &mut User| user.primary_email = Some(email)
    };
    let ingrid = world.user_with("ingrid", victim("ingrid.k@fjord.example")).await;
    world.organization("by-connector", &[]).await;
    world.joined_by_connector("by-connector").await;
    let boss = world.user_with("boss", victim("boss@dal.example")).await;
    for (number, (address, verified)) in [
        ("ingrid.k@fjord.example", json!(false)),
        ("ingrid.k@fjord.example", json!(null)),
        ("ingrid.k@fjord.example", json!("true")),
        // The Kelvin sign folds to a letter of the alphabet; the mailbox is another one.
        ("ingrid.\u{212a}@fjord.example", json!(true)),
        // Whose provider it is says nothing about another enterprise's people.
        ("boss@dal.example", json!(true)),
        ("boss@dal.example@fjord.example", json!(true)),
        ("boss@mail.fjord.example", json!(true)),
    ]
    .into_iter()
    .enumerate()
    {
        let sub = format!("sub-{number}");
        let claims = json!({ "sub": sub, "email": address, "email_verified": verified });
        let (browser, id) = brought_back(&world, &provider, claims).await;
        browser.identify(&id).await.assert_error(404, "user.sso_identity_not_exist");
        browser.event("Register").await;
        let made = browser.identify(&id).await;
        if address.contains('\u{212a}') {
            // It is verified and of the domain, and looks so much like hers that nobody gets it.
            made.assert_error(422, "user.email_already_in_use");
        } else {
            made.assert_status(201);
            let guest = world.holder(CONNECTOR, &provider, &sub).await.unwrap();
            assert_eq!(guest.primary_email, None);
            // A guest of the enterprise is none of its people.
            assert_eq!(world.membership("by-connector", &guest.id).await, None);
        }
    }
    assert!(world.sso_identities(&ingrid).await.is_empty() && world.sso_identities(&boss).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_somebody_of_another_issuer_or_another_connector() {
    let (world, provider) = world().await;
    world.browser().await.registered_at_work(&provider, astrid()).await;
    let astrid_here = world.holder(CONNECTOR, &provider, "42").await.unwrap().id;
    // Another enterprise's provider calls somebody by the same id, and gives them her address.
    let evil = Provider::start().await;
    evil.connect(&world, "evil", |connector| connector.domains = vec!["evil.example".to_owned()]).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_at("evil", &evil, astrid()).await;
    browser.identify(&id).await.assert_error(404, "user.sso_identity_not_exist");
    browser.event("Register").await;
    browser.identify(&id).await.assert_status(201);
    let made = world.holder("evil", &evil, "42").await.unwrap();
    assert_ne!(made.id, astrid_here);
    assert_eq!(made.primary_email, None);
    // A connector of another enterprise that is led to the same provider: its people are not those of the first.
    provider.connect(&world, "tenant-b", |connector| connector.domains = vec!["b.example".to_owned()]).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_at("tenant-b", &provider, astrid()).await;
    browser.identify(&id).await.assert_error(404, "user.sso_identity_not_exist");
    // A provider that names another issuer in its tokens, or none of its own clients, is believed nothing.
    for claims in [
        astrid_with(json!({ "iss": provider.issuer })),
        astrid_with(json!({ "aud": "another" })),
        astrid_with(json!({ "nonce": "another" })),
        astrid_with(json!({ "exp": 1 })),
    ] {
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let (uri, id) = browser.begin_sso_at("evil", "st&te").await;
        let code = evil.allow(&uri, claims.clone()).await;
        let refused = browser.finish_sso_at("evil", &id, json!({ "state": "st&te", "code": code })).await;
        refused.assert_error(401, "connector.social_invalid_id_token");
        browser.identify(&id).await.assert_error(400, "session.verification_failed");
    }
    assert_eq!(world.sso_identities(&astrid_here).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_to_which_somebody_comes_already_is_not_joined_by_its_address() {
    let (world, provider) = world().await;
    world.browser().await.registered_at_work(&provider, astrid()).await;
    // The address went to somebody new at the enterprise.
    let (browser, id) = brought_back(&world, &provider, astrid_with(json!({ "sub": "43" }))).await;
    browser.identify(&id).await.assert_error(404, "user.sso_identity_not_exist");
    browser.event("Register").await;
    browser.identify(&id).await.assert_error(422, "user.email_already_in_use");
    assert_eq!(world.holder(CONNECTOR, &provider, "43").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_proven_must_still_hold_at_the_end() {
    let (world, provider) = world().await;
    let ingrid =
        world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    let identified = async || {
        let (browser, id) = brought_back(&world, &provider, astrid()).await;
        browser.identify(&id).await.assert_status(204);
        browser
    };
    // The account's address was changed.
    let browser = identified().await;
    world
        .change_user(&ingrid, |user| user.primary_email = Some(Some("other@fjord.example".to_owned())))
        .await;
    browser.submit().await.assert_error(422, "session.invalid_credentials");
    world
        .change_user(&ingrid, |user| user.primary_email = Some(Some("astrid@fjord.example".to_owned())))
        .await;
    // The domain was taken from the connector.
    let browser = identified().await;
    world.change_connector(|connector| connector.domains.clear()).await;
    browser.submit().await.assert_error(422, "session.invalid_credentials");
    world.change_connector(|connector| connector.domains.push("fjord.example".to_owned())).await;
    // Enterprises' providers were switched off.
    let browser = identified().await;
    let (off, id) = brought_back(&world, &provider, astrid()).await;
    world.settings(json!({})).await;
    browser.submit().await.assert_error(422, "session.invalid_credentials");
    off.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
    off.event("Register").await;
    off.identify(&id).await.assert_error(422, "user.sign_in_method_not_enabled");
    let body = json!({ "state": "s", "redirectUri": REDIRECT_URI });
    let begun = off.client.post(&path(CONNECTOR, "authorization-uri"), body).await;
    begun.assert_error(422, "user.sign_in_method_not_enabled");
    let finished = off.finish_sso_at(CONNECTOR, &id, json!({ "state": "st&te", "code": "c" })).await;
    finished.assert_error(422, "user.sign_in_method_not_enabled");
    settings(&world, json!({})).await;
    // Somebody else came to the account meanwhile.
    let browser = identified().await;
    let (twin, id) = brought_back(&world, &provider, astrid_with(json!({ "sub": "43" }))).await;
    twin.identify(&id).await.assert_status(204);
    twin.submit().await.assert_status(200);
    browser.submit().await.assert_error(422, "session.invalid_credentials");
    assert_eq!(world.holder(CONNECTOR, &provider, "43").await.map(|user| user.id), Some(ingrid.clone()));
    // The connector was deleted.
    let (browser, id) = brought_back(&world, &provider, astrid_with(json!({ "sub": "43" }))).await;
    browser.identify(&id).await.assert_status(204);
    let (late, late_id) = brought_back(&world, &provider, astrid()).await;
    world.delete_connector().await;
    browser.submit().await.assert_error(422, "session.invalid_credentials");
    late.identify(&late_id).await.assert_error(400, "session.verification_failed");
    assert!(world.sso_identities(&ingrid).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_interaction_is_about_one_person() {
    let (world, provider) = world().await;
    world.user("olav").await;
    world.browser().await.registered_at_work(&provider, astrid()).await;
    let browser = world.browser().await;
    browser.identified("olav").await;
    let id = browser.verified_at_work(&provider, astrid()).await;
    browser.identify(&id).await.assert_error(409, "session.identity_conflict");
    // What was proven at work recovers no password, and is no social account.
    let browser = world.browser().await;
    browser.start("ForgotPassword").await;
    let id = browser.verified_at_work(&provider, astrid()).await;
    browser.identify(&id).await.assert_error(422, "session.not_supported_for_forgot_password");
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = browser.verified_at_work(&provider, astrid()).await;
    let body = json!({ "type": "social", "verificationId": id });
    browser
        .client
        .post("/api/experience/profile", body)
        .await
        .assert_error(400, "session.verification_failed");
    let username = browser.verify_password("olav", PASSWORD).await.assert_status(200);
    browser.event("SignIn").await;
    browser.identify(&verification_id(&username)).await.assert_status(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mode_that_is_switched_off_stays_off() {
    let (world, provider) = world().await;
    settings(&world, json!({ "signInMode": "SignIn" })).await;
    let (browser, id) = brought_back(&world, &provider, astrid()).await;
    let body = json!({ "interactionEvent": "Register" });
    browser.client.put("/api/experience/interaction-event", body).await.assert_error(403, "auth.forbidden");
    browser.identify(&id).await.assert_error(404, "user.sso_identity_not_exist");
    settings(&world, json!({ "signInMode": "Register" })).await;
    browser.identify(&id).await.assert_error(403, "auth.forbidden");
    settings(&world, json!({ "emailBlocklistPolicy": { "customBlocklist": ["@fjord.example"] } })).await;
    browser.event("Register").await;
    browser.identify(&id).await.assert_error(422, "session.email_blocklist.email_not_allowed");
}

/// A former employee knows their old password still, and how an address can be written.
#[tokio::test(flavor = "multi_thread")]
async fn no_spelling_of_an_address_gets_past_its_enterprise() {
    let (world, _) = world().await;
    let methods = json!({ "methods": [
        { "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true },
    ] });
    settings(&world, json!({ "signIn": methods })).await;
    world.user_with("olav", |user| user.primary_email = Some("olav@fjord.example".to_owned())).await;
    world.user_with("kari", |user| user.primary_email = Some("kari@elsewhere.example".to_owned())).await;
    let identified = async |typed: &str| {
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let body = json!({ "identifier": { "type": "email", "value": typed }, "password": PASSWORD });
        let verified = browser.client.post("/api/experience/verification/password", body).await;
        browser.identify(&verification_id(&verified.assert_status(200))).await
    };
    for typed in [
        "olav@fjord.example",
        "OLAV@FJORD.EXAMPLE",
        "olav\u{ff20}fjord.example",
        "olav\u{fe6b}fjord.example",
        "olav@fjord\u{fe52}example",
        "olav@fjord\u{2024}example",
        "olav@ｆｊｏｒｄ.example",
    ] {
        identified(typed).await.assert_error(422, "session.sso_enabled");
    }
    identified("kari@elsewhere.example").await.assert_status(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_proven_at_work_spares_nobody_else_anything() {
    let (world, provider) = world().await;
    world.browser().await.registered_at_work(&provider, astrid()).await;
    // Somebody who has an account by it already makes another one, which has to have what all others have.
    let browser = world.browser().await;
    browser.start("Register").await;
    browser.verified_at_work(&provider, astrid()).await;
    let body = json!({ "type": "username", "value": "another" });
    browser.client.post("/api/experience/profile", body).await.assert_status(204);
    let missing = browser.client.post("/api/experience/identification", json!({})).await;
    let missing = missing.assert_error(422, "user.missing_profile").json();
    assert_eq!(missing["data"], json!({ "missingProfile": ["password"] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employee_is_known_by_the_address_that_their_employer_can_take_away() {
    let (world, provider) = world().await;
    let settings = json!({ "singleSignOnEnabled": true, "signUp": { "identifiers": ["email"], "password": false, "verify": true } });
    world.add_mailboxes(by_code_with(&settings)).await;
    world.organization("by-connector", &[]).await;
    world.joined_by_connector("by-connector").await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let own = world.prove(&browser, &email("astrid@private.example"), "Register").await;
    let body = json!({ "type": "email", "verificationId": own });
    browser.client.post("/api/experience/profile", body).await.assert_status(204);
    let id = browser.verified_at_work(&provider, astrid()).await;
    browser.identify(&id).await.assert_error(422, "user.email_exists_in_profile");
    assert!(!world.knows("astrid@private.example").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_held_against_the_connector_once_more() {
    let (world, provider) = world().await;
    world.field("boat", ProfileFieldType::Text, true, json!({})).await;
    let waiting = async || {
        let browser = world.browser().await;
        browser.start("Register").await;
        let id = browser.verified_at_work(&provider, astrid()).await;
        browser.identify(&id).await.assert_error(422, "user.missing_profile");
        let body = json!({ "type": "extraProfile", "values": { "boat": "red" } });
        browser.client.post("/api/experience/profile", body).await.assert_status(204);
        browser
    };
    let goes_on =
        async |browser: &Browser| browser.client.post("/api/experience/identification", json!({})).await;
    let browser = waiting().await;
    world.change_connector(|connector| connector.domains.clear()).await;
    goes_on(&browser).await.assert_error(400, "session.verification_failed");
    world.change_connector(|connector| connector.domains.push("fjord.example".to_owned())).await;
    let browser = waiting().await;
    world.settings(json!({})).await;
    goes_on(&browser).await.assert_error(422, "user.sign_in_method_not_enabled");
    settings(&world, json!({})).await;
    goes_on(&browser).await.assert_status(201);
    let late = waiting_for_nothing(&world, &provider).await;
    late.assert_error(422, "user.identity_already_in_use");
}

/// Somebody who is known registers.
async fn waiting_for_nothing(world: &World, provider: &Provider) -> TestResponse {
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = browser.verified_at_work(provider, astrid()).await;
    browser.identify(&id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enterprise_puts_no_way_in_to_an_account_that_has_a_second_factor() {
    let (world, provider) = world().await;
    settings(&world, json!({ "mfa": { "factors": ["Totp", "WebAuthn"], "policy": "UserControlled" } })).await;
    let ingrid = world.user_with_totp("ingrid").await;
    world
        .change_user(&ingrid, |user| user.primary_email = Some(Some("astrid@fjord.example".to_owned())))
        .await;
    let (browser, id) = brought_back(&world, &provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    let body = json!({ "type": "extraProfile", "values": {} });
    let refused = browser.client.post("/api/experience/profile", body).await;
    refused.assert_error(403, "session.mfa.require_mfa_verification");
    let planted = json!({ "type": "WebAuthn", "verificationId": "any" });
    let refused = browser.client.post("/api/experience/profile/mfa", planted).await;
    refused.assert_error(403, "session.mfa.require_mfa_verification");
    // To come in is another matter.
    browser.submit().await.assert_status(200);
    // Unless an organization of hers, which need not know her employer, asks everybody.
    let mfa = json!({
        "mfa": { "factors": ["Totp"], "policy": "UserControlled", "organizationRequiredMfaPolicy": "Mandatory" },
    });
    settings(&world, mfa).await;
    world.join_organization(&ingrid, true).await;
    let (browser, id) = brought_back(&world, &provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    browser.submit().await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_tells_people_from_programs_for_its_own_people_alone() {
    let captchas = captchas::Provider::start().await;
    let (world, provider) =
        (captchas::tenant(&captchas, captchas::turnstile()).await, Provider::start().await);
    provider.connect(&world, CONNECTOR, |_| {}).await;
    world
        .settings(by_code_with(&json!({ "singleSignOnEnabled": true, "captchaPolicy": { "enabled": true } })))
        .await;
    let browser = world.browser().await;
    browser.registered_at_work(&provider, astrid()).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let id = browser.verified_at_work(&provider, astrid()).await;
    let asked = world.ask_for_code(&browser, &email("anybody@elsewhere.example"), "SignIn").await;
    asked.assert_error(422, "session.captcha_required");
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_an_attempt_is_bounded() {
    let (world, _) = world().await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let long = "x".repeat(2_049);
    for body in
        [json!({ "state": long, "redirectUri": REDIRECT_URI }), json!({ "state": "s", "redirectUri": long })]
    {
        let refused = browser.client.post(&path(CONNECTOR, "authorization-uri"), body).await;
        refused.assert_error(400, "guard.invalid_input");
    }
}

/// A social provider vouches for addresses too, and an enterprise wants its people to come in by its own.
#[tokio::test(flavor = "multi_thread")]
async fn no_social_account_stands_in_for_an_enterprises_provider() {
    let (world, _) = world().await;
    let social = SocialProvider::start().await;
    social.connect(&world, |_| {}).await;
    let offered = json!({
        "singleSignOnEnabled": true, "socialSignInConnectorTargets": ["fjord"],
        "socialSignIn": { "automaticAccountLinking": true, "skipRequiredIdentifiers": true },
        "signUp": { "identifiers": [], "password": false, "verify": false },
    });
    world.settings(offered).await;
    let ingrid =
        world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let known = |id: i64, email: &str| json!({ "id": id, "email": email, "email_verified": true });
    let id = browser.verified_elsewhere(&social, known(1, "astrid@fjord.example")).await;
    browser.identify(&id).await.assert_error(422, "session.sso_enabled");
    browser.link(&id).await.assert_error(422, "session.sso_enabled");
    let browser = world.browser().await;
    browser.start("Register").await;
    let id = browser.verified_elsewhere(&social, known(2, "new@fjord.example")).await;
    browser.identify(&id).await.assert_error(422, "session.sso_enabled");
    let id = browser.verified_elsewhere(&social, known(3, "new@elsewhere.example")).await;
    browser.identify(&id).await.assert_status(201);
    assert!(world.find_user(&ingrid).await.identities.is_empty() && !world.knows("new@fjord.example").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_joins_by_their_enterprise_where_a_factor_is_required_shows_theirs() {
    let (world, provider) = world().await;
    let mfa = json!({ "factors": ["Totp"], "policy": "UserControlled", "organizationRequiredMfaPolicy": "Mandatory" });
    settings(&world, json!({ "mfa": mfa })).await;
    let ingrid = world.user_with_totp("ingrid").await;
    world
        .change_user(&ingrid, |user| user.primary_email = Some(Some("astrid@fjord.example".to_owned())))
        .await;
    let other = world.user("olav").await;
    world.join_organization(&other, true).await;
    world.joined_by_connector("fjord").await;
    let (browser, id) = brought_back(&world, &provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    assert_eq!(world.membership("fjord", &ingrid).await, None);
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    browser.submit().await.assert_status(200);
    assert!(world.membership("fjord", &ingrid).await.is_some());
}

/// An enterprise has the mailboxes of its people too: a code that is sent there is nothing that it could not show.
#[tokio::test(flavor = "multi_thread")]
async fn an_enterprise_does_not_show_the_factor_that_an_organization_requires() {
    let (world, provider) = world().await;
    world.add_mailboxes(json!({})).await;
    let mfa = json!({
        "factors": ["Totp", "EmailVerificationCode"], "policy": "UserControlled", "organizationRequiredMfaPolicy": "Mandatory",
    });
    settings(&world, json!({ "mfa": mfa })).await;
    let ingrid = world.user_with_totp("ingrid").await;
    world
        .change_user(&ingrid, |user| user.primary_email = Some(Some("astrid@fjord.example".to_owned())))
        .await;
    world.join_organization(&ingrid, true).await;
    let (browser, id) = brought_back(&world, &provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    let refused = browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    assert_eq!(refused.json()["data"]["availableFactors"], json!(["Totp"]));
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    browser.submit().await.assert_status(200);
}

/// Nor does its word count where its user is to prove themselves afresh: the session would be taken for one that has shown both.
#[tokio::test(flavor = "multi_thread")]
async fn who_comes_by_an_enterprise_shows_their_own_factor_where_a_fresh_sign_in_is_wanted() {
    let (world, provider) = world().await;
    settings(&world, json!({ "mfa": { "factors": ["Totp"], "policy": "UserControlled" } })).await;
    let ingrid = world.user_with_totp("ingrid").await;
    world
        .change_user(&ingrid, |user| user.primary_email = Some(Some("astrid@fjord.example".to_owned())))
        .await;
    let (browser, id) = brought_back(&world, &provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    let browser = world.browser_with(&[("prompt", "login")]).await;
    browser.start("SignIn").await;
    let id = browser.verified_at_work(&provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    browser.submit().await.assert_status(200);
    let stored = world.interaction(&browser.uid).await.experience.unwrap().as_str().to_owned();
    assert!(!stored.contains("secondFactorSpared"), "{stored}");
}

/// The enterprise vouches for its own account, not for what else is on its way into the one here.
#[tokio::test(flavor = "multi_thread")]
async fn an_enterprise_lets_no_other_account_in_to_one_that_has_a_second_factor() {
    let (world, provider) = world().await;
    let social = SocialProvider::start().await;
    social.connect(&world, |_| {}).await;
    let offered = json!({
        "socialSignInConnectorTargets": ["fjord"], "mfa": { "factors": ["Totp"], "policy": "UserControlled" },
    });
    settings(&world, offered).await;
    let ingrid = world.user_with_totp("ingrid").await;
    let (address, number) = ("astrid@fjord.example".to_owned(), "4791234567".to_owned());
    let change = |user: &mut UserChange| {
        user.primary_email = Some(Some(address));
        user.primary_phone = Some(Some(number));
    };
    world.change_user(&ingrid, change).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let known = json!({ "id": 7, "phone": "+47 912 34 567", "phone_verified": true });
    let elsewhere = browser.verified_elsewhere(&social, known).await;
    browser.link(&elsewhere).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    let id = browser.verified_at_work(&provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
    assert!(world.find_user(&ingrid).await.identities.is_empty());
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    browser.submit().await.assert_status(200);
    assert!(world.find_user(&ingrid).await.identities.contains_key("fjord"));
    // Where nothing else is on its way, she comes in without, and the session says so: it proves nothing where a proof is asked for.
    let (browser, id) = brought_back(&world, &provider, astrid()).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    let stored = world.interaction(&browser.uid).await.experience.unwrap().as_str().to_owned();
    assert!(stored.contains("secondFactorSpared") && stored.contains("enterprise"), "{stored}");
}

/// Who can prove by nothing else who they are shows their factor when they sign in for that, and is not sent round in circles.
#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_sign_in_at_work_is_a_proof_of_who_has_no_other() {
    let (world, provider) = world().await;
    settings(&world, json!({ "mfa": { "factors": ["Totp"], "policy": "UserControlled" } })).await;
    let guest = astrid_with(json!({ "email_verified": false }));
    world.browser().await.registered_at_work(&provider, guest.clone()).await;
    let here = world.holder(CONNECTOR, &provider, "42").await.unwrap();
    let factors = world.find_user(&world.user_with_totp("ingrid").await).await.mfa_factors;
    let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
    store::user::set_mfa_factors(exec, tenant, &here.id, factors).await.unwrap();
    let (browser, id) = brought_back(&world, &provider, guest.clone()).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    let browser = world.browser_with(&[("prompt", "login")]).await;
    browser.start("SignIn").await;
    let id = browser.verified_at_work(&provider, guest).await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_error(403, "session.mfa.require_mfa_verification");
}
