//! A client without a browser: it signs a user in by the Experience API as the hosted pages do (OIDC contract §6.8), with cookies,
//! redirects and PKCE, and gets tokens. For the demonstration's command line and for tests.

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use domain::Entropy;
use guard::http_client::{HttpClient, TlsSetupError, http_client};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

/// Largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 4 << 20;
/// How many redirects are followed after signing in.
const MAX_HOPS: usize = 8;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Why no token was got.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server cannot be reached.
    #[error("{0} does not answer; is the server running?")]
    Unreachable(String),
    /// An answer was not understood.
    #[error("{step}: {answer}")]
    Refused {
        /// What was tried.
        step: &'static str,
        /// What came back.
        answer: String,
    },
    /// TLS cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsSetupError),
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }

    /// This answer, if it has the status.
    fn expect(self, step: &'static str, wanted: StatusCode) -> Result<Self, ClientError> {
        if self.status == wanted { Ok(self) } else { Err(self.refused(step)) }
    }

    fn refused(&self, step: &'static str) -> ClientError {
        ClientError::Refused { step, answer: format!("{} {}", self.status.as_u16(), self.body) }
    }
}

/// Who asks for a user's tokens.
#[derive(Debug, Clone)]
pub struct PublicClient {
    /// The client's id.
    pub client_id: String,
    /// Where sign-in returns to.
    pub redirect_uri: String,
    /// Scopes to ask for.
    pub scopes: Vec<String>,
    /// Resources to ask for.
    pub resources: Vec<String>,
}

/// Which token a refresh is for.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokenFor<'a> {
    /// An organization.
    pub organization: Option<&'a str>,
    /// An API resource.
    pub resource: Option<&'a str>,
}

/// A person's client at one server.
pub struct HeadlessClient {
    http: HttpClient,
    endpoint: String,
    /// Value by name and path.
    cookies: BTreeMap<(String, String), String>,
}

impl HeadlessClient {
    /// A client of the server at `endpoint`, without cookies.
    pub fn new(endpoint: &str) -> Result<Self, ClientError> {
        Ok(Self {
            http: http_client(CONNECT_TIMEOUT)?,
            endpoint: endpoint.to_owned(),
            cookies: BTreeMap::new(),
        })
    }

    /// Signs a user in with a password and returns the token endpoint's answer to the code.
    pub async fn sign_in(
        &mut self,
        client: &PublicClient,
        (username, password): (&str, &str),
        entropy: &dyn Entropy,
    ) -> Result<Value, ClientError> {
        let verifier = entropy.base64_43();
        let first = self.get(&Self::authorization_url(client, &verifier)).await?;
        if first.status != StatusCode::SEE_OTHER {
            return Err(first.refused("starting the sign-in"));
        }
        let redirect = self.identify(username, password).await?;
        let code = self.follow_to_code(redirect, &client.redirect_uri).await?;
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", &client.client_id),
            ("code", &code),
            ("redirect_uri", &client.redirect_uri),
            ("code_verifier", &verifier),
        ];
        Ok(self
            .post_form("/oidc/token", &form, None)
            .await?
            .expect("exchanging the code", StatusCode::OK)?
            .json())
    }

    /// Exchanges a refresh token and returns the token endpoint's answer.
    pub async fn refresh(
        &mut self,
        client: &PublicClient,
        refresh_token: &str,
        wanted: TokenFor<'_>,
    ) -> Result<Value, ClientError> {
        let mut form = vec![
            ("grant_type", "refresh_token"),
            ("client_id", &client.client_id),
            ("refresh_token", refresh_token),
        ];
        form.extend(wanted.organization.map(|organization| ("organization_id", organization)));
        form.extend(wanted.resource.map(|resource| ("resource", resource)));
        Ok(self
            .post_form("/oidc/token", &form, None)
            .await?
            .expect("getting a token", StatusCode::OK)?
            .json())
    }

    /// Posts a form, with `Authorization` where there is one.
    pub async fn post_form(
        &mut self,
        path: &str,
        pairs: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Result<Answer, ClientError> {
        let body = Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.send(Method::POST, path, ("application/x-www-form-urlencoded", body), authorization).await
    }

    /// Sends JSON (nothing, for `null`), with a bearer token where there is one.
    pub async fn json(
        &mut self,
        method: Method,
        path: &str,
        body: Value,
        bearer: Option<&str>,
    ) -> Result<Answer, ClientError> {
        let authorization = bearer.map(|token| format!("Bearer {token}"));
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, ("application/json", body), authorization.as_deref()).await
    }

    /// Gets a page.
    pub async fn get(&mut self, path: &str) -> Result<Answer, ClientError> {
        self.json(Method::GET, path, Value::Null, None).await
    }

    fn authorization_url(client: &PublicClient, verifier: &str) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(jose::sha256(verifier.as_bytes()));
        let mut query = Serializer::new(String::new());
        query
            .append_pair("client_id", &client.client_id)
            .append_pair("redirect_uri", &client.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", &client.scopes.join(" "))
            .append_pair("prompt", "consent")
            .append_pair("state", "headless")
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        for resource in &client.resources {
            query.append_pair("resource", resource);
        }
        format!("/oidc/auth?{}", query.finish())
    }

    /// The Experience API's steps, up to where the browser goes on.
    async fn identify(&mut self, username: &str, password: &str) -> Result<String, ClientError> {
        const STEP: &str = "signing in";
        let event = json!({ "interactionEvent": "SignIn" });
        self.json(Method::PUT, "/api/experience", event, None).await?.expect(STEP, StatusCode::NO_CONTENT)?;
        let body = json!({ "identifier": { "type": "username", "value": username }, "password": password });
        let verified = self
            .json(Method::POST, "/api/experience/verification/password", body, None)
            .await?
            .expect(STEP, StatusCode::OK)?;
        let body = json!({ "verificationId": verified.json().get("verificationId") });
        self.json(Method::POST, "/api/experience/identification", body, None)
            .await?
            .expect(STEP, StatusCode::NO_CONTENT)?;
        let submitted = self
            .json(Method::POST, "/api/experience/submit", Value::Null, None)
            .await?
            .expect(STEP, StatusCode::OK)?;
        let redirect = submitted.json().get("redirectTo").and_then(Value::as_str).map(ToOwned::to_owned);
        redirect.ok_or_else(|| submitted.refused(STEP))
    }

    /// Follows redirects on this server until they lead to the client with a code.
    async fn follow_to_code(&mut self, mut next: String, redirect_uri: &str) -> Result<String, ClientError> {
        const STEP: &str = "coming back from the sign-in";
        for _ in 0..MAX_HOPS {
            if next.starts_with(redirect_uri) {
                let query = next.split_once('?').map(|(_, query)| query).unwrap_or_default();
                let code = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code");
                let no_code = || ClientError::Refused { step: STEP, answer: next.clone() };
                return code.map(|(_, code)| code.into_owned()).ok_or_else(no_code);
            }
            let answer = self.get(&next).await?;
            answer.location().ok_or_else(|| answer.refused(STEP))?.clone_into(&mut next);
        }
        Err(ClientError::Refused { step: STEP, answer: "too many redirects".to_owned() })
    }

    /// Sends a request to a path of this server (or a URL, which is taken as it is).
    async fn send(
        &mut self,
        method: Method,
        target: &str,
        (content_type, body): (&str, String),
        authorization: Option<&str>,
    ) -> Result<Answer, ClientError> {
        let url =
            if target.contains("://") { target.to_owned() } else { format!("{}{target}", self.endpoint) };
        let unreachable = || ClientError::Unreachable(self.endpoint.clone());
        let path = url.strip_prefix(&self.endpoint).unwrap_or("/").to_owned();
        let mut request = Request::new(Full::new(Bytes::from(body.clone())));
        *request.method_mut() = method;
        *request.uri_mut() = url.parse().map_err(|_| unreachable())?;
        let headers = request.headers_mut();
        let value = |text: &str| HeaderValue::try_from(text).map_err(|_| unreachable());
        if !body.is_empty() {
            headers.insert(header::CONTENT_TYPE, value(content_type)?);
        }
        if let Some(authorization) = authorization {
            headers.insert(header::AUTHORIZATION, value(authorization)?);
        }
        if let Some(cookies) = self.cookies_for(&path) {
            headers.insert(header::COOKIE, value(&cookies)?);
        }
        let response = self.http.request(request).await.map_err(|_| unreachable())?;
        let (parts, body) = response.into_parts();
        let body =
            Limited::new(body, MAX_ANSWER_BYTES).collect().await.map_err(|_| unreachable())?.to_bytes();
        self.keep_cookies(&parts.headers);
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    fn cookies_for(&self, path: &str) -> Option<String> {
        let path = path.split('?').next().unwrap_or_default();
        let covers = |scope: &str| {
            path.strip_prefix(scope)
                .is_some_and(|rest| rest.is_empty() || scope.ends_with('/') || rest.starts_with('/'))
        };
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .filter(|((_, scope), _)| covers(scope))
            .map(|((name, _), value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let mut parts = cookie.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let path = parts
                .clone()
                .find_map(|part| part.strip_prefix("path=").or_else(|| part.strip_prefix("Path=")));
            let ended = parts.any(|part| part.to_ascii_lowercase().starts_with("expires=thu, 01 jan 1970"));
            let key = (name.to_owned(), path.unwrap_or("/").to_owned());
            if ended {
                self.cookies.remove(&key);
            } else {
                self.cookies.insert(key, value.to_owned());
            }
        }
    }
}
