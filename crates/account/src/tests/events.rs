//! What webhooks and the audit log hear of what users do with their accounts.

use axum::http::Method;
use domain::{
    PlainToken,
    hook::{Hook, HookConfig},
};
use serde_json::{Value, json};
use store::{StoreError, both_databases};

use super::world::{APP, World};

/// A webhook that listens to these events.
pub(super) async fn listening(world: &World, events: &[&str]) {
    let services = world.services();
    let hook = Hook {
        id: domain::HookId::new("hook"),
        name: "Test".to_owned(),
        event: None,
        events: events.iter().map(ToString::to_string).collect(),
        config: serde_json::from_value::<HookConfig>(json!({ "url": "http://127.0.0.1:1/hook" })).unwrap(),
        signing_key: PlainToken::new("key"),
        is_enabled: true,
        created_at: services.now(),
    };
    let sealed = operations::hooks::seal(services, &hook).unwrap();
    let stored: Result<(), StoreError> = services
        .db
        .transaction(|tx| {
            let sealed = sealed.clone();
            async move { store::hook::insert(tx.exec(), &services.tenant, &sealed).await }
        })
        .await;
    stored.unwrap();
}

/// The payloads that wait for their delivery, oldest first.
pub(super) async fn waiting(world: &World) -> Vec<Value> {
    let services = world.services();
    let (exec, tenant, id) = (services.db.exec(), &services.tenant, domain::HookId::new("hook"));
    let mut payloads = Vec::new();
    while let Some(delivery) = store::hook::delivery::first(exec, tenant, &id).await.unwrap() {
        payloads.push(serde_json::from_str(&delivery.body).unwrap());
        store::hook::delivery::finish(exec, tenant, &delivery).await.unwrap();
    }
    payloads
}

both_databases! {
    async fn webhooks_hear_of_every_change_in_its_own_transaction(db: Db) {
        let world = World::over(db).await;
        listening(&world, &["User.Data.Updated", "Identifier.Lockout"]).await;
        let ingrid = world.someone("ingrid").await;
        let agent = [("content-type", "application/json"), ("user-agent", "tests")];
        ingrid.client.send(Method::PATCH, "/api/my-account", &agent, json!({ "name": "Ina" }).to_string().into()).await.assert_status(200);
        let events = waiting(&world).await;
        let user = world.find_user(&ingrid.id).await;
        let expected = json!({
            "event": "User.Data.Updated", "createdAt": "2026-11-18T12:26:40.000Z", "userAgent": "tests", "ip": "", "path": "/my-account",
            "method": "PATCH", "status": 200, "params": {}, "matchedRoute": "/my-account", "applicationId": APP,
            "data": http_kit::user_info(user), "hookId": "hook",
        });
        assert_eq!(events, [expected]);
        ingrid.client.patch("/api/my-account", json!({ "username": "1" })).await.assert_status(400);
        assert_eq!(waiting(&world).await, Vec::<Value>::new());
        let proof = ingrid.proof().await;
        let new = ingrid.verified_code(&world, "email", "new@fjord.example").await;
        let body = json!({ "email": "new@fjord.example", "newIdentifierVerificationRecordId": new });
        ingrid.proved(Method::POST, "/api/my-account/primary-email", body, &proof).await.assert_status(204);
        ingrid.proved(Method::POST, "/api/my-account/password", json!({ "password": "another-Lamp-78" }), &proof).await.assert_status(204);
        let heard: Vec<_> = waiting(&world).await.iter().map(|event| (event["matchedRoute"].clone(), event["data"]["primaryEmail"].clone())).collect();
        assert_eq!(heard, [(json!("/my-account/primary-email"), json!("new@fjord.example")), (json!("/my-account/password"), json!("new@fjord.example"))]);
    }

    async fn webhooks_hear_of_a_lock(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "sentinelPolicy": { "maxAttempts": 1 } })).await;
        listening(&world, &["Identifier.Lockout"]).await;
        let ingrid = world.someone("ingrid").await;
        let wrong = ingrid.client.post("/api/verifications/password", json!({ "password": "wrong" })).await;
        wrong.assert_error(400, "session.verification_blocked_too_many_attempts");
        let events = waiting(&world).await;
        assert_eq!((events.len(), &events[0]["type"], &events[0]["value"], &events[0]["userId"]), (1, &json!("username"), &json!("ingrid"), &json!(ingrid.id)));
    }

    async fn every_write_is_recorded_with_who_and_how_it_ended_and_without_what_was_sent(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        ingrid.client.get("/api/my-account").await.assert_status(200);
        ingrid.client.post("/api/verifications/password", json!({ "password": "wrong-Lamp-1" })).await.assert_status(422);
        let proof = ingrid.proof().await;
        ingrid.proved(Method::DELETE, "/api/my-account/grants/unknown", json!(null), &proof).await.assert_status(404);
        ingrid.client.patch("/api/my-account", json!({ "name": "Ina" })).await.assert_status(200);
        let mut records = world.audit().await;
        records.sort();
        assert_eq!(records, [
            "Account.DELETE /my-account/grants/{grantId} Error oidc.invalid_grant", "Account.PATCH /my-account Success",
            "Account.POST /verifications/password Error session.invalid_credentials", "Account.POST /verifications/password Success",
        ]);
        let contents = world.contents().await;
        let log = &contents["audit_logs"];
        assert!(log.contains(ingrid.id.as_str()) && log.contains(APP) && log.contains("unknown"), "{log}");
        for secret in ["wrong-Lamp-1", &proof, "Ina"] {
            assert!(!log.contains(secret), "{secret}");
        }
    }
}
