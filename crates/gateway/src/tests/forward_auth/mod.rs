//! Forward authentication: what the rules decide, and what may not be smuggled past them.

mod decisions;
mod explained;
mod replayed;
mod smuggling;

use http::{Method, Request};

use super::TRANSPORT;
use super::failures;
use super::fixture::{Fixture, Reply};
use crate::policy::Policy;

/// Rules of every kind, for a proxy of this kind.
fn rules(proxy: &str) -> Policy {
    let rules = r#"
        [[forward_auth.rules]]
        methods = ["GET"]
        path = "/assets/**"
        public = true

        [[forward_auth.rules]]
        methods = ["GET", "POST"]
        path = "/o/{organizationId}/orders/**"
        permission = "org:read"

        [[forward_auth.rules]]
        methods = ["DELETE"]
        path = "/o/{organizationId}/orders/{order}"
        permission = "org:delete"
        live = true

        [[forward_auth.rules]]
        path = "/me"
        authenticated = true
        resource = "https://orders.example"
        without_organization = true

        [[forward_auth.rules]]
        path = "/open"
        authenticated = true
        third_parties = true
        resource = "https://orders.example"
        without_organization = true

        [[forward_auth.rules]]
        path = "/live"
        authenticated = true
        live = true

        [[forward_auth.rules]]
        path = "/o/{organizationId}/import"
        permission = "org:update"
        machines = true
        resource = "https://orders.example"
        organization_tokens = true

        [[forward_auth.rules]]
        host = "admin.example"
        path = "/**"
        permission = "org:delete"

        [[forward_auth.rules]]
        methods = ["GET"]
        path = "/**"
        host = "www.example"
        public = true
    "#;
    Policy::from_toml(&format!("[forward_auth]\nproxy = \"{proxy}\"\n{rules}")).unwrap()
}

/// What a proxy asks about, and how the question is put together.
#[derive(Clone)]
struct Question {
    proxy: &'static str,
    method: String,
    target: String,
    host: String,
    headers: Vec<(&'static str, String)>,
}

fn nginx(method: &str, target: &str) -> Question {
    Question {
        proxy: "nginx",
        method: method.to_owned(),
        target: target.to_owned(),
        host: "app.example".to_owned(),
        headers: Vec::new(),
    }
}

impl Question {
    fn of(self, proxy: &'static str) -> Self {
        Self { proxy, ..self }
    }

    fn at(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn bearer(self, token: &str) -> Self {
        self.with("authorization", format!("Bearer {token}"))
    }

    async fn ask(self, fixture: &Fixture) -> Reply {
        let (names, method, path) = match self.proxy {
            "nginx" => (
                Some(["x-original-method", "x-original-uri", "x-original-host"]),
                Method::GET,
                "/forward-auth".to_owned(),
            ),
            "envoy" => (
                None,
                Method::from_bytes(self.method.as_bytes()).unwrap(),
                format!("/forward-auth{}", self.target),
            ),
            _ => (
                Some(["x-forwarded-method", "x-forwarded-uri", "x-forwarded-host"]),
                Method::GET,
                "/forward-auth".to_owned(),
            ),
        };
        let mut request = Request::builder().method(method).uri(path);
        match names {
            Some([method, target, host]) => {
                request = request.header(method, self.method).header(target, self.target);
                request = request.header(host, self.host);
            }
            None => request = request.header("host", self.host),
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        fixture.send(request.body(axum::body::Body::empty()).unwrap()).await
    }
}

async fn fixture(proxy: &str) -> Fixture {
    Fixture::with(TRANSPORT, rules(proxy), None).await
}
