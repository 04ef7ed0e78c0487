//! Who users are elsewhere.

use connectors::social::SocialProfile;
use domain::{ConnectorId, UserId};
use http_kit::ApiError;
use operations::social::put_identity;
use serde_json::{Value, json};

use super::World;
use crate::test_api::TestApi;

impl World {
    /// Tokens of a provider that are kept for the guest.
    pub(super) async fn add_tokens(&mut self) {
        let connector = json!({
            "id": "keeper", "connectorId": "github-universal", "enableTokenStorage": true,
            "config": { "clientId": "client", "clientSecret": "secret" },
        });
        self.api.created("/api/connectors", connector).await;
        let tokens = json!({ "access_token": "at", "refresh_token": "rt", "scope": "repo", "expires_in": 60, "token_type": "bearer" });
        link(&self.api, "keeper", &self.guest, ("9", tokens)).await;
        let identity = format!("/api/users/{}/identities/github?includeTokenSecret=true", self.guest);
        self.secret = self.api.get(&identity).await["tokenSecret"]["id"].as_str().unwrap().to_owned();
    }
}

/// Gives a user an identity that a connector's provider proves, with the answer of its token endpoint.
async fn link(api: &TestApi, connector: &str, user: &str, (id, tokens): (&str, Value)) {
    let services = &api.services.services;
    let connector =
        operations::connectors::find(services, &ConnectorId::new(connector)).await.unwrap().unwrap();
    let profile = SocialProfile {
        id: id.to_owned(),
        email: None,
        phone: None,
        name: None,
        avatar: None,
        raw_data: json!({}),
        tokens: Some(tokens),
    };
    let (user, proved) = (&UserId::new(user), (&connector, &profile));
    let done: Result<(), ApiError> = services
        .db
        .transaction(|tx| async move {
            let user = store::user::lock(tx.exec(), &services.tenant, user, services.now()).await?.unwrap();
            put_identity(services, tx.exec(), &user, proved).await.map(drop).map_err(crate::context::internal)
        })
        .await;
    done.unwrap();
}
