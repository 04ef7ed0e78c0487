//! Signing in with an account elsewhere, at a provider on this machine.

mod attacks;
mod experience;
mod pages;
pub(super) mod provider;
mod terms;

use serde_json::{Map, Value, json};
use testkit::TestResponse;

use self::provider::{CONNECTOR, Provider, REDIRECT_URI};
use super::{
    World,
    world::{Browser, verification_id},
};

/// A tenant with a connector that is offered, where registration asks for nothing.
async fn world() -> (World, Provider) {
    let (world, provider) = (World::new().await, Provider::start().await);
    provider.connect(&world, |_| {}).await;
    settings(&world, json!({})).await;
    (world, provider)
}

/// Settings beside those of [`world`].
async fn settings(world: &World, change: Value) {
    let mut settings = json!({
        "socialSignInConnectorTargets": ["fjord"], "signUp": { "identifiers": [], "password": true, "verify": false },
    });
    settings.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
    world.settings(settings).await;
}

/// Astrid, whom the provider knows well.
fn astrid() -> Value {
    json!({
        "id": 42, "name": "Astrid Dahl", "avatar": "https://fjord.example/a.png", "email": "astrid@fjord.example",
        "email_verified": true,
    })
}

fn path(connector: &str, step: &str) -> String {
    format!("/api/experience/verification/social/{connector}/{step}")
}

impl Browser {
    /// Begins a sign-in elsewhere: the address to go to, and the verification.
    async fn begin_elsewhere(&self, state: &str) -> (String, String) {
        let body = json!({ "state": state, "redirectUri": REDIRECT_URI });
        let begun = self.client.post(&path(CONNECTOR, "authorization-uri"), body).await.assert_status(200);
        let uri = begun.json()["authorizationUri"].as_str().unwrap().to_owned();
        (uri, verification_id(&begun))
    }

    /// Brings something back.
    async fn finish_elsewhere(&self, id: &str, data: Value) -> TestResponse {
        let body = json!({ "verificationId": id, "connectorData": data });
        self.client.post(&path(CONNECTOR, "verify"), body).await
    }

    /// All of it for `user`; the verification.
    pub(super) async fn verified_elsewhere(&self, provider: &Provider, user: Value) -> String {
        let (uri, id) = self.begin_elsewhere("st&te").await;
        let code = provider.allow(&uri, user).await;
        let done = self.finish_elsewhere(&id, json!({ "state": "st&te", "code": code })).await;
        assert_eq!(verification_id(&done.assert_status(200)), id);
        id
    }

    async fn changed_event(&self, event: &str) {
        let body = json!({ "interactionEvent": event });
        self.client.put("/api/experience/interaction-event", body).await.assert_status(204);
    }

    /// Says that the account with the address is one's own.
    pub(super) async fn link(&self, verification_id: &str) -> TestResponse {
        let body = json!({ "verificationId": verification_id, "linkSocialIdentity": true });
        self.client.post("/api/experience/identification", body).await
    }

    /// Registers `user` and is let in.
    async fn registered_elsewhere(&self, provider: &Provider, user: Value) {
        self.start("Register").await;
        let id = self.verified_elsewhere(provider, user).await;
        self.identify(&id).await.assert_status(201);
        self.submit().await.assert_status(200);
    }
}

/// The identity as a user's row shows it.
fn identity(user: &Value) -> Map<String, Value> {
    let mut details = json!({ "id": user["id"].to_string(), "rawData": user });
    if user["email_verified"] == true {
        details["email"] = user["email"].clone();
    }
    for member in ["name", "avatar"] {
        if let Some(value) = user.get(member) {
            details[member] = value.clone();
        }
    }
    Map::from_iter([("fjord".to_owned(), json!({ "userId": user["id"].to_string(), "details": details }))])
}

impl World {
    async fn find_by_identity(&self, id: &str) -> Option<domain::account::User> {
        let services = self.services();
        store::user::find_by_identity(services.db.exec(), &services.tenant, ("fjord", id)).await.unwrap()
    }
}
