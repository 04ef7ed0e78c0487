//! Host names of the tenant's own, which nobody gives here.

use serde_json::json;
use store::both_databases;

use crate::test_api::TestApi;

both_databases! {
    async fn there_are_no_domains_and_none_can_be_added(db: Db) {
        let server = TestApi::over(db).await;
        assert_eq!(server.get("/api/domains").await, json!([]));
        server.client.post("/api/domains", json!({ "domain": "id.fjord.example" })).await.assert_error(400, "domain.not_configured");
        server.client.post("/api/domains/cleanup", json!({ "staleDays": 7 })).await.assert_error(400, "domain.not_configured");
        server.client.delete("/api/domains/unknown").await.assert_error(400, "domain.not_configured");
        server.client.get("/api/domains/unknown").await.assert_error(404, "entity.not_exists_with_id");
        let files = "/api/domains/unknown/verification-files";
        server.client.get(files).await.assert_error(404, "entity.not_exists_with_id");
        server.client.put(files, json!({ "verificationFiles": { "a.txt": "x" } })).await.assert_error(404, "entity.not_exists_with_id");
        assert_eq!(server.get("/api/domains").await, json!([]));
    }

    async fn wrong_bodies_are_refused_before_that(db: Db) {
        let server = TestApi::over(db).await;
        for body in [json!({}), json!({ "domain": "" }), json!({ "domain": "x".repeat(257) }), json!({ "domain": 7 })] {
            server.client.post("/api/domains", body).await.assert_error(400, "guard.invalid_input");
        }
        for body in [json!({}), json!({ "staleDays": "7" })] {
            server.client.post("/api/domains/cleanup", body).await.assert_error(400, "guard.invalid_input");
        }
        for body in [json!({}), json!({ "verificationFiles": [] })] {
            server.client.put("/api/domains/unknown/verification-files", body).await.assert_error(400, "guard.invalid_input");
        }
    }
}
