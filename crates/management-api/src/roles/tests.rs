//! Roles, what they allow and who holds them, through the whole router.

use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::{TestApi, column, id};

fn role(id: &str, name: &str, kind: &str) -> Value {
    json!({ "tenantId": "default", "id": id, "name": name, "description": "About it", "type": kind, "isDefault": false })
}

both_databases! {
    async fn a_role_lives_from_post_to_delete(db: Db) {
        let server = TestApi::over(db).await;
        let created = server.post("/api/roles", json!({ "name": "editor", "description": "About it" }), 200).await;
        let editor = id(&created);
        assert_eq!(created, role(&editor, "editor", "User"));
        let path = format!("/api/roles/{editor}");
        assert_eq!(server.get(&path).await, created);
        let body = json!({ "name": "writer", "description": "Writes", "isDefault": true, "type": "MachineToMachine" });
        let changed = server.client.patch(&path, body).await.assert_status(200).json();
        let expected =
            json!({ "tenantId": "default", "id": editor, "name": "writer", "description": "Writes", "type": "User", "isDefault": true });
        assert_eq!(changed, expected);
        assert_eq!(server.get(&path).await, expected);
        for body in [json!({}), json!({ "type": "MachineToMachine" })] {
            server.client.patch(&path, body).await.assert_error(422, "entity.invalid_input");
        }
        server.client.delete(&path).await.assert_status(204);
        server.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        server.client.patch(&path, json!({})).await.assert_error(404, "entity.not_exists_with_id");
        server.client.delete(&path).await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn names_are_unique(db: Db) {
        let server = TestApi::over(db).await;
        server.role("editor", "User").await;
        let reader = server.role("reader", "User").await;
        let body = json!({ "name": "editor", "description": "x", "type": "MachineToMachine" });
        server.client.post("/api/roles", body).await.assert_error(422, "role.name_in_use");
        server.client.patch(&format!("/api/roles/{reader}"), json!({ "name": "editor" })).await.assert_error(422, "role.name_in_use");
        assert_eq!(server.get(&format!("/api/roles/{reader}")).await["name"], "reader");
    }

    async fn a_role_is_created_with_its_scopes_or_not_at_all(db: Db) {
        let server = TestApi::over(db).await;
        let lamps = server.resource("lamps").await;
        let read = server.scope(&lamps, "read").await;
        let body = |name: &str, kind: &str, scopes: Value| json!({ "name": name, "description": "x", "type": kind, "scopeIds": scopes });
        let created = server.post("/api/roles", body("a", "User", json!([read, read])), 200).await;
        assert_eq!(column(&server.get(&format!("/api/roles/{}/scopes", id(&created))).await, "id"), std::slice::from_ref(&read));
        let managing = body("b", "User", json!([read, "management-api-all"]));
        server.client.post("/api/roles", managing).await.assert_error(400, "role.management_api_scopes_not_assignable_to_user_role");
        let unknown = body("b", "MachineToMachine", json!([read, "nothing"]));
        server.client.post("/api/roles", unknown).await.assert_error(404, "entity.not_exists_with_id");
        assert_eq!(server.get("/api/roles?search.name=b").await, json!([]));
        server.post("/api/roles", body("b", "MachineToMachine", json!(["management-api-all"])), 200).await;
    }

    async fn scopes_are_given_all_or_none_and_taken(db: Db) {
        let server = TestApi::over(db).await;
        let (editor, lamps) = (server.role("editor", "User").await, server.resource("lamps").await);
        let (read, write) = (server.scope(&lamps, "read").await, server.scope(&lamps, "write").await);
        let path = format!("/api/roles/{editor}/scopes");
        let scope = |id: &str, name: &str| {
            json!({ "tenantId": "default", "id": id, "resourceId": lamps, "name": name, "description": null, "createdAt": START.0 })
        };
        let added = server.post(&path, json!({ "scopeIds": [read] }), 201).await;
        assert_eq!(added, json!([scope(&read, "read")]));
        let mut expected = scope(&read, "read");
        expected["resource"] = server.get(&format!("/api/resources/{lamps}")).await;
        assert_eq!(server.get(&path).await, json!([expected]));

        let cases = [
            (json!([write, read]), 422, "role.scope_exists"),
            (json!([write, "nothing"]), 404, "entity.not_exists_with_id"),
            (json!([write, "management-api-all"]), 400, "role.management_api_scopes_not_assignable_to_user_role"),
            (json!([]), 400, "guard.invalid_input"),
            (json!([""]), 400, "guard.invalid_input"),
        ];
        for (ids, status, code) in cases {
            server.client.post(&path, json!({ "scopeIds": ids })).await.assert_error(status, code);
        }
        assert_eq!(column(&server.get(&path).await, "id"), std::slice::from_ref(&read));
        let mut both = column(&server.post(&path, json!({ "scopeIds": [write, write] }), 201).await, "name");
        both.sort();
        assert_eq!(both, ["read", "write"]);
        let page = server.client.get(&format!("{path}?page=1&page_size=1&search.name=%25r%25")).await.assert_status(200);
        assert_eq!((page.header("total-number"), page.json().as_array().unwrap().len()), (Some("2"), 1));

        server.client.delete(&format!("{path}/{read}")).await.assert_status(204);
        server.client.delete(&format!("{path}/{read}")).await.assert_error(404, "entity.not_found");
        server.client.get("/api/roles/nothing/scopes").await.assert_error(404, "entity.not_exists_with_id");
        server.client.post("/api/roles/nothing/scopes", json!({ "scopeIds": [read] })).await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn users_are_given_a_role_all_or_none(db: Db) {
        let server = TestApi::over(db).await;
        let (editor, machine) = (server.role("editor", "User").await, server.role("machine", "MachineToMachine").await);
        let (ada, bo) = (server.named_user("Ada").await, server.named_user("Bo").await);
        let path = format!("/api/roles/{editor}/users");
        let created = server.client.post(&path, json!({ "userIds": [ada, ada] })).await.assert_status(201);
        assert_eq!((created.body.as_str(), created.header("content-type")), ("Created", Some("text/plain; charset=utf-8")));
        server.client.post(&path, json!({ "userIds": [bo, ada] })).await.assert_error(422, "role.user_exists");
        server.client.post(&path, json!({ "userIds": [bo, "nobody"] })).await.assert_error(404, "entity.not_found");
        server.client.post(&path, json!({ "userIds": [] })).await.assert_error(400, "guard.invalid_input");
        let to_machine = server.client.post(&format!("/api/roles/{machine}/users"), json!({ "userIds": [bo] })).await;
        to_machine.assert_error(422, "entity.db_constraint_violated");
        server.client.post("/api/roles/nothing/users", json!({ "userIds": [bo] })).await.assert_error(404, "entity.not_exists_with_id");

        let users = server.client.get(&path).await.assert_status(200);
        assert_eq!(users.header("total-number"), Some("1"));
        let mut expected = server.get(&format!("/api/users/{ada}")).await;
        expected.as_object_mut().unwrap().remove("hasPassword");
        assert_eq!(users.json(), json!([expected]));
        assert_eq!(server.get(&format!("{path}?search.name=b%25")).await, json!([]));
        server.client.delete(&format!("{path}/{ada}")).await.assert_status(204);
        server.client.delete(&format!("{path}/{ada}")).await.assert_error(404, "entity.not_found");
        server.client.get("/api/roles/nothing/users").await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn machines_are_given_a_role_all_or_none(db: Db) {
        let server = TestApi::over(db).await;
        let (editor, machine) = (server.role("editor", "User").await, server.role("machine", "MachineToMachine").await);
        let (one, two) = (server.application("one", "MachineToMachine").await, server.application("two", "MachineToMachine").await);
        let web = server.application("web", "Traditional").await;
        let path = format!("/api/roles/{machine}/applications");
        let created = server.client.post(&path, json!({ "applicationIds": [one, one] })).await.assert_status(201);
        assert_eq!(created.body, "Created");
        let cases = [
            (json!([two, one]), 422, "role.application_exists"),
            (json!([two, "nobody"]), 404, "entity.not_exists_with_id"),
            (json!([two, web]), 422, "entity.db_constraint_violated"),
            (json!([]), 400, "guard.invalid_input"),
        ];
        for (ids, status, code) in cases {
            server.client.post(&path, json!({ "applicationIds": ids })).await.assert_error(status, code);
        }
        let to_users = server.client.post(&format!("/api/roles/{editor}/applications"), json!({ "applicationIds": [two] })).await;
        to_users.assert_error(422, "entity.db_constraint_violated");

        let listed = server.client.get(&path).await.assert_status(200);
        let mut expected = server.get(&format!("/api/applications/{one}")).await;
        expected.as_object_mut().unwrap().remove("isAdmin");
        assert_eq!((listed.header("total-number"), listed.json()), (Some("1"), json!([expected])));
        server.client.delete(&format!("{path}/{one}")).await.assert_status(204);
        server.client.delete(&format!("{path}/{one}")).await.assert_error(404, "entity.not_found");
        server.client.get("/api/roles/nothing/applications").await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn lists_count_holders_and_show_three_of_them(db: Db) {
        let server = TestApi::over(db).await;
        let (editor, machine) = (server.role("editor", "User").await, server.role("machine", "MachineToMachine").await);
        let mut users = Vec::new();
        for name in ["a", "b", "c", "d"] {
            users.push(server.named_user(name).await);
        }
        server.client.post(&format!("/api/roles/{editor}/users"), json!({ "userIds": users })).await.assert_status(201);
        let application = server.application("app", "MachineToMachine").await;
        let to_machine = json!({ "applicationIds": [application] });
        server.client.post(&format!("/api/roles/{machine}/applications"), to_machine).await.assert_status(201);

        let listed = server.client.get("/api/roles?search.name=%25e%25&search.description=About%20it&joint=and").await.assert_status(200);
        assert_eq!(listed.header("total-number"), Some("2"));
        let rows = listed.json();
        let row = |id: &str| rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
        users.sort();
        let of_editor = row(&editor);
        let featured = column(&of_editor["featuredUsers"], "id");
        assert_eq!((of_editor["usersCount"].clone(), featured), (json!(4), users[..3].to_vec()));
        let keys: Vec<_> = of_editor["featuredUsers"][0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["id", "avatar", "name"]);
        let mut expected = role(&machine, "machine", "MachineToMachine");
        expected.as_object_mut().unwrap().extend(
            json!({
                "usersCount": 0, "featuredUsers": [], "applicationsCount": 1,
                "featuredApplications": [{ "id": application, "name": "app", "type": "MachineToMachine" }],
            })
            .as_object().unwrap().clone(),
        );
        assert_eq!(row(&machine), expected);

        let names = async |query: String| column(&server.get(&format!("/api/roles?{query}")).await, "name");
        assert!(!names(format!("excludeUserId={}", users[0])).await.contains(&"editor".to_owned()));
        assert!(!names(format!("excludeApplicationId={application}")).await.contains(&"machine".to_owned()));
        assert_eq!(names("type=User".to_owned()).await, ["editor"]);
        server.client.get("/api/roles?type=Robot").await.assert_error(400, "guard.invalid_input");
    }

    async fn internal_roles_are_in_no_list_and_no_count(db: Db) {
        let server = TestApi::over(db).await;
        let listed = server.client.get("/api/roles").await.assert_status(200);
        assert_eq!(listed.header("total-number"), Some("1"));
        assert_eq!(column(&listed.json(), "name"), ["Logto Management API access"]);
        assert_eq!(server.get("/api/roles?search.name=%23internal%3Aadmin&mode=exact").await, json!([]));
        assert_eq!(server.get("/api/roles/admin-role").await["name"], "#internal:admin");
        assert_eq!(column(&server.get("/api/roles/admin-role/scopes").await, "id"), ["management-api-all"]);
    }
}

#[tokio::test]
async fn bodies_are_checked() {
    let database = store::testing::TestDb::sqlite().await;
    let server = TestApi::over(database.db.clone()).await;
    let bodies = [
        json!({ "name": "a" }),
        json!({ "name": "a", "description": "" }),
        json!({ "name": "", "description": "x" }),
        json!({ "name": "a".repeat(129), "description": "x" }),
        json!({ "name": "a", "description": "x".repeat(129) }),
        json!({ "name": "a", "description": "x", "type": "Robot" }),
        json!({ "name": "a", "description": "x", "scopeIds": [""] }),
        json!({ "name": "a", "description": "x", "isDefault": "yes" }),
    ];
    for body in bodies {
        server.client.post("/api/roles", body).await.assert_error(400, "guard.invalid_input");
    }
}
