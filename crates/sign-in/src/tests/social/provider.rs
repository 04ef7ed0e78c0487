//! A provider of OAuth 2.0 on this machine: it gives a code for whomever a test says, binds it to the verifier, and takes it once.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::ConnectorId;
use operations::connectors::Connector;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Mutex};

use crate::tests::World;

/// The connector's id.
pub(super) const CONNECTOR: &str = "fjordconnect";
/// Where API clients come back to.
pub(super) const REDIRECT_URI: &str = "https://desk.fjord.example/callback";

#[derive(Default)]
struct Granted {
    /// The challenge and the user of each code.
    codes: Mutex<HashMap<String, (String, Value)>>,
    users: Mutex<HashMap<String, Value>>,
}

/// The provider.
pub(in crate::tests) struct Provider {
    url: String,
    granted: Arc<Granted>,
}

impl Provider {
    pub(in crate::tests) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let granted = Arc::new(Granted::default());
        let router =
            Router::new().route("/token", post(token)).route("/me", get(me)).with_state(Arc::clone(&granted));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, granted }
    }

    /// Makes it a connector of this tenant under a target, and offers that.
    pub(in crate::tests) async fn connect(&self, world: &World, change: impl FnOnce(&mut Connector)) {
        self.connect_as(world, (CONNECTOR, "fjord"), change).await;
        world.settings(json!({ "socialSignInConnectorTargets": ["fjord"] })).await;
    }

    /// Makes it a connector with this id and target.
    pub(super) async fn connect_as(
        &self,
        world: &World,
        (id, target): (&str, &str),
        change: impl FnOnce(&mut Connector),
    ) {
        let config = json!({
            "clientId": "guildhall", "clientSecret": "s3cret", "authorizationEndpoint": format!("{}/authorize", self.url),
            "tokenEndpoint": format!("{}/token", self.url), "userInfoEndpoint": format!("{}/me", self.url),
            "tokenEndpointResponseType": "json", "scope": "user",
        });
        let metadata = json!({ "target": target, "name": { "en": "Fjord ID" } });
        let services = world.services();
        let mut connector = Connector {
            id: ConnectorId::new(id),
            factory: connectors::factory("oauth2").unwrap(),
            config: config.as_object().cloned().unwrap(),
            metadata: metadata.as_object().cloned().unwrap(),
            sync_profile: false,
            enable_token_storage: false,
            created_at: services.now(),
        };
        change(&mut connector);
        let stored = operations::connectors::seal(services, &connector).unwrap();
        store::connector::insert(services.db.exec(), &services.tenant, &stored).await.unwrap();
    }

    /// Somebody allows what a browser was sent with; the code that it brings back.
    pub(super) async fn allow(&self, authorization_uri: &str, user: Value) -> String {
        let uri = url::Url::parse(authorization_uri).unwrap();
        let sent: HashMap<_, _> = uri.query_pairs().into_owned().collect();
        assert_eq!(
            format!("{}{}", uri.origin().ascii_serialization(), uri.path()),
            format!("{}/authorize", self.url)
        );
        assert_eq!(sent["code_challenge_method"], "S256");
        let mut codes = self.granted.codes.lock().await;
        let code = format!("code-{}-{}", codes.len(), &sent["code_challenge"][..8]);
        codes.insert(code.clone(), (sent["code_challenge"].clone(), user));
        code
    }
}

async fn token(
    State(granted): State<Arc<Granted>>,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let refused = (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })));
    let code = form.get("code").cloned().unwrap_or_default();
    let Some((challenge, user)) = granted.codes.lock().await.remove(&code) else { return refused };
    let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
    let hash = domain::HashedToken::of(verifier);
    if URL_SAFE_NO_PAD.encode(hash.as_bytes()) != challenge || form["client_secret"] != "s3cret" {
        return refused;
    }
    let access_token = format!("at-{code}");
    granted.users.lock().await.insert(access_token.clone(), user);
    let answer = json!({
        "access_token": access_token, "token_type": "Bearer", "refresh_token": "refresh-s3cret", "expires_in": 3600,
    });
    (StatusCode::OK, Json(answer))
}

async fn me(State(granted): State<Arc<Granted>>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match granted.users.lock().await.get(token.trim_start_matches("Bearer ")) {
        Some(user) => (StatusCode::OK, Json(user.clone())),
        None => (StatusCode::UNAUTHORIZED, Json(json!({}))),
    }
}
