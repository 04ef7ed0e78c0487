//! The provider of OpenID Connect that users of these tests have an account at.

use serde_json::{Map, Value, json};
use testkit::OpenIdProvider;
pub(super) use testkit::uri_parameter as parameter;

pub(super) struct Provider(OpenIdProvider);

impl Provider {
    pub(super) async fn start() -> Self {
        Self(OpenIdProvider::start().await)
    }

    /// Gives an ID token for the request that an authorization URI makes.
    pub(super) fn issue(&self, uri: &str, sub: &str) {
        let claims = json!({ "name": "Ingrid", "email": "ingrid@elsewhere.example" });
        let tokens = json!({
            "access_token": format!("token-of-{sub}"), "token_type": "Bearer", "scope": "openid calendar", "expires_in": 3_600,
        });
        self.0.issue(uri, sub, (&claims, &tokens));
    }

    /// What a connector to it is configured with.
    pub(super) fn config(&self) -> Map<String, Value> {
        self.0.config()
    }
}
