//! Tokens of providers that are kept for users: told of with their identities, deleted with them, and never shown.

use domain::UserId;
use store::{both_databases, testing::contents};

use super::{
    social_identities::{Provider, begin, link},
    *,
};
use crate::test_api::{id, shows};

/// A connector of a provider that keeps tokens, or not.
async fn connector(server: &TestApi, provider: &Provider, target: &str, keeps_tokens: bool) -> String {
    let mut body = provider.connector();
    body["metadata"]["target"] = target.into();
    body["enableTokenStorage"] = keeps_tokens.into();
    let created = server.post("/api/connectors", body, 200).await;
    assert_eq!(created["enableTokenStorage"], keeps_tokens);
    assert_eq!(created["isTokenStorageSupported"], true);
    id(&created)
}

/// Links an account at a provider with a user, with these tokens.
async fn link_with(
    server: &TestApi,
    provider: &Provider,
    (user, connector): (&str, &str),
    sub: &str,
    tokens: Value,
) {
    let state = format!("state of {user} at {connector} as {sub}");
    provider.issue_with(&begin(server, connector, &state).await, sub, tokens);
    server.post(&format!("/api/users/{user}/identities"), link(connector, &state), 200).await;
}

fn tokens() -> Value {
    json!({ "access_token": "at-s3cret", "refresh_token": "rt-s3cret", "token_type": "Bearer", "scope": "mail files", "expires_in": 3600 })
}

/// What is told of the tokens of a user at a target.
async fn told(server: &TestApi, user: &str, target: &str) -> Option<Value> {
    let path = format!("/api/users/{user}/identities/{target}?includeTokenSecret=true");
    server.get(&path).await.get("tokenSecret").cloned()
}

/// How many sets of tokens are stored.
async fn count(server: &TestApi) -> usize {
    contents(&server.services.services.db).await["secrets"].len()
}

both_databases! {
    async fn tokens_that_a_connector_keeps_are_told_of_and_never_shown(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let user = server.user_with(json!({})).await;
        let hook = json!({ "name": "All", "events": ["User.Data.Updated"], "config": { "url": "http://127.0.0.1:1/" } });
        server.created("/api/hooks", hook).await;
        let connector = connector(&server, &provider, "fjord", true).await;
        link_with(&server, &provider, (&user, &connector), "007", tokens()).await;
        let path = format!("/api/users/{user}/identities/fjord");
        let secret = told(&server, &user, "fjord").await.unwrap();
        assert_eq!(id(&secret).len(), 21);
        let expected = json!({
            "tenantId": "default", "id": secret["id"], "userId": user, "type": "federated_token_set",
            "metadata": { "scope": "mail files", "expiresAt": START.0 + 3_600_000, "tokenType": "Bearer", "hasRefreshToken": true },
            "createdAt": START.0, "updatedAt": START.0, "connectorId": connector, "identityId": "007", "target": "fjord",
        });
        assert_eq!(secret, expected);
        let identity = server.get(&path).await;
        assert_eq!(identity.as_object().unwrap().keys().collect::<Vec<_>>(), ["identity"]);
        assert_eq!(server.get(&format!("{path}?includeTokenSecret=false")).await, identity);
        let all = format!("/api/users/{user}/all-identities");
        let bare = json!({ "target": "fjord", "identity": identity["identity"] });
        assert_eq!(server.get(&all).await, json!({ "socialIdentities": [bare], "ssoIdentities": [] }));
        let told = json!({ "target": "fjord", "identity": identity["identity"], "tokenSecret": expected });
        assert_eq!(server.get(&format!("{all}?includeTokenSecret=1")).await, json!({ "socialIdentities": [told], "ssoIdentities": [] }));
        for path in [format!("/api/users/{user}"), format!("/api/connectors/{connector}"), "/api/logs?includeManagement=true".to_owned()] {
            assert!(!server.get(&path).await.to_string().contains("s3cret"), "{path}");
        }
        for (table, rows) in contents(&server.services.services.db).await {
            assert!(rows.iter().all(|row| !shows(row, "-s3cret")), "{table} shows a token");
        }
    }

    async fn a_secret_is_deleted_once_and_the_identity_stays(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let user = server.user_with(json!({})).await;
        let connector = connector(&server, &provider, "fjord", true).await;
        link_with(&server, &provider, (&user, &connector), "007", tokens()).await;
        let secret = id(&told(&server, &user, "fjord").await.unwrap());
        let path = format!("/api/secrets/{secret}");
        assert_eq!(server.client.delete(&path).await.assert_status(204).body, "");
        server.client.delete(&path).await.assert_error(404, "entity.not_found");
        assert_eq!(told(&server, &user, "fjord").await, None);
        assert_eq!(server.stored_user(&user).await["identities"]["fjord"]["userId"], "007");
        // Signing in there again brings new ones.
        link_with(&server, &provider, (&user, &connector), "007", json!({ "access_token": "at-s3cret" })).await;
    }

    async fn tokens_go_with_the_identity_the_user_and_the_connector(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let (one, other) = (server.user_with(json!({})).await, server.user_with(json!({})).await);
        let connector = connector(&server, &provider, "fjord", true).await;
        link_with(&server, &provider, (&one, &connector), "1", tokens()).await;
        let path = format!("/api/users/{one}/identities/fjord");
        // What is known of the account is another's business than its tokens.
        server.client.put(&path, json!({ "userId": "1", "details": { "a": 1 } })).await.assert_status(200);
        assert!(told(&server, &one, "fjord").await.is_some());
        server.client.put(&path, json!({ "userId": "2" })).await.assert_status(200);
        assert_eq!((told(&server, &one, "fjord").await, count(&server).await), (None, 0));
        link_with(&server, &provider, (&one, &connector), "3", tokens()).await;
        server.client.delete(&path).await.assert_status(200);
        assert_eq!(count(&server).await, 0);
        link_with(&server, &provider, (&one, &connector), "4", tokens()).await;
        link_with(&server, &provider, (&other, &connector), "5", tokens()).await;
        server.client.delete(&format!("/api/users/{one}")).await.assert_status(204);
        assert_eq!(count(&server).await, 1);
        server.client.delete(&format!("/api/connectors/{connector}")).await.assert_status(204);
        assert_eq!((told(&server, &other, "fjord").await, count(&server).await), (None, 0));
    }

    async fn tokens_are_kept_where_the_operator_says_so_only(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let user = server.user_with(json!({})).await;
        let off = connector(&server, &provider, "fjell", false).await;
        link_with(&server, &provider, (&user, &off), "1", tokens()).await;
        assert_eq!(told(&server, &user, "fjell").await, None);
        server.client.patch(&format!("/api/connectors/{off}"), json!({ "enableTokenStorage": true })).await.assert_status(200);
        link_with(&server, &provider, (&user, &off), "2", json!({ "access_token": "at-s3cret", "expires_in": "soon" })).await;
        assert_eq!(told(&server, &user, "fjell").await.unwrap()["metadata"], json!({ "hasRefreshToken": false }));
        // A link that is refused changes nothing.
        let other = server.user_with(json!({})).await;
        provider.issue_with(&begin(&server, &off, "s").await, "2", tokens());
        server.client.post(&format!("/api/users/{other}/identities"), link(&off, "s")).await.assert_error(422, "user.identity_already_in_use");
        assert_eq!(count(&server).await, 1);
        assert_eq!(told(&server, &user, "fjell").await.unwrap()["metadata"], json!({ "hasRefreshToken": false }));
        // Its user gets the token that was kept.
        let services = &server.services.services;
        let token = operations::token_set::access_token(services, &UserId::new(user.as_str()), "fjell").await.unwrap();
        assert_eq!((token.token.reveal(), token.expires_at), ("at-s3cret", None));
        server.client.patch(&format!("/api/connectors/{off}"), json!({ "enableTokenStorage": false })).await.assert_status(200);
        assert!(operations::token_set::access_token(services, &UserId::new(user.as_str()), "fjell").await.is_err());
    }
}
