//! Rows 39 to 43: how organizations let users in on their own.

use serde_json::{Value, json};

use super::{FK, rows};

rows! {
    39 "JIT domains"
    async fn a_domain_is_there_once_or_not_at_all(api: TestApi) {
        let path = format!("/api/organizations/{}/jit/email-domains", api.organization("Fjord").await);
        api.post(&path, json!({ "emailDomain": "fjord.example" }), 201).await;
        let again = api.client.post(&path, json!({ "emailDomain": "fjord.example" })).await;
        again.assert_error(422, "entity.unique_integrity_violation");
        let twice = api.client.put(&path, json!({ "emailDomains": ["a.example", "a.example"] })).await;
        twice.assert_error(422, "entity.unique_integrity_violation");
        assert_eq!(api.column(&path, "emailDomain").await, ["fjord.example"]);
        api.client.delete(&format!("{path}/a.example")).await.assert_error(404, "entity.not_found");
        api.client.delete(&format!("{path}/fjord.example")).await.assert_status(204);
        assert_eq!(api.list(&path).await, [Value::Null; 0]);
    }

    40 "JIT domains"
    async fn domains_come_whole_or_in_pages(api: TestApi) {
        let path = format!("/api/organizations/{}/jit/email-domains", api.organization("Fjord").await);
        let domains: Vec<String> = (0..30).map(|number| format!("d{number:02}.example")).collect();
        api.client.put(&path, json!({ "emailDomains": domains })).await.assert_status(204);
        let whole = api.client.get(&path).await.assert_status(200);
        assert_eq!((whole.json().as_array().unwrap().len(), whole.header("total-number")), (30, None));
        let page = api.client.get(&format!("{path}?page=2&page_size=20")).await.assert_status(200);
        assert_eq!((page.json().as_array().unwrap().len(), page.header("total-number")), (10, Some("30")));
    }

    41 "JIT roles"
    async fn roles_are_added_replaced_and_removed(api: TestApi) {
        let path = format!("/api/organizations/{}/jit/roles", api.organization("Fjord").await);
        let (admin, viewer) = (api.organization_role("admin").await, api.organization_role("viewer").await);
        for _ in 0..2 {
            api.client.post(&path, json!({ "organizationRoleIds": [admin] })).await.assert_status(201);
        }
        assert_eq!(api.column(&path, "id").await, [admin.as_str()]);
        api.client.put(&path, json!({ "organizationRoleIds": [viewer] })).await.assert_status(204);
        assert_eq!(api.column(&path, "id").await, [viewer]);
        api.client.delete(&format!("{path}/{admin}")).await.assert_error(404, "entity.not_found");
        api.client.get("/api/organizations/nowhere/jit/roles").await.assert_error(404, "entity.not_exists_with_id");
    }

    42 "JIT SSO"
    async fn a_connector_must_exist_and_leaves_when_it_is_deleted(api: TestApi) {
        let path = format!("/api/organizations/{}/jit/sso-connectors", api.organization("Fjord").await);
        let (okta, oidc) = (api.sso_connector("Okta").await, api.sso_connector("OIDC").await);
        for unknown in [json!(["nowhere"]), json!([okta, "nowhere"])] {
            api.client.post(&path, json!({ "ssoConnectorIds": unknown })).await.assert_error(422, FK);
            api.client.put(&path, json!({ "ssoConnectorIds": unknown })).await.assert_error(422, FK);
        }
        assert_eq!(api.list(&path).await, [Value::Null; 0]);
        api.client.post(&path, json!({ "ssoConnectorIds": [okta, oidc] })).await.assert_status(201);
        api.client.delete(&format!("/api/sso-connectors/{okta}")).await.assert_status(204);
        assert_eq!(api.column(&path, "id").await, [oidc]);
    }

    43 "JIT effect"
    async fn users_made_by_a_machine_are_let_in_nowhere(api: TestApi) {
        let organization = api.organization("Fjord").await;
        let role = api.organization_role("admin").await;
        let jit = format!("/api/organizations/{organization}/jit");
        api.post(&format!("{jit}/email-domains"), json!({ "emailDomain": "fjord.example" }), 201).await;
        api.client.post(&format!("{jit}/roles"), json!({ "organizationRoleIds": [role] })).await.assert_status(201);
        api.created("/api/users", json!({ "primaryEmail": "ada@fjord.example" })).await;
        assert_eq!(api.list(&format!("/api/organizations/{organization}/users")).await, [Value::Null; 0]);
    }
}
