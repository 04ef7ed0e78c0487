//! Webhooks and their deliveries through the whole router.

use std::time::Duration;

use serde_json::{Value, json};
use store::both_databases;
use testkit::TestClient;

use crate::{
    events::tests::{Receiver, deliver, listening},
    test_api::TestApi,
};

both_databases! {
    async fn webhooks_are_made_shown_changed_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        let body = json!({
            "name": "Orders", "events": ["User.Created", "User.Created", "User.Deleted"],
            "config": { "url": "not even a URL", "headers": { "x-a": "b" }, "retries": 2 }, "signingKey": "mine",
        });
        let hook = api.post("/api/hooks", body, 201).await;
        let (id, key) = (hook["id"].as_str().unwrap(), hook["signingKey"].as_str().unwrap());
        assert!(id.len() == 21 && key.len() == 32);
        let expected = json!({
            "tenantId": "default", "id": id, "name": "Orders", "event": null, "events": ["User.Created", "User.Deleted"],
            "config": { "url": "not even a URL", "headers": { "x-a": "b" }, "retries": 2 }, "signingKey": key,
            "enabled": true, "createdAt": hook["createdAt"],
        });
        assert_eq!(hook, expected);
        let path = format!("/api/hooks/{id}");
        assert_eq!(api.get(&path).await, expected);
        let changed = api.client.patch(&path, json!({ "enabled": false, "config": { "url": "https://a.example" } })).await;
        let changed = changed.assert_status(200).json();
        assert_eq!((&changed["enabled"], &changed["config"]), (&json!(false), &json!({ "url": "https://a.example" })));
        let rekeyed = api.client.patch(&format!("{path}/signing-key"), json!({})).await.assert_status(200).json();
        assert_ne!(rekeyed["signingKey"], hook["signingKey"]);
        let list = api.get("/api/hooks?includeExecutionStats=true").await;
        assert_eq!(list[0]["executionStats"], json!({ "successCount": 0, "requestCount": 0 }));
        api.client.delete(&path).await.assert_status(204);
        assert_eq!(api.get("/api/hooks").await, json!([]));
    }

    async fn changes_at_the_same_time_bring_no_replaced_key_back(db: Db) {
        let api = TestApi::over(db).await;
        let body = json!({ "name": "Orders", "events": ["User.Created"], "config": { "url": "https://a.example" } });
        let hook = api.post("/api/hooks", body, 201).await;
        let path = format!("/api/hooks/{}", hook["id"].as_str().unwrap());
        let key_path = format!("{path}/signing-key");
        for round in 0..20 {
            let rename = |name: String| api.client.patch(&path, json!({ "name": name }));
            let (first, rekeyed, enabled, second) = tokio::join!(
                rename(format!("a{round}")),
                api.client.patch(&key_path, json!({})),
                api.client.patch(&path, json!({ "enabled": round % 2 == 0 })),
                rename(format!("b{round}")),
            );
            for answer in [&first, &enabled, &second] {
                assert_eq!(answer.status, 200);
            }
            let now = api.get(&path).await;
            assert_eq!(now["signingKey"], rekeyed.assert_status(200).json()["signingKey"], "round {round}");
            assert_eq!(now["enabled"], round % 2 == 0, "round {round}");
        }
    }

    async fn an_example_is_sent_once_for_each_event(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        let id = listening(&api, &receiver, &["User.Created"]).await;
        let mut events = vec!["User.Created"; 3_000];
        events.push("User.Deleted");
        let body = json!({ "events": events, "config": { "url": receiver.url } });
        api.client.post(&format!("/api/hooks/{id}/test"), body).await.assert_status(204);
        let sent: Vec<_> = receiver.bodies().iter().map(|body| body["event"].clone()).collect();
        assert_eq!(sent, ["User.Created", "User.Deleted"]);
    }

    async fn what_is_no_webhook_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        let config = json!({ "url": "https://a.example" });
        for (body, code) in [
            (json!({ "config": config }), "hook.missing_events"),
            (json!({ "events": [], "config": config }), "guard.invalid_input"),
            (json!({ "events": ["User.Anything"], "config": config }), "guard.invalid_input"),
            (json!({ "event": "Anything", "config": config }), "guard.invalid_input"),
            (json!({ "events": ["User.Created"] }), "guard.invalid_input"),
            (json!({ "name": "", "events": ["User.Created"], "config": config }), "guard.invalid_input"),
            (json!({ "events": ["User.Created"], "config": { "url": "a", "retries": 4 } }), "guard.invalid_input"),
        ] {
            let answer = api.client.post("/api/hooks", body.clone()).await.assert_status(400);
            assert_eq!(answer.json()["code"], code, "{body}");
        }
        for (method, path, code) in [
            ("GET", "/api/hooks/unknown", "entity.not_exists_with_id"),
            ("PATCH", "/api/hooks/unknown", "entity.not_exists"),
            ("PATCH", "/api/hooks/unknown/signing-key", "entity.not_exists"),
            ("DELETE", "/api/hooks/unknown", "entity.not_found"),
        ] {
            let answer = match method {
                "GET" => api.client.get(path).await,
                "DELETE" => api.client.delete(path).await,
                _ => api.client.patch(path, json!({ "name": "A" })).await,
            };
            assert_eq!(answer.assert_status(404).json()["code"], code, "{method} {path}");
        }
        assert_eq!(api.get("/api/hooks/unknown/recent-logs").await, json!([]));
    }

    async fn a_delivery_is_signed_over_its_very_bytes_and_recorded(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        let id = listening(&api, &receiver, &["User.Created"]).await;
        api.user("olivia").await;
        deliver(&api).await;
        let key = api.get(&format!("/api/hooks/{id}")).await["signingKey"].as_str().unwrap().to_owned();
        let (signature, bytes) = receiver.first("logto-signature-sha-256");
        let expected = jose::hmac_sha256(key.as_bytes(), &bytes);
        let byte = |at: usize| u8::from_str_radix(&signature[at..at + 2], 16).unwrap();
        assert_eq!((0..64).step_by(2).map(byte).collect::<Vec<_>>(), expected);
        assert_eq!(signature, signature.to_lowercase());
        assert_eq!(receiver.first("content-type").0, "application/json");
        let logs = api.get(&format!("/api/hooks/{id}/recent-logs?logKey=TriggerHook.User.Created")).await;
        let payload = &logs[0]["payload"];
        assert_eq!(payload["response"], json!({ "statusCode": 200, "body": { "a": 1 } }));
        assert_eq!(payload["hookRequest"]["body"], serde_json::from_slice::<Value>(&bytes).unwrap());
        let shown = api.get(&format!("/api/hooks/{id}?includeExecutionStats=true")).await;
        assert_eq!(shown["executionStats"], json!({ "successCount": 1, "requestCount": 1 }));
        assert_eq!(api.get("/api/logs").await, json!([]));
    }

    async fn a_failed_delivery_is_tried_again_and_holds_up_those_behind_it(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[500, 500, 200]).await;
        let id = listening(&api, &receiver, &["User.Created"]).await;
        api.user("first").await;
        api.user("second").await;
        let names = |receiver: &Receiver| -> Vec<String> {
            receiver.bodies().iter().map(|body| body["data"]["username"].as_str().unwrap().to_owned()).collect()
        };
        deliver(&api).await;
        assert_eq!(names(&receiver), ["first"]);
        api.services.clock.advance(Duration::from_secs(5));
        deliver(&api).await;
        assert_eq!(names(&receiver), ["first", "first"]);
        api.services.clock.advance(Duration::from_secs(20));
        deliver(&api).await;
        assert_eq!(names(&receiver), ["first", "first", "first", "second"]);
        let shown = api.get(&format!("/api/hooks/{id}?includeExecutionStats=true")).await;
        assert_eq!(shown["executionStats"], json!({ "successCount": 2, "requestCount": 4 }));
    }

    async fn what_waits_too_long_for_a_dead_receiver_is_given_up_and_recorded(db: Db) {
        let mut api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        let id = listening(&api, &receiver, &["User.Created"]).await;
        api.user("first").await;
        api.services.clock.advance(Duration::from_secs(3 * 24 * 60 * 60));
        let token = api.services.management_token().await;
        api.client = TestClient::with_bearer(crate::router(api.services.services.clone()), token);
        api.user("second").await;
        api.services.clock.advance(Duration::from_secs(1));
        deliver(&api).await;
        let bodies = receiver.bodies();
        assert_eq!((bodies.len(), &bodies[0]["data"]["username"]), (1, &json!("second")));
        let logs = api.list(&format!("/api/hooks/{id}/recent-logs")).await;
        let failed: Vec<_> = logs.iter().filter(|log| log["payload"]["result"] == "Error").collect();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0]["payload"]["error"], "given up: the event waited too long");
        assert_eq!(failed[0]["payload"]["hookRequest"]["body"]["data"]["username"], "first");
    }

    async fn where_a_webhook_goes_is_sealed_and_what_was_stored_in_clear_stays_readable(db: Db) {
        let api = TestApi::over(db).await;
        let config = json!({ "url": "https://hooks.example/s3cret-path", "headers": { "authorization": "s3cret-header" } });
        let hook = api.created("/api/hooks", json!({ "name": "A", "events": ["User.Created"], "config": config })).await;
        let path = format!("/api/hooks/{}", hook["id"].as_str().unwrap());
        let is_clear = async || {
            let contents = store::testing::contents(&api.services.services.db).await;
            let hooks = contents.into_iter().find(|(table, _)| table == "hooks").unwrap().1;
            crate::test_api::shows(&hooks.concat(), "s3cret")
        };
        assert!(!is_clear().await);
        let services = &api.services.services;
        let (exec, id) = (services.db.exec(), domain::HookId::new(hook["id"].as_str().unwrap()));
        let mut stored = store::hook::find(exec, &services.tenant, &id).await.unwrap().unwrap();
        stored.config = store::hook::StoredConfig(config.clone());
        store::hook::update(exec, &services.tenant, &stored).await.unwrap();
        assert!(is_clear().await && !format!("{stored:?}").contains("s3cret"));
        assert_eq!(api.get(&path).await["config"], config);
        api.client.patch(&path, json!({ "name": "B" })).await.assert_status(200);
        assert!(!is_clear().await);
        assert_eq!(api.get(&path).await["config"], config);
    }

    async fn a_delivery_that_always_fails_is_given_up_and_a_disabled_webhook_gets_nothing(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[500]).await;
        let id = listening(&api, &receiver, &["User.Created"]).await;
        api.user("first").await;
        for _ in 0..6 {
            deliver(&api).await;
            api.services.clock.advance(Duration::from_secs(100));
        }
        assert_eq!(receiver.bodies().len(), 4);
        api.client.patch(&format!("/api/hooks/{id}"), json!({ "enabled": false })).await.assert_status(200);
        api.user("second").await;
        deliver(&api).await;
        assert_eq!(receiver.bodies().len(), 4);
    }

    async fn a_delivery_is_sent_again_with_the_same_body_and_recorded_anew(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[500, 500, 500, 500, 200]).await;
        let id = listening(&api, &receiver, &["User.Created"]).await;
        let other = listening(&api, &receiver, &["Role.Created"]).await;
        api.user("first").await;
        for _ in 0..6 {
            deliver(&api).await;
            api.services.clock.advance(Duration::from_secs(100));
        }
        let logs = api.list(&format!("/api/hooks/{id}/recent-logs")).await;
        assert_eq!(logs.len(), 4);
        let log = logs[0]["id"].as_str().unwrap();
        let path = format!("/api/hooks/{id}/deliveries/{log}/replay");
        api.client.post(&path, json!({})).await.assert_status(204);
        deliver(&api).await;
        let bodies = receiver.bodies();
        assert_eq!((bodies.len(), &bodies[4]), (5, &bodies[0]));
        let shown = api.get(&format!("/api/hooks/{id}?includeExecutionStats=true")).await;
        assert_eq!(shown["executionStats"], json!({ "successCount": 1, "requestCount": 5 }));
        // Neither another webhook's deliveries nor records of something else are sent.
        let record = api.list("/api/logs?includeManagement=true").await[0]["id"].as_str().unwrap().to_owned();
        for path in [
            format!("/api/hooks/{other}/deliveries/{log}/replay"),
            format!("/api/hooks/{id}/deliveries/{record}/replay"),
            format!("/api/hooks/{id}/deliveries/nothing/replay"),
            format!("/api/hooks/nothing/deliveries/{log}/replay"),
        ] {
            let refused = api.client.post(&path, json!({})).await.assert_status(404).json();
            assert_eq!(refused["code"], "entity.not_exists_with_id", "{path}");
        }
        api.client.patch(&format!("/api/hooks/{id}"), json!({ "enabled": false })).await.assert_status(200);
        assert_eq!(api.client.post(&path, json!({})).await.assert_status(422).json()["code"], "hook.disabled");
    }

    async fn a_webhook_can_be_tried_and_the_answer_is_told(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200, 500]).await;
        let id = listening(&api, &receiver, &["User.Created"]).await;
        let path = format!("/api/hooks/{id}/test");
        let body = |url: &str| json!({ "events": ["User.Created"], "config": { "url": url } });
        api.client.post(&path, body(&receiver.url)).await.assert_status(204);
        let failed = api.client.post(&path, body(&receiver.url)).await.assert_status(422).json();
        assert_eq!(failed["code"], "hook.endpoint_responded_with_error");
        assert_eq!(failed["data"], json!({ "responseStatus": 500, "responseBody": { "a": 1 } }));
        for url in ["not a URL", "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data"] {
            let failed = api.client.post(&path, body(url)).await.assert_status(422).json();
            assert_eq!(failed["code"], "hook.send_test_payload_failed", "{url}");
        }
        let unknown = api.client.post("/api/hooks/unknown/test", body(&receiver.url)).await.assert_status(404).json();
        assert_eq!(unknown["code"], "entity.not_exists_with_id");
    }
}
