//! `/api/organization-scopes` through the whole router (Management API contract §3.2; Part C rows 4, 54).

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

const PATH: &str = "/api/organization-scopes";
const UNIQUE: &str = "entity.unique_integrity_violation";

both_databases! {
    async fn a_scope_is_made_changed_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        let scope = api.client.post(PATH, json!({ "name": "edit all" })).await.assert_status(201).json();
        let id = scope["id"].as_str().unwrap().to_owned();
        assert_eq!(id.len(), 21);
        assert_eq!(scope, json!({ "tenantId": "default", "id": id, "name": "edit all", "description": null }));
        let path = format!("{PATH}/{id}");
        assert_eq!(api.client.get(&path).await.assert_status(200).json(), scope);
        let changed = api.client.patch(&path, json!({ "name": "edit some", "description": "Less" })).await.assert_status(200).json();
        assert_eq!(changed, json!({ "tenantId": "default", "id": id, "name": "edit some", "description": "Less" }));
        let changed = api.client.patch(&path, json!({ "description": "" })).await.assert_status(200).json();
        assert_eq!(changed, json!({ "tenantId": "default", "id": id, "name": "edit some", "description": null }));
        api.client.patch(&path, json!({})).await.assert_error(422, "entity.invalid_input");
        assert_eq!(api.client.delete(&path).await.assert_status(204).body, "");
        api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(&path, json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");
        api.client.delete(&path).await.assert_error(404, "entity.not_found");
    }

    async fn names_are_unique_and_bad_ones_refused(db: Db) {
        let api = TestApi::over(db).await;
        let read = api.organization_scope("read").await;
        api.organization_scope("write").await;
        api.client.post(PATH, json!({ "name": "read" })).await.assert_error(422, UNIQUE);
        let path = format!("{PATH}/{read}");
        api.client.patch(&path, json!({ "name": "write" })).await.assert_error(422, UNIQUE);
        for bad in [json!({ "name": "" }), json!({ "name": "x".repeat(129) }), json!({ "name": "a", "description": "x".repeat(257) })] {
            api.client.post(PATH, bad.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.patch(&path, bad).await.assert_error(400, "guard.invalid_input");
        }
        api.client.post(PATH, json!({})).await.assert_error(400, "guard.invalid_input");
        assert_eq!(api.column(PATH, "name").await, ["read", "write"]);
    }

    async fn all_scopes_come_at_once_unless_a_page_is_asked_for(db: Db) {
        let api = TestApi::over(db).await;
        for number in 0..30 {
            api.organization_scope(&format!("scope {number:02}")).await;
        }
        let all = api.client.get(PATH).await.assert_status(200);
        assert_eq!((all.json().as_array().unwrap().len(), all.header("total-number")), (30, None));
        let names = api.column(PATH, "name").await;
        assert!(names.is_sorted());
        let page = api.client.get(&format!("{PATH}?page=2")).await.assert_status(200);
        assert_eq!((page.json().as_array().unwrap().len(), page.header("total-number")), (10, Some("30")));
        let found = api.client.get(&format!("{PATH}?q=E%201&page_size=5")).await.assert_status(200);
        assert_eq!((found.json()[0]["name"].as_str(), found.header("total-number")), (Some("scope 10"), Some("10")));
        assert_eq!(api.list(&format!("{PATH}?q=nothing")).await, [Value::Null; 0]);
    }

    async fn a_deleted_scope_is_gone_from_every_role(db: Db) {
        let api = TestApi::over(db).await;
        let (read, write) = (api.organization_scope("read").await, api.organization_scope("write").await);
        let role = api.created("/api/organization-roles", json!({ "name": "a", "organizationScopeIds": [read, write] })).await;
        api.client.delete(&format!("{PATH}/{read}")).await.assert_status(204);
        let path = format!("/api/organization-roles/{}/scopes", role["id"].as_str().unwrap());
        assert_eq!(api.column(&path, "id").await, [write]);
    }
}
