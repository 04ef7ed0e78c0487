//! A provider of OpenID Connect on this machine: it gives a code for whomever a test says, binds it to the verifier and the nonce, takes it once, and signs.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Form, Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::SsoConnectorId;
use jose::{Algorithm, SigningKey};
use operations::sso::{SsoConnector, seal};
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;

use crate::tests::World;

/// Where API clients come back to.
pub(super) const REDIRECT_URI: &str = "https://desk.fjord.example/callback";

/// What was sent, and who allowed it.
type Allowed = (HashMap<String, String>, Value);

struct Granted {
    url: String,
    key: SigningKey,
    now_seconds: Mutex<i64>,
    codes: Mutex<HashMap<String, Allowed>>,
}

/// The provider.
pub(super) struct Provider {
    /// Its address.
    pub(super) issuer: String,
    granted: Arc<Granted>,
}

impl Provider {
    pub(super) async fn start() -> Self {
        let listener = testkit::listener().await;
        let url = format!("http://{}", listener.local_addr().unwrap());
        let granted = Arc::new(Granted {
            url: url.clone(),
            key: SigningKey::generate(Algorithm::ES256).unwrap(),
            now_seconds: Mutex::default(),
            codes: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&granted));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer: url, granted }
    }

    /// Makes it an enterprise connector of this tenant that speaks for `fjord.example`.
    pub(super) async fn connect(&self, world: &World, id: &str, change: impl FnOnce(&mut SsoConnector)) {
        let services = world.services();
        *self.granted.now_seconds.lock().await = services.now().as_seconds();
        let config = json!({ "clientId": "guildhall", "clientSecret": "s3cret", "issuer": self.issuer });
        let mut connector = SsoConnector {
            id: SsoConnectorId::new(id),
            provider: connectors::sso::provider("OIDC").unwrap(),
            connector_name: format!("Fjord {id}"),
            config: config.as_object().cloned().unwrap(),
            domains: vec!["fjord.example".to_owned()],
            branding: Map::from_iter([("displayName".to_owned(), "Fjord AS".into())]),
            sync_profile: false,
            created_at: services.now(),
        };
        change(&mut connector);
        let stored = seal(services, &connector).unwrap();
        store::sso_connector::insert(services.db.exec(), &services.tenant, &stored).await.unwrap();
    }

    /// Somebody with these claims allows what a browser was sent with; the code that it brings back.
    pub(super) async fn allow(&self, authorization_uri: &str, claims: Value) -> String {
        let uri = url::Url::parse(authorization_uri).unwrap();
        let sent: HashMap<_, _> = uri.query_pairs().into_owned().collect();
        assert_eq!(
            format!("{}{}", uri.origin().ascii_serialization(), uri.path()),
            format!("{}/authorize", self.issuer)
        );
        assert_eq!(
            (sent["code_challenge_method"].as_str(), sent["scope"].as_str()),
            ("S256", "openid profile email")
        );
        let mut codes = self.granted.codes.lock().await;
        let code = format!("code-{}-{}", codes.len(), &sent["code_challenge"][..8]);
        codes.insert(code.clone(), (sent, claims));
        code
    }
}

async fn metadata(State(granted): State<Arc<Granted>>) -> Json<Value> {
    let url = &granted.url;
    Json(json!({
        "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/jwks"), "code_challenge_methods_supported": ["S256"],
    }))
}

async fn keys(State(granted): State<Arc<Granted>>) -> Json<Value> {
    Json(json!({ "keys": [granted.key.public_jwk()] }))
}

async fn token(
    State(granted): State<Arc<Granted>>,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let refused = (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })));
    let code = form.get("code").cloned().unwrap_or_default();
    let Some((sent, claims)) = granted.codes.lock().await.remove(&code) else { return refused };
    let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
    let hash = domain::HashedToken::of(verifier);
    if URL_SAFE_NO_PAD.encode(hash.as_bytes()) != sent["code_challenge"]
        || form["client_secret"] != "s3cret"
        || form["redirect_uri"] != sent["redirect_uri"]
    {
        return refused;
    }
    let now = *granted.now_seconds.lock().await;
    let mut payload = json!({
        "iss": granted.url, "aud": sent["client_id"], "nonce": sent["nonce"], "iat": now, "exp": now + 300,
    });
    payload.as_object_mut().unwrap().extend(claims.as_object().cloned().unwrap());
    let id_token = granted.key.sign(None, payload.to_string().as_bytes()).unwrap();
    (
        StatusCode::OK,
        Json(
            json!({ "access_token": "at", "token_type": "Bearer", "id_token": id_token, "expires_in": 3600 }),
        ),
    )
}
