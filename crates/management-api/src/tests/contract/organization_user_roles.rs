//! Rows 23 to 31: the roles and scopes of a member.

use serde_json::{Value, json};

use super::{FK, rows};
use crate::test_api::{TestApi, id};

/// A member's path to the roles, in an organization of its own.
async fn member(api: &TestApi, username: &str) -> (String, String) {
    let organization = api.organization("Fjord").await;
    let user = api.user(username).await;
    let users = format!("/api/organizations/{organization}/users");
    api.created(&users, json!({ "userIds": [user] })).await;
    (format!("{users}/{user}/roles"), users)
}

rows! {
    23 "Org user roles"
    async fn every_method_asks_for_membership_first(api: TestApi) {
        let organization = api.organization("Fjord").await;
        let (ada, role) = (api.user("ada").await, api.organization_role("admin").await);
        for path in [
            format!("/api/organizations/{organization}/users/{ada}/roles"),
            format!("/api/organizations/{organization}/users/nobody/roles"),
            format!("/api/organizations/nowhere/users/{ada}/roles"),
        ] {
            let body = || json!({ "organizationRoleIds": [role] });
            for answer in [
                api.client.get(&path).await,
                api.client.post(&path, body()).await,
                api.client.put(&path, body()).await,
                api.client.delete(&format!("{path}/{role}")).await,
            ] {
                answer.assert_error(422, "organization.require_membership");
            }
        }
    }

    24 "Org user roles"
    async fn ids_and_names_are_united_each_once(api: TestApi) {
        let (roles, _) = member(&api, "ada").await;
        let (admin, viewer) = (api.organization_role("admin").await, api.organization_role("viewer").await);
        let body = json!({ "organizationRoleIds": [admin, admin], "organizationRoleNames": ["viewer", "admin", "viewer"] });
        let answer = api.post(&roles, body, 201).await;
        let mut given: Vec<&str> = answer["organizationRoleIds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        given.sort_unstable();
        let mut expected = [admin.as_str(), viewer.as_str()];
        expected.sort_unstable();
        assert_eq!(given, expected);
        assert_eq!(api.column(&roles, "name").await, ["admin", "viewer"]);
    }

    25 "Org user roles"
    async fn what_is_unknown_is_refused_and_nothing_is_given(api: TestApi) {
        let (roles, _) = member(&api, "ada").await;
        let admin = api.organization_role("admin").await;
        let unknown_name = json!({ "organizationRoleIds": [admin], "organizationRoleNames": ["captain"] });
        let unknown_id = json!({ "organizationRoleIds": [admin, "nothing"] });
        for (body, code) in [(unknown_name, "organization.role_names_not_found"), (unknown_id, FK)] {
            api.client.post(&roles, body.clone()).await.assert_error(422, code);
            api.client.put(&roles, body).await.assert_error(422, code);
            assert_eq!(api.list(&roles).await, [Value::Null; 0]);
        }
    }

    26 "Org user roles"
    async fn an_empty_body_gives_nothing_and_takes_everything(api: TestApi) {
        let (roles, _) = member(&api, "ada").await;
        let admin = api.organization_role("admin").await;
        api.created(&roles, json!({ "organizationRoleIds": [admin] })).await;
        assert_eq!(api.client.post(&roles, json!({})).await.assert_status(201).body, r#"{"organizationRoleIds":[]}"#);
        assert_eq!(api.list(&roles).await.len(), 1);
        assert_eq!(api.client.put(&roles, json!({})).await.assert_status(204).body, "");
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
    }

    27 "Org user roles"
    async fn a_role_held_already_may_be_given_again(api: TestApi) {
        let (roles, _) = member(&api, "ada").await;
        let admin = api.organization_role("admin").await;
        for _ in 0..2 {
            assert_eq!(api.post(&roles, json!({ "organizationRoleIds": [admin] }), 201).await, json!({ "organizationRoleIds": [admin] }));
        }
        assert_eq!(api.column(&roles, "id").await, [admin]);
    }

    28 "Org user roles"
    async fn a_role_for_machines_is_not_for_users(api: TestApi) {
        let (roles, _) = member(&api, "ada").await;
        let robot = api.machine_role("robot").await;
        let body = json!({ "organizationRoleIds": [robot] });
        api.client.post(&roles, body.clone()).await.assert_error(422, "entity.db_constraint_violated");
        api.client.put(&roles, body).await.assert_error(422, "entity.db_constraint_violated");
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
    }

    29 "Org user roles"
    async fn a_role_that_is_not_held_cannot_be_taken(api: TestApi) {
        let (roles, _) = member(&api, "ada").await;
        let admin = api.organization_role("admin").await;
        for role in [admin.as_str(), "nothing"] {
            api.client.delete(&format!("{roles}/{role}")).await.assert_error(404, "entity.not_found");
        }
        api.created(&roles, json!({ "organizationRoleIds": [admin] })).await;
        api.client.delete(&format!("{roles}/{admin}")).await.assert_status(204);
        api.client.delete(&format!("{roles}/{admin}")).await.assert_error(404, "entity.not_found");
    }

    30 "Org user roles"
    async fn roles_for_many_go_to_none_when_one_is_no_member(api: TestApi) {
        let (roles, users) = member(&api, "ada").await;
        let ada = roles.trim_end_matches("/roles").rsplit('/').next().unwrap().to_owned();
        let (bob, admin) = (api.user("bob").await, api.organization_role("admin").await);
        let body = |users: Value| json!({ "userIds": users, "organizationRoleIds": [admin] });
        api.client.post(&format!("{users}/roles"), body(json!([ada, bob]))).await.assert_error(422, FK);
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
        assert_eq!(api.client.post(&format!("{users}/roles"), body(json!([ada]))).await.assert_status(201).body, "Created");
        assert_eq!(api.column(&roles, "id").await, [admin]);
    }

    31 "Org scopes of member"
    async fn scopes_are_those_of_all_roles_now_each_once(api: TestApi) {
        let (roles, users) = member(&api, "ada").await;
        let scopes = format!("{}/scopes", roles.trim_end_matches("/roles"));
        let (read, write) = (api.organization_scope("read").await, api.organization_scope("write").await);
        for (name, held) in [("editor", json!([read, write])), ("viewer", json!([read]))] {
            let role = id(&api.created("/api/organization-roles", json!({ "name": name, "organizationScopeIds": held })).await);
            api.created(&roles, json!({ "organizationRoleIds": [role] })).await;
        }
        assert_eq!(api.column(&scopes, "name").await, ["read", "write"]);
        api.client.delete(&format!("/api/organization-scopes/{write}")).await.assert_status(204);
        assert_eq!(api.column(&scopes, "name").await, ["read"]);
        let bob = api.user("bob").await;
        assert_eq!(api.client.get(&format!("{users}/{bob}/scopes")).await.assert_status(200).body, "[]");
    }
}
