//! A provider of OpenID Connect on this machine, as a social connector of kind `oidc` meets it: it publishes its metadata and keys, and gives
//! the tokens that a test has put there.

use std::{collections::HashMap, sync::Arc};

use axum::{Router, extract::State, http::StatusCode};
use http::Uri;
use jose::{Algorithm, SigningKey};
use parking_lot::Mutex;
use serde_json::{Map, Value, json};

use crate::{listener, services::START};

type Answers = Arc<Mutex<HashMap<String, String>>>;

/// The provider. It knows one client, `client` with the secret `secret`.
pub struct OpenIdProvider {
    /// Its issuer identifier, and what its addresses begin with.
    pub url: String,
    key: SigningKey,
    answers: Answers,
}

impl OpenIdProvider {
    /// A provider at an address of its own on this machine, for as long as the runtime of the test lives.
    #[expect(clippy::expect_used, reason = "a test without its provider has failed")]
    pub async fn start() -> Self {
        let listener = listener().await;
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let answers = Answers::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&answers));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let key = SigningKey::generate(Algorithm::ES256).expect("a key");
        let provider = Self { url, key, answers };
        let url = &provider.url;
        provider.put(
            "/.well-known/openid-configuration",
            &json!({
                "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
                "jwks_uri": format!("{url}/jwks"),
            }),
        );
        provider.put("/jwks", &json!({ "keys": [provider.key.public_jwk()] }));
        provider
    }

    /// Gives an ID token for the request that an authorization URI makes: for `sub`, with `claims` beside the usual ones, and `answer` beside it.
    #[expect(clippy::expect_used, reason = "a test without its token has failed")]
    pub fn issue(&self, authorization_uri: &str, sub: &str, (claims, answer): (&Value, &Value)) {
        let now = START.as_seconds();
        let nonce = uri_parameter(authorization_uri, "nonce");
        let mut all = json!({ "iss": self.url, "aud": "client", "sub": sub, "iat": now, "exp": now + 60, "nonce": nonce });
        let members = all.as_object_mut().expect("an object");
        members.extend(claims.as_object().cloned().unwrap_or_default());
        let id_token = self.key.sign(None, all.to_string().as_bytes()).expect("a signature");
        let mut tokens = answer.clone();
        tokens.as_object_mut().expect("an object").insert("id_token".to_owned(), id_token.into());
        self.put("/token", &tokens);
    }

    /// What a connector of kind `oidc` to it is configured with.
    pub fn config(&self) -> Map<String, Value> {
        let members = [("clientId", "client"), ("clientSecret", "secret"), ("issuer", &self.url)];
        members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }

    /// Answers every request for a path with this body.
    pub fn put(&self, path: &str, body: &Value) {
        self.answers.lock().insert(path.to_owned(), body.to_string());
    }
}

/// A parameter of a URI's query, as it is written there.
#[expect(clippy::expect_used, reason = "a test without its parameter has failed")]
pub fn uri_parameter(uri: &str, name: &str) -> String {
    let (_, query) = uri.split_once('?').expect("a query");
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    value.expect("the parameter").to_owned()
}

async fn answer(State(answers): State<Answers>, uri: Uri) -> (StatusCode, String) {
    match answers.lock().get(uri.path()) {
        Some(body) => (StatusCode::OK, body.clone()),
        None => (StatusCode::NOT_FOUND, String::new()),
    }
}
