//! A provider of OpenID Connect on this machine.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use jose::{Algorithm, SigningKey};
use serde_json::{Map, Value, json};
use testkit::services::START;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

type Answers = Arc<Mutex<HashMap<String, String>>>;

pub(super) struct Provider {
    pub(super) url: String,
    key: SigningKey,
    answers: Answers,
}

impl Provider {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let answers = Answers::default();
        let serving = Arc::clone(&answers);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&serving)));
            }
        });
        let provider = Self { url, key: SigningKey::generate(Algorithm::ES256).unwrap(), answers };
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

    fn put(&self, path: &str, body: &Value) {
        self.answers.lock().unwrap().insert(path.to_owned(), body.to_string());
    }

    /// Gives an ID token for the request that an authorization URI makes.
    pub(super) fn issue(&self, uri: &str, sub: &str) {
        let now = START.as_seconds();
        let claims = json!({
            "iss": self.url, "aud": "client", "sub": sub, "iat": now, "exp": now + 60, "nonce": parameter(uri, "nonce"),
            "name": "Ingrid", "email": "ingrid@elsewhere.example",
        });
        let id_token = self.key.sign(None, claims.to_string().as_bytes()).unwrap();
        self.put(
            "/token",
            &json!({
                "access_token": format!("token-of-{sub}"), "token_type": "Bearer", "scope": "openid calendar", "expires_in": 3_600,
                "id_token": id_token,
            }),
        );
    }

    /// What a connector to it is configured with.
    pub(super) fn config(&self) -> Map<String, Value> {
        let config = json!({ "clientId": "client", "clientSecret": "secret", "issuer": self.url });
        config.as_object().unwrap().clone()
    }
}

pub(super) fn parameter(uri: &str, name: &str) -> String {
    let (_, query) = uri.split_once('?').unwrap();
    let value = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap();
    value.to_owned()
}

async fn answer(mut stream: TcpStream, answers: Answers) {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let path = text.split(' ').nth(1).unwrap().to_owned();
    let body = answers.lock().unwrap().get(&path).cloned();
    let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
    let body = body.unwrap_or_default();
    let answer =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    let _ = stream.write_all(answer.as_bytes()).await;
}
