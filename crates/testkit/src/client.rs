//! A client that talks to a router in process, keeps cookies like a browser and records exchanges.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use parking_lot::Mutex;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::record;

/// Talks to one router.
pub struct TestClient {
    router: Router,
    authorization: Option<String>,
    /// Value and path by name and path.
    cookies: Arc<Mutex<BTreeMap<(String, String), String>>>,
    is_recorded: bool,
    watch: Option<Watch>,
}

/// Looks at each answer: at its request's method and path, and at the answer. It fails the test by a panic.
pub type Watch = fn(&Method, &str, &TestResponse);

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct TestResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl TestClient {
    /// A client without credentials.
    pub fn new(router: Router) -> Self {
        Self { router, authorization: None, cookies: Arc::default(), is_recorded: true, watch: None }
    }

    /// A client that sends `Authorization: Bearer` with every request.
    pub fn with_bearer(router: Router, token: impl AsRef<str>) -> Self {
        Self { authorization: Some(format!("Bearer {}", token.as_ref())), ..Self::new(router) }
    }

    /// This client, each of whose answers is looked at.
    pub fn watched(self, watch: Watch) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// This client, with the same cookies, whose exchanges are not recorded.
    ///
    /// For answers that the reference documents describe in words no checker of schemas can follow: they tell the alternatives of a
    /// verification record apart by `format` only, which such a checker does not read, so that every record of a password fits several
    /// branches of a `oneOf`, of which exactly one must hold. And for tests whose router is not the product's own.
    pub fn unrecorded(&self) -> Self {
        Self {
            router: self.router.clone(),
            authorization: self.authorization.clone(),
            cookies: Arc::clone(&self.cookies),
            is_recorded: false,
            watch: self.watch,
        }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> TestResponse {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> TestResponse {
        self.send(Method::DELETE, path, &[], Body::empty()).await
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> TestResponse {
        self.json(Method::POST, path, body).await
    }

    /// `PUT` with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> TestResponse {
        self.json(Method::PUT, path, body).await
    }

    /// `PATCH` with a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> TestResponse {
        self.json(Method::PATCH, path, body).await
    }

    /// Any method with a JSON body.
    pub async fn json(&self, method: Method, path: &str, body: Value) -> TestResponse {
        self.send(method, path, &[("content-type", "application/json")], Body::from(body.to_string())).await
    }

    /// `POST` with a form body.
    pub async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> TestResponse {
        self.form_with(path, pairs, &[]).await
    }

    /// `POST` with a form body and further headers.
    pub async fn form_with(
        &self,
        path: &str,
        pairs: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> TestResponse {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send(Method::POST, path, &all, Body::from(body)).await
    }

    /// Any request. `path` may hold a query, and a scheme and host, which are dropped.
    #[expect(clippy::expect_used, reason = "a test whose request cannot be made has failed")]
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> TestResponse {
        let path = local_path(path);
        let mut request = Request::builder().method(method.clone()).uri(path).body(body).expect("a request");
        let sent = request.headers_mut();
        if let Some(authorization) = &self.authorization {
            sent.insert(header::AUTHORIZATION, HeaderValue::try_from(authorization).expect("a header"));
        }
        if let Some(cookies) = self.cookie_header(path) {
            sent.insert(header::COOKIE, cookies);
        }
        for (name, value) in headers {
            let name = HeaderName::try_from(*name).expect("a header name");
            sent.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header value"));
        }
        let response = self.router.clone().oneshot(request).await.expect("routers do not fail");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        self.keep_cookies(&parts.headers);
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if self.is_recorded {
            record::exchange(method.as_str(), path, parts.status.as_u16(), &body);
        }
        let answer = TestResponse { status: parts.status, headers: parts.headers, body };
        if let Some(watch) = self.watch {
            watch(&method, path, &answer);
        }
        answer
    }

    /// The value of a cookie that the server has set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().iter().find(|((known, _), _)| known == name).map(|(_, value)| value.clone())
    }

    /// Sets a cookie as if the server had, for the whole site.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().insert((name.to_owned(), "/".to_owned()), value.to_owned());
    }

    /// Forgets every cookie.
    pub fn clear_cookies(&self) {
        self.cookies.lock().clear();
    }

    fn cookie_header(&self, path: &str) -> Option<HeaderValue> {
        let path = path.split('?').next().unwrap_or_default();
        let cookies = self.cookies.lock();
        let matching = cookies.iter().filter(|((_, scope), _)| covers(scope, path));
        let pairs: Vec<_> = matching.map(|((name, _), value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| HeaderValue::try_from(pairs.join("; ")).ok()).flatten()
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock();
        for cookie in headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let mut parts = cookie.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let attributes: Vec<_> = parts.map(str::to_ascii_lowercase).collect();
            let path = cookie.split(';').map(str::trim).find_map(|part| {
                part.split_once('=')
                    .filter(|(key, _)| key.eq_ignore_ascii_case("path"))
                    .map(|(_, path)| path.to_owned())
            });
            let key = (name.to_owned(), path.unwrap_or_else(|| "/".to_owned()));
            let ended = attributes
                .iter()
                .any(|part| part.starts_with("expires=thu, 01 jan 1970") || part == "max-age=0");
            if ended {
                cookies.remove(&key);
            } else {
                cookies.insert(key, value.to_owned());
            }
        }
    }
}

/// Whether a cookie with this path goes with a request to `path` (RFC 6265 §5.1.4).
fn covers(scope: &str, path: &str) -> bool {
    path == scope
        || (path.starts_with(scope) && (scope.ends_with('/') || path[scope.len()..].starts_with('/')))
}

fn local_path(path: &str) -> &str {
    match path.split_once("://") {
        Some((scheme, rest)) if !scheme.contains(['/', '?']) => rest.find('/').map_or("/", |at| &rest[at..]),
        _ => path,
    }
}

impl TestResponse {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[expect(clippy::panic, reason = "a test whose answer is not JSON has failed, and wants to see it")]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|_| panic!("not JSON ({}): {}", self.status, self.body))
    }

    /// This answer, if it has the status; otherwise the test fails and shows it.
    #[track_caller]
    pub fn assert_status(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    /// This answer, if it is an error with this status and code; otherwise the test fails and shows it.
    #[track_caller]
    pub fn assert_error(self, status: u16, code: &str) -> Self {
        assert_eq!(
            (self.status.as_u16(), self.json().get("code").and_then(Value::as_str)),
            (status, Some(code)),
            "{}",
            self.body
        );
        self
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The `Location` of a redirect.
    #[track_caller]
    pub fn location(&self) -> String {
        self.header("location").map(ToOwned::to_owned).unwrap_or_default()
    }
}
