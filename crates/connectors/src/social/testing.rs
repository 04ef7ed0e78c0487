//! A provider for tests: a small server in this process that publishes metadata and keys, gives tokens, and remembers what it was asked.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
    time::Duration,
};

use domain::{SystemEntropy, UnixMillis};
use jose::{Algorithm, SigningKey};
use outbound::{AllowList, OutboundClient};
use parking_lot::Mutex;
use serde_json::{Map, Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use url::Url;

use super::{
    Authorization, AuthorizationRequest, Callback, SocialProfile, SocialProvider, discovery::Metadata,
};
use crate::{Config, ConnectorContext, ConnectorError};

pub(super) const REDIRECT_URI: &str = "https://app.fjord.example/callback";

/// 2026-11-18T12:26:40Z.
pub(super) const fn now() -> UnixMillis {
    UnixMillis(1_795_004_800_000)
}

/// The members of an object.
pub(super) fn config(value: Value) -> Config {
    value.as_object().cloned().unwrap()
}

static OUTBOUND_RULES: LazyLock<AllowList> = LazyLock::new(|| AllowList::parse(["127.0.0.1"]).unwrap());

/// What a request said.
#[derive(Clone, Debug)]
pub(super) struct Request {
    target: String,
    headers: HashMap<String, String>,
    body: String,
}

#[derive(Clone)]
enum Reply {
    Text(u16, String),
    Redirect(String),
    Silence,
}

#[derive(Default)]
struct State {
    replies: Mutex<HashMap<String, Reply>>,
    requests: Mutex<Vec<Request>>,
}

/// The provider.
pub(super) struct FakeProvider {
    /// Its address, which is its issuer too.
    pub(super) url: String,
    /// What it signs with.
    pub(super) key: SigningKey,
    state: Arc<State>,
    outbound: OutboundClient,
}

/// A sign-in that was begun.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) uri: String,
    pub(super) remembered: Value,
    pub(super) parameters: HashMap<String, String>,
}

impl Attempt {
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.optional_parameter(name).unwrap_or_else(|| panic!("no `{name}` in {}", self.uri))
    }

    pub(super) fn optional_parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }
}

impl FakeProvider {
    /// Starts one that publishes its metadata and keys.
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let state = Arc::new(State::default());
        let serving = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&serving)));
            }
        });
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        let outbound = OutboundClient::new(OUTBOUND_RULES.clone()).unwrap();
        let fake = Self { url, key, state, outbound };
        fake.answer("/.well-known/openid-configuration", fake.document());
        fake.answer("/jwks", fake.key_set());
        fake
    }

    pub(super) fn context(&self) -> ConnectorContext<'_> {
        self.context_at(now())
    }

    pub(super) fn context_at(&self, now: UnixMillis) -> ConnectorContext<'_> {
        ConnectorContext { outbound: &self.outbound, now, entropy: &SystemEntropy }
    }

    pub(super) fn metadata(&self) -> Metadata {
        Metadata {
            issuer: self.url.clone(),
            authorization_endpoint: format!("{}/authorize", self.url),
            token_endpoint: format!("{}/token", self.url),
            user_info_endpoint: None,
            jwks_uri: format!("{}/jwks", self.url),
            has_code_challenge: true,
            has_issuer_parameter: false,
            graph_host: None,
        }
    }

    pub(super) fn document(&self) -> Value {
        let url = &self.url;
        json!({
            "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
            "userinfo_endpoint": format!("{url}/userinfo"), "jwks_uri": format!("{url}/jwks"),
        })
    }

    pub(super) fn key_set(&self) -> Value {
        json!({ "keys": [self.key.public_jwk()] })
    }

    /// Answers requests for a path from now on.
    pub(super) fn answer(&self, path: &str, body: Value) {
        self.answer_with(path, 200, &body.to_string());
    }

    pub(super) fn answer_with(&self, path: &str, status: u16, body: &str) {
        self.state.replies.lock().insert(path.to_owned(), Reply::Text(status, body.to_owned()));
    }

    pub(super) fn redirect(&self, path: &str, to: &str) {
        self.state.replies.lock().insert(path.to_owned(), Reply::Redirect(to.to_owned()));
    }

    pub(super) fn say_nothing(&self, path: &str) {
        self.state.replies.lock().insert(path.to_owned(), Reply::Silence);
    }

    /// An ID token with the claims that it should have for this attempt, changed by `claims`; `null` takes one away.
    pub(super) fn id_token(&self, attempt: &Attempt, claims: &Value) -> String {
        self.key.sign(None, self.claims(attempt, claims).to_string().as_bytes()).unwrap()
    }

    pub(super) fn claims(&self, attempt: &Attempt, change: &Value) -> Value {
        let now = now().as_seconds();
        let mut claims = json!({
            "iss": self.url, "sub": "1", "aud": attempt.parameter("client_id"), "iat": now, "exp": now + 300,
            "nonce": attempt.optional_parameter("nonce"),
        });
        let object = claims.as_object_mut().unwrap();
        object.extend(change.as_object().cloned().unwrap());
        object.retain(|_, value| !value.is_null());
        claims
    }

    /// Gives an ID token at the usual token endpoint.
    pub(super) fn issue(&self, attempt: &Attempt, claims: Value) {
        self.issue_at(attempt, "/token", claims);
    }

    pub(super) fn issue_at(&self, attempt: &Attempt, path: &str, claims: Value) {
        let id_token = self.id_token(attempt, &claims);
        self.answer(path, json!({ "access_token": "at", "token_type": "Bearer", "id_token": id_token }));
    }

    /// Begins a sign-in.
    pub(super) async fn begin(&self, provider: &dyn SocialProvider, config: &Config) -> Attempt {
        let request = AuthorizationRequest {
            connector_id: "connector",
            state: "st&te",
            redirect_uri: REDIRECT_URI,
            scope: None,
        };
        Self::attempt(provider.authorization(self.context(), config, request).await.unwrap())
    }

    /// What was begun, whose request is held to be what every provider should get.
    pub(super) fn attempt(authorization: Authorization) -> Attempt {
        let pairs: Vec<(String, String)> =
            Url::parse(&authorization.uri).unwrap().query_pairs().into_owned().collect();
        let parameters: HashMap<String, String> = pairs.iter().cloned().collect();
        assert_eq!(parameters.len(), pairs.len(), "a parameter comes twice: {}", authorization.uri);
        let attempt = Attempt { uri: authorization.uri, remembered: authorization.remembered, parameters };
        assert_eq!(attempt.parameter("response_type"), "code");
        assert_eq!(attempt.parameter("state"), "st&te");
        assert_eq!(attempt.parameter("redirect_uri"), REDIRECT_URI);
        assert!(!attempt.uri.contains("secret"));
        if attempt.optional_parameter("code_challenge").is_some() {
            assert_eq!(attempt.parameter("code_challenge_method"), "S256");
        }
        attempt
    }

    /// Brings a code back.
    pub(super) async fn finish(
        &self,
        provider: &dyn SocialProvider,
        config: &Config,
        attempt: &Attempt,
    ) -> Result<SocialProfile, ConnectorError> {
        self.finish_with(provider, config, attempt, json!({})).await
    }

    /// Brings a code back, with other parameters beside it.
    pub(super) async fn finish_with(
        &self,
        provider: &dyn SocialProvider,
        config: &Config,
        attempt: &Attempt,
        change: Value,
    ) -> Result<SocialProfile, ConnectorError> {
        let mut parameters =
            Map::from_iter([("code".to_owned(), "c0de".into()), ("state".to_owned(), "st&te".into())]);
        parameters.extend(change.as_object().cloned().unwrap());
        let callback =
            Callback { parameters: &parameters, redirect_uri: REDIRECT_URI, remembered: &attempt.remembered };
        provider.profile(self.context(), config, callback).await
    }

    pub(super) fn requests(&self, path: &str) -> Vec<Request> {
        let requests = self.state.requests.lock();
        requests.iter().filter(|request| path_of(&request.target) == path).cloned().collect()
    }

    fn last(&self, path: &str) -> Request {
        self.requests(path).pop().unwrap_or_else(|| panic!("{path} was not asked"))
    }

    /// The form that was posted to a path last.
    pub(super) fn form(&self, path: &str) -> HashMap<String, String> {
        form_urlencoded::parse(self.last(path).body.as_bytes()).into_owned().collect()
    }

    /// The query of the last request for a path.
    pub(super) fn query(&self, path: &str) -> HashMap<String, String> {
        let target = self.last(path).target;
        let query = target.split_once('?').map_or("", |(_, query)| query);
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    /// A header of the last request for a path.
    pub(super) fn header(&self, path: &str, name: &str) -> Option<String> {
        self.last(path).headers.get(name).cloned()
    }
}

fn path_of(target: &str) -> &str {
    target.split_once('?').map_or(target, |(path, _)| path)
}

async fn serve(mut stream: TcpStream, state: Arc<State>) {
    let Some(request) = read(&mut stream).await else { return };
    let reply = state.replies.lock().get(path_of(&request.target)).cloned();
    state.requests.lock().push(request);
    let (status, extra, body) = match reply {
        None => (404, String::new(), "{}".to_owned()),
        Some(Reply::Text(status, body)) => (status, String::new(), body),
        Some(Reply::Redirect(to)) => (302, format!("location: {to}\r\n"), String::new()),
        Some(Reply::Silence) => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            return;
        }
    };
    let head =
        format!("HTTP/1.1 {status} X\r\n{extra}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(body.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let end = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.lines();
    let target = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while bytes.len() < end + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8(bytes[end + 4..].to_vec()).ok()?;
    Some(Request { target, headers, body })
}
