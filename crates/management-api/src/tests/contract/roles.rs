//! Rows 68 to 75, 77 and 78: global roles and who holds them.

use serde_json::{Value, json};

use super::rows;
use crate::test_api::{TestApi, column};

const MANAGEMENT: &str = "management-api-all";

async fn scope(api: &TestApi) -> String {
    let lamps = api.resource("lamps").await;
    api.scope(&lamps, "see").await
}

rows! {
    68 "Roles"
    async fn a_role_needs_a_description_and_a_name_of_its_own(api: TestApi) {
        for body in [json!({ "name": "reader" }), json!({ "name": "reader", "description": "" }), json!({ "description": "x" })] {
            api.client.post("/api/roles", body).await.assert_error(400, "guard.invalid_input");
        }
        api.role("reader", "User").await;
        let writer = api.role("writer", "User").await;
        let again = api.client.post("/api/roles", json!({ "name": "reader", "description": "x" })).await;
        again.assert_error(422, "role.name_in_use");
        api.client.patch(&format!("/api/roles/{writer}"), json!({ "name": "reader" })).await.assert_error(422, "role.name_in_use");
    }

    69 "Roles"
    async fn a_role_is_made_with_200_and_missed_by_id(api: TestApi) {
        let body = json!({ "name": "reader", "description": "Reads" });
        let created = api.post("/api/roles", body, 200).await;
        assert_eq!((&created["type"], &created["isDefault"]), (&json!("User"), &json!(false)));
        let missing = "/api/roles/nothing";
        for answer in [
            api.client.get(missing).await,
            api.client.patch(missing, json!({ "name": "x" })).await,
            api.client.delete(missing).await,
        ] {
            answer.assert_error(404, "entity.not_exists_with_id");
        }
    }

    70 "Roles"
    async fn users_get_no_scope_of_the_management_api(api: TestApi) {
        let refused = "role.management_api_scopes_not_assignable_to_user_role";
        let body = json!({ "name": "reader", "description": "Reads", "scopeIds": [MANAGEMENT] });
        api.client.post("/api/roles", body).await.assert_error(400, refused);
        assert_eq!(api.list("/api/roles?search=reader").await, [Value::Null; 0], "the role is not left behind");
        let path = format!("/api/roles/{}/scopes", api.role("reader", "User").await);
        api.client.post(&path, json!({ "scopeIds": [MANAGEMENT] })).await.assert_error(400, refused);
        let machines = format!("/api/roles/{}/scopes", api.role("robot", "MachineToMachine").await);
        api.client.post(&machines, json!({ "scopeIds": [MANAGEMENT] })).await.assert_status(201);
    }

    71 "Roles"
    async fn what_a_role_has_already_is_refused(api: TestApi) {
        let (scope, user, machine) = (scope(&api).await, api.user("ada").await, api.machine("worker").await);
        let (reader, robot) = (api.role("reader", "User").await, api.role("robot", "MachineToMachine").await);
        for (path, body, code) in [
            (format!("/api/roles/{reader}/scopes"), json!({ "scopeIds": [scope] }), "role.scope_exists"),
            (format!("/api/roles/{reader}/users"), json!({ "userIds": [user] }), "role.user_exists"),
            (format!("/api/roles/{robot}/applications"), json!({ "applicationIds": [machine] }), "role.application_exists"),
        ] {
            api.client.post(&path, body.clone()).await.assert_status(201);
            api.client.post(&path, body).await.assert_error(422, code);
        }
    }

    72 "Roles"
    async fn unknown_scopes_and_empty_lists_are_refused(api: TestApi) {
        let (reader, robot) = (api.role("reader", "User").await, api.role("robot", "MachineToMachine").await);
        let scopes = format!("/api/roles/{reader}/scopes");
        let unknown = "entity.not_exists_with_id";
        api.client.post(&scopes, json!({ "scopeIds": ["nothing"] })).await.assert_error(404, unknown);
        let body = json!({ "name": "x", "description": "x", "scopeIds": ["nothing"] });
        api.client.post("/api/roles", body).await.assert_error(404, unknown);
        for (path, key) in [
            (scopes, "scopeIds"),
            (format!("/api/roles/{reader}/users"), "userIds"),
            (format!("/api/roles/{robot}/applications"), "applicationIds"),
        ] {
            api.client.post(&path, json!({ key: [] })).await.assert_error(400, "guard.invalid_input");
        }
    }

    73 "Roles"
    async fn what_is_not_held_cannot_be_taken(api: TestApi) {
        let (scope, user, machine) = (scope(&api).await, api.user("ada").await, api.machine("worker").await);
        let (reader, robot) = (api.role("reader", "User").await, api.role("robot", "MachineToMachine").await);
        for path in [
            format!("/api/roles/{reader}/scopes/{scope}"),
            format!("/api/roles/{reader}/users/{user}"),
            format!("/api/roles/{robot}/applications/{machine}"),
            format!("/api/users/{user}/roles/{reader}"),
            format!("/api/applications/{machine}/roles/{robot}"),
        ] {
            api.client.delete(&path).await.assert_error(404, "entity.not_found");
        }
    }

    74 "Roles"
    async fn internal_roles_are_never_seen(api: TestApi) {
        let seen = api.client.get("/api/roles").await.assert_status(200);
        let names = column(&seen.json(), "name");
        assert!(names.iter().all(|name| !name.starts_with("#internal:")), "{names:?}");
        assert_eq!(seen.header("total-number"), Some(names.len().to_string().as_str()));
        for query in ["search=%23internal%3Aadmin&mode=exact", "search.name=%23internal%25", "search.id=admin-role&mode.id=exact"] {
            let found = api.client.get(&format!("/api/roles?{query}")).await.assert_status(200);
            assert_eq!((found.body.as_str(), found.header("total-number")), ("[]", Some("0")), "{query}");
        }
        let machine = api.machine("worker").await;
        api.client.patch(&format!("/api/applications/{machine}"), json!({ "isAdmin": true })).await.assert_status(200);
        let held = api.client.get(&format!("/api/applications/{machine}/roles")).await.assert_status(200);
        assert_eq!((held.body.as_str(), held.header("total-number")), ("[]", Some("0")));
    }

    75 "Roles"
    async fn a_role_for_machines_is_refused_users_in_the_words_of_each_path(api: TestApi) {
        let (ada, robot) = (api.user("ada").await, api.role("robot", "MachineToMachine").await);
        let by_role = api.client.post(&format!("/api/roles/{robot}/users"), json!({ "userIds": [ada] })).await;
        by_role.assert_error(422, "entity.db_constraint_violated");
        let by_user = api.client.post(&format!("/api/users/{ada}/roles"), json!({ "roleIds": [robot] })).await;
        by_user.assert_error(422, "user.invalid_role_type");
        assert_eq!(api.list(&format!("/api/users/{ada}/roles")).await, [Value::Null; 0]);
    }

    77 "Roles"
    async fn roles_count_holders_show_three_and_leave_out_those_held(api: TestApi) {
        let (reader, robot) = (api.role("reader", "User").await, api.role("robot", "MachineToMachine").await);
        let (mut users, mut machines) = (Vec::new(), Vec::new());
        for number in 0..4 {
            users.push(api.named_user(&format!("Guest {number}")).await);
            machines.push(api.machine(&format!("worker {number}")).await);
        }
        api.client.post(&format!("/api/roles/{reader}/users"), json!({ "userIds": users })).await.assert_status(201);
        api.client.post(&format!("/api/roles/{robot}/applications"), json!({ "applicationIds": machines })).await.assert_status(201);
        let shown = async |name: &str| api.list(&format!("/api/roles?search={name}&mode=exact")).await.remove(0);
        let (of_users, of_machines) = (shown("reader").await, shown("robot").await);
        assert_eq!((&of_users["usersCount"], &of_users["applicationsCount"]), (&json!(4), &json!(0)));
        assert_eq!((&of_machines["usersCount"], &of_machines["applicationsCount"]), (&json!(0), &json!(4)));
        let members = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        for (row, keys) in [(&of_users["featuredUsers"], ["id", "avatar", "name"]), (&of_machines["featuredApplications"], ["id", "name", "type"])] {
            assert_eq!(row.as_array().unwrap().len(), 3);
            assert_eq!(members(&row[0]), keys);
        }
        for (query, gone) in [(format!("excludeUserId={}", users[0]), "reader"), (format!("excludeApplicationId={}", machines[0]), "robot")] {
            let names = api.column(&format!("/api/roles?{query}"), "name").await;
            assert!(!names.iter().any(|name| name == gone) && !names.is_empty(), "{names:?}");
        }
    }

    78 "User roles"
    async fn roles_of_a_user_are_cleared_and_only_new_ones_are_told(api: TestApi) {
        let path = format!("/api/users/{}/roles", api.user("ada").await);
        let (reader, writer) = (api.role("reader", "User").await, api.role("writer", "User").await);
        let first = api.post(&path, json!({ "roleIds": [reader] }), 201).await;
        assert_eq!(first, json!({ "roleIds": [reader], "addedRoleIds": [reader] }));
        let second = api.post(&path, json!({ "roleIds": [reader, writer] }), 201).await;
        assert_eq!(second, json!({ "roleIds": [reader, writer], "addedRoleIds": [writer] }));
        let cleared = api.client.put(&path, json!({ "roleIds": [] })).await.assert_status(200);
        assert_eq!(cleared.json(), json!({ "roleIds": [] }));
        assert_eq!(api.list(&path).await, [Value::Null; 0]);
    }
}
