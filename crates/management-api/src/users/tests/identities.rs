use store::both_databases;
use testkit::sso::{ENTERPRISE, enterprise_connector, enterprise_identity};

use super::*;

both_databases! {
    async fn an_identity_is_put_read_and_taken_away(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({})).await;
        let path = |rest: &str| format!("/api/users/{user}{rest}");
        let github = json!({ "userId": "7", "details": { "name": "Ingrid" } });
        let put = async |target: &str, body: &Value| server.client.put(&path(&format!("/identities/{target}")), body.clone()).await;
        assert_eq!(put("github", &json!({ "userId": "6" })).await.assert_status(201).json(), json!({ "github": { "userId": "6" } }));
        assert_eq!(put("github", &github).await.assert_status(200).json(), json!({ "github": github }));
        let google = json!({ "userId": "7" });
        assert_eq!(put("google", &google).await.assert_status(201).json(), json!({ "github": github, "google": google }));
        assert_eq!(server.get(&path("/identities/github")).await, json!({ "identity": github }));
        let all = json!({
            "socialIdentities": [{ "target": "github", "identity": github }, { "target": "google", "identity": google }], "ssoIdentities": [],
        });
        assert_eq!(server.get(&path("/all-identities")).await, all);
        assert_eq!(server.stored_user(&user).await["identities"], json!({ "github": github, "google": google }));
        let left = server.client.delete(&path("/identities/github")).await.assert_status(200).json();
        let expected = json!({ "identities": { "google": google }, "updatedAt": left["updatedAt"] });
        assert_eq!(left, with(bare(&user), expected));
        assert_eq!(server.stored_user(&user).await, left);
        server.client.delete(&path("/identities/github")).await.assert_error(404, "user.identity_not_exist");
        server.client.get(&path("/identities/github")).await.assert_error(404, "user.identity_not_exist");
        assert_eq!(server.stored_user(&user).await, left);
    }

    async fn an_identity_is_one_users_alone(db: Db) {
        let server = TestApi::over(db).await;
        let (user, other) = (server.user_with(json!({})).await, server.user_with(json!({})).await);
        let path = |user: &str| format!("/api/users/{user}/identities/github");
        server.client.put(&path(&user), json!({ "userId": "7" })).await.assert_status(201);
        server.client.put(&path(&other), json!({ "userId": "7" })).await.assert_error(422, "user.identity_already_in_use");
        assert_eq!(server.stored_user(&other).await, bare(&other));
        server.client.delete(&format!("/api/users/{user}")).await.assert_status(204);
        server.client.put(&path(&other), json!({ "userId": "7" })).await.assert_status(201);
    }

    async fn identities_at_enterprises_providers_are_told_and_not_their_tokens(db: Db) {
        let server = TestApi::over(db).await;
        let services = &server.services.services;
        let (user, other) = (server.user_with(json!({})).await, server.user_with(json!({})).await);
        let mut expected = Vec::new();
        for connector in ["fjord", "dal"] {
            let connector = enterprise_connector(services, connector).await;
            let identity = enterprise_identity(services, &domain::UserId::new(user.clone()), &connector).await;
            expected.push(json!({
                "tenantId": "default", "id": identity.id, "userId": user, "issuer": ENTERPRISE, "identityId": format!("id-of-{user}"),
                "detail": { "id": format!("id-of-{user}"), "email": format!("{user}@idp.fjord.example"), "rawData": {} },
                "createdAt": START.0, "updatedAt": START.0, "ssoConnectorId": connector,
            }));
        }
        let at = |user: &str, connector: &str| format!("/api/users/{user}/sso-identities/{connector}");
        for one in &expected {
            let path = at(&user, one["ssoConnectorId"].as_str().unwrap());
            assert_eq!(server.get(&path).await, json!({ "ssoIdentity": one }));
            assert_eq!(server.get(&format!("{path}?includeTokenSecret=true")).await, json!({ "ssoIdentity": one }));
        }
        expected.sort_by_key(|one| one["id"].to_string());
        let whole = server.stored_user(&format!("{user}?includeSsoIdentities=true")).await;
        assert_eq!(whole, with(bare(&user), json!({ "ssoIdentities": expected })));
        assert_eq!(server.stored_user(&user).await, bare(&user));
        let all: Vec<_> = expected.iter().map(|one| json!({ "ssoIdentity": one, "ssoConnectorId": one["ssoConnectorId"] })).collect();
        for query in ["", "?includeTokenSecret=true"] {
            let told = server.get(&format!("/api/users/{user}/all-identities{query}")).await;
            assert_eq!(told, json!({ "socialIdentities": [], "ssoIdentities": all }));
        }
        assert_eq!(server.get(&format!("/api/users/{other}/all-identities")).await, json!({ "socialIdentities": [], "ssoIdentities": [] }));
        for path in [at(&other, "fjord"), at(&user, "unknown"), at("nobody", "fjord")] {
            server.client.get(&path).await.assert_error(404, "entity.not_found");
        }
        for path in [at(&other, "fjord"), at(&user, "unknown"), at("nobody", "fjord")] {
            server.client.delete(&path).await.assert_error(404, "entity.not_found");
        }
        server.client.delete(&at(&user, "fjord")).await.assert_status(204);
        server.client.delete(&at(&user, "fjord")).await.assert_error(404, "entity.not_found");
        assert_eq!(server.get(&format!("/api/users/{user}/all-identities")).await["ssoIdentities"].as_array().unwrap().len(), 1);
        let fjord = domain::SsoConnectorId::new("fjord");
        enterprise_identity(services, &domain::UserId::new(user.clone()), &fjord).await;
        store::sso_connector::delete(services.db.exec(), &services.tenant, &fjord).await.unwrap();
        server.client.get(&at(&user, "fjord")).await.assert_error(404, "entity.not_found");
        server.client.get(&at(&user, "dal")).await.assert_status(200);
    }

    async fn what_is_unknown_or_malformed_is_refused(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/identities");
        for body in [json!({}), json!({ "userId": "" }), json!({ "userId": "x".repeat(257) }), json!({ "userId": "a\0" }), json!({ "userId": "7", "details": [] })] {
            server.client.put(&format!("{path}/github"), body).await.assert_error(400, "guard.invalid_input");
        }
        server.client.put(&format!("{path}/{}", "x".repeat(257)), json!({ "userId": "7" })).await.assert_error(400, "guard.invalid_input");
        server.client.put("/api/users/nobody/identities/github", json!({ "userId": "7" })).await.assert_error(404, "entity.not_found");
        server.client.delete("/api/users/nobody/identities/github").await.assert_error(404, "entity.not_found");
        server.client.get("/api/users/nobody/all-identities").await.assert_error(404, "entity.not_found");
        let link = json!({ "connectorId": "none", "connectorData": {} });
        server.client.post(&path, link.clone()).await.assert_error(404, "entity.not_exists_with_id");
        server.client.post("/api/users/nobody/identities", link).await.assert_error(404, "entity.not_found");
        server.client.post(&path, json!({ "connectorId": "none" })).await.assert_error(400, "guard.invalid_input");
        server.client.get(&format!("/api/users/{user}/sso-identities/none")).await.assert_error(404, "entity.not_found");
        server.client.delete("/api/secrets/none").await.assert_error(404, "entity.not_found");
        assert_eq!(server.stored_user(&user).await, bare(&user));
    }
}
