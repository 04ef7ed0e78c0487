//! Rows 1 and 3 to 7: who is let in, and how lists are cut into pages.

use serde_json::json;
use testkit::TestClient;

use super::rows;
use crate::test_api::column;

rows! {
    1 "Auth"
    async fn a_call_needs_a_header_and_a_token_with_the_scope_all(api: TestApi) {
        let stranger = TestClient::new(crate::router(api.services.services.clone()));
        stranger.get("/api/organizations").await.assert_error(401, "auth.authorization_header_missing");
        let token = api.services.management_token_with(json!({ "scope": "" })).await;
        let machine = TestClient::with_bearer(crate::router(api.services.services.clone()), token);
        machine.get("/api/organizations").await.assert_error(403, "auth.forbidden");
    }

    3 "Lists"
    async fn the_second_page_of_ten_begins_with_the_eleventh_of_the_plain_list(api: TestApi) {
        for number in 0..25 {
            api.organization(&format!("Organization {number}")).await;
        }
        let plain = api.column("/api/organizations", "id").await;
        assert_eq!(api.column("/api/organizations?page=2&page_size=10", "id").await, plain[10..20]);
    }

    4 "Lists"
    async fn roles_come_in_pages_of_twenty_and_scopes_all_at_once(api: TestApi) {
        for number in 0..30 {
            api.organization(&format!("Organization {number}")).await;
            api.organization_role(&format!("role {number:02}")).await;
            api.organization_scope(&format!("scope {number:02}")).await;
        }
        for (path, rows, total) in [
            ("/api/organizations", 20, Some("30")),
            ("/api/organization-roles", 20, Some("30")),
            ("/api/organization-scopes", 30, None),
        ] {
            let list = api.client.get(path).await.assert_status(200);
            assert_eq!((list.json().as_array().unwrap().len(), list.header("total-number")), (rows, total), "{path}");
        }
    }

    5 "Lists"
    async fn invitations_are_never_paged(api: TestApi) {
        let organization = api.organization("Fjord").await;
        for number in 0..30 {
            let body = json!({
                "invitee": format!("guest{number}@fjord.example"), "organizationId": organization,
                "expiresAt": testkit::services::START.0 + 60_000,
            });
            api.post("/api/organization-invitations", body, 201).await;
        }
        for query in ["", "?page=1&page_size=5", "?page=2"] {
            let list = api.client.get(&format!("/api/organization-invitations{query}")).await.assert_status(200);
            assert_eq!((list.json().as_array().unwrap().len(), list.header("total-number")), (30, None), "{query}");
        }
    }

    6 "Lists"
    async fn the_total_counts_what_filters_leave(api: TestApi) {
        let organization = api.organization("Fjord").await;
        api.organization("Harbour").await;
        let (ada, _bob) = (api.user("ada").await, api.user("bob").await);
        let reader = api.role("reader", "User").await;
        api.created(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [ada] })).await;
        api.created(&format!("/api/users/{ada}/roles"), json!({ "roleIds": [reader] })).await;
        for (path, total) in [
            ("/api/organizations?q=jor".to_owned(), "1"),
            ("/api/organizations".to_owned(), "2"),
            ("/api/users?search=%25bo%25".to_owned(), "1"),
            (format!("/api/users?excludeOrganizationId={organization}"), "1"),
            (format!("/api/users?excludeRoleId={reader}"), "1"),
            ("/api/users".to_owned(), "2"),
            (format!("/api/organizations/{organization}/users?q=nobody"), "0"),
            (format!("/api/roles?excludeUserId={ada}"), "1"),
            ("/api/roles".to_owned(), "2"),
        ] {
            let list = api.client.get(&path).await.assert_status(200);
            assert_eq!(list.header("total-number"), Some(total), "{path}");
            assert_eq!(list.json().as_array().unwrap().len().to_string(), total, "{path}");
        }
    }

    7 "Lists"
    async fn a_page_past_the_end_is_empty_and_tells_the_total(api: TestApi) {
        api.organization("Fjord").await;
        api.user("ada").await;
        api.organization_role("admin").await;
        for (path, total) in [
            ("/api/organizations?page=2", "1"),
            ("/api/users?page=1000&page_size=100", "1"),
            ("/api/organization-roles?page=3", "1"),
            ("/api/users?search=%25ad%25&page=2", "1"),
            ("/api/organizations?q=jord&page=4294967295&page_size=100", "1"),
        ] {
            let list = api.client.get(path).await.assert_status(200);
            assert_eq!((list.body.as_str(), list.header("total-number")), ("[]", Some(total)), "{path}");
        }
        assert_eq!(column(&api.get("/api/users").await, "username"), ["ada"]);
    }
}
