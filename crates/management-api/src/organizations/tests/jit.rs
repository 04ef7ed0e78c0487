//! Just-in-time provisioning (Management API contract §2.5; Part C rows 39–43).

use futures_util::future::join_all;
use serde_json::json;
use store::both_databases;

use crate::test_api::TestApi;

async fn organization(api: &TestApi) -> String {
    format!("/api/organizations/{}", api.organization("Fjord").await)
}

both_databases! {
    async fn email_domains_are_added_listed_replaced_and_removed(db: Db) {
        let api = TestApi::over(db).await;
        let organization = organization(&api).await;
        let path = format!("{organization}/jit/email-domains");
        let row = |domain: &str| json!({ "tenantId": "default", "organizationId": organization[19..], "emailDomain": domain });
        assert_eq!(api.post(&path, json!({ "emailDomain": "fjord.example", "more": 1 }), 201).await, row("fjord.example"));
        assert_eq!(api.get(&path).await, json!([row("fjord.example")]));
        api.client.post(&path, json!({ "emailDomain": "fjord.example" })).await.assert_error(422, "entity.unique_integrity_violation");
        // Case matters, and no form is asked for.
        api.post(&path, json!({ "emailDomain": "Fjord.example" }), 201).await;
        api.post(&path, json!({ "emailDomain": "no domain" }), 201).await;
        assert_eq!(api.column(&path, "emailDomain").await, ["Fjord.example", "fjord.example", "no domain"]);
        let page = api.client.get(&format!("{path}?page=2&page_size=2")).await.assert_status(200);
        assert_eq!((page.json(), page.header("total-number")), (json!([row("no domain")]), Some("3")));
        assert_eq!(api.client.get(&path).await.header("total-number"), None);
        assert_eq!(api.client.put(&path, json!({ "emailDomains": ["b.example", "a.example"] })).await.assert_status(204).body, "");
        assert_eq!(api.column(&path, "emailDomain").await, ["a.example", "b.example"]);
        api.client.delete(&format!("{path}/a.example")).await.assert_status(204);
        api.client.delete(&format!("{path}/a.example")).await.assert_error(404, "entity.not_found");
        api.client.delete(&format!("{path}/B.example")).await.assert_error(404, "entity.not_found");
        api.client.put(&path, json!({ "emailDomains": [] })).await.assert_status(204);
        assert_eq!(api.get(&path).await, json!([]));
    }

    async fn one_domain_may_belong_to_several_organizations(db: Db) {
        let api = TestApi::over(db).await;
        for _ in 0..2 {
            let path = format!("{}/jit/email-domains", organization(&api).await);
            api.post(&path, json!({ "emailDomain": "fjord.example" }), 201).await;
        }
    }

    async fn domains_that_cannot_be_kept_are_refused(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{}/jit/email-domains", organization(&api).await);
        api.post(&path, json!({ "emailDomain": "å".repeat(128) }), 201).await;
        let before = api.get(&path).await;
        for bad in [json!({}), json!({ "emailDomain": "" }), json!({ "emailDomain": null }), json!({ "emailDomain": "a\u{0}" }), json!({ "emailDomain": ["a"] })] {
            api.client.post(&path, bad).await.assert_error(400, "guard.invalid_input");
        }
        for bad in [json!({}), json!({ "emailDomains": "a" }), json!({ "emailDomains": ["a", ""] }), json!({ "emailDomains": [7] })] {
            api.client.put(&path, bad).await.assert_error(400, "guard.invalid_input");
        }
        let long = "x".repeat(129);
        api.client.post(&path, json!({ "emailDomain": long })).await.assert_error(422, "entity.value_too_long");
        api.client.put(&path, json!({ "emailDomains": ["a", long] })).await.assert_error(422, "entity.value_too_long");
        api.client.put(&path, json!({ "emailDomains": ["a", "b", "a"] })).await.assert_error(422, "entity.unique_integrity_violation");
        assert_eq!(api.get(&path).await, before);
        let unknown = "/api/organizations/nothing/jit/email-domains";
        assert_eq!(api.get(unknown).await, json!([]));
        api.client.post(unknown, json!({ "emailDomain": "a" })).await.assert_error(422, "entity.relation_foreign_key_not_found");
        api.client.put(unknown, json!({ "emailDomains": ["a"] })).await.assert_error(422, "entity.relation_foreign_key_not_found");
        api.client.put(unknown, json!({ "emailDomains": [] })).await.assert_status(204);
        api.client.delete(&format!("{unknown}/a")).await.assert_error(404, "entity.not_found");
    }

    async fn roles_are_added_listed_replaced_and_removed(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{}/jit/roles", organization(&api).await);
        let (viewer, admin, robot) =
            (api.organization_role("viewer").await, api.organization_role("admin").await, api.machine_role("robot").await);
        let ids = |ids: &[&String]| json!({ "organizationRoleIds": ids });
        for _ in 0..2 {
            let added = api.client.post(&path, ids(&[&viewer, &robot, &viewer])).await.assert_status(201);
            assert_eq!((added.body.as_str(), added.header("content-type")), ("Created", Some("text/plain; charset=utf-8")));
        }
        assert_eq!(api.get(&path).await, json!([
            { "tenantId": "default", "id": robot, "name": "robot", "description": null, "type": "MachineToMachine" },
            { "tenantId": "default", "id": viewer, "name": "viewer", "description": null, "type": "User" },
        ]));
        let page = api.client.get(&format!("{path}?page=2&page_size=1")).await.assert_status(200);
        assert_eq!((page.json()[0]["id"].as_str(), page.header("total-number")), (Some(viewer.as_str()), Some("2")));
        for method in [api.client.post(&path, ids(&[&admin, &"nothing".to_owned()])).await, api.client.put(&path, ids(&[&admin, &"nothing".to_owned()])).await] {
            method.assert_error(422, "entity.relation_foreign_key_not_found");
        }
        api.client.post(&path, json!({ "organizationRoleIds": [] })).await.assert_error(400, "guard.invalid_input");
        for bad in [json!({}), json!({ "organizationRoleIds": [""] }), json!({ "organizationRoleIds": admin }), json!({ "organizationRoleIds": ["\u{0}"] })] {
            api.client.post(&path, bad.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.put(&path, bad).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(api.column(&path, "name").await, ["robot", "viewer"]);
        api.client.put(&path, ids(&[&admin, &viewer])).await.assert_status(204);
        assert_eq!(api.column(&path, "name").await, ["admin", "viewer"]);
        api.client.delete(&format!("{path}/{viewer}")).await.assert_status(204);
        api.client.delete(&format!("{path}/{viewer}")).await.assert_error(404, "entity.not_found");
        // A role that is deleted is no longer given.
        api.client.delete(&format!("/api/organization-roles/{admin}")).await.assert_status(204);
        assert_eq!(api.get(&path).await, json!([]));
        api.client.put(&path, ids(&[&robot])).await.assert_status(204);
        api.client.put(&path, ids(&[])).await.assert_status(204);
        assert_eq!(api.get(&path).await, json!([]));
        let unknown = "/api/organizations/nothing/jit/roles";
        api.client.get(unknown).await.assert_error(404, "entity.not_exists_with_id");
        api.client.post(unknown, ids(&[&robot])).await.assert_error(422, "entity.relation_foreign_key_not_found");
    }

    async fn enterprise_connectors_are_added_listed_replaced_and_removed(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{}/jit/sso-connectors", organization(&api).await);
        let body = json!({
            "providerName": "OIDC", "connectorName": "Dal", "domains": ["dal.example"], "branding": { "displayName": "The dal" },
            "config": { "clientId": "guildhall", "clientSecret": "hunter2", "issuer": "https://id.dal.example" },
        });
        let dal = api.post("/api/sso-connectors", body, 200).await;
        let (okta, google) = (api.sso_connector("Okta").await, api.sso_connector("GoogleWorkspace").await);
        let dal_id = dal["id"].as_str().unwrap().to_owned();
        let ids = |ids: &[&String]| json!({ "ssoConnectorIds": ids });
        for _ in 0..2 {
            let added = api.client.post(&path, ids(&[&okta, &dal_id, &okta])).await.assert_status(201);
            assert_eq!((added.body.as_str(), added.header("content-type")), ("Created", Some("text/plain; charset=utf-8")));
        }
        // How the provider is reached is not told here.
        let mut bare = dal.clone();
        bare["config"] = json!({});
        let listed = api.get(&path).await;
        assert_eq!((&listed[0], &listed[1]["id"], listed.as_array().unwrap().len()), (&bare, &json!(okta), 2));
        assert_eq!(api.get(&format!("/api/sso-connectors/{dal_id}")).await["config"], dal["config"]);
        let page = api.client.get(&format!("{path}?page=2&page_size=1")).await.assert_status(200);
        assert_eq!((page.json()[0]["id"].as_str(), page.header("total-number")), (Some(okta.as_str()), Some("2")));
        assert_eq!(api.client.get(&path).await.header("total-number"), None);
        let unknown = ids(&[&google, &"nothing".to_owned()]);
        for answer in [api.client.post(&path, unknown.clone()).await, api.client.put(&path, unknown).await] {
            answer.assert_error(422, "entity.relation_foreign_key_not_found");
        }
        api.client.post(&path, ids(&[])).await.assert_error(400, "guard.invalid_input");
        for bad in [json!({}), json!({ "ssoConnectorIds": [""] }), json!({ "ssoConnectorIds": okta }), json!({ "ssoConnectorIds": ["\u{0}"] })] {
            api.client.post(&path, bad.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.put(&path, bad).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(api.get(&path).await, listed);
        api.client.put(&path, ids(&[&google, &okta])).await.assert_status(204);
        assert_eq!(api.column(&path, "id").await, [google.as_str(), okta.as_str()]);
        api.client.delete(&format!("{path}/{okta}")).await.assert_status(204);
        for gone in [&okta, &dal_id, &"nothing".to_owned()] {
            api.client.delete(&format!("{path}/{gone}")).await.assert_error(404, "entity.not_found");
        }
        // A connector that is deleted lets nobody in any longer; one that is only taken out is still there.
        api.client.delete(&format!("/api/sso-connectors/{google}")).await.assert_status(204);
        assert_eq!(api.get(&path).await, json!([]));
        api.client.put(&path, ids(&[&okta])).await.assert_status(204);
        api.client.put(&path, ids(&[])).await.assert_status(204);
        assert_eq!(api.get(&path).await, json!([]));
        assert_eq!(api.column("/api/sso-connectors", "id").await.len(), 2);
        let unknown = "/api/organizations/nothing/jit/sso-connectors";
        api.client.get(unknown).await.assert_error(404, "entity.not_exists_with_id");
        for answer in [api.client.post(unknown, ids(&[&okta])).await, api.client.put(unknown, ids(&[&okta])).await] {
            answer.assert_error(422, "entity.relation_foreign_key_not_found");
        }
        api.client.put(unknown, ids(&[])).await.assert_status(204);
        api.client.delete(&format!("{unknown}/{okta}")).await.assert_error(404, "entity.not_found");
    }

    async fn one_connector_may_let_users_in_to_several_organizations(db: Db) {
        let api = TestApi::over(db).await;
        let okta = api.sso_connector("Okta").await;
        let paths = [organization(&api).await, organization(&api).await].map(|path| format!("{path}/jit/sso-connectors"));
        for path in &paths {
            api.client.post(path, json!({ "ssoConnectorIds": [okta] })).await.assert_status(201);
        }
        api.client.put(&paths[0], json!({ "ssoConnectorIds": [] })).await.assert_status(204);
        assert_eq!((api.get(&paths[0]).await, api.column(&paths[1], "id").await), (json!([]), vec![okta]));
    }

    async fn users_made_by_the_management_api_join_nothing(db: Db) {
        let api = TestApi::over(db).await;
        let organization = organization(&api).await;
        api.post(&format!("{organization}/jit/email-domains"), json!({ "emailDomain": "fjord.example" }), 201).await;
        api.created("/api/users", json!({ "primaryEmail": "astrid@fjord.example" })).await;
        assert_eq!(api.get(&format!("{organization}/users")).await, json!([]));
    }

    async fn one_of_many_equal_domains_is_added_and_one_of_many_replacements_stays(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{}/jit/email-domains", organization(&api).await);
        let answers = join_all((0..8).map(|_| api.client.post(&path, json!({ "emailDomain": "fjord.example" })))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(answers.iter().all(|answer| [201, 422].contains(&answer.status.as_u16())));
        let sets = (0..8).map(|n| json!({ "emailDomains": [format!("a{n}.example"), format!("b{n}.example"), "same.example"] }));
        let answers = join_all(sets.map(|set| api.client.put(&path, set))).await;
        assert!(answers.iter().all(|answer| answer.status == 204));
        assert_eq!(api.list(&path).await.len(), 3);
    }
}
