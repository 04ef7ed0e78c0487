//! One-time tokens through the whole router.

use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::{TestApi, column, shows};

const PATH: &str = "/api/one-time-tokens";
const INGRID: &str = "ingrid@fjord.example";

async fn made(server: &TestApi) -> Value {
    server.post(PATH, json!({ "email": INGRID }), 201).await
}

async fn verify(server: &TestApi, email: &str, token: &Value) -> testkit::TestResponse {
    server.client.post(&format!("{PATH}/verify"), json!({ "email": email, "token": token })).await
}

both_databases! {
    async fn a_token_is_made_read_and_deleted(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let token = made(&server).await;
        let (id, value) = (token["id"].as_str().unwrap(), token["token"].as_str().unwrap());
        assert!(id.len() == 21 && value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let expected = json!({
            "tenantId": "default", "id": id, "email": INGRID, "token": value, "context": {}, "status": "active", "createdAt": START.0,
            "expiresAt": START.0 + 600_000,
        });
        assert_eq!(token, expected);
        assert_eq!(server.get(&format!("{PATH}/{id}")).await, expected);
        let rows = store::testing::contents(&db).await["one_time_tokens"].concat();
        assert!(!shows(&rows, value));
        server.client.delete(&format!("{PATH}/{id}")).await.assert_status(204);
        server.client.delete(&format!("{PATH}/{id}")).await.assert_error(404, "entity.not_found");
        server.client.get(&format!("{PATH}/{id}")).await.assert_error(404, "entity.not_exists_with_id");
        verify(&server, INGRID, &token["token"]).await.assert_error(404, "one_time_token.token_not_found");
    }

    async fn a_token_is_used_once_by_its_own_address(db: Db) {
        let server = TestApi::over(db).await;
        let (token, older) = (made(&server).await, made(&server).await);
        verify(&server, "Ingrid@fjord.example", &token["token"]).await.assert_error(400, "one_time_token.email_mismatch");
        let used = verify(&server, INGRID, &token["token"]).await.assert_status(200).json();
        let mut expected = token.clone();
        expected["status"] = json!("consumed");
        assert_eq!(used, expected);
        verify(&server, INGRID, &token["token"]).await.assert_error(400, "one_time_token.token_consumed");
        verify(&server, INGRID, &older["token"]).await.assert_status(200);
        server.services.advance(std::time::Duration::from_secs(600));
        verify(&server, INGRID, &token["token"]).await.assert_error(400, "one_time_token.token_expired");
    }

    async fn a_token_expires_as_its_maker_says(db: Db) {
        let server = TestApi::over(db).await;
        let context = json!({ "jitOrganizationIds": ["o"], "interactionEvent": "Register" });
        let token = server.post(PATH, json!({ "email": INGRID, "expiresIn": 2, "context": context }), 201).await;
        assert_eq!((&token["context"], &token["expiresAt"]), (&context, &json!(START.0 + 2_000)));
        server.services.advance(std::time::Duration::from_secs(2));
        verify(&server, INGRID, &token["token"]).await.assert_error(400, "one_time_token.token_expired");
        let stored = server.get(&format!("{PATH}/{}", token["id"].as_str().unwrap())).await;
        assert_eq!(stored["status"], "expired");
    }

    async fn a_token_that_was_taken_back_stays_so(db: Db) {
        let server = TestApi::over(db).await;
        let token = made(&server).await;
        let path = format!("{PATH}/{}/status", token["id"].as_str().unwrap());
        let revoked = server.client.put(&path, json!({ "status": "revoked" })).await.assert_status(200).json();
        let mut expected = token.clone();
        expected["status"] = json!("revoked");
        assert_eq!(revoked, expected);
        server.client.put(&path, json!({ "status": "active" })).await.assert_error(400, "one_time_token.cannot_reactivate_token");
        verify(&server, INGRID, &token["token"]).await.assert_error(400, "one_time_token.token_revoked");
        server.client.put(&path, json!({ "status": "expired" })).await.assert_status(200);
        verify(&server, INGRID, &token["token"]).await.assert_error(400, "one_time_token.token_expired");
        server.client.put(&format!("{PATH}/nothing/status"), json!({ "status": "revoked" })).await.assert_error(404, "entity.not_exists");
        for body in [json!({}), json!({ "status": "used" }), json!({ "status": null })] {
            server.client.put(&path, body).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn lists_are_newest_first_and_filtered(db: Db) {
        let server = TestApi::over(db).await;
        let mut ids = Vec::new();
        for email in [INGRID, INGRID, "olav@fjord.example"] {
            server.services.advance(std::time::Duration::from_millis(1));
            ids.insert(0, crate::test_api::id(&server.post(PATH, json!({ "email": email }), 201).await));
        }
        assert_eq!(server.column(PATH, "id").await, ids);
        assert_eq!(server.column(&format!("{PATH}?email=ingrid@fjord.example"), "id").await, ids[1..]);
        server.client.put(&format!("{PATH}/{}/status", ids[1]), json!({ "status": "revoked" })).await.assert_status(200);
        for (status, expected) in [("revoked", &ids[1..2]), ("expired", &[]), ("consumed", &[])] {
            assert_eq!(server.column(&format!("{PATH}?status={status}"), "id").await, expected, "{status}");
        }
        let page = server.client.get(&format!("{PATH}?page=1&page_size=1&status=active")).await.assert_status(200);
        assert_eq!((page.header("total-number"), column(&page.json(), "id")), (Some("2"), vec![ids[0].clone()]));
        server.client.get(&format!("{PATH}?status=used")).await.assert_error(400, "guard.invalid_input");
    }

    async fn bad_bodies_make_nothing(db: Db) {
        let server = TestApi::over(db).await;
        for body in [
            json!({}), json!({ "email": "nobody" }), json!({ "email": format!("{}@fjord.example", "x".repeat(128)) }), json!({ "email": "a\0@b.c" }),
            json!({ "email": INGRID, "expiresIn": 0 }), json!({ "email": INGRID, "expiresIn": -1 }), json!({ "email": INGRID, "expiresIn": u64::MAX }),
            json!({ "email": INGRID, "context": { "interactionEvent": "Nothing" } }), json!({ "email": INGRID, "context": { "jitOrganizationIds": "o" } }),
            json!({ "email": INGRID, "context": null }), json!({ "email": INGRID, "context": [] }),
        ] {
            server.client.post(PATH, body).await.assert_error(400, "guard.invalid_input");
        }
        for body in [json!({}), json!({ "email": INGRID }), json!({ "token": "x" }), json!({ "email": INGRID, "token": "x".repeat(257) })] {
            server.client.post(&format!("{PATH}/verify"), body).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(server.get(PATH).await, json!([]));
    }
}
