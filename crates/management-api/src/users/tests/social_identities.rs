//! Identities that a connector's provider proves, from its authorization URI to the user.

use store::both_databases;
use testkit::{OpenIdProvider, uri_parameter as parameter};

use super::*;
use crate::test_api::id;

/// The provider of OpenID Connect that users of these tests have an account at.
pub(super) struct Provider(OpenIdProvider);

impl Provider {
    pub(super) async fn start() -> Self {
        Self(OpenIdProvider::start().await)
    }

    /// Gives an ID token for the request that an authorization URI makes.
    fn issue(&self, uri: &str, sub: &str) {
        self.issue_with(uri, sub, json!({}));
    }

    /// The same, with further members of the answer.
    pub(super) fn issue_with(&self, uri: &str, sub: &str, more: Value) {
        let claims = json!({ "name": "Astrid", "email": "astrid@fjord.example" });
        let mut tokens = json!({ "access_token": "at-secret" });
        tokens.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.0.issue(uri, sub, (&claims, &tokens));
    }

    pub(super) fn connector(&self) -> Value {
        json!({
            "connectorId": "oidc", "metadata": { "target": "fjord", "name": { "en": "Fjord" } }, "config": self.0.config(),
        })
    }
}

pub(super) async fn begin(server: &TestApi, connector: &str, state: &str) -> String {
    let body = json!({ "state": state, "redirectUri": "https://app.fjord.example/callback" });
    let begun = server.post(&format!("/api/connectors/{connector}/authorization-uri"), body, 200).await;
    assert_eq!(begun.as_object().unwrap().len(), 1);
    begun["redirectTo"].as_str().unwrap().to_owned()
}

pub(super) fn link(connector: &str, state: &str) -> Value {
    json!({
        "connectorId": connector,
        "connectorData": { "code": "c", "state": state, "redirectUri": "https://app.fjord.example/callback" },
    })
}

both_databases! {
    async fn an_identity_is_what_the_connectors_provider_proves(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let user = server.user_with(json!({})).await;
        let connector = id(&server.post("/api/connectors", provider.connector(), 200).await);
        let uri = begin(&server, &connector, "st4te").await;
        assert!(uri.starts_with(&format!("{}/authorize?", provider.0.url)), "{uri}");
        assert_eq!((parameter(&uri, "state"), parameter(&uri, "code_challenge_method")), ("st4te".to_owned(), "S256".to_owned()));
        provider.issue(&uri, "007");
        let path = format!("/api/users/{user}/identities");
        let linked = server.post(&path, link(&connector, "st4te"), 200).await;
        let raw = linked["fjord"]["details"]["rawData"].clone();
        assert_eq!((&raw["sub"], &raw["email"]), (&json!("007"), &json!("astrid@fjord.example")));
        let expected = json!({ "userId": "007", "details": { "id": "007", "name": "Astrid", "rawData": raw } });
        assert_eq!(linked, json!({ "fjord": expected }));
        assert!(!linked.to_string().contains("at-secret"));
        let all = json!({ "socialIdentities": [{ "target": "fjord", "identity": expected }], "ssoIdentities": [] });
        assert_eq!(server.get(&format!("/api/users/{user}/all-identities")).await, all);
        assert_eq!(server.stored_user(&user).await["identities"], linked);
        assert_eq!(server.stored_user(&user).await["primaryEmail"], Value::Null);
    }

    async fn an_answer_counts_once_and_for_its_own_connector(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let user = server.user_with(json!({})).await;
        let connector = id(&server.post("/api/connectors", provider.connector(), 200).await);
        let mut second = provider.connector();
        second["metadata"]["target"] = "fjell".into();
        let second = id(&server.post("/api/connectors", second, 200).await);
        let path = format!("/api/users/{user}/identities");
        let uri = begin(&server, &connector, "a").await;
        provider.issue(&uri, "007");
        let not_begun = "session.connector_validation_session_not_found";
        server.client.post(&path, link(&second, "a")).await.assert_error(400, not_begun);
        server.client.post(&path, link(&connector, "b")).await.assert_error(400, not_begun);
        server.client.post("/api/users/nobody/identities", link(&connector, "a")).await.assert_error(404, "entity.not_found");
        server.post(&path, link(&connector, "a"), 200).await;
        server.client.post(&path, link(&connector, "a")).await.assert_error(400, not_begun);
        // The provider's token answers another request.
        let other = begin(&server, &connector, "c").await;
        assert_ne!(parameter(&uri, "nonce"), parameter(&other, "nonce"));
        server.client.post(&path, link(&connector, "c")).await.assert_error(401, "connector.social_invalid_id_token");
        assert_eq!(server.stored_user(&user).await["identities"].as_object().unwrap().len(), 1);
    }

    async fn an_identity_that_is_proved_is_one_users_alone(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let (user, other) = (server.user_with(json!({})).await, server.user_with(json!({})).await);
        let connector = id(&server.post("/api/connectors", provider.connector(), 200).await);
        let link_to = async |user: &str, state: &str, sub: &str| {
            provider.issue(&begin(&server, &connector, state).await, sub);
            server.client.post(&format!("/api/users/{user}/identities"), link(&connector, state)).await
        };
        link_to(&user, "a", "1").await.assert_status(200);
        link_to(&other, "b", "1").await.assert_error(422, "user.identity_already_in_use");
        assert_eq!(server.stored_user(&other).await, bare(&other));
        // Another account at the same target takes the place of the first.
        let replaced = link_to(&user, "c", "2").await.assert_status(200).json();
        assert_eq!(replaced["fjord"]["userId"], "2");
        link_to(&other, "d", "1").await.assert_status(200);
    }

    async fn what_proves_nothing_is_refused(db: Db) {
        let server = TestApi::over(db).await;
        let provider = Provider::start().await;
        let user = server.user_with(json!({})).await;
        let connector = id(&server.post("/api/connectors", provider.connector(), 200).await);
        let path = format!("/api/users/{user}/identities");
        for (index, (data, status, code)) in [
            (json!({ "code": "c" }), 400, "session.connector_validation_session_not_found"),
            (json!({ "code": "c", "state": 1 }), 400, "session.connector_validation_session_not_found"),
            (json!({ "state": "=" }), 400, "connector.invalid_request_parameters"),
            (json!({ "state": "=", "code": ["c"] }), 400, "connector.invalid_request_parameters"),
            (json!({ "state": "=", "error": "access_denied" }), 401, "connector.authorization_failed"),
            (json!({ "state": "=", "code": "c", "iss": "https://evil.example" }), 401, "connector.authorization_failed"),
            (json!({ "state": "=", "code": "c" }), 400, "connector.general"),
        ].into_iter().enumerate() {
            let state = format!("state-{index}");
            begin(&server, &connector, &state).await;
            let mut data = data;
            if data["state"] == "=" {
                data["state"] = state.into();
            }
            if code == "connector.general" {
                provider.0.put("/token", &json!({ "error": "invalid_client" }));
            }
            let body = json!({ "connectorId": connector, "connectorData": data });
            server.client.post(&path, body.clone()).await.assert_error(status, code);
        }
        for body in [
            json!({ "connectorId": connector }),
            json!({ "connectorId": connector, "connectorData": [] }),
            json!({ "connectorId": 1, "connectorData": {} }),
            json!({ "connectorId": connector, "connectorData": { "state": "a\0" } }),
        ] {
            server.client.post(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        let mail = id(&server.post("/api/connectors", json!({ "connectorId": "guildhall-mailbox-email" }), 200).await);
        server.client.post(&path, link(&mail, "a")).await.assert_error(400, "connector.unexpected_type");
        server.client.post(&path, link("unknown", "a")).await.assert_error(404, "entity.not_exists_with_id");
        assert_eq!(server.stored_user(&user).await, bare(&user));
    }
}
