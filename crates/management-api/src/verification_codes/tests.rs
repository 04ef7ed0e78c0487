//! Codes that a back end asks for.

use std::time::Duration;

use serde_json::{Value, json};
use store::both_databases;

use crate::{
    events::tests::{Receiver, deliver, listening},
    test_api::{TestApi, shows},
};

const PATH: &str = "/api/verification-codes";
const EMAIL: &str = "Astrid@fjord.example";

/// A tenant whose messages go to a receiver.
async fn sending(db: store::Db) -> (TestApi, Receiver) {
    let (api, receiver) = (TestApi::over(db).await, Receiver::answering(&[200]).await);
    for kind in ["http-email", "http-sms"] {
        api.created(
            "/api/connectors",
            json!({ "connectorId": kind, "config": { "endpoint": receiver.url } }),
        )
        .await;
    }
    (api, receiver)
}

fn last_code(receiver: &Receiver) -> String {
    receiver.bodies().last().unwrap()["payload"]["code"].as_str().unwrap().to_owned()
}

async fn requested(api: &TestApi, receiver: &Receiver, body: &Value) -> String {
    assert_eq!(api.client.post(PATH, body.clone()).await.assert_status(204).body, "");
    last_code(receiver)
}

async fn verified(api: &TestApi, body: &Value, code: &str) -> testkit::TestResponse {
    let mut body = body.clone();
    body["verificationCode"] = code.into();
    api.client.post(&format!("{PATH}/verify"), body).await
}

/// Another code of six digits.
fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

both_databases! {
    async fn a_code_is_sent_and_taken_once(db: Db) {
        let (api, receiver) = sending(db).await;
        for (body, to) in [(json!({ "email": EMAIL }), EMAIL), (json!({ "phone": "4741234567" }), "4741234567")] {
            let code = requested(&api, &receiver, &body).await;
            assert_eq!(receiver.bodies().last().unwrap(), &json!({ "to": to, "type": "Generic", "payload": { "code": code } }));
            verified(&api, &json!({ "email": "other@fjord.example" }), &code).await.assert_error(400, "verification_code.not_found");
            assert_eq!(verified(&api, &body, &code).await.assert_status(204).body, "");
            verified(&api, &body, &code).await.assert_error(400, "verification_code.not_found");
        }
    }

    async fn a_code_ends_by_time_by_tries_and_by_a_successor(db: Db) {
        let (api, receiver) = sending(db).await;
        let body = json!({ "email": EMAIL });
        let code = requested(&api, &receiver, &body).await;
        api.services.clock.advance(Duration::from_secs(600));
        verified(&api, &body, &code).await.assert_error(400, "verification_code.expired");
        let code = requested(&api, &receiver, &body).await;
        for _ in 0..10 {
            verified(&api, &body, &wrong(&code)).await.assert_error(400, "verification_code.code_mismatch");
        }
        verified(&api, &body, &code).await.assert_error(400, "verification_code.exceed_max_try");
        let first = requested(&api, &receiver, &body).await;
        let second = requested(&api, &receiver, &body).await;
        if first != second {
            verified(&api, &body, &first).await.assert_error(400, "verification_code.code_mismatch");
        }
        verified(&api, &json!({ "email": EMAIL.to_lowercase() }), &second).await.assert_status(204);
    }

    async fn look_alikes_of_an_address_are_other_addresses(db: Db) {
        let (api, receiver) = sending(db).await;
        // The Kelvin sign is a K in lower case and in compatibility forms.
        let code = requested(&api, &receiver, &json!({ "email": "ada@\u{212a}.example" })).await;
        verified(&api, &json!({ "email": "ada@k.example" }), &code).await.assert_error(400, "verification_code.not_found");
    }

    async fn a_code_is_not_kept_in_clear(db: Db) {
        let (api, receiver) = sending(db).await;
        let code = requested(&api, &receiver, &json!({ "email": EMAIL })).await;
        for (table, rows) in store::testing::contents(&api.services.services.db).await {
            let hash = domain::HashedToken::of(&code).as_bytes().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            assert!(rows.iter().all(|row| !shows(row, &code) && !row.to_lowercase().contains(&hash)), "{table} shows the code");
        }
        verified(&api, &json!({ "email": EMAIL }), &code).await.assert_status(204);
        assert!(!api.get("/api/logs?includeManagement=true").await.to_string().contains(&code));
    }

    async fn an_address_gets_ten_messages_in_ten_minutes_and_what_is_sent_stays_good(db: Db) {
        let (api, receiver) = sending(db).await;
        let events = Receiver::answering(&[200]).await;
        listening(&api, &events, &["Message.RateLimited"]).await;
        let body = json!({ "email": EMAIL });
        let mut code = String::new();
        for _ in 0..10 {
            code = requested(&api, &receiver, &body).await;
        }
        for spelling in [EMAIL, "astrid@FJORD.example"] {
            api.client.post(PATH, json!({ "email": spelling })).await.assert_error(429, "request.message_rate_limited");
        }
        assert_eq!(receiver.bodies().len(), 10);
        requested(&api, &receiver, &json!({ "email": "olav@fjord.example" })).await;
        verified(&api, &body, &code).await.assert_status(204);
        deliver(&api).await;
        let mut told = events.bodies();
        assert_eq!(told.len(), 2);
        told[0].as_object_mut().unwrap().remove("hookId");
        assert_eq!(told[0], json!({
            "event": "Message.RateLimited", "createdAt": "2026-11-18T12:26:40.000Z", "action": "Generic", "recipient": EMAIL,
        }));
        api.services.clock.advance(Duration::from_secs(600));
        requested(&api, &receiver, &body).await;
    }

    async fn what_was_not_sent_does_not_count(db: Db) {
        let api = TestApi::over(db).await;
        let body = json!({ "email": EMAIL });
        let none = api.client.post(PATH, body.clone()).await;
        let none = none.assert_error(501, "connector.not_found");
        assert_eq!(none.json()["data"], json!({ "type": "Email" }));
        api.client.post(PATH, json!({ "phone": "4741234567" })).await.assert_error(501, "connector.not_found");
        let refusing = Receiver::answering(&[500]).await;
        api.created("/api/connectors", json!({ "connectorId": "http-email", "config": { "endpoint": refusing.url } })).await;
        for _ in 0..11 {
            api.client.post(PATH, body.clone()).await.assert_error(400, "connector.general");
        }
        verified(&api, &body, "000000").await.assert_error(400, "verification_code.not_found");
    }

    async fn there_must_be_an_address_and_a_code(db: Db) {
        let (api, _receiver) = sending(db).await;
        for bad in [json!({}), json!({ "email": "astrid" }), json!({ "phone": "+47" }), json!({ "phone": "" }), json!({ "email": null }), json!({ "email": 1 })] {
            api.client.post(PATH, bad.clone()).await.assert_error(400, "guard.invalid_input");
            verified(&api, &bad, "123456").await.assert_error(400, "guard.invalid_input");
        }
        verified(&api, &json!({ "email": EMAIL }), "").await.assert_error(400, "guard.invalid_input");
        api.client.post(&format!("{PATH}/verify"), json!({ "email": EMAIL })).await.assert_error(400, "guard.invalid_input");
    }
}
