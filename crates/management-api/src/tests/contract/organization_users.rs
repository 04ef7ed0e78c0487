//! Rows 14 to 22 and 32: users as members of organizations.

use serde_json::{Value, json};

use super::{FK, rows};
use crate::test_api::{TestApi, column, id};

/// An organization's path to its users, and users with sorted ids.
async fn with_users<const N: usize>(api: &TestApi) -> (String, [String; N]) {
    let organization = api.organization("Fjord").await;
    let mut users = Vec::new();
    for number in 0..N {
        users.push(api.user(&format!("user_{number}")).await);
    }
    users.sort();
    (format!("/api/organizations/{organization}/users"), users.try_into().unwrap())
}

rows! {
    14 "Org users"
    async fn adding_the_same_user_twice_makes_one_member(api: TestApi) {
        let (path, [ada]) = with_users(&api).await;
        for _ in 0..2 {
            assert_eq!(api.post(&path, json!({ "userIds": [ada] }), 201).await, json!({ "userIds": [ada] }));
        }
        assert_eq!(api.column(&path, "id").await, [ada]);
    }

    15 "Org users"
    async fn one_unknown_user_keeps_the_others_out(api: TestApi) {
        let (path, [ada, bob]) = with_users(&api).await;
        api.client.post(&path, json!({ "userIds": [ada, "nobody", bob] })).await.assert_error(422, FK);
        assert_eq!(api.column(&path, "id").await, [""; 0]);
        let nowhere = "/api/organizations/nowhere/users";
        api.client.post(nowhere, json!({ "userIds": [ada] })).await.assert_error(422, FK);
    }

    16 "Org users"
    async fn nobody_cannot_be_added_but_can_be_all_there_is(api: TestApi) {
        let (path, [ada, bob]) = with_users(&api).await;
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        api.client.post(&path, json!({ "userIds": [] })).await.assert_error(400, "guard.invalid_input");
        assert_eq!(api.column(&path, "id").await.len(), 2);
        assert_eq!(api.client.put(&path, json!({ "userIds": [] })).await.assert_status(204).body, "");
        assert_eq!(api.column(&path, "id").await, [""; 0]);
    }

    17 "Org users"
    async fn a_replacement_keeps_the_roles_of_those_who_stay_only(api: TestApi) {
        let (path, [ada, bob]) = with_users(&api).await;
        let role = api.organization_role("admin").await;
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        api.created(&format!("{path}/roles"), json!({ "userIds": [ada, bob], "organizationRoleIds": [role] })).await;
        for users in [json!([ada]), json!([ada, bob])] {
            api.client.put(&path, json!({ "userIds": users })).await.assert_status(204);
        }
        let members = api.list(&path).await;
        assert_eq!(members[0]["organizationRoles"], json!([{ "id": role, "name": "admin" }]));
        assert_eq!((id(&members[1]), &members[1]["organizationRoles"]), (bob, &json!([])));
    }

    18 "Org users"
    async fn who_leaves_loses_the_roles_and_is_no_member_for_them(api: TestApi) {
        let (path, [ada]) = with_users(&api).await;
        let role = api.organization_role("admin").await;
        api.created(&path, json!({ "userIds": [ada] })).await;
        let roles = format!("{path}/{ada}/roles");
        api.created(&roles, json!({ "organizationRoleIds": [role] })).await;
        api.client.delete(&format!("{path}/{ada}")).await.assert_status(204);
        api.client.get(&roles).await.assert_error(422, "organization.require_membership");
        api.client.delete(&format!("{path}/{ada}")).await.assert_error(404, "entity.not_found");
        api.created(&path, json!({ "userIds": [ada] })).await;
        assert_eq!(api.list(&roles).await, [Value::Null; 0]);
    }

    19 "Org users"
    async fn members_show_id_and_name_of_their_roles_by_name(api: TestApi) {
        let (path, [ada, bob]) = with_users(&api).await;
        let (writer, admin) = (api.organization_role("writer").await, api.organization_role("admin").await);
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        api.created(&format!("{path}/{ada}/roles"), json!({ "organizationRoleIds": [writer, admin] })).await;
        let members = api.list(&path).await;
        assert_eq!(members[0]["organizationRoles"], json!([{ "id": admin, "name": "admin" }, { "id": writer, "name": "writer" }]));
        assert_eq!(members[1]["organizationRoles"], json!([]));
        assert_eq!(members[0].get("hasPassword"), None);
    }

    20 "Org users"
    async fn members_are_found_by_name_email_username_and_phone_page_by_page(api: TestApi) {
        let (path, []) = with_users(&api).await;
        let mut ids = Vec::new();
        for body in [
            json!({ "name": "Ingrid Vik" }),
            json!({ "primaryEmail": "Astrid@fjord.example" }),
            json!({ "username": "harbour_master" }),
            json!({ "primaryPhone": "4798061357" }),
            json!({ "name": "Ingmar" }),
        ] {
            ids.push(id(&api.created("/api/users", body).await));
        }
        api.created(&path, json!({ "userIds": ids })).await;
        for (q, found) in [("iNGRID", 0), ("fjord.EX", 1), ("our_mas", 2), ("980613", 3)] {
            assert_eq!(api.column(&format!("{path}?q={q}"), "id").await, [ids[found].as_str()], "{q}");
        }
        let page = api.client.get(&format!("{path}?q=ing&page=2&page_size=1")).await.assert_status(200);
        assert_eq!((page.header("total-number"), page.json().as_array().unwrap().len()), (Some("2"), 1));
    }

    21 "Org users"
    async fn a_filter_by_role_shows_holders_with_all_their_roles(api: TestApi) {
        let (path, [ada, bob]) = with_users(&api).await;
        let (admin, viewer) = (api.organization_role("admin").await, api.organization_role("viewer").await);
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        api.created(&format!("{path}/{ada}/roles"), json!({ "organizationRoleIds": [admin, viewer] })).await;
        api.created(&format!("{path}/{bob}/roles"), json!({ "organizationRoleIds": [admin] })).await;
        let holders = api.client.get(&format!("{path}?organizationRoleId={viewer}")).await.assert_status(200);
        assert_eq!(holders.header("total-number"), Some("1"));
        assert_eq!(column(&holders.json(), "id"), [ada]);
        assert_eq!(column(&holders.json()[0]["organizationRoles"], "name"), ["admin", "viewer"]);
    }

    22 "Org users"
    async fn a_deleted_user_leaves_the_organization_too(api: TestApi) {
        let (path, [ada, bob]) = with_users(&api).await;
        api.created(&path, json!({ "userIds": [ada, bob] })).await;
        api.client.delete(&format!("/api/users/{ada}")).await.assert_status(204);
        assert_eq!(api.column(&path, "id").await, [bob]);
        assert_eq!(api.list("/api/organizations?showFeatured=true").await[0]["usersCount"], 1);
    }

    32 "User's orgs"
    async fn the_organizations_of_a_user_carry_the_roles_held_there(api: TestApi) {
        let (path, [ada]) = with_users(&api).await;
        let organizations = format!("/api/users/{ada}/organizations");
        assert_eq!(api.list(&organizations).await, [Value::Null; 0]);
        let role = api.organization_role("admin").await;
        api.created(&path, json!({ "userIds": [ada] })).await;
        api.created(&format!("{path}/{ada}/roles"), json!({ "organizationRoleIds": [role] })).await;
        let mut expected = api.get(path.strip_suffix("/users").unwrap()).await;
        expected["organizationRoles"] = json!([{ "id": role, "name": "admin" }]);
        assert_eq!(api.list(&organizations).await, [expected]);
        api.client.get("/api/users/nobody/organizations").await.assert_error(404, "entity.not_found");
    }
}
