//! What a third-party application may ask users for.

use serde_json::json;
use store::both_databases;

use crate::test_api::{TestApi, id};

both_databases! {
    async fn scopes_are_added_shown_and_taken(db: Db) {
        let server = TestApi::over(db).await;
        let theirs = id(&server.post("/api/applications", json!({ "name": "t", "type": "Traditional", "isThirdParty": true }), 200).await);
        let lamps = server.resource("lamps").await;
        let (read, write) = (server.scope(&lamps, "read").await, server.scope(&lamps, "write").await);
        let invite = id(&server.post("/api/organization-scopes", json!({ "name": "invite" }), 201).await);
        let path = format!("/api/applications/{theirs}/user-consent-scopes");
        let empty = json!({ "organizationScopes": [], "resourceScopes": [], "organizationResourceScopes": [], "userScopes": [] });
        assert_eq!(server.get(&path).await, empty);

        let body = json!({
            "organizationScopes": [invite], "resourceScopes": [read, read], "organizationResourceScopes": [write],
            "userScopes": ["profile", "email"],
        });
        for _ in 0..2 {
            assert_eq!(server.client.post(&path, body.clone()).await.assert_status(201).body, "Created");
        }
        let resource = json!({ "id": lamps, "name": "lamps", "indicator": "https://lamps.fjord.example" });
        let scope = |id: &str, name: &str| json!({ "id": id, "name": name, "description": null });
        let expected = json!({
            "organizationScopes": [scope(&invite, "invite")],
            "resourceScopes": [{ "resource": resource, "scopes": [scope(&read, "read")] }],
            "organizationResourceScopes": [{ "resource": resource, "scopes": [scope(&write, "write")] }],
            "userScopes": ["email", "profile"],
        });
        assert_eq!(server.get(&path).await, expected);
        let client = server.services.services.client(&domain::ApplicationId::new(theirs.as_str())).await.unwrap().unwrap();
        assert_eq!(client.third_party.user_scopes, ["email", "profile"]);

        let taken = [("organization-scopes", &invite), ("resource-scopes", &read), ("organization-resource-scopes", &write)];
        for (kind, id) in taken {
            server.client.delete(&format!("{path}/{kind}/{id}")).await.assert_status(204);
            server.client.delete(&format!("{path}/{kind}/{id}")).await.assert_error(404, "entity.not_found");
        }
        for name in ["profile", "email"] {
            server.client.delete(&format!("{path}/user-scopes/{name}")).await.assert_status(204);
        }
        assert_eq!(server.get(&path).await, empty);
        server.client.delete(&format!("{path}/other-scopes/x")).await.assert_error(400, "guard.invalid_input");
    }

    async fn a_refused_addition_adds_nothing(db: Db) {
        let server = TestApi::over(db).await;
        let theirs = id(&server.post("/api/applications", json!({ "name": "t", "type": "SPA", "isThirdParty": true }), 200).await);
        let ours = server.application("ours", "SPA").await;
        let path = format!("/api/applications/{theirs}/user-consent-scopes");
        let unknown = json!({ "userScopes": ["email"], "organizationScopes": ["x"], "resourceScopes": ["y", "management-api-all"] });
        let refused = server.client.post(&path, unknown).await.assert_error(422, "application.user_consent_scopes_not_found");
        assert_eq!(refused.json()["data"], json!({ "organizationScopes": ["x"], "resourceScopes": ["y"] }));
        for key in ["resourceScopes", "organizationResourceScopes"] {
            let managing = server.client.post(&path, json!({ "userScopes": ["email"], key: ["management-api-all"] })).await;
            managing.assert_error(422, "application.consent_management_api_scopes_not_allowed");
        }
        server.client.post(&path, json!({ "userScopes": ["openid"] })).await.assert_error(400, "guard.invalid_input");
        assert_eq!(server.get(&path).await["userScopes"], json!([]));
        let first_party = server.client.post(&format!("/api/applications/{ours}/user-consent-scopes"), json!({ "userScopes": ["email"] })).await;
        first_party.assert_error(422, "application.third_party_application_only");
        let nobody = "/api/applications/nobody/user-consent-scopes";
        server.client.get(nobody).await.assert_error(404, "entity.not_exists_with_id");
        server.client.post(nobody, json!({})).await.assert_error(404, "entity.not_exists_with_id");
    }
}
