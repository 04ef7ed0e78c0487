use std::time::Duration;

use store::both_databases;

use super::*;

impl TestApi {
    /// The usernames of a list.
    async fn usernames(&self, query: &str) -> Vec<String> {
        let list = self.client.get(&format!("/api/users?{query}")).await.assert_status(200);
        let names: Vec<String> = list
            .json()
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["username"].as_str().unwrap().to_owned())
            .collect();
        if !query.contains("page") {
            assert_eq!(
                list.header("total-number"),
                Some(names.len().to_string().as_str()),
                "Part C 6: {query}"
            );
        }
        names
    }

    async fn users(&self, names: &[&str]) -> Vec<String> {
        let mut ids = Vec::new();
        for name in names {
            self.services.advance(Duration::from_millis(1));
            ids.push(self.user_with(json!({ "username": name, "name": format!("{name} Vik"), "primaryEmail": format!("{name}@Fjord.example") })).await);
        }
        ids
    }
}

both_databases! {
    async fn users_are_listed_newest_first_in_pages(db: Db) {
        let server = TestApi::over(db).await;
        let names: Vec<String> = (0..25).map(|number| format!("user_{number:02}")).collect();
        server.users(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let newest: Vec<String> = names.into_iter().rev().collect();
        let first = server.client.get("/api/users").await.assert_status(200);
        assert_eq!((first.header("total-number"), first.json().as_array().unwrap().len()), (Some("25"), 20));
        assert_eq!(server.usernames("page=1&page_size=25").await, newest);
        assert_eq!(server.usernames("page=3&page_size=10").await, newest[20..]);
        let beyond = server.client.get("/api/users?page=9").await.assert_status(200);
        assert_eq!((beyond.header("total-number"), beyond.json()), (Some("25"), json!([])));
        server.client.get("/api/users?page_size=101").await.assert_error(400, "guard.invalid_pagination");
    }

    /// Part C 104.
    async fn users_are_searched_by_field_mode_and_joint(db: Db) {
        let server = TestApi::over(db).await;
        server.users(&["ingrid", "Ingmar", "astrid"]).await;
        server.client.patch(&format!("/api/users/{}", server.user_with(json!({ "username": "phone_1" })).await), json!({ "primaryPhone": "4798061357" })).await.assert_status(200);
        for (query, expected) in [
            ("search=ing%25", vec!["Ingmar", "ingrid"]),
            ("search=ing", vec![]),
            ("search=%25fjord%25", vec!["astrid", "Ingmar", "ingrid"]),
            ("search.username=%25rid", vec!["astrid", "ingrid"]),
            ("search.primary_email=astrid%25", vec!["astrid"]),
            ("search.primaryPhone=4798%25", vec!["phone_1"]),
            ("search.username=ingrid&search.username=astrid&mode.username=exact", vec!["astrid", "ingrid"]),
            ("search.username=ING%25&isCaseSensitive=true", vec![]),
            ("search.username=^(ast|ing)r&mode=posix", vec!["astrid", "ingrid"]),
            ("search.username=(I|i)ng%25&mode=similar_to&isCaseSensitive=true", vec!["Ingmar", "ingrid"]),
            ("search.username=ing%25&search.name=%25mar%25&joint=and", vec!["Ingmar"]),
            ("search.username=astrid&search.name=%25mar%25", vec!["astrid", "Ingmar"]),
        ] {
            let mut found = server.usernames(query).await;
            found.sort_by_key(|name| name.to_lowercase());
            assert_eq!(found, expected, "{query}");
        }
        for query in [
            "search.nickname=a",
            "search.profile.locale=a",
            "search=",
            "search=a&mode=fuzzy",
            "search=a&joint=xor",
            "search.name=a&search.name=b",
            "search=a&mode=similar_to",
        ] {
            server.client.get(&format!("/api/users?{query}")).await.assert_error(400, "request.invalid_input");
        }
        server.client.get("/api/users?search=a%00").await.assert_error(400, "guard.invalid_input");
    }

    /// Part C 105.
    async fn holders_of_a_role_and_members_of_an_organization_can_be_left_out(db: Db) {
        let server = TestApi::over(db).await;
        let ids = server.users(&["a", "b", "c"]).await;
        server.stored_role("role", "User", false).await;
        server.client.post(&format!("/api/users/{}/roles", ids[0]), json!({ "roleIds": ["role"] })).await.assert_status(201);
        let db = &server.services.services.db;
        let organization = "INSERT INTO organizations (tenant_id, id, name, name_folded, custom_data, is_mfa_required, color, branding, created_at)
                            VALUES ('default', 'o', 'o', 'o', '{}', FALSE, '{}', '{}', 1)";
        store::testing::execute(db, organization, &[]).await;
        let member = "INSERT INTO organization_users (tenant_id, organization_id, user_id) VALUES ('default', 'o', $1)";
        store::testing::execute(db, member, store::params![ids[1]]).await;
        assert_eq!(server.usernames("excludeRoleId=role").await, ["c", "b"]);
        assert_eq!(server.usernames("excludeOrganizationId=o").await, ["c", "a"]);
        assert_eq!(server.usernames("excludeOrganizationId=unknown").await, ["c", "b", "a"]);
        server.client.get("/api/users?excludeRoleId=role&excludeOrganizationId=o").await.assert_error(400, "request.invalid_input");
    }

    /// Part C 32.
    async fn the_organizations_of_a_user_carry_its_roles(db: Db) {
        let server = TestApi::over(db).await;
        let ids = server.users(&["a", "b"]).await;
        let db = &server.services.services.db;
        for sql in [
            "INSERT INTO organizations (tenant_id, id, name, name_folded, custom_data, is_mfa_required, color, branding, created_at)
             VALUES ('default', 'o', 'Fjord Lamps', 'fjord lamps', '{}', FALSE, '{}', '{}', 1)",
            "INSERT INTO organization_roles (tenant_id, id, name, name_folded, description_folded, type) VALUES ('default', 'r', 'admin', 'admin', NULL, 'User')",
        ] {
            store::testing::execute(db, sql, &[]).await;
        }
        for sql in [
            "INSERT INTO organization_users (tenant_id, organization_id, user_id) VALUES ('default', 'o', $1)",
            "INSERT INTO organization_user_roles (tenant_id, organization_id, user_id, organization_role_id) VALUES ('default', 'o', $1, 'r')",
        ] {
            store::testing::execute(db, sql, store::params![ids[0]]).await;
        }
        let of_member = server.client.get(&format!("/api/users/{}/organizations", ids[0])).await.assert_status(200);
        assert_eq!(of_member.json(), json!([{
            "tenantId": "default", "id": "o", "name": "Fjord Lamps", "description": null, "customData": {}, "isMfaRequired": false,
            "color": {}, "branding": {}, "customCss": null, "createdAt": 1, "organizationRoles": [{ "id": "r", "name": "admin" }],
        }]));
        assert_eq!(server.client.get(&format!("/api/users/{}/organizations", ids[1])).await.assert_status(200).json(), json!([]));
    }
}
