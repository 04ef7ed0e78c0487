//! Who users are elsewhere.

use connectors::social::SocialProfile;
use domain::{ConnectorId, SsoConnectorId, UserId};
use http_kit::{ApiError, Operation};
use operations::social::put_identity;
use serde_json::{Value, json};
use testkit::OpenIdProvider;

use super::World;
use crate::test_api::{TestApi, id};

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

    /// Enterprise connectors, and who the member is at one of them and elsewhere.
    pub(super) async fn add_identities(&mut self) {
        let identity = format!("/api/users/{}/identities/github", self.member);
        self.api.client.put(&identity, json!({ "userId": "7" })).await.assert_status(201);
        let mut northwind = enterprise("Northwind");
        northwind["config"] = OpenIdProvider::start().await.config().into();
        self.sso_connector = id(&self.api.created("/api/sso-connectors", northwind).await);
        self.spare_sso_connector =
            id(&self.api.created("/api/sso-connectors", enterprise("Southwind")).await);
        let services = &self.api.services.services;
        let (member, connector) = (UserId::new(&*self.member), SsoConnectorId::new(&*self.sso_connector));
        testkit::sso::enterprise_identity(services, &member, &connector).await;
    }

    pub(super) fn enterprise_body(operation: &Operation) -> Option<Value> {
        let mut body = enterprise("Eastwind");
        body["domains"] = json!(["fjord.example", "dock.example"]);
        body["branding"] = json!({
            "displayName": "Eastwind", "logo": "https://a.example/l.svg", "darkLogo": "https://a.example/d.svg",
        });
        body["syncProfile"] = json!(true);
        body["enableTokenStorage"] = json!(false);
        match operation.path.strip_prefix("/api/sso-connectors")? {
            "" => {}
            "/{id}" => {
                body.as_object_mut()?.remove("providerName");
                body["connectorName"] = json!("Westwind");
            }
            _ => return None,
        }
        Some(body)
    }
}

fn enterprise(name: &str) -> Value {
    json!({
        "providerName": "OIDC", "connectorName": name,
        "config": { "clientId": "client", "clientSecret": "secret", "issuer": "https://id.fjord.example" },
    })
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
