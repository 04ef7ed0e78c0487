//! Who is let in to an application.

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

fn rules(users: &[&str], roles: &[&str], organizations: &[&str], organization_roles: Value) -> Value {
    json!({
        "userIds": users, "userRoleIds": roles, "organizationIds": organizations,
        "organizationRoleRules": organization_roles,
    })
}

both_databases! {
    async fn rules_are_set_shown_once_each_and_replaced(db: Db) {
        let server = TestApi::over(db).await;
        let desk = server.application("desk", "SPA").await;
        let (ada, bo) = (server.user("ada").await, server.user("bo").await);
        let (sailor, north) = (server.role("sailor", "User").await, server.organization("North").await);
        let (admin, guest) = (server.organization_role("admin").await, server.organization_role("guest").await);
        let path = format!("/api/applications/{desk}/access-control");
        assert_eq!(server.get(&path).await, rules(&[], &[], &[], json!([])));

        let role_rule = |roles: &[&str]| json!({ "organizationId": north, "organizationRoleIds": roles });
        let sent = rules(
            &[&ada, &bo, &ada], &[&sailor, &sailor], &[&north, &north],
            json!([role_rule(&[&admin, &admin]), role_rule(&[&guest, &admin])]),
        );
        let set = rules(&[&ada, &bo], &[&sailor], &[&north], json!([role_rule(&[&admin, &guest])]));
        assert_eq!(server.client.put(&path, sent).await.assert_status(200).json(), set);
        let mut shown = server.get(&path).await;
        for ids in [&mut shown["userIds"], &mut set["userIds"].clone()] {
            ids.as_array_mut().unwrap().sort_by_key(Value::to_string);
        }
        assert_eq!(shown["userIds"].as_array().unwrap().len(), 2);
        assert_eq!((&shown["userRoleIds"], &shown["organizationIds"]), (&json!([sailor]), &json!([north])));
        assert_eq!(shown["organizationRoleRules"][0]["organizationRoleIds"].as_array().unwrap().len(), 2);

        let one = rules(&[&bo], &[], &[], json!([]));
        assert_eq!(server.client.put(&path, one.clone()).await.assert_status(200).json(), one);
        assert_eq!(server.get(&path).await, one);
        server.client.delete(&format!("/api/users/{bo}")).await.assert_status(204);
        assert_eq!(server.get(&path).await, rules(&[], &[], &[], json!([])));
    }

    async fn access_is_restricted_with_rules_only_and_they_stay_while_it_is(db: Db) {
        let server = TestApi::over(db).await;
        let desk = server.application("desk", "SPA").await;
        let ada = server.user("ada").await;
        let application = format!("/api/applications/{desk}");
        let path = format!("{application}/access-control");
        let enable = |enabled: bool| json!({ "appLevelAccessControlEnabled": enabled, "name": "changed" });
        let enabled = server.client.patch(&application, enable(true)).await;
        enabled.assert_error(422, "request.invalid_input");
        assert_eq!(server.get(&application).await["name"], "desk");

        let (one, none) = (rules(&[&ada], &[], &[], json!([])), rules(&[], &[], &[], json!([])));
        server.client.put(&path, one.clone()).await.assert_status(200);
        let enabled = server.client.patch(&application, enable(true)).await.assert_status(200).json();
        assert_eq!(enabled["appLevelAccessControlEnabled"], true);
        server.client.put(&path, none.clone()).await.assert_error(422, "request.invalid_input");
        assert_eq!(server.get(&path).await, one);
        let client = server.services.services.client(&domain::ApplicationId::new(desk.as_str())).await.unwrap().unwrap();
        assert!(client.application.app_level_access_control_enabled);

        server.client.patch(&application, enable(false)).await.assert_status(200);
        server.client.put(&path, none.clone()).await.assert_status(200);
        assert_eq!(server.get(&path).await, none);
        server.client.patch(&application, enable(true)).await.assert_error(422, "request.invalid_input");
    }

    async fn wrong_rules_are_refused_and_change_nothing(db: Db) {
        let server = TestApi::over(db).await;
        let desk = server.application("desk", "SPA").await;
        let (ada, north) = (server.user("ada").await, server.organization("North").await);
        let path = format!("/api/applications/{desk}/access-control");
        let good = rules(&[&ada], &[], &[], json!([]));
        server.client.put(&path, good.clone()).await.assert_status(200);

        let role_rule = |organization: &str, roles: &[&str]| {
            rules(&[], &[], &[], json!([{ "organizationId": organization, "organizationRoleIds": roles }]))
        };
        for unknown in [
            rules(&["nobody"], &[], &[], json!([])),
            rules(&[], &["none"], &[], json!([])),
            rules(&[], &[], &["none"], json!([])),
            role_rule(&north, &["none"]),
            role_rule("none", &["none"]),
        ] {
            server.client.put(&path, unknown).await.assert_error(404, "entity.relation_foreign_key_not_found");
        }
        server.client.put(&path, role_rule(&north, &[])).await.assert_error(422, "request.invalid_input");
        let many: Vec<String> = (0..1_001).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let many_rules: Vec<_> =
            many.iter().map(|id| json!({ "organizationId": id, "organizationRoleIds": ["r"] })).collect();
        let tens: Vec<_> = (0..11).map(|id| json!({ "organizationId": id.to_string(), "organizationRoleIds": &many[..1_000] })).collect();
        let mut bad = vec![
            rules(&[], &[], &[], json!(tens)),
            rules(&many, &[], &[], json!([])),
            rules(&[], &many, &[], json!([])),
            rules(&[], &[], &many, json!([])),
            rules(&[], &[], &[], json!(many_rules)),
            role_rule(&north, &many),
            role_rule(&north, &[""]),
            role_rule("", &["r"]),
            rules(&[""], &[], &[], json!([])),
            rules(&[], &[], &[], json!([{ "organizationId": "x" }])),
        ];
        for key in ["userIds", "userRoleIds", "organizationIds", "organizationRoleRules"] {
            let mut partial = good.clone();
            partial.as_object_mut().unwrap().remove(key);
            bad.push(partial);
        }
        for body in bad {
            server.client.put(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(server.get(&path).await, good);
        for nobody in ["nobody", "demo-app"] {
            let path = format!("/api/applications/{nobody}/access-control");
            server.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
            server.client.put(&path, good.clone()).await.assert_error(404, "entity.not_exists_with_id");
        }
    }
}
