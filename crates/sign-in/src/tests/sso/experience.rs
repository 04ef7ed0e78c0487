//! The steps in order, and whose account it is.

use domain::{
    grant::InteractionResult,
    one_time_token::{ONE_TIME_TOKEN_TTL, OneTimeTokenContext},
};
use store::both_databases;
use testkit::TestServices;

use super::*;
use crate::tests::{
    events::{heard, listener},
    mail::{by_code_with, email},
    world::PASSWORD,
};

both_databases! {
    async fn somebody_new_registers_and_is_known_the_next_time(db: Db) {
        let (world, provider) = (World::over(TestServices::over(db).await).await, Provider::start().await);
        prepare(&world, &provider).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let (uri, id) = browser.begin_sso_at(CONNECTOR, "st&te").await;
        let sent = url::Url::parse(&uri).unwrap();
        let sent = |name: &str| sent.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        assert_eq!((sent("state").as_deref(), sent("redirect_uri").as_deref()), (Some("st&te"), Some(REDIRECT_URI)));
        assert_eq!(sent("login_hint"), None);
        let read = async || browser.client.unrecorded().get("/api/experience/interaction").await.assert_status(200).json();
        let begun = json!([{ "type": "EnterpriseSso", "id": id, "connectorId": CONNECTOR }]);
        assert_eq!(read().await["verificationRecords"], begun);
        browser.identify(&id).await.assert_error(400, "session.verification_failed");
        let code = provider.allow(&uri, astrid()).await;
        let done = browser.finish_sso_at(CONNECTOR, &id, json!({ "state": "st&te", "code": code })).await.assert_status(200);
        assert_eq!(done.json(), json!({ "verificationId": id }));
        let record = read().await["verificationRecords"][0].clone();
        let known = &record["enterpriseSsoUserInfo"];
        assert_eq!((&known["id"], &known["email"], &known["name"]), (&json!("42"), &json!("astrid@fjord.example"), &json!("Astrid Dahl")));
        assert_eq!(known["rawData"]["iss"], provider.issuer);

        let unknown = browser.identify(&id).await.assert_status(404);
        assert_eq!(unknown.json(), json!({ "code": "user.sso_identity_not_exist", "message": "No account is linked to this identity." }));
        browser.event("Register").await;
        // Registration asks others for a username and a password.
        assert_eq!(browser.identify(&id).await.assert_status(201).body, "Created");
        browser.submit().await.assert_status(200);
        let user = world.holder(CONNECTOR, &provider, "42").await.unwrap();
        assert_eq!((user.name.as_deref(), user.avatar.as_deref()), (Some("Astrid Dahl"), Some("https://fjord.example/a.png")));
        assert_eq!((user.primary_email.as_deref(), user.username.as_deref()), (Some("astrid@fjord.example"), None));
        assert!(user.password.is_none() && user.identities.is_empty());
        let [identity] = &*world.sso_identities(&user.id).await else { panic!("one identity") };
        assert_eq!((identity.issuer.as_str(), identity.identity_id.as_str()), (provider.issuer.as_str(), "42"));
        assert_eq!(Value::Object(identity.detail.clone()), *known);
        assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.id.clone() }));

        let again = world.browser().await;
        again.start("SignIn").await;
        let id = again.verified_at_work(&provider, astrid_with(json!({ "name": "Astrid Vik" }))).await;
        again.identify(&id).await.assert_status(204);
        again.identify(&id).await.assert_status(204);
        again.submit().await.assert_status(200);
        again.submit().await.assert_status(200);
        assert_eq!(world.result(&again).await, Some(InteractionResult::Login { user_id: user.id.clone() }));
        // What the provider says is kept with the identity; the profile is the user's own.
        assert_eq!(world.sso_identities(&user.id).await[0].detail["name"], "Astrid Vik");
        assert_eq!(world.find_user(&user.id).await.name.as_deref(), Some("Astrid Dahl"));
        again.event("Register").await;
        again.identify(&id).await.assert_error(422, "user.identity_already_in_use");
        let keys = world.audit_keys().await;
        for key in [
            "Interaction.SignIn.Verification.EnterpriseSso.Create Success",
            "Interaction.SignIn.Verification.EnterpriseSso.Submit Success",
            "Interaction.SignIn.Identifier.Submit Error",
            "Interaction.Register.Identifier.Submit Success",
        ] {
            assert!(keys.iter().any(|known| known == key), "{key} in {keys:?}");
        }
    }

    async fn whoever_has_the_address_here_comes_in_by_it_and_their_profile_follows_where_it_shall(db: Db) {
        let (world, provider) = (World::over(TestServices::over(db).await).await, Provider::start().await);
        prepare(&world, &provider).await;
        world.change_connector(|connector| connector.sync_profile = true).await;
        let ingrid = world.user_with("ingrid", |user| user.primary_email = Some("Astrid@fjord.example".to_owned())).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let id = browser.verified_at_work(&provider, astrid()).await;
        browser.identify(&id).await.assert_status(204);
        let pending = browser.client.unrecorded().get("/api/experience/interaction").await.assert_status(200).json();
        let pending = &pending["profile"]["enterpriseSsoIdentity"];
        assert_eq!((&pending["identityId"], &pending["ssoConnectorId"]), (&json!("42"), &json!(CONNECTOR)));
        // Nothing is written before they are let in.
        assert!(world.sso_identities(&ingrid).await.is_empty());
        browser.submit().await.assert_status(200);
        assert_eq!(world.holder(CONNECTOR, &provider, "42").await.map(|user| user.id), Some(ingrid.clone()));
        assert_eq!(world.find_user(&ingrid).await.name.as_deref(), Some("Astrid Dahl"));
        assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: ingrid.clone() }));

        world.suspend(&ingrid).await;
        let suspended = world.browser().await;
        suspended.start("SignIn").await;
        let id = suspended.verified_at_work(&provider, astrid()).await;
        suspended.identify(&id).await.assert_error(401, "user.suspended");
    }

    async fn organizations_are_joined_by_the_connector_and_not_by_the_address(db: Db) {
        let (world, provider) = (World::over(TestServices::over(db).await).await, Provider::start().await);
        prepare(&world, &provider).await;
        world.organization("by-connector", &[]).await;
        world.organization("by-address", &["fjord.example"]).await;
        world.joined_by_connector("by-connector").await;
        let known = world.user_with("olav", |user| user.primary_email = Some("olav@fjord.example".to_owned())).await;
        listener(&world).await;
        world.browser().await.registered_at_work(&provider, astrid()).await;
        let astrid = world.holder(CONNECTOR, &provider, "42").await.unwrap().id;
        for _ in 0..2 {
            let browser = world.browser().await;
            browser.start("SignIn").await;
            let id = browser.verified_at_work(&provider, json!({ "sub": "7", "email": "olav@fjord.example", "email_verified": true })).await;
            browser.identify(&id).await.assert_status(204);
            browser.submit().await.assert_status(200);
        }
        for user in [&astrid, &known] {
            assert_eq!(world.membership("by-connector", user).await, Some(vec!["guest-of-by-connector".to_owned()]));
            assert_eq!(world.membership("by-address", user).await, None);
        }
        // Once for each: the second sign-in joins nothing anew.
        let told = heard(&world).await;
        assert_eq!(told.iter().filter(|event| event["event"] == "Organization.Membership.Updated").count(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_lead_to_the_connectors_that_speak_for_them_while_the_settings_say_so() {
    let (world, provider) = world().await;
    provider.connect(&world, "second", |connector| connector.domains.push("dal.example".to_owned())).await;
    provider
        .connect(&world, "unready", |connector| {
            connector.config.remove("clientSecret");
        })
        .await;
    let browser = world.browser().await;
    let led = async |email: &str| {
        let path = format!("/api/experience/sso-connectors?email={email}");
        browser.client.get(&path).await.assert_status(200).json()
    };
    assert_eq!(led("a@fjord.example").await, json!({ "connectorIds": [CONNECTOR, "second"] }));
    assert_eq!(led("A@DAL.example").await, json!({ "connectorIds": ["second"] }));
    assert_eq!(led("a@mail.fjord.example").await, json!({ "connectorIds": [] }));
    for bad in ["", "?email=", "?email=fjord.example", "?email=a%40b%40c.d"] {
        let path = format!("/api/experience/sso-connectors{bad}");
        browser.client.get(&path).await.assert_error(400, "guard.invalid_input");
    }
    world.settings(json!({})).await;
    assert_eq!(led("a@fjord.example").await, json!({ "connectorIds": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_an_enterprise_signs_in_and_registers_in_no_other_way() {
    let (world, _) = world().await;
    let enabled = json!({ "singleSignOnEnabled": true });
    let by_email = json!({
        "signIn": { "methods": [
            { "identifier": "email", "password": true, "verificationCode": true, "isPasswordPrimary": true },
            { "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true },
        ] },
        "signUp": { "identifiers": ["email"], "password": false, "verify": true },
        "forgotPasswordMethods": ["EmailVerificationCode"],
    });
    let with = |change: &Value| {
        let mut all = by_email.clone();
        all.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        by_code_with(&all)
    };
    world.add_mailboxes(with(&json!({}))).await;
    let olav =
        world.user_with("olav", |user| user.primary_email = Some("olav@fjord.example".to_owned())).await;
    for (change, is_led) in [(json!({}), false), (enabled, true)] {
        world.settings(with(&change)).await;
        let refused = async |answer: TestResponse, otherwise: u16| {
            if is_led {
                answer.assert_error(422, "session.sso_enabled");
            } else {
                answer.assert_status(otherwise);
            }
        };
        let address = email("olav@Fjord.example");
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let body = json!({ "identifier": address, "password": PASSWORD });
        let verified = browser.client.post("/api/experience/verification/password", body).await;
        refused(browser.identify(&verification_id(&verified.assert_status(200))).await, 204).await;
        for event in ["SignIn", "ForgotPassword"] {
            let browser = world.browser().await;
            browser.start(event).await;
            let id = world.prove(&browser, &address, event).await;
            refused(browser.identify(&id).await, 204).await;
        }
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let made = operations::one_time_token::create(
            world.services(),
            "olav@fjord.example".to_owned(),
            OneTimeTokenContext::default(),
            ONE_TIME_TOKEN_TTL,
        );
        let body =
            json!({ "identifier": email("olav@fjord.example"), "token": made.await.unwrap().1.reveal() });
        let verified = browser.client.post("/api/experience/verification/one-time-token/verify", body).await;
        refused(browser.identify(&verification_id(&verified.assert_status(200))).await, 204).await;
        // Whoever is known by something else comes in by that.
        let browser = world.browser().await;
        browser.identified("olav").await;
        browser.submit().await.assert_status(200);
        // Nobody registers with such an address, or puts one to what is collected.
        for (number, adds) in [("1", false), ("2", true)] {
            let browser = world.browser().await;
            browser.start("Register").await;
            let new = email(&format!("new{number}@fjord.example"));
            let id = world.prove(&browser, &new, "Register").await;
            if adds {
                let body = json!({ "type": "email", "verificationId": id });
                refused(browser.client.post("/api/experience/profile", body).await, 204).await;
            } else {
                refused(browser.identify(&id).await, 201).await;
            }
        }
    }
    assert!(world.knows("new1@fjord.example").await && !world.knows("new2@fjord.example").await);
    assert!(world.sso_identities(&olav).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn second_factors_are_for_the_enterprise_to_ask() {
    let (world, provider) = world().await;
    let mfa = json!({ "mfa": { "factors": ["Totp", "BackupCode"], "policy": "Mandatory" } });
    settings(&world, mfa).await;
    let browser = world.browser().await;
    browser.registered_at_work(&provider, astrid()).await;
    let again = world.browser().await;
    again.start("SignIn").await;
    let id = again.verified_at_work(&provider, astrid()).await;
    again.identify(&id).await.assert_status(204);
    again.submit().await.assert_status(200);
    // An organization that wants everybody to have one asks all the same, and nobody offers a passkey besides.
    let mfa = json!({
        "mfa": { "factors": ["Totp"], "policy": "UserControlled", "organizationRequiredMfaPolicy": "Mandatory" },
        "passkeySignIn": { "enabled": true },
    });
    settings(&world, mfa).await;
    let astrid_here = world.holder(CONNECTOR, &provider, "42").await.unwrap().id;
    let third = world.browser().await;
    third.start("SignIn").await;
    let id = third.verified_at_work(&provider, astrid()).await;
    third.identify(&id).await.assert_status(204);
    world.join_organization(&astrid_here, true).await;
    third.submit().await.assert_error(422, "user.missing_mfa");
    // By a password the same tenant asks for one.
    settings(&world, json!({ "mfa": { "factors": ["Totp", "BackupCode"], "policy": "Mandatory" } })).await;
    world.user("olav").await;
    let other = world.browser().await;
    other.identified("olav").await;
    other.submit().await.assert_error(422, "user.missing_mfa");
}
