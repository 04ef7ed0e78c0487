//! The global roles of a machine-to-machine application.

use serde_json::json;
use store::both_databases;

use crate::test_api::{TestApi, column};

both_databases! {
    async fn roles_are_added_replaced_and_taken(db: Db) {
        let server = TestApi::over(db).await;
        let machine = server.application("machine", "MachineToMachine").await;
        let mut roles = Vec::new();
        for name in ["a", "b", "c"] {
            roles.push(server.role(name, "MachineToMachine").await);
        }
        let path = format!("/api/applications/{machine}/roles");
        let [a, b, c] = [&roles[0], &roles[1], &roles[2]];
        let added = server.post(&path, json!({ "roleIds": [a, a] }), 201).await;
        assert_eq!(added, json!({ "roleIds": [a, a], "addedRoleIds": [a] }));
        let added = server.post(&path, json!({ "roleIds": [b, a] }), 201).await;
        assert_eq!(added, json!({ "roleIds": [b, a], "addedRoleIds": [b] }));
        assert_eq!(server.post(&path, json!({ "roleIds": [] }), 201).await, json!({ "roleIds": [], "addedRoleIds": [] }));

        let listed = server.client.get(&format!("{path}?search.name=b")).await.assert_status(200);
        assert_eq!((listed.header("total-number"), listed.json()), (Some("1"), json!([server.get(&format!("/api/roles/{b}")).await])));

        let replaced = server.client.put(&path, json!({ "roleIds": [c, b, c] })).await.assert_status(200);
        assert_eq!((replaced.body.as_str(), replaced.header("content-type")), ("OK", Some("text/plain; charset=utf-8")));
        let names = async || {
            let mut names = column(&server.get(&path).await, "name");
            names.sort();
            names
        };
        assert_eq!(names().await, ["b", "c"]);
        server.client.delete(&format!("{path}/{c}")).await.assert_status(204);
        server.client.delete(&format!("{path}/{c}")).await.assert_error(404, "entity.not_found");
        server.client.put(&path, json!({ "roleIds": [] })).await.assert_status(200);
        assert_eq!(names().await, [""; 0]);
    }

    async fn a_refused_change_changes_nothing(db: Db) {
        let server = TestApi::over(db).await;
        let (machine, held) = (server.application("machine", "MachineToMachine").await, server.role("held", "MachineToMachine").await);
        let (of_users, other) = (server.role("user", "User").await, server.role("other", "MachineToMachine").await);
        let path = format!("/api/applications/{machine}/roles");
        server.post(&path, json!({ "roleIds": [held] }), 201).await;
        server.client.post(&path, json!({ "roleIds": [other, of_users] })).await.assert_error(422, "application.invalid_role_type");
        server.client.post(&path, json!({ "roleIds": [other, "nothing"] })).await.assert_error(404, "entity.not_exists_with_id");
        server.client.put(&path, json!({ "roleIds": [other, of_users] })).await.assert_error(422, "entity.db_constraint_violated");
        server.client.put(&path, json!({ "roleIds": [other, "nothing"] })).await.assert_error(404, "entity.not_exists_with_id");
        server.client.post(&path, json!({ "roleIds": [""] })).await.assert_error(400, "guard.invalid_input");
        server.client.put(&path, json!({})).await.assert_error(400, "guard.invalid_input");
        assert_eq!(column(&server.get(&path).await, "name"), ["held"]);
    }

    async fn the_hidden_role_is_not_listed_and_survives_a_replacement(db: Db) {
        let server = TestApi::over(db).await;
        let machine = server.application("machine", "MachineToMachine").await;
        let path = format!("/api/applications/{machine}");
        server.client.patch(&path, json!({ "isAdmin": true })).await.assert_status(200);
        let listed = server.client.get(&format!("{path}/roles")).await.assert_status(200);
        assert_eq!((listed.header("total-number"), listed.json()), (Some("0"), json!([])));
        server.client.put(&format!("{path}/roles"), json!({ "roleIds": [] })).await.assert_status(200);
        assert_eq!(server.get(&path).await["isAdmin"], true);
    }

    async fn only_machines_have_roles(db: Db) {
        let server = TestApi::over(db).await;
        let (web, role) = (server.application("web", "Traditional").await, server.role("r", "MachineToMachine").await);
        for (id, status, code) in [(web.as_str(), 422, "application.invalid_type"), ("nobody", 404, "entity.not_exists_with_id")] {
            let path = format!("/api/applications/{id}/roles");
            let body = json!({ "roleIds": [role] });
            server.client.get(&path).await.assert_error(status, code);
            server.client.post(&path, body.clone()).await.assert_error(status, code);
            server.client.put(&path, body).await.assert_error(status, code);
            server.client.delete(&format!("{path}/{role}")).await.assert_error(status, code);
        }
    }
}
