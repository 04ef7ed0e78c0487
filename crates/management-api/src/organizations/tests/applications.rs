//! The applications of an organization (Management API contract §2.4; Part C rows 33–38).

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

const FK: &str = "entity.relation_foreign_key_not_found";
const CONSTRAINT: &str = "entity.db_constraint_violated";

/// The path of the applications of a new organization.
async fn an_organization(api: &TestApi) -> String {
    format!("/api/organizations/{}/applications", api.organization("Fjord").await)
}

both_databases! {
    async fn only_machines_that_exist_become_members(db: Db) {
        let api = TestApi::over(db).await;
        let path = an_organization(&api).await;
        let machine = api.machine("Nightly job").await;
        let page = api.created("/api/applications", json!({ "name": "Page", "type": "SPA" })).await;
        for (ids, code) in [(json!([machine, page["id"]]), CONSTRAINT), (json!([machine, "nobody"]), FK)] {
            api.client.post(&path, json!({ "applicationIds": ids })).await.assert_error(422, code);
            api.client.put(&path, json!({ "applicationIds": ids })).await.assert_error(422, code);
        }
        api.client.post(&path, json!({ "applicationIds": [] })).await.assert_error(400, "guard.invalid_input");
        api.client.put(&path, json!({})).await.assert_error(400, "guard.invalid_input");
        assert_eq!(api.list(&path).await, [Value::Null; 0]);
        let unknown = "/api/organizations/nobody/applications";
        api.client.post(unknown, json!({ "applicationIds": [machine] })).await.assert_error(422, FK);
        assert_eq!(api.client.get(unknown).await.assert_status(200).body, "[]");
    }

    async fn a_member_application_is_shown_with_its_roles(db: Db) {
        let api = TestApi::over(db).await;
        let path = an_organization(&api).await;
        let mut expected = api
            .created("/api/applications", json!({ "name": "Nightly job", "description": "Counts SHEEP", "type": "MachineToMachine" }))
            .await;
        let id = expected["id"].as_str().unwrap().to_owned();
        let other = api.machine("Other").await;
        for _ in 0..2 {
            let answer = api.client.post(&path, json!({ "applicationIds": [id, other, id] })).await.assert_status(201);
            assert_eq!((answer.body.as_str(), answer.header("content-type")), ("Created", Some("text/plain; charset=utf-8")));
        }
        let (zoo, arc) = (api.machine_role("zoo").await, api.machine_role("arc").await);
        let roles = json!({ "applicationIds": [id], "organizationRoleIds": [zoo, arc] });
        assert_eq!(api.client.post(&format!("{path}/roles"), roles).await.assert_status(201).body, "Created");
        let members = expected.as_object_mut().unwrap();
        members.remove("isAdmin");
        members.remove("secret");
        members.insert("organizationRoles".to_owned(), json!([{ "id": arc, "name": "arc" }, { "id": zoo, "name": "zoo" }]));
        assert_eq!(api.list(&format!("{path}?q=sheep")).await, std::slice::from_ref(&expected));
        assert_eq!(api.list(&format!("{path}?q=NIGHTLY")).await, [expected]);
        assert_eq!(api.column(&format!("{path}?q={other}"), "id").await, std::slice::from_ref(&other));
        let mut all = [id, other];
        all.sort();
        assert_eq!(api.column(&path, "id").await, all);
        let page = api.client.get(&format!("{path}?page=2&page_size=1")).await.assert_status(200);
        assert_eq!((page.json()[0]["id"].as_str(), page.header("total-number")), (Some(all[1].as_str()), Some("2")));
    }

    async fn an_application_that_leaves_loses_its_roles(db: Db) {
        let api = TestApi::over(db).await;
        let path = an_organization(&api).await;
        let (stays, leaves) = (api.machine("Stays").await, api.machine("Leaves").await);
        let robot = api.machine_role("robot").await;
        api.created(&path, json!({ "applicationIds": [stays, leaves] })).await;
        let give = json!({ "applicationIds": [stays, leaves], "organizationRoleIds": [robot] });
        api.client.post(&format!("{path}/roles"), give).await.assert_status(201);
        assert_eq!(api.client.delete(&format!("{path}/{leaves}")).await.assert_status(204).body, "");
        api.client.delete(&format!("{path}/{leaves}")).await.assert_error(404, "entity.not_found");
        api.client.get(&format!("{path}/{leaves}/roles")).await.assert_error(422, "organization.require_membership");
        api.client.put(&path, json!({ "applicationIds": [stays, leaves] })).await.assert_status(204);
        assert_eq!(api.column(&format!("{path}/{stays}/roles"), "id").await, std::slice::from_ref(&robot));
        assert_eq!(api.list(&format!("{path}/{leaves}/roles")).await, [Value::Null; 0]);
        api.client.put(&path, json!({ "applicationIds": [] })).await.assert_status(204);
        assert_eq!(api.list(&path).await, [Value::Null; 0]);
    }

    async fn applications_take_roles_for_machines_by_id_only(db: Db) {
        let api = TestApi::over(db).await;
        let path = an_organization(&api).await;
        let (machine, outside) = (api.machine("Job").await, api.machine("Outside").await);
        let (robot, admin) = (api.machine_role("robot").await, api.organization_role("admin").await);
        api.created(&path, json!({ "applicationIds": [machine] })).await;
        let roles = format!("{path}/{machine}/roles");
        for body in [json!({}), json!({ "organizationRoleIds": [] }), json!({ "organizationRoleNames": ["robot"] }), json!({ "organizationRoleIds": [""] })] {
            api.client.post(&roles, body.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.put(&roles, body).await.assert_error(400, "guard.invalid_input");
        }
        for (ids, code) in [(json!([robot, admin]), CONSTRAINT), (json!([robot, "unknown"]), FK)] {
            api.client.post(&roles, json!({ "organizationRoleIds": ids })).await.assert_error(422, code);
            api.client.put(&roles, json!({ "organizationRoleIds": ids })).await.assert_error(422, code);
            let body = json!({ "applicationIds": [machine], "organizationRoleIds": ids });
            api.client.post(&format!("{path}/roles"), body).await.assert_error(422, code);
        }
        let body = json!({ "applicationIds": [machine, outside], "organizationRoleIds": [robot] });
        api.client.post(&format!("{path}/roles"), body).await.assert_error(422, FK);
        let of_outside = format!("{path}/{outside}/roles");
        let body = json!({ "organizationRoleIds": [robot] });
        api.client.get(&of_outside).await.assert_error(422, "organization.require_membership");
        api.client.post(&of_outside, body.clone()).await.assert_error(422, "organization.require_membership");
        api.client.put(&of_outside, body.clone()).await.assert_error(422, "organization.require_membership");
        api.client.delete(&format!("{of_outside}/{robot}")).await.assert_error(422, "organization.require_membership");
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
        for _ in 0..2 {
            assert_eq!(api.client.post(&roles, body.clone()).await.assert_status(201).body, "Created");
        }
        let shown = json!({ "tenantId": "default", "id": robot, "name": "robot", "description": null, "type": "MachineToMachine" });
        assert_eq!(api.list(&roles).await, [shown]);
        let second = api.machine_role("second").await;
        api.client.put(&roles, json!({ "organizationRoleIds": [second, second] })).await.assert_status(204);
        assert_eq!(api.column(&roles, "id").await, std::slice::from_ref(&second));
        api.client.delete(&format!("{roles}/{robot}")).await.assert_error(404, "entity.not_found");
        assert_eq!(api.client.delete(&format!("{roles}/{second}")).await.assert_status(204).body, "");
    }

    async fn an_application_sees_organizations_all_at_once_or_by_page(db: Db) {
        let api = TestApi::over(db).await;
        let machine = api.machine("Job").await;
        for _ in 0..3 {
            let path = an_organization(&api).await;
            api.created(&path, json!({ "applicationIds": [machine] })).await;
        }
        let path = format!("/api/applications/{machine}/organizations");
        let all = api.client.get(&path).await.assert_status(200);
        assert_eq!((all.json().as_array().unwrap().len(), all.header("total-number")), (3, None));
        assert_eq!(all.json()[0]["organizationRoles"], json!([]));
        let page = api.client.get(&format!("{path}?page=2&page_size=2")).await.assert_status(200);
        assert_eq!((page.json().as_array().unwrap().len(), page.header("total-number")), (1, Some("3")));
        api.client.get("/api/applications/nobody/organizations").await.assert_error(404, "entity.not_exists_with_id");
    }
}
