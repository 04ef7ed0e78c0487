//! Host names of protected applications, which this server does not offer.

use serde_json::json;
use store::both_databases;

use crate::test_api::TestApi;

both_databases! {
    async fn host_names_of_protected_applications_are_not_offered(db: Db) {
        let server = TestApi::over(db).await;
        let desk = server.application("desk", "Traditional").await;
        let path = |id: &str| format!("/api/applications/{id}/protected-app-metadata/custom-domains");
        let body = json!({ "domain": "desk.fjord.example" });
        for (id, status, code) in [
            (desk.as_str(), 501, "application.protected_app_not_configured"),
            ("nobody", 404, "entity.not_exists_with_id"),
        ] {
            server.client.get(&path(id)).await.assert_error(status, code);
            server.client.post(&path(id), body.clone()).await.assert_error(status, code);
            server.client.delete(&format!("{}/desk.fjord.example", path(id))).await.assert_error(status, code);
        }
        for body in [json!({}), json!({ "domain": "" }), json!({ "domain": 7 })] {
            server.client.post(&path(&desk), body).await.assert_error(400, "guard.invalid_input");
        }
    }
}
