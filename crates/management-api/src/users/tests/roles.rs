use store::both_databases;

use super::*;

impl TestApi {
    /// The ids of a user's visible roles.
    async fn roles_of(&self, user: &str) -> Vec<String> {
        let list = self.client.get(&format!("/api/users/{user}/roles")).await.assert_status(200);
        let ids: Vec<String> = list
            .json()
            .as_array()
            .unwrap()
            .iter()
            .map(|role| role["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(list.header("total-number"), Some(ids.len().to_string().as_str()));
        ids
    }
}

both_databases! {
    /// Part C 76.
    async fn new_users_get_the_default_roles_for_users(db: Db) {
        let server = TestApi::over(db).await;
        for (id, kind, is_default) in [("a", "User", true), ("b", "User", false), ("c", "MachineToMachine", true), ("d", "User", true)] {
            server.stored_role(id, kind, is_default).await;
        }
        let user = server.user_with(json!({})).await;
        assert_eq!(server.roles_of(&user).await, ["a", "d"]);
    }

    async fn roles_are_listed_as_entities_and_searched(db: Db) {
        let server = TestApi::over(db).await;
        for id in ["fisher", "farmer", "#internal:x"] {
            server.stored_role(id, "User", true).await;
        }
        let user = server.user_with(json!({})).await;
        let found = server.client.get(&format!("/api/users/{user}/roles?search=FI%25")).await.assert_status(200);
        assert_eq!(found.header("total-number"), Some("1"));
        assert_eq!(found.json(), json!([{
            "tenantId": "default", "id": "fisher", "name": "fisher", "description": "about", "type": "User", "isDefault": true,
        }]));
        assert_eq!(server.roles_of(&user).await, ["farmer", "fisher"]);
        server.client.get(&format!("/api/users/{user}/roles?search.nickname=a")).await.assert_error(400, "request.invalid_input");
    }

    /// Part C 78.
    async fn roles_are_added_replaced_and_removed(db: Db) {
        let server = TestApi::over(db).await;
        for id in ["a", "b", "c"] {
            server.stored_role(id, "User", false).await;
        }
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/roles");
        let added = server.client.post(&path, json!({ "roleIds": ["b", "a", "b"] })).await.assert_status(201).json();
        assert_eq!(added, json!({ "roleIds": ["b", "a", "b"], "addedRoleIds": ["b", "a"] }));
        let added = server.client.post(&path, json!({ "roleIds": ["a", "c"] })).await.assert_status(201).json();
        assert_eq!(added, json!({ "roleIds": ["a", "c"], "addedRoleIds": ["c"] }));
        let added = server.client.post(&path, json!({ "roleIds": [] })).await.assert_status(201).json();
        assert_eq!(added, json!({ "roleIds": [], "addedRoleIds": [] }));
        let replaced = server.client.put(&path, json!({ "roleIds": ["c", "b", "c"] })).await.assert_status(200).json();
        assert_eq!(replaced, json!({ "roleIds": ["c", "b"] }));
        assert_eq!(server.roles_of(&user).await, ["b", "c"]);
        server.client.delete(&format!("{path}/b")).await.assert_status(204);
        server.client.delete(&format!("{path}/b")).await.assert_error(404, "entity.not_found");
        server.client.delete("/api/users/nobody/roles/b").await.assert_error(404, "entity.not_found");
        let cleared = server.client.put(&path, json!({ "roleIds": [] })).await.assert_status(200).json();
        assert_eq!(cleared, json!({ "roleIds": [] }));
        assert_eq!(server.roles_of(&user).await, [""; 0]);
    }

    /// Part C 75, its second half.
    async fn roles_that_do_not_fit_are_refused_as_a_whole(db: Db) {
        let server = TestApi::over(db).await;
        server.stored_role("a", "User", false).await;
        server.stored_role("machine", "MachineToMachine", false).await;
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/roles");
        server.client.post(&path, json!({ "roleIds": ["a", "machine"] })).await.assert_error(422, "user.invalid_role_type");
        server.client.put(&path, json!({ "roleIds": ["a", "machine"] })).await.assert_error(422, "entity.db_constraint_violated");
        server.client.post(&path, json!({ "roleIds": ["a", "unknown"] })).await.assert_error(404, "entity.not_exists_with_id");
        server.client.put(&path, json!({ "roleIds": ["a", "unknown"] })).await.assert_error(404, "entity.not_exists_with_id");
        for body in [json!({}), json!({ "roleIds": "a" }), json!({ "roleIds": [""] }), json!({ "roleIds": [7] }), json!({ "roleIds": ["a\0"] })] {
            server.client.post(&path, body.clone()).await.assert_error(400, "guard.invalid_input");
            server.client.put(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(server.roles_of(&user).await, [""; 0]);
    }
}
