//! Signing in at an enterprise's own provider, with a provider of OpenID Connect on this machine.

mod attacks;
mod experience;
mod pages;
mod provider;

use domain::{OrganizationId, SsoConnectorId, UserId, account::User, sso::SsoIdentity};
use operations::sso::{SsoConnector, seal};
use serde_json::{Value, json};
use store::organization::jit;
use testkit::TestResponse;

use self::provider::{Provider, REDIRECT_URI};
use super::{
    World,
    world::{Browser, verification_id},
};

/// The connector's id.
const CONNECTOR: &str = "fjordworkers";

/// A tenant whose addresses of `fjord.example` lead to a provider.
async fn world() -> (World, Provider) {
    let (world, provider) = (World::new().await, Provider::start().await);
    prepare(&world, &provider).await;
    (world, provider)
}

async fn prepare(world: &World, provider: &Provider) {
    provider.connect(world, CONNECTOR, |_| {}).await;
    settings(world, json!({})).await;
}

/// Settings beside those of [`world`].
async fn settings(world: &World, change: Value) {
    let mut settings = json!({ "singleSignOnEnabled": true });
    settings.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
    world.settings(settings).await;
}

/// Astrid, as her employer knows her.
fn astrid() -> Value {
    json!({
        "sub": "42", "name": "Astrid Dahl", "picture": "https://fjord.example/a.png", "email": "astrid@fjord.example",
        "email_verified": true,
    })
}

/// Astrid, but for some claims.
fn astrid_with(change: Value) -> Value {
    let mut claims = astrid();
    claims.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
    claims
}

fn path(connector: &str, step: &str) -> String {
    format!("/api/experience/verification/sso/{connector}/{step}")
}

impl Browser {
    /// Begins a sign-in at a connector's provider: the address to go to, and the verification.
    async fn begin_sso_at(&self, connector: &str, state: &str) -> (String, String) {
        let body = json!({ "state": state, "redirectUri": REDIRECT_URI });
        let begun = self.client.post(&path(connector, "authorization-uri"), body).await.assert_status(200);
        let uri = begun.json()["authorizationUri"].as_str().unwrap().to_owned();
        (uri, verification_id(&begun))
    }

    /// Brings something back.
    async fn finish_sso_at(&self, connector: &str, id: &str, data: Value) -> TestResponse {
        let body = json!({ "verificationId": id, "connectorData": data });
        self.client.post(&path(connector, "verify"), body).await
    }

    /// All of it for somebody with these claims; the verification.
    async fn verified_at_work(&self, provider: &Provider, claims: Value) -> String {
        self.verified_at(CONNECTOR, provider, claims).await
    }

    async fn verified_at(&self, connector: &str, provider: &Provider, claims: Value) -> String {
        let (uri, id) = self.begin_sso_at(connector, "st&te").await;
        let code = provider.allow(&uri, claims).await;
        let done = self.finish_sso_at(connector, &id, json!({ "state": "st&te", "code": code })).await;
        assert_eq!(verification_id(&done.assert_status(200)), id);
        id
    }

    async fn event(&self, event: &str) {
        let body = json!({ "interactionEvent": event });
        self.client.put("/api/experience/interaction-event", body).await.assert_status(204);
    }

    /// Registers somebody with these claims and is let in.
    async fn registered_at_work(&self, provider: &Provider, claims: Value) {
        self.start("Register").await;
        let id = self.verified_at_work(provider, claims).await;
        self.identify(&id).await.assert_status(201);
        self.submit().await.assert_status(200);
    }
}

impl World {
    /// Who holds an identity of the provider through a connector.
    async fn holder(&self, connector: &str, provider: &Provider, sub: &str) -> Option<User> {
        let (exec, tenant) = (self.services().db.exec(), &self.services().tenant);
        let connector = SsoConnectorId::new(connector);
        let named = (provider.issuer.as_str(), sub);
        store::user::find_by_sso_identity(exec, tenant, &connector, named).await.unwrap()
    }

    async fn sso_identities(&self, user: &UserId) -> Vec<SsoIdentity> {
        let (exec, tenant) = (self.services().db.exec(), &self.services().tenant);
        store::user::sso_identities(exec, tenant, user).await.unwrap()
    }

    /// Changes a connector behind the back of a sign-in.
    async fn change_connector(&self, change: impl FnOnce(&mut SsoConnector)) {
        let services = self.services();
        let id = SsoConnectorId::new(CONNECTOR);
        let mut connector = operations::sso::find(services, &id).await.unwrap().unwrap();
        change(&mut connector);
        let stored = seal(services, &connector).unwrap();
        assert!(store::sso_connector::update(services.db.exec(), &services.tenant, &stored).await.unwrap());
    }

    /// Lets the connector's people join an organization.
    async fn joined_by_connector(&self, organization: &str) {
        let services = self.services();
        let (organization, connectors) =
            (OrganizationId::new(organization), [SsoConnectorId::new(CONNECTOR)]);
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        jit::add_sso_connectors(exec, tenant, &organization, &connectors).await.unwrap();
    }

    async fn delete_connector(&self) {
        let (exec, tenant) = (self.services().db.exec(), &self.services().tenant);
        assert!(store::sso_connector::delete(exec, tenant, &SsoConnectorId::new(CONNECTOR)).await.unwrap());
    }
}
