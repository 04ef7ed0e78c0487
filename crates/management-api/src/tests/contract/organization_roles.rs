//! Rows 47 to 54: the template of roles and scopes.

use serde_json::{Value, json};

use super::{FK, rows};
use crate::test_api::{column, id};

const PATH: &str = "/api/organization-roles";

rows! {
    47 "Org roles"
    async fn a_name_is_one_roles_alone(api: TestApi) {
        api.organization_role("admin").await;
        let viewer = api.organization_role("viewer").await;
        let taken = "entity.unique_integrity_violation";
        api.client.post(PATH, json!({ "name": "admin" })).await.assert_error(422, taken);
        api.client.patch(&format!("{PATH}/{viewer}"), json!({ "name": "admin" })).await.assert_error(422, taken);
        assert_eq!(api.column(PATH, "name").await, ["admin", "viewer"]);
        // Case makes another name.
        api.organization_role("Admin").await;
    }

    48 "Org roles"
    async fn scopes_given_at_birth_are_in_the_list_and_not_in_the_answer(api: TestApi) {
        let (read, lamps) = (api.organization_scope("read").await, api.resource("lamps").await);
        let see = api.scope(&lamps, "see").await;
        let body = json!({ "name": "keeper", "organizationScopeIds": [read], "resourceScopeIds": [see] });
        let created = api.post(PATH, body, 201).await;
        let keeper = json!({ "tenantId": "default", "id": created["id"], "name": "keeper", "description": null, "type": "User" });
        assert_eq!(created, keeper);
        assert_eq!(api.get(&format!("{PATH}/{}", id(&created))).await, keeper);
        let listed = &api.list(PATH).await[0];
        assert_eq!(listed["scopes"], json!([{ "id": read, "name": "read" }]));
        assert_eq!(listed["resourceScopes"], json!([{ "id": see, "name": "see", "resource": { "id": lamps, "name": "lamps" } }]));
    }

    49 "Org roles"
    async fn one_bad_scope_makes_no_role(api: TestApi) {
        let read = api.organization_scope("read").await;
        for body in [
            json!({ "name": "keeper", "organizationScopeIds": [read, "nothing"] }),
            json!({ "name": "keeper", "organizationScopeIds": [read], "resourceScopeIds": ["nothing"] }),
        ] {
            api.client.post(PATH, body).await.assert_error(422, FK);
        }
        assert_eq!(api.list(PATH).await, [Value::Null; 0]);
    }

    50 "Org roles"
    async fn roles_are_ordered_by_name_and_found_by_description(api: TestApi) {
        for (name, description) in [("writer", "Keeps the log"), ("admin", "Runs the port"), ("viewer", "Looks")] {
            api.post(PATH, json!({ "name": name, "description": description }), 201).await;
        }
        assert_eq!(api.column(PATH, "name").await, ["admin", "viewer", "writer"]);
        assert_eq!(api.column(&format!("{PATH}?q=THE"), "name").await, ["admin", "writer"]);
    }

    51 "Org roles"
    async fn scopes_of_a_role_are_added_again_emptied_and_missed(api: TestApi) {
        let (role, read) = (api.organization_role("admin").await, api.organization_scope("read").await);
        let path = format!("{PATH}/{role}/scopes");
        for _ in 0..2 {
            api.client.post(&path, json!({ "organizationScopeIds": [read] })).await.assert_status(201);
        }
        assert_eq!(api.column(&path, "id").await, [read.as_str()]);
        api.client.put(&path, json!({ "organizationScopeIds": [] })).await.assert_status(204);
        assert_eq!(api.list(&path).await, [Value::Null; 0]);
        api.client.delete(&format!("{path}/{read}")).await.assert_error(404, "entity.not_found");
    }

    52 "Org roles"
    async fn a_role_is_for_users_unless_it_says_otherwise(api: TestApi) {
        assert_eq!(api.post(PATH, json!({ "name": "admin" }), 201).await["type"], "User");
        assert_eq!(api.post(PATH, json!({ "name": "robot", "type": "MachineToMachine" }), 201).await["type"], "MachineToMachine");
        for kind in ["Robot", "user", ""] {
            api.client.post(PATH, json!({ "name": "x", "type": kind })).await.assert_error(400, "guard.invalid_input");
        }
    }

    53 "Org roles"
    async fn scopes_of_an_unknown_role_are_not_found(api: TestApi) {
        for rest in ["scopes", "resource-scopes"] {
            api.client.get(&format!("{PATH}/nothing/{rest}")).await.assert_error(404, "entity.not_found");
        }
    }

    54 "Org scopes"
    async fn scopes_have_names_of_their_own_and_leave_roles_when_deleted(api: TestApi) {
        let scope = api.organization_scope("read the log").await;
        let again = api.client.post("/api/organization-scopes", json!({ "name": "read the log" })).await;
        again.assert_error(422, "entity.unique_integrity_violation");
        for name in ["a", "b"] {
            api.post(PATH, json!({ "name": name, "organizationScopeIds": [scope] }), 201).await;
        }
        assert_eq!(column(&api.list(PATH).await[1]["scopes"], "name"), ["read the log"]);
        api.client.delete(&format!("/api/organization-scopes/{scope}")).await.assert_status(204);
        for role in api.list(PATH).await {
            assert_eq!(role["scopes"], json!([]));
        }
    }
}
