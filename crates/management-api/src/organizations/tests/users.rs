//! The users of an organization (Management API contract §2.3; Part C rows 14–22, 30–32).

use std::sync::Arc;

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

const FK: &str = "entity.relation_foreign_key_not_found";

/// An organization with some users, whose ids are sorted.
async fn with_users<const N: usize>(api: &TestApi) -> (String, [String; N]) {
    let organization = api.organization("Fjord").await;
    let mut users = Vec::new();
    for number in 0..N {
        users.push(api.user(&format!("user_{number}")).await);
    }
    users.sort();
    (format!("/api/organizations/{organization}/users"), users.try_into().unwrap())
}

both_databases! {
    async fn adding_a_user_twice_makes_one_member(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada, bob]) = with_users(&api).await;
        let body = json!({ "userIds": [bob, ada, bob] });
        for _ in 0..2 {
            let answer = api.client.post(&path, body.clone()).await.assert_status(201);
            assert_eq!(answer.json(), body);
        }
        assert_eq!(api.column(&path, "id").await, [ada, bob]);
    }

    async fn one_unknown_user_keeps_all_others_out(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada, bob]) = with_users(&api).await;
        api.client.post(&path, json!({ "userIds": [ada, "nobody", bob] })).await.assert_error(422, FK);
        assert_eq!(api.column(&path, "id").await, [""; 0]);
        api.client.post(&path, json!({ "userIds": [ada] })).await.assert_status(201);
        api.client.put(&path, json!({ "userIds": [bob, "nobody"] })).await.assert_error(422, FK);
        assert_eq!(api.column(&path, "id").await, std::slice::from_ref(&ada));
        let unknown = "/api/organizations/nobody/users";
        api.client.post(unknown, json!({ "userIds": [ada] })).await.assert_error(422, FK);
        api.client.put(unknown, json!({ "userIds": [ada] })).await.assert_error(422, FK);
        api.client.put(unknown, json!({ "userIds": [] })).await.assert_status(204);
        let nobody = api.client.get(unknown).await.assert_status(200);
        assert_eq!((nobody.body.as_str(), nobody.header("total-number")), ("[]", Some("0")));
    }

    async fn an_empty_list_is_refused_by_adding_and_clears_by_replacing(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada]) = with_users(&api).await;
        api.client.post(&path, json!({ "userIds": [ada] })).await.assert_status(201);
        api.client.post(&path, json!({ "userIds": [] })).await.assert_error(400, "guard.invalid_input");
        for bad in [json!({}), json!({ "userIds": [""] }), json!({ "userIds": ada }), json!({ "userIds": [1] }), json!({ "userIds": null })] {
            api.client.post(&path, bad.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.put(&path, bad).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(api.column(&path, "id").await, [ada]);
        assert_eq!(api.client.put(&path, json!({ "userIds": [] })).await.assert_status(204).body, "");
        assert_eq!(api.column(&path, "id").await, [""; 0]);
    }

    async fn replacing_keeps_the_roles_of_those_who_stay(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada, bob, eve]) = with_users(&api).await;
        let role = api.organization_role("admin").await;
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        let given = api.client.post(&format!("{path}/roles"), json!({ "userIds": [ada, bob], "organizationRoleIds": [role] })).await;
        assert_eq!(given.assert_status(201).body, "Created");
        api.client.put(&path, json!({ "userIds": [ada, eve, eve] })).await.assert_status(204);
        assert_eq!(api.column(&path, "id").await, [ada.clone(), eve.clone()]);
        api.client.put(&path, json!({ "userIds": [ada, bob] })).await.assert_status(204);
        let rows = api.list(&path).await;
        let roles: Vec<_> = rows.iter().map(|row| (&row["id"], &row["organizationRoles"])).collect();
        let (admin, none) = (json!([{ "id": role, "name": "admin" }]), json!([]));
        let (ada, bob) = (json!(ada), json!(bob));
        assert_eq!(roles, [(&ada, &admin), (&bob, &none)]);
    }

    async fn leaving_removes_the_roles_too(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada]) = with_users(&api).await;
        let role = api.organization_role("admin").await;
        let of_ada = format!("{path}/{ada}");
        api.created(&path, json!({ "userIds": [ada] })).await;
        api.created(&format!("{of_ada}/roles"), json!({ "organizationRoleIds": [role] })).await;
        assert_eq!(api.client.delete(&of_ada).await.assert_status(204).body, "");
        api.client.get(&format!("{of_ada}/roles")).await.assert_error(422, "organization.require_membership");
        api.client.delete(&of_ada).await.assert_error(404, "entity.not_found");
        api.created(&path, json!({ "userIds": [ada] })).await;
        assert_eq!(api.list(&format!("{of_ada}/roles")).await, [Value::Null; 0]);
    }

    async fn a_member_is_shown_with_roles_by_name_and_no_password(db: Db) {
        let api = TestApi::over(db).await;
        let organization = api.organization("Fjord").await;
        let path = format!("/api/organizations/{organization}/users");
        let body = json!({ "username": "ada", "primaryEmail": "Ada@Fjord.example", "name": "Ada", "password": "fjord-Lamp-77" });
        let user = api.created("/api/users", body).await;
        let (zoo, arc) = (api.organization_role("zoo").await, api.organization_role("arc").await);
        api.created(&path, json!({ "userIds": [user["id"]] })).await;
        let mut expected = user.clone();
        expected.as_object_mut().unwrap().remove("hasPassword");
        expected["organizationRoles"] = json!([]);
        assert_eq!(api.list(&path).await, std::slice::from_ref(&expected));
        let roles = json!({ "userIds": [user["id"]], "organizationRoleIds": [zoo, arc] });
        api.client.post(&format!("{path}/roles"), roles).await.assert_status(201);
        expected["organizationRoles"] = json!([{ "id": arc, "name": "arc" }, { "id": zoo, "name": "zoo" }]);
        assert_eq!(api.list(&path).await, [expected]);
    }

    async fn members_are_found_by_every_field_and_the_total_counts_them(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("/api/organizations/{}/users", api.organization("Fjord").await);
        let mut ids = Vec::new();
        for body in [
            json!({ "username": "ada_l", "primaryEmail": "Countess@Fjord.example" }),
            json!({ "name": "Børge Ødegård" }),
            json!({ "primaryPhone": "4799887766" }),
        ] {
            ids.push(api.created("/api/users", body).await["id"].as_str().unwrap().to_owned());
        }
        api.user("ada_outside").await;
        api.created(&path, json!({ "userIds": ids })).await;
        let find = async |query: &str| {
            let answer = api.client.get(&format!("{path}?{query}")).await.assert_status(200);
            let ids: Vec<_> = answer.json().as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            (ids, answer.header("total-number").unwrap().to_owned())
        };
        assert_eq!(find("q=ADA").await, (vec![ids[0].clone()], "1".to_owned()));
        assert_eq!(find("q=countess@fjord").await, (vec![ids[0].clone()], "1".to_owned()));
        assert_eq!(find("q=%C3%98DEG%C3%85RD").await, (vec![ids[1].clone()], "1".to_owned()));
        assert_eq!(find("q=99887").await, (vec![ids[2].clone()], "1".to_owned()));
        assert_eq!(find(&format!("q={}", ids[1])).await, (vec![ids[1].clone()], "1".to_owned()));
        assert_eq!(find("q=nothing").await, (vec![], "0".to_owned()));
        let (page, total) = find("q=%25&page=2&page_size=2").await;
        assert_eq!((page.len(), total.as_str()), (1, "3"));
    }

    async fn a_filter_by_role_shows_holders_with_all_their_roles(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada, bob]) = with_users(&api).await;
        let (admin, viewer) = (api.organization_role("admin").await, api.organization_role("viewer").await);
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        api.created(&format!("{path}/{ada}/roles"), json!({ "organizationRoleIds": [admin, viewer] })).await;
        let holders = api.client.get(&format!("{path}?organizationRoleId={viewer}")).await.assert_status(200);
        assert_eq!(holders.header("total-number"), Some("1"));
        assert_eq!(holders.json()[0]["id"], ada.as_str());
        assert_eq!(holders.json()[0]["organizationRoles"], json!([{ "id": admin, "name": "admin" }, { "id": viewer, "name": "viewer" }]));
        assert_eq!(api.list(&format!("{path}?organizationRoleId=unknown")).await, [Value::Null; 0]);
        api.client.get(&format!("{path}?organizationRoleId=")).await.assert_error(400, "guard.invalid_input");
    }

    async fn roles_for_many_go_to_all_or_none(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada, bob, eve]) = with_users(&api).await;
        let (admin, robot) = (api.organization_role("admin").await, api.machine_role("robot").await);
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        let give = async |users: Value, roles: Value| {
            api.client.post(&format!("{path}/roles"), json!({ "userIds": users, "organizationRoleIds": roles })).await
        };
        give(json!([ada, eve]), json!([admin])).await.assert_error(422, FK);
        give(json!([ada]), json!([admin, "unknown"])).await.assert_error(422, FK);
        give(json!([ada]), json!([admin, robot])).await.assert_error(422, "entity.db_constraint_violated");
        give(json!([]), json!([admin])).await.assert_error(400, "guard.invalid_input");
        give(json!([ada]), json!([])).await.assert_error(400, "guard.invalid_input");
        for user in [&ada, &bob] {
            assert_eq!(api.list(&format!("{path}/{user}/roles")).await, [Value::Null; 0]);
        }
        for _ in 0..2 {
            assert_eq!(give(json!([ada, bob, ada]), json!([admin, admin])).await.assert_status(201).body, "Created");
        }
        for user in [&ada, &bob] {
            assert_eq!(api.column(&format!("{path}/{user}/roles"), "id").await, std::slice::from_ref(&admin));
        }
    }

    async fn the_scopes_of_a_member_are_those_of_all_roles_each_once(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada]) = with_users(&api).await;
        let scopes = format!("{path}/{ada}/scopes");
        assert_eq!(api.client.get(&scopes).await.assert_status(200).body, "[]");
        let (read, write) = (api.organization_scope("read").await, api.organization_scope("write").await);
        let editor = api.created("/api/organization-roles", json!({ "name": "editor", "organizationScopeIds": [write, read] })).await;
        let viewer = api.created("/api/organization-roles", json!({ "name": "viewer", "organizationScopeIds": [read] })).await;
        api.created(&path, json!({ "userIds": [ada] })).await;
        api.created(&format!("{path}/{ada}/roles"), json!({ "organizationRoleIds": [editor["id"], viewer["id"]] })).await;
        let shown = |id: &str, name: &str| json!({ "tenantId": "default", "id": id, "name": name, "description": null });
        assert_eq!(api.list(&scopes).await, [shown(&read, "read"), shown(&write, "write")]);
        let relation = format!("/api/organization-roles/{}/scopes/{write}", editor["id"].as_str().unwrap());
        api.client.delete(&relation).await.assert_status(204);
        assert_eq!(api.list(&scopes).await, [shown(&read, "read")]);
    }

    async fn a_user_sees_organizations_with_roles(db: Db) {
        let api = TestApi::over(db).await;
        let (path, [ada]) = with_users(&api).await;
        let organizations = format!("/api/users/{ada}/organizations");
        assert_eq!(api.client.get(&organizations).await.assert_status(200).body, "[]");
        let role = api.organization_role("admin").await;
        api.created(&path, json!({ "userIds": [ada] })).await;
        api.created(&format!("{path}/{ada}/roles"), json!({ "organizationRoleIds": [role] })).await;
        let mut expected = api.client.get(path.strip_suffix("/users").unwrap()).await.json();
        expected["organizationRoles"] = json!([{ "id": role, "name": "admin" }]);
        assert_eq!(api.list(&organizations).await, [expected]);
        api.client.get("/api/users/nobody/organizations").await.assert_error(404, "entity.not_found");
    }

    async fn parallel_replacements_end_in_one_of_the_sets(db: Db) {
        let api = Arc::new(TestApi::over(db).await);
        let (path, users) = with_users::<4>(&api).await;
        let sets = [users[..3].to_vec(), users[2..].to_vec()];
        for _ in 0..6 {
            let tasks: Vec<_> = sets
                .iter()
                .map(|set| {
                    let (api, path, body) = (api.clone(), path.clone(), json!({ "userIds": set }));
                    tokio::spawn(async move { api.client.put(&path, body).await.assert_status(204) })
                })
                .collect();
            for task in tasks {
                task.await.unwrap();
            }
            let now = api.column(&path, "id").await;
            assert!(sets.contains(&now), "{now:?}");
        }
    }

    async fn deleting_while_adding_answers_in_the_contracts_codes(db: Db) {
        let api = Arc::new(TestApi::over(db).await);
        let mut users = Vec::new();
        for number in 0..5 {
            users.push(api.user(&format!("user_{number}")).await);
        }
        for round in 0..5 {
            let organization = api.organization(&format!("Round {round}")).await;
            let path = format!("/api/organizations/{organization}");
            let mut tasks: Vec<_> = users
                .iter()
                .map(|user| {
                    let (api, path, body) = (api.clone(), format!("{path}/users"), json!({ "userIds": [user] }));
                    tokio::spawn(async move { api.client.post(&path, body).await })
                })
                .collect();
            let (deleting, target) = (api.clone(), path.clone());
            tasks.push(tokio::spawn(async move { deleting.client.delete(&target).await }));
            for task in tasks {
                let answer = task.await.unwrap();
                assert!(matches!(answer.status.as_u16(), 201 | 204 | 422), "{} {}", answer.status, answer.body);
            }
            api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
            assert_eq!(api.column(&format!("{path}/users"), "id").await, [""; 0]);
        }
        for user in &users {
            assert_eq!(api.client.get(&format!("/api/users/{user}/organizations")).await.body, "[]");
        }
    }
}
