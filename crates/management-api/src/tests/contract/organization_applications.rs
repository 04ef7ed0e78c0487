//! Rows 33 to 38: machines as members of organizations.

use serde_json::{Value, json};

use super::{FK, rows};
use crate::test_api::{TestApi, column};

/// An organization's path to its applications, a machine that belongs to it, and a role for machines.
async fn with_machine(api: &TestApi) -> (String, String, String) {
    let path = format!("/api/organizations/{}/applications", api.organization("Fjord").await);
    let (machine, role) = (api.machine("worker").await, api.machine_role("robot").await);
    api.created(&path, json!({ "applicationIds": [machine] })).await;
    (path, machine, role)
}

rows! {
    33 "Org apps"
    async fn only_machines_that_exist_can_be_members(api: TestApi) {
        let (path, _, _) = with_machine(&api).await;
        for kind in ["SPA", "Native", "Traditional"] {
            let web = api.application("web", kind).await;
            let body = json!({ "applicationIds": [web] });
            api.client.post(&path, body.clone()).await.assert_error(422, "entity.db_constraint_violated");
            api.client.put(&path, body).await.assert_error(422, "entity.db_constraint_violated");
        }
        let other = api.machine("other").await;
        api.client.post(&path, json!({ "applicationIds": [other, "nothing"] })).await.assert_error(422, FK);
        assert_eq!(api.list(&path).await.len(), 1);
    }

    34 "Org apps"
    async fn adding_answers_in_plain_text_and_the_list_shows_roles(api: TestApi) {
        let (path, machine, role) = with_machine(&api).await;
        let again = api.client.post(&path, json!({ "applicationIds": [machine] })).await.assert_status(201);
        assert_eq!(again.body, "Created");
        assert!(again.header("content-type").unwrap().starts_with("text/plain"));
        api.client.post(&format!("{path}/{machine}/roles"), json!({ "organizationRoleIds": [role] })).await.assert_status(201);
        let members = api.list(&path).await;
        assert_eq!(members[0]["organizationRoles"], json!([{ "id": role, "name": "robot" }]));
        assert_eq!((members[0].get("secret"), members[0].get("isAdmin")), (None, None));
    }

    35 "Org apps"
    async fn a_machine_that_left_and_came_back_has_no_roles(api: TestApi) {
        let (path, machine, role) = with_machine(&api).await;
        let roles = format!("{path}/{machine}/roles");
        api.client.post(&roles, json!({ "organizationRoleIds": [role] })).await.assert_status(201);
        api.client.delete(&format!("{path}/{machine}")).await.assert_status(204);
        api.created(&path, json!({ "applicationIds": [machine] })).await;
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
    }

    36 "Org app roles"
    async fn a_role_for_users_is_not_for_machines_and_strangers_have_none(api: TestApi) {
        let (path, machine, role) = with_machine(&api).await;
        let admin = api.organization_role("admin").await;
        let body = json!({ "organizationRoleIds": [admin] });
        api.client.post(&format!("{path}/{machine}/roles"), body).await.assert_error(422, "entity.db_constraint_violated");
        let stranger = api.machine("stranger").await;
        for answer in [
            api.client.get(&format!("{path}/{stranger}/roles")).await,
            api.client.post(&format!("{path}/{stranger}/roles"), json!({ "organizationRoleIds": [role] })).await,
            api.client.put(&format!("{path}/{stranger}/roles"), json!({ "organizationRoleIds": [role] })).await,
        ] {
            answer.assert_error(422, "organization.require_membership");
        }
    }

    37 "Org app roles"
    async fn a_replacement_of_roles_needs_one_at_least(api: TestApi) {
        let (path, machine, role) = with_machine(&api).await;
        let roles = format!("{path}/{machine}/roles");
        api.client.put(&roles, json!({ "organizationRoleIds": [] })).await.assert_error(400, "guard.invalid_input");
        api.client.put(&roles, json!({ "organizationRoleIds": [role] })).await.assert_status(204);
        assert_eq!(api.column(&roles, "id").await, [role]);
    }

    38 "App's orgs"
    async fn the_organizations_of_a_machine_come_whole_or_in_pages(api: TestApi) {
        let machine = api.machine("worker").await;
        for number in 0..25 {
            let organization = api.organization(&format!("Organization {number}")).await;
            api.created(&format!("/api/organizations/{organization}/applications"), json!({ "applicationIds": [machine] })).await;
        }
        let path = format!("/api/applications/{machine}/organizations");
        let whole = api.client.get(&path).await.assert_status(200);
        assert_eq!((whole.json().as_array().unwrap().len(), whole.header("total-number")), (25, None));
        let page = api.client.get(&format!("{path}?page=2&page_size=10")).await.assert_status(200);
        assert_eq!(page.header("total-number"), Some("25"));
        assert_eq!(column(&page.json(), "id"), column(&whole.json(), "id")[10..20]);
        api.client.get("/api/applications/nothing/organizations").await.assert_error(404, "entity.not_exists_with_id");
    }
}
