//! What webhooks hear of sign-ins (Management API contract §13.6).

use domain::{
    HookId, PlainToken, UnixMillis,
    hook::{EVENTS, EXCEPTIONS, Hook, HookConfig},
};
use serde_json::{Value, json};
use store::{both_databases, hook::delivery};
use testkit::TestServices;

use super::{
    World,
    world::{APP, PASSWORD, verification_id},
};

/// A webhook that listens to everything; nobody delivers in tests.
pub(super) async fn listener(world: &World) {
    let hook = Hook {
        id: HookId::new("hook"),
        name: String::new(),
        event: None,
        events: EVENTS.iter().chain(&EXCEPTIONS).map(ToString::to_string).collect(),
        config: HookConfig { url: "https://a.example".to_owned(), headers: None, retries: None },
        signing_key: PlainToken::new("key"),
        is_enabled: true,
        created_at: UnixMillis(0),
    };
    let sealed = operations::hooks::seal(world.services(), &hook).unwrap();
    store::hook::insert(world.services().db.exec(), &world.services().tenant, &sealed).await.unwrap();
}

/// Every event that waits, oldest first; all are taken.
pub(super) async fn heard(world: &World) -> Vec<Value> {
    let (exec, tenant, hook) = (world.services().db.exec(), &world.services().tenant, HookId::new("hook"));
    let mut heard = Vec::new();
    while let Some(first) = delivery::first(exec, tenant, &hook).await.unwrap() {
        delivery::finish(exec, tenant, &first).await.unwrap();
        heard.push(serde_json::from_str(&first.body).unwrap());
    }
    heard
}

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().unwrap()).collect()
}

fn application() -> Value {
    json!({ "id": APP, "type": "SPA", "name": "Fjord Desk", "description": null })
}

both_databases! {
    async fn a_registration_tells_of_the_user_and_then_of_its_end(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        listener(&world).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await.assert_status(200));
        assert_eq!(heard(&world).await, [Value::Null; 0]);
        browser.identify(&id).await.assert_status(201);
        let created = heard(&world).await;
        let user = world.find_user_by_name("sigrid").await.unwrap();
        let (now, session) = (world.services().now().0, &created[0]["sessionId"]);
        let info = |signed_in: Option<i64>, updated: i64| json!({
            "id": user.id.as_str(), "username": "sigrid", "primaryEmail": null, "primaryPhone": null, "name": null,
            "avatar": null, "customData": {}, "identities": {}, "lastSignInAt": signed_in, "createdAt": now,
            "updatedAt": updated, "profile": {}, "applicationId": APP, "cimdClientId": null, "isSuspended": false,
        });
        assert_eq!(created, [json!({
            "event": "User.Created", "createdAt": "2026-11-18T12:26:40.000Z", "interactionEvent": "Register",
            "sessionId": session, "applicationId": APP, "application": application(), "data": info(None, now),
            "hookId": "hook",
        })]);
        assert_eq!(session.as_str().unwrap().len(), 43);
        assert_ne!(session.as_str().unwrap(), browser.uid.as_str(), "the uid stays with the browser");

        browser.submit().await.assert_status(200);
        let ended = heard(&world).await;
        assert_eq!(ended, [json!({
            "event": "PostRegister", "createdAt": "2026-11-18T12:26:40.000Z", "interactionEvent": "Register",
            "sessionId": session, "userId": user.id.as_str(), "user": info(Some(now), now + 1),
            "application": application(), "hookId": "hook",
        })]);
        // What is submitted again is not told again.
        browser.submit().await.assert_status(200);
        assert_eq!(heard(&world).await, [Value::Null; 0]);
    }

    async fn a_sign_in_tells_of_its_end_and_of_what_it_changed(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        listener(&world).await;
        world.user("ingrid").await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        browser.submit().await.assert_status(200);
        assert_eq!(names(&heard(&world).await), ["PostSignIn"]);

        let browser = world.browser().await;
        browser.identified("ingrid").await;
        let profile = json!({ "type": "extraProfile", "values": { "name": "Ingrid" } });
        browser.client.post("/api/experience/profile", profile).await.assert_status(204);
        assert_eq!(heard(&world).await, [Value::Null; 0]);
        browser.submit().await.assert_status(200);
        let events = heard(&world).await;
        assert_eq!(names(&events), ["User.Data.Updated", "PostSignIn"]);
        assert_eq!((&events[0]["data"]["name"], &events[1]["user"]["name"]), (&json!("Ingrid"), &json!("Ingrid")));
        assert!(events.iter().all(|event| event["interactionEvent"] == "SignIn"));
        assert!(!json!(events).to_string().contains("argon2"));
    }

    async fn a_refused_step_tells_of_nothing(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        listener(&world).await;
        let id = world.user("ingrid").await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        world.suspend(&id).await;
        browser.submit().await.assert_error(401, "user.suspended");
        let other = world.browser().await;
        other.start("Register").await;
        let verification = verification_id(&other.new_identity("sigrid", PASSWORD).await.assert_status(200));
        world.user("sigrid").await;
        other.identify(&verification).await.assert_error(422, "user.username_already_in_use");
        assert_eq!(heard(&world).await, [Value::Null; 0]);
    }

    async fn a_lock_is_told_once_with_what_was_typed(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        listener(&world).await;
        let id = world.user("ingrid").await;
        world.settings(json!({ "sentinelPolicy": { "maxAttempts": 2 } })).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        for username in ["ingrid", "nobody"] {
            for _ in 0..4 {
                browser.verify_password(username, "wrong").await;
            }
        }
        let events = heard(&world).await;
        assert_eq!(names(&events), ["Identifier.Lockout", "Identifier.Lockout"]);
        let told = |event: &Value| (event["type"].clone(), event["value"].clone(), event["userId"].clone());
        assert_eq!(told(&events[0]), (json!("username"), json!("ingrid"), json!(id.as_str())));
        assert_eq!(told(&events[1]), (json!("username"), json!("nobody"), Value::Null));
        assert_eq!((&events[0]["user"]["username"], &events[0]["application"]), (&json!("ingrid"), &application()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_listens_nothing_is_stored() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.submit().await.assert_status(200);
    listener(&world).await;
    assert_eq!(heard(&world).await, [Value::Null; 0]);
}
