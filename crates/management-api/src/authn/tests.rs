//! Answers for other systems, through the whole router.

use http::Method;
use serde_json::{Value, json};
use store::both_databases;
use testkit::{TestClient, TestResponse};

use crate::test_api::TestApi;

const RESOURCE: &str = "https://lamps.fjord.example";

/// What Hasura asks for a request that shows these headers.
async fn ask(api: &TestApi, query: &str, headers: &[(&str, &str)]) -> TestResponse {
    let anybody = TestClient::new(crate::router(api.services.services.clone()));
    let path = format!("/api/authn/hasura?{query}");
    anybody.send(Method::GET, &path, headers, axum::body::Body::empty()).await
}

async fn token(api: &TestApi, user: &str, claims: Value) -> String {
    let mut all = json!({ "sub": user, "aud": RESOURCE });
    all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
    format!("Bearer {}", api.services.token(all).await)
}

both_databases! {
    async fn a_user_has_the_roles_they_hold(db: Db) {
        let api = TestApi::over(db).await;
        let (user, role) = (api.user("ingrid").await, api.role("Sailor", "User").await);
        api.role("Cook", "User").await;
        api.client.post(&format!("/api/users/{user}/roles"), json!({ "roleIds": [role] })).await.assert_status(201);
        let token = token(&api, &user, json!({})).await;
        let query = format!("resource={RESOURCE}");
        let bearer = ("authorization", token.as_str());
        let plain = ask(&api, &query, &[bearer]).await.assert_status(200).json();
        assert_eq!(plain, json!({ "X-Hasura-User-Id": user }));
        let sailor = ask(&api, &query, &[bearer, ("expected-role", "Sailor")]).await.assert_status(200).json();
        assert_eq!(sailor, json!({ "X-Hasura-User-Id": user, "X-Hasura-Role": "Sailor" }));
        let cook = [bearer, ("expected-role", "Cook")];
        ask(&api, &query, &cook).await.assert_error(401, "auth.expected_role_not_found");
        let stand_in = ask(&api, &format!("{query}&unauthorizedRole=anonymous"), &cook).await.assert_status(200).json();
        assert_eq!(stand_in, json!({ "X-Hasura-Role": "anonymous" }));
        ask(&api, "resource=", &[bearer]).await.assert_error(400, "guard.invalid_input");
    }

    async fn tokens_that_are_not_a_users_for_that_resource_are_refused(db: Db) {
        let api = TestApi::over(db).await;
        let user = api.user("ingrid").await;
        let query = format!("resource={RESOURCE}");
        let fallback = format!("{query}&unauthorizedRole=anonymous");
        ask(&api, &query, &[]).await.assert_error(401, "auth.authorization_header_missing");
        ask(&api, &query, &[("authorization", "Basic x")]).await.assert_error(401, "auth.authorization_token_type_not_supported");
        let machine = "test-machine";
        let cases = [
            token(&api, &user, json!({ "aud": "https://boats.fjord.example" })).await,
            token(&api, &user, json!({ "exp": 1 })).await,
            token(&api, &user, json!({ "iss": "https://elsewhere.example/oidc" })).await,
            token(&api, &user, json!({ "organization_id": "a" })).await,
            token(&api, "nobody", json!({})).await,
            token(&api, machine, json!({})).await,
        ];
        for bad in &cases {
            ask(&api, &query, &[("authorization", bad)]).await.assert_error(401, "auth.unauthorized");
            let stand_in = ask(&api, &fallback, &[("authorization", bad)]).await.assert_status(200).json();
            assert_eq!(stand_in, json!({ "X-Hasura-Role": "anonymous" }));
        }
        for nobodys in [json!({ "client_id": "gone" }), json!({ "client_id": null })] {
            let nobodys = token(&api, &user, nobodys).await;
            ask(&api, &query, &[("authorization", &nobodys)]).await.assert_error(401, "auth.unauthorized");
        }
        let good = token(&api, &user, json!({})).await;
        api.client.patch(&format!("/api/users/{user}/is-suspended"), json!({ "isSuspended": true })).await.assert_status(200);
        ask(&api, &query, &[("authorization", &good)]).await.assert_error(401, "auth.unauthorized");
    }

    async fn a_token_counts_while_its_application_is_there_is_the_tenants_own_and_lets_the_user_in(db: Db) {
        let api = TestApi::over(db).await;
        let (ada, bo, desk) = (api.user("ada").await, api.user("bo").await, api.application("desk", "SPA").await);
        let client = json!({ "client_id": desk });
        let (adas, bos) = (token(&api, &ada, client.clone()).await, token(&api, &bo, client).await);
        let ask = async |token: &str| ask(&api, &format!("resource={RESOURCE}"), &[("authorization", token)]).await;
        ask(&adas).await.assert_status(200);
        let path = format!("/api/applications/{desk}");
        let rules = json!({ "userIds": [bo], "userRoleIds": [], "organizationIds": [], "organizationRoleRules": [] });
        api.client.put(&format!("{path}/access-control"), rules).await.assert_status(200);
        api.client.patch(&path, json!({ "appLevelAccessControlEnabled": true })).await.assert_status(200);
        ask(&adas).await.assert_error(401, "auth.unauthorized");
        ask(&bos).await.assert_status(200);
        api.client.delete(&path).await.assert_status(204);
        ask(&bos).await.assert_error(401, "auth.unauthorized");

        let reports = json!({
            "name": "reports", "type": "Traditional", "isThirdParty": true,
            "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] },
        });
        let reports = api.created("/api/applications", reports).await;
        let theirs = token(&api, &bo, json!({ "client_id": reports["id"] })).await;
        ask(&theirs).await.assert_error(401, "auth.unauthorized");
    }
}
