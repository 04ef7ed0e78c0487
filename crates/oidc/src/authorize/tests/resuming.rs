//! Coming back from the sign-in pages (OIDC contract §6.1).

use store::both_databases;
use testkit::sso::{ENTERPRISE, enterprise_connector, enterprise_identity};

use super::*;

fn not_found(response: &TestResponse, description: &str) {
    let body = response.json();
    assert_eq!((response.status.as_u16(), &body["error_description"]), (400, &json!(description)));
    assert_eq!((&body["error"], &body["iss"]), (&json!("invalid_request"), &json!(ISSUER)));
}

#[tokio::test]
async fn only_the_browser_that_began_can_go_on() {
    let world = World::new().await;
    let (browser, other) = (world.client(), world.client());
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let resume = world.finish_login(&browser, USER).await;
    let stolen = other.get(&resume).await.assert_error(400, "session.not_found");
    not_found(&stolen, "authorization request has expired");
    other.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let cookie = other.cookie("_interaction_resume").unwrap();
    other.set_cookie("_interaction_resume", &cookie);
    other.set_cookie("_interaction_resume.sig", &other.cookie("_interaction_resume.sig").unwrap());
    not_found(&other.get(&resume).await, "authorization session and cookie identifier mismatch");
    browser.get(&resume).await.assert_status(303);
    not_found(&browser.get(&resume).await, "interaction session not found");
}

#[tokio::test]
async fn an_unfinished_or_expired_interaction_starts_over_or_ends() {
    let world = World::new().await;
    let browser = world.client();
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let uid = browser.cookie("_interaction_resume").unwrap();
    let again = browser.get(&format!("/oidc/auth/{uid}")).await.assert_status(303);
    assert!(again.location().starts_with("/sign-in"));
    let uid = operations::interaction::uid_in_cookie(&browser.cookie("_interaction").unwrap(), None).unwrap();
    world.test.advance(Duration::from_secs(3_600));
    not_found(&browser.get(&format!("/oidc/auth/{uid}")).await, "interaction session not found");
}

#[tokio::test]
async fn what_was_submitted_stays_with_the_session() {
    let world = World::new().await;
    let browser = world.client();
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let id = domain::HashedToken::of(&browser.cookie("_interaction_resume").unwrap());
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let experience =
        json!({ "event": "SignIn", "lastSubmission": { "interactionEvent": "SignIn", "userId": USER } });
    let login = domain::grant::InteractionResult::Login { user_id: domain::UserId::new(USER) };
    world.prove(&id, experience.clone(), &login).await;
    browser
        .get(&format!("/oidc/auth/{}", browser.cookie("_interaction_resume").unwrap()))
        .await
        .assert_status(303);
    let cookie = domain::HashedToken::of(&browser.cookie("_session").unwrap());
    let session =
        store::session::find_by_cookie(exec, tenant, &cookie, world.services.now()).await.unwrap().unwrap();
    assert_eq!(session.last_submission, Some(experience["lastSubmission"].clone()));
}

#[tokio::test]
async fn a_refusing_user_ends_in_access_denied() {
    let world = World::new().await;
    let browser = world.client();
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let running = interaction::load(&world.services, browser.cookie("_interaction").as_deref(), Some("spa"))
        .await
        .unwrap();
    let resume = interaction::finish(&world.services, &running, &InteractionResult::Denied).await.unwrap();
    let response = browser.get(&resume).await;
    assert_eq!(
        refusal(&response),
        ("access_denied".to_owned(), Some("End-User aborted interaction".to_owned()))
    );
}

#[tokio::test]
async fn whom_nothing_proves_does_not_get_in() {
    let world = World::new().await;
    let experiences =
        [json!({}), json!({ "event": "SignIn" }), json!({ "identified": {} }), json!([]), json!("signed in")];
    for experience in std::iter::once(None).chain(experiences.into_iter().map(Some)) {
        let browser = world.client();
        browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
        let login = InteractionResult::Login { user_id: domain::UserId::new(USER) };
        let resume = world.finish(&browser, login.clone()).await;
        if let Some(experience) = &experience {
            let id = domain::HashedToken::of(&browser.cookie("_interaction_resume").unwrap());
            let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
            let text = domain::JsonText::of(experience).unwrap();
            let set =
                store::interaction::set_experience_and_result(exec, tenant, &id, &text, Some(&login)).await;
            assert!(set.unwrap());
        }
        assert_eq!(refusal(&browser.get(&resume).await).0, "access_denied", "{experience:?}");
        assert_eq!(browser.cookie("_session"), None, "{experience:?}");
    }
}

both_databases! {
    async fn who_is_known_at_an_enterprises_provider_gets_in_as_long_as_they_are(db: Db) {
        let world = World::over(db).await;
        let (services, user, other) = (&world.services, UserId::new(USER), UserId::new(OTHER_USER));
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let fjord = enterprise_connector(services, "fjord").await;
        let dal = enterprise_connector(services, "dal").await;
        let own = enterprise_identity(services, &user, &fjord).await;
        let others = enterprise_identity(services, &other, &dal).await;
        let proof = |connector: &str, issuer: &str, id: &str| json!({ "by": "ssoIdentity", "connectorId": connector, "issuer": issuer, "id": id });
        let resumed = async |proof: Value| {
            let browser = world.client();
            browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
            let resume = world.finish_login(&browser, USER).await;
            let id = domain::HashedToken::of(&browser.cookie("_interaction_resume").unwrap());
            let login = InteractionResult::Login { user_id: UserId::new(USER) };
            let text = domain::JsonText::of(&json!({ "identified": { "proof": proof } })).unwrap();
            assert!(store::interaction::set_experience_and_result(exec, tenant, &id, &text, Some(&login)).await.unwrap());
            (browser.get(&resume).await, browser.cookie("_session").is_some())
        };
        for stranger in [
            proof("fjord", ENTERPRISE, &others.identity_id),
            proof("dal", ENTERPRISE, &others.identity_id),
            proof("dal", ENTERPRISE, &own.identity_id),
            proof("fjord", "https://idp.dal.example", &own.identity_id),
            proof("unknown", ENTERPRISE, &own.identity_id),
            json!({ "by": "ssoIdentity", "connectorId": "fjord" }),
        ] {
            let (answer, is_in) = resumed(stranger.clone()).await;
            assert_eq!((refusal(&answer).0.as_str(), is_in), ("access_denied", false), "{stranger}");
        }
        let held = proof("fjord", ENTERPRISE, &own.identity_id);
        let (answer, is_in) = resumed(held.clone()).await;
        assert_eq!((answer.location().as_str(), is_in), ("/consent?app_id=spa", true));
        store::user::set_suspended(exec, tenant, &user, true, services.now()).await.unwrap();
        let (answer, is_in) = resumed(held.clone()).await;
        assert_eq!((refusal(&answer).0.as_str(), is_in), ("access_denied", false));
        store::user::set_suspended(exec, tenant, &user, false, services.now()).await.unwrap();
        assert!(resumed(held.clone()).await.1);
        // With the connector goes who somebody was there.
        assert!(store::sso_connector::delete(exec, tenant, &fjord).await.unwrap());
        let (answer, is_in) = resumed(held).await;
        assert_eq!((refusal(&answer).0.as_str(), is_in), ("access_denied", false));
    }
}

#[tokio::test]
async fn a_suspended_user_does_not_get_in() {
    let world = World::new().await;
    let browser = world.client();
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let resume = world.finish_login(&browser, USER).await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    store::user::set_suspended(exec, tenant, &UserId::new(USER), true, world.services.now()).await.unwrap();
    assert_eq!(refusal(&browser.get(&resume).await).0, "access_denied");
    assert_eq!(browser.cookie("_session"), None);
    let logged = store::audit_log::newest(exec, tenant, 9).await.unwrap();
    let ended = logged.iter().find(|record| record.key == "Interaction.End").unwrap();
    assert_eq!(ended.payload["userId"], USER, "who was refused can be looked up");
    assert_eq!(
        (&ended.payload["result"], &ended.payload["error"]),
        (&json!("Error"), &json!("access_denied: no description"))
    );
}

#[tokio::test]
async fn a_grant_of_somebody_else_is_no_consent() {
    let world = World::new().await;
    let foreign = domain::grant::Grant::new(
        domain::GrantId::new("foreign"),
        UserId::new(OTHER_USER),
        domain::ApplicationId::new("spa"),
        world.services.now(),
    );
    store::grant::put(world.services.db.exec(), &world.services.tenant, &foreign).await.unwrap();
    let browser = world.client();
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
    let running =
        interaction::load(&world.services, browser.cookie("_interaction").as_deref(), None).await.unwrap();
    let result = InteractionResult::Consent { grant_id: foreign.id };
    let resume = interaction::finish(&world.services, &running, &result).await.unwrap();
    assert_eq!(refusal(&browser.get(&resume).await).0, "access_denied");
}

#[tokio::test]
async fn another_user_ends_the_session_first() {
    let world = World::new().await;
    let browser = world.client();
    let offline = world.sign_in(&browser, "web", &[]).await;
    browser.get(&World::authorization_path("spa", &[("prompt", "login")])).await.assert_status(303);
    let resume = world.finish_login(&browser, OTHER_USER).await;
    let page = browser.get(&resume).await.assert_status(200);
    assert!(page.body.contains(&format!("{ISSUER}/session/end/confirm")), "{}", page.body);
    let xsrf = hidden(&page.body, "xsrf");
    let back = browser
        .form("/oidc/session/end/confirm", &[("xsrf", &xsrf), ("logout", "yes")])
        .await
        .assert_status(303);
    assert_eq!(back.location(), resume);
    let response = browser.get(&resume).await.assert_status(303);
    assert_eq!(response.location(), "/consent?app_id=spa");
    let response = browser.get(&world.finish_consent(&browser).await).await.assert_status(303);
    let code = callback_parameters(&response.location())["code"].clone();
    let tokens = world.redeem("spa", &code).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"])["sub"], OTHER_USER);
    world.redeem("web", &offline["code"]).await.assert_status(200);
}

#[tokio::test]
async fn an_interaction_is_found_for_its_client_alone() {
    let world = World::new().await;
    let browser = world.client();
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let cookie = browser.cookie("_interaction");
    let load = async |cookie: Option<&str>, client: Option<&str>| {
        let loaded = interaction::load(&world.services, cookie, client).await;
        loaded
            .map(|running| running.interaction.application_id.into_string())
            .map_err(|error| error.description().unwrap())
    };
    assert_eq!(load(cookie.as_deref(), Some("spa")).await, Ok("spa".to_owned()));
    assert_eq!(load(cookie.as_deref(), None).await, Ok("spa".to_owned()));
    assert_eq!(load(cookie.as_deref(), Some("web")).await, Err("interaction client_id mismatch"));
    assert_eq!(load(None, Some("spa")).await, Err("interaction session id cookie not found"));
    assert_eq!(load(Some("gone"), None).await, Err("interaction session not found"));
}
