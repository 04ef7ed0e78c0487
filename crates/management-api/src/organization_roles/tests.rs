//! `/api/organization-roles` through the whole router (Management API contract §3.1; Part C rows 4, 47–53).

use std::sync::Arc;

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

const PATH: &str = "/api/organization-roles";
const FK: &str = "entity.relation_foreign_key_not_found";
const UNIQUE: &str = "entity.unique_integrity_violation";

/// Creates an API resource with one scope; the ids of both.
async fn api_scope(api: &TestApi) -> (String, String) {
    let resource =
        api.created("/api/resources", json!({ "name": "Ships", "indicator": "https://ships.example" })).await;
    let resource = resource["id"].as_str().unwrap().to_owned();
    let scope = api
        .created(&format!("/api/resources/{resource}/scopes"), json!({ "name": "sail", "description": null }))
        .await;
    (resource, scope["id"].as_str().unwrap().to_owned())
}

both_databases! {
    async fn a_role_is_for_users_unless_told_otherwise(db: Db) {
        let api = TestApi::over(db).await;
        let role = api.client.post(PATH, json!({ "name": "admin", "description": "" })).await.assert_status(201).json();
        let id = role["id"].as_str().unwrap().to_owned();
        assert_eq!(id.len(), 21);
        let expected = json!({ "tenantId": "default", "id": id, "name": "admin", "description": null, "type": "User" });
        assert_eq!(role, expected);
        assert_eq!(api.client.get(&format!("{PATH}/{id}")).await.assert_status(200).json(), expected);
        let robot = api.created(PATH, json!({ "name": "robot", "description": "Beep", "type": "MachineToMachine" })).await;
        assert_eq!(robot["type"], "MachineToMachine");
        for bad in [
            json!({}),
            json!({ "name": "" }),
            json!({ "name": "x".repeat(129) }),
            json!({ "name": "a", "description": "x".repeat(257) }),
            json!({ "name": "a", "type": "Robot" }),
            json!({ "name": "a", "type": null }),
            json!({ "name": "a", "organizationScopeIds": "s" }),
            json!({ "name": "a", "resourceScopeIds": [""] }),
        ] {
            api.client.post(PATH, bad).await.assert_error(400, "guard.invalid_input");
        }
        api.client.patch(&format!("{PATH}/{id}"), json!({ "type": "Robot" })).await.assert_error(400, "guard.invalid_input");
        assert_eq!(api.column(PATH, "name").await, ["admin", "robot"]);
    }

    async fn names_are_unique_also_when_changed(db: Db) {
        let api = TestApi::over(db).await;
        let admin = api.organization_role("admin").await;
        api.organization_role("viewer").await;
        api.client.post(PATH, json!({ "name": "admin" })).await.assert_error(422, UNIQUE);
        let path = format!("{PATH}/{admin}");
        api.client.patch(&path, json!({ "name": "viewer" })).await.assert_error(422, UNIQUE);
        api.organization_role("Admin").await;
        let changed = api.client.patch(&path, json!({ "name": "boss", "description": "All", "type": "MachineToMachine" })).await;
        let expected = json!({ "tenantId": "default", "id": admin, "name": "boss", "description": "All", "type": "MachineToMachine" });
        assert_eq!(changed.assert_status(200).json(), expected);
        assert_eq!(api.client.get(&path).await.json(), expected);
        api.client.patch(&path, json!({})).await.assert_error(422, "entity.invalid_input");
    }

    async fn a_deleted_role_is_gone_with_the_code_of_each_method_and_from_its_holders(db: Db) {
        let api = TestApi::over(db).await;
        let (organization, user, role) = (api.organization("Fjord").await, api.user("ada").await, api.organization_role("admin").await);
        let users = format!("/api/organizations/{organization}/users");
        api.created(&users, json!({ "userIds": [user] })).await;
        api.created(&format!("{users}/{user}/roles"), json!({ "organizationRoleIds": [role] })).await;
        let path = format!("{PATH}/{role}");
        assert_eq!(api.client.delete(&path).await.assert_status(204).body, "");
        api.client.get(&path).await.assert_error(404, "entity.not_found");
        api.client.patch(&path, json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");
        api.client.delete(&path).await.assert_error(404, "entity.not_found");
        assert_eq!(api.list(&format!("{users}/{user}/roles")).await, [Value::Null; 0]);
    }

    async fn the_list_shows_scopes_and_creating_does_not(db: Db) {
        let api = TestApi::over(db).await;
        let (resource, sail) = api_scope(&api).await;
        let (write, read) = (api.organization_scope("write").await, api.organization_scope("read").await);
        let body = json!({ "name": "captain", "organizationScopeIds": [write, read], "resourceScopeIds": [sail, "management-api-all"] });
        let captain = api.created(PATH, body).await;
        assert!(captain.get("scopes").is_none() && captain.get("resourceScopes").is_none());
        let guest = api.created(PATH, json!({ "name": "aguest" })).await;
        let mut shown = [guest, captain];
        shown[0]["scopes"] = json!([]);
        shown[0]["resourceScopes"] = json!([]);
        shown[1]["scopes"] = json!([{ "id": read, "name": "read" }, { "id": write, "name": "write" }]);
        shown[1]["resourceScopes"] = json!([
            { "id": "management-api-all", "name": "all", "resource": { "id": "management-api", "name": "Logto Management API" } },
            { "id": sail, "name": "sail", "resource": { "id": resource, "name": "Ships" } },
        ]);
        assert_eq!(api.list(PATH).await, shown);
    }

    async fn a_role_with_one_bad_scope_is_not_made(db: Db) {
        let api = TestApi::over(db).await;
        let read = api.organization_scope("read").await;
        api.client.post(PATH, json!({ "name": "a", "organizationScopeIds": [read, "unknown"] })).await.assert_error(422, FK);
        api.client.post(PATH, json!({ "name": "a", "resourceScopeIds": ["unknown"] })).await.assert_error(422, FK);
        assert_eq!(api.list(PATH).await, [Value::Null; 0]);
    }

    async fn roles_are_paged_by_name_and_found_by_description(db: Db) {
        let api = TestApi::over(db).await;
        for number in 0..22 {
            api.organization_role(&format!("role {number:02}")).await;
        }
        api.created(PATH, json!({ "name": "Zero", "description": "Påskeferie" })).await;
        let first = api.client.get(PATH).await.assert_status(200);
        assert_eq!((first.json().as_array().unwrap().len(), first.header("total-number")), (20, Some("23")));
        let names = api.column(&format!("{PATH}?page_size=100"), "name").await;
        assert_eq!((names[0].as_str(), names.is_sorted()), ("Zero", true));
        let found = api.client.get(&format!("{PATH}?q=P%C3%85SKE")).await.assert_status(200);
        assert_eq!((found.json()[0]["name"].as_str(), found.header("total-number")), (Some("Zero"), Some("1")));
        assert_eq!(api.column(&format!("{PATH}?q=E%201_"), "name").await.len(), 10);
    }

    async fn organization_scopes_are_added_replaced_and_removed(db: Db) {
        let api = TestApi::over(db).await;
        let role = api.organization_role("admin").await;
        let (write, read) = (api.organization_scope("write").await, api.organization_scope("read").await);
        let path = format!("{PATH}/{role}/scopes");
        let ids = |ids: &[&str]| json!({ "organizationScopeIds": ids });
        for _ in 0..2 {
            assert_eq!(api.client.post(&path, ids(&[&write, &read, &read])).await.assert_status(201).body, "Created");
        }
        let shown = |id: &str, name: &str| json!({ "tenantId": "default", "id": id, "name": name, "description": null });
        assert_eq!(api.list(&path).await, [shown(&read, "read"), shown(&write, "write")]);
        let page = api.client.get(&format!("{path}?page=2&page_size=1")).await.assert_status(200);
        assert_eq!((page.json(), page.header("total-number")), (json!([shown(&write, "write")]), Some("2")));
        api.client.post(&path, ids(&[])).await.assert_error(400, "guard.invalid_input");
        api.client.post(&path, json!({})).await.assert_error(400, "guard.invalid_input");
        api.client.put(&path, json!({})).await.assert_error(400, "guard.invalid_input");
        api.client.post(&path, ids(&["unknown"])).await.assert_error(422, FK);
        api.client.put(&path, ids(&[&read, "unknown"])).await.assert_error(422, FK);
        api.client.put(&path, ids(&[&read, &read])).await.assert_error(422, UNIQUE);
        assert_eq!(api.column(&path, "id").await, [read.clone(), write.clone()]);
        assert_eq!(api.client.put(&path, ids(&[&read])).await.assert_status(204).body, "");
        assert_eq!(api.column(&path, "id").await, std::slice::from_ref(&read));
        api.client.delete(&format!("{path}/{write}")).await.assert_error(404, "entity.not_found");
        assert_eq!(api.client.delete(&format!("{path}/{read}")).await.assert_status(204).body, "");
        api.client.put(&path, ids(&[&read])).await.assert_status(204);
        api.client.put(&path, ids(&[])).await.assert_status(204);
        assert_eq!(api.list(&path).await, [Value::Null; 0]);
        let unknown = format!("{PATH}/nobody/scopes");
        api.client.get(&unknown).await.assert_error(404, "entity.not_found");
        api.client.post(&unknown, ids(&[&read])).await.assert_error(422, FK);
        api.client.put(&unknown, ids(&[&read])).await.assert_error(422, FK);
        api.client.put(&unknown, ids(&[])).await.assert_status(204);
        api.client.delete(&format!("{unknown}/{read}")).await.assert_error(404, "entity.not_found");
    }

    async fn api_scopes_are_added_replaced_and_removed(db: Db) {
        let api = TestApi::over(db).await;
        let role = api.organization_role("admin").await;
        let (resource, sail) = api_scope(&api).await;
        let path = format!("{PATH}/{role}/resource-scopes");
        let ids = |ids: &[&str]| json!({ "scopeIds": ids });
        assert_eq!(api.client.post(&path, ids(&[&sail, "management-api-all"])).await.assert_status(201).body, "Created");
        assert_eq!(api.column(&path, "id").await, ["management-api-all".to_owned(), sail.clone()]);
        api.client.put(&path, ids(&[&sail])).await.assert_status(204);
        assert_eq!(api.list(&path).await, [json!({
            "tenantId": "default",
            "id": sail,
            "resourceId": resource,
            "name": "sail",
            "description": null,
            "createdAt": testkit::services::START.0,
        })]);
        api.client.post(&path, ids(&["unknown"])).await.assert_error(422, FK);
        api.client.put(&path, ids(&["unknown"])).await.assert_error(422, FK);
        api.client.post(&path, ids(&[])).await.assert_error(400, "guard.invalid_input");
        assert_eq!(api.client.delete(&format!("{path}/{sail}")).await.assert_status(204).body, "");
        api.client.delete(&format!("{path}/{sail}")).await.assert_error(404, "entity.not_found");
        api.client.get(&format!("{PATH}/nobody/resource-scopes")).await.assert_error(404, "entity.not_found");
        let page = api.client.get(&format!("{path}?page=1")).await.assert_status(200);
        assert_eq!((page.body.as_str(), page.header("total-number")), ("[]", Some("0")));
    }

    async fn what_a_role_allows_is_known_to_token_issue_at_once(db: Db) {
        let api = TestApi::over(db).await;
        let version = async || {
            let services = &api.services.services;
            store::configuration::version(services.db.exec(), &services.tenant).await.unwrap().unwrap()
        };
        let read = api.organization_scope("read").await;
        let role = api.organization_role("admin").await;
        let path = format!("{PATH}/{role}");
        let mut last = version().await;
        for (method, path, body) in [
            ("PATCH", path.clone(), json!({ "name": "boss" })),
            ("POST", format!("{path}/scopes"), json!({ "organizationScopeIds": [read] })),
            ("PUT", format!("{path}/scopes"), json!({ "organizationScopeIds": [] })),
            ("POST", format!("{path}/resource-scopes"), json!({ "scopeIds": ["management-api-all"] })),
            ("DELETE", format!("{path}/resource-scopes/management-api-all"), json!({})),
            ("PUT", format!("{path}/resource-scopes"), json!({ "scopeIds": [] })),
            ("DELETE", path.clone(), json!({})),
            ("PATCH", format!("/api/organization-scopes/{read}"), json!({ "name": "look" })),
            ("DELETE", format!("/api/organization-scopes/{read}"), json!({})),
        ] {
            let answer = api.client.json(method.parse().unwrap(), &path, body).await;
            assert!(answer.status.is_success(), "{method} {path}: {}", answer.body);
            let now = version().await;
            assert!(now > last, "{method} {path}");
            last = now;
        }
    }

    async fn parallel_creations_of_one_name_make_one_role(db: Db) {
        let api = Arc::new(TestApi::over(db).await);
        let tasks: Vec<_> = (0..6)
            .map(|_| {
                let api = api.clone();
                tokio::spawn(async move { api.client.post(PATH, json!({ "name": "admin" })).await })
            })
            .collect();
        let mut statuses = Vec::new();
        for task in tasks {
            let answer = task.await.unwrap();
            statuses.push(answer.status.as_u16());
            if answer.status != 201 {
                answer.assert_error(422, UNIQUE);
            }
        }
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(api.column(PATH, "name").await, ["admin"]);
    }
}
