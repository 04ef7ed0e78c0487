//! The roles of a member (Management API contract §2.3; Part C rows 23–29).

use std::sync::Arc;

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

const FK: &str = "entity.relation_foreign_key_not_found";
const MEMBERSHIP: &str = "organization.require_membership";

/// An organization with one member; the path of the member's roles.
async fn with_member(api: &TestApi) -> String {
    let (organization, user) = (api.organization("Fjord").await, api.user("ada").await);
    api.created(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] })).await;
    format!("/api/organizations/{organization}/users/{user}/roles")
}

both_databases! {
    async fn every_method_asks_for_membership_first(db: Db) {
        let api = TestApi::over(db).await;
        let (organization, user, role) =
            (api.organization("Fjord").await, api.user("ada").await, api.organization_role("admin").await);
        for path in [
            format!("/api/organizations/{organization}/users/{user}/roles"),
            format!("/api/organizations/{organization}/users/nobody/roles"),
            format!("/api/organizations/nobody/users/{user}/roles"),
        ] {
            let body = json!({ "organizationRoleIds": [role] });
            api.client.get(&path).await.assert_error(422, MEMBERSHIP);
            api.client.post(&path, body.clone()).await.assert_error(422, MEMBERSHIP);
            api.client.post(&path, json!({ "organizationRoleNames": ["unknown"] })).await.assert_error(422, MEMBERSHIP);
            api.client.put(&path, body).await.assert_error(422, MEMBERSHIP);
            api.client.delete(&format!("{path}/{role}")).await.assert_error(422, MEMBERSHIP);
        }
    }

    async fn ids_and_names_are_united(db: Db) {
        let api = TestApi::over(db).await;
        let roles = with_member(&api).await;
        let (zoo, arc) = (api.organization_role("zoo").await, api.organization_role("arc").await);
        let body = json!({ "organizationRoleIds": [zoo, zoo], "organizationRoleNames": ["arc", "zoo", "arc"] });
        for _ in 0..2 {
            let answer = api.client.post(&roles, body.clone()).await.assert_status(201);
            assert_eq!(answer.json(), json!({ "organizationRoleIds": [zoo, arc] }));
        }
        let shown = |id: &str, name: &str| json!({ "tenantId": "default", "id": id, "name": name, "description": null, "type": "User" });
        assert_eq!(api.list(&roles).await, [shown(&arc, "arc"), shown(&zoo, "zoo")]);
        let unpaginated = api.client.get(&roles).await;
        assert_eq!((unpaginated.header("total-number"), unpaginated.header("link")), (None, None));
        let page = api.client.get(&format!("{roles}?page=2&page_size=1")).await.assert_status(200);
        assert_eq!((page.json(), page.header("total-number")), (json!([shown(&zoo, "zoo")]), Some("2")));
    }

    async fn unknown_roles_and_roles_for_machines_give_nothing(db: Db) {
        let api = TestApi::over(db).await;
        let roles = with_member(&api).await;
        let (admin, robot) = (api.organization_role("admin").await, api.machine_role("robot").await);
        api.created(&roles, json!({ "organizationRoleIds": [admin] })).await;
        let viewer = api.organization_role("viewer").await;
        for (body, code) in [
            (json!({ "organizationRoleIds": [viewer], "organizationRoleNames": ["boss", "viewer", "chief"] }), "organization.role_names_not_found"),
            (json!({ "organizationRoleNames": ["Viewer"] }), "organization.role_names_not_found"),
            (json!({ "organizationRoleIds": [viewer, "unknown"] }), FK),
            (json!({ "organizationRoleIds": [viewer, robot] }), "entity.db_constraint_violated"),
            (json!({ "organizationRoleNames": ["viewer", "robot"] }), "entity.db_constraint_violated"),
        ] {
            api.client.post(&roles, body.clone()).await.assert_error(422, code);
            api.client.put(&roles, body).await.assert_error(422, code);
        }
        let error = api.client.post(&roles, json!({ "organizationRoleNames": ["boss", "chief"] })).await.json();
        assert_eq!(error, json!({
            "code": "organization.role_names_not_found",
            "message": "Some organization role names were not found: boss, chief.",
        }));
        for body in [json!({ "organizationRoleIds": [""] }), json!({ "organizationRoleNames": "admin" }), json!({ "organizationRoleIds": null })] {
            api.client.post(&roles, body.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.put(&roles, body).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(api.column(&roles, "id").await, [admin]);
    }

    async fn nothing_given_adds_nothing_and_replaces_everything(db: Db) {
        let api = TestApi::over(db).await;
        let roles = with_member(&api).await;
        let (admin, viewer) = (api.organization_role("admin").await, api.organization_role("viewer").await);
        api.created(&roles, json!({ "organizationRoleIds": [admin] })).await;
        for body in [json!({}), json!({ "organizationRoleIds": [], "organizationRoleNames": [] })] {
            let answer = api.client.post(&roles, body).await.assert_status(201);
            assert_eq!(answer.json(), json!({ "organizationRoleIds": [] }));
        }
        assert_eq!(api.column(&roles, "id").await, std::slice::from_ref(&admin));
        let both = json!({ "organizationRoleIds": [viewer, viewer], "organizationRoleNames": ["viewer"] });
        assert_eq!(api.client.put(&roles, both).await.assert_status(204).body, "");
        assert_eq!(api.column(&roles, "id").await, [viewer]);
        api.client.put(&roles, json!({})).await.assert_status(204);
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
    }

    async fn only_a_role_that_is_held_can_be_taken(db: Db) {
        let api = TestApi::over(db).await;
        let roles = with_member(&api).await;
        let admin = api.organization_role("admin").await;
        api.client.delete(&format!("{roles}/{admin}")).await.assert_error(404, "entity.not_found");
        api.created(&roles, json!({ "organizationRoleIds": [admin] })).await;
        assert_eq!(api.client.delete(&format!("{roles}/{admin}")).await.assert_status(204).body, "");
        api.client.delete(&format!("{roles}/{admin}")).await.assert_error(404, "entity.not_found");
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
    }

    async fn parallel_grants_of_one_role_all_succeed_and_are_one(db: Db) {
        let api = Arc::new(TestApi::over(db).await);
        let roles = with_member(&api).await;
        let ids = [api.organization_role("admin").await, api.organization_role("viewer").await];
        let tasks: Vec<_> = (0..8)
            .map(|turn| {
                let (api, roles, mut ids) = (api.clone(), roles.clone(), ids.clone());
                ids.rotate_left(turn % 2);
                tokio::spawn(async move { api.client.post(&roles, json!({ "organizationRoleIds": ids })).await.assert_status(201) })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(api.column(&roles, "id").await, ids);
    }
}
