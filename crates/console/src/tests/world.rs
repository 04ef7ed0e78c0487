//! A server with administrators of every role, and browsers of theirs.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Method;
use domain::console::Rights;
use futures_util::{FutureExt as _, future::BoxFuture};
use gateway::{
    DomainProofKey, Gateway, GatewayOptions, MachineToken, Policy, TxtLookup, TxtUnavailable, Upstream,
    upstream::BoxError,
};
use guard::{KeySnapshot, LocalKeys};
use operations::{
    Services,
    console::{self, link},
};
use serde_json::Value;
use store::Db;
use testkit::{TestClient, TestResponse, TestServices};

/// The password of every administrator a test makes.
pub(super) const PASSWORD: &str = "nine fjords and a lamp";

/// A server.
pub(super) struct World {
    pub(super) test: TestServices,
    pub(super) administrators: Arc<Services>,
    /// The Management API with a machine token, to see what was done.
    pub(super) api: TestClient,
    pub(super) router: axum::Router,
    pub(super) gateway: Arc<Gateway>,
}

/// Name servers that know nothing.
struct NoRecords;

impl TxtLookup for NoRecords {
    fn texts<'a>(&'a self, _name: &'a str) -> BoxFuture<'a, Result<Vec<String>, TxtUnavailable>> {
        async { Ok(Vec::new()) }.boxed()
    }
}

/// A gateway that accepts the server's tokens and asks nobody.
async fn gateway(services: &Arc<Services>) -> Arc<Gateway> {
    let keys = Arc::clone(services.configuration().await.unwrap().keys.key_set());
    let keys = LocalKeys::new(move || Some(KeySnapshot { keys: Arc::clone(&keys), generation: 1 }));
    let (clock, entropy) = (Arc::clone(&services.clock), Arc::clone(&services.entropy));
    let no_token = Arc::new(|| async { Err::<MachineToken, BoxError>("no machine is here".into()) }.boxed());
    let options = GatewayOptions {
        policy: Policy::default(),
        issuer: services.endpoint.issuer().to_owned(),
        keys: Arc::new(keys),
        upstream: Upstream::in_process(axum::Router::new(), no_token, None, clock.clone(), entropy.clone()),
        atomic_create: None,
        domain_proof_key: DomainProofKey::derive(b"proof"),
        txt_lookup: Arc::new(NoRecords),
        clock,
        entropy,
        cached_tokens: 100,
        memory: gateway::Memory::default(),
    };
    Arc::new(Gateway::new(options).unwrap())
}

/// An administrator with a browser.
pub(super) struct Administrator {
    pub(super) browser: TestClient,
}

/// What a gateway needs, in small.
fn plan() -> crate::TemplatePlan {
    let permission = |(name, description, is_for_members): (&str, &str, bool)| crate::TemplatePermission {
        name: name.to_owned(),
        description: description.to_owned(),
        is_for_members,
    };
    let permissions =
        [("org:create", "Create organizations", false), ("org:read", "See the organization", true)];
    crate::TemplatePlan {
        permissions: permissions.into_iter().map(permission).collect(),
        create_organizations: "org:create".to_owned(),
    }
}

impl World {
    pub(super) async fn over(db: Db) -> Self {
        let test = TestServices::over(db).await;
        let administrators = console::open(&test.services).await.unwrap();
        let api = management_api::router(Arc::clone(&test.services));
        let gateway = gateway(&test.services).await;
        let router = crate::router(crate::ConsoleOptions {
            gateway: Arc::clone(&gateway),
            services: Arc::clone(&test.services),
            administrators: Arc::clone(&administrators),
            api: api.clone(),
            provider: oidc::router(Arc::clone(&test.services)),
            tenancy: Arc::new(operations::tenant::Tenancy::new(
                test.services.endpoint.clone(),
                management_api::scopes(),
            )),
            template: plan(),
        });
        let token = test.management_token().await;
        let api = TestClient::with_bearer(api, token).unrecorded();
        Self { test, administrators, api, router, gateway }
    }

    /// A browser in which nobody is signed in.
    pub(super) fn browser(&self) -> TestClient {
        TestClient::new(self.router.clone()).unrecorded()
    }

    /// An administrator who is signed in.
    pub(super) async fn administrator(&self, username: &str, rights: impl Into<Rights>) -> Administrator {
        let link = link::to_join(&self.administrators, rights).await.unwrap();
        let browser = self.browser();
        let path = format!("/console/set-up?token={}", link.token.reveal());
        let xsrf = hidden(&browser.get(&path).await.assert_status(200).body, "xsrf").unwrap();
        let form = [
            ("xsrf", xsrf.as_str()),
            ("token", link.token.reveal()),
            ("username", username),
            ("password", PASSWORD),
        ];
        assert_eq!(browser.form("/console/set-up", &form).await.assert_status(303).location(), "/console");
        Administrator { browser }
    }

    /// Signs in with a password and returns the answer.
    pub(super) async fn sign_in(
        &self,
        browser: &TestClient,
        (username, password): (&str, &str),
    ) -> TestResponse {
        let page = browser.get("/console/sign-in").await.assert_status(200);
        let xsrf = hidden(&page.body, "xsrf").unwrap();
        let form = [
            ("xsrf", xsrf.as_str()),
            ("return_to", "/console/applications"),
            ("username", username),
            ("password", password),
        ];
        browser.form("/console/sign-in", &form).await
    }

    /// Makes something by the Management API and returns its id.
    pub(super) async fn created(&self, path: &str, body: Value) -> String {
        let answer = self.api.post(path, body).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        answer.json()["id"].as_str().unwrap().to_owned()
    }
}

impl Administrator {
    /// A page that is there.
    pub(super) async fn page(&self, path: &str) -> String {
        self.browser.get(path).await.assert_status(200).body
    }

    /// The token against forged posts.
    pub(super) async fn xsrf(&self) -> String {
        hidden(&self.page("/console/account").await, "xsrf").expect("a form")
    }

    /// Presses the button of the notice at `address` that takes the last step back.
    pub(super) async fn undo(&self, address: &str) -> TestResponse {
        let page = self.page(address).await;
        let (action, fields) = undo_in(&page).unwrap_or_else(|| panic!("nothing to press: {page}"));
        self.browser.form(action, &fields).await
    }

    /// Sends a form without what its page asks for, which changes nothing, and then with it.
    pub(super) async fn post_when_asked(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let asked = self.post(path, fields).await.assert_status(422).body;
        assert!(asked.contains("class=\"panel confirm\"") && asked.contains("name=\"sure\""), "{asked}");
        self.post(path, &[fields, &[("sure", "yes")]].concat()).await
    }

    /// Fills in a form of a page of this session and sends it.
    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let xsrf = self.xsrf().await;
        let mut form = vec![("xsrf", xsrf.as_str())];
        form.extend_from_slice(fields);
        self.browser.form(path, &form).await
    }
}

/// The form of a notice that takes the last step back: where it goes, and what is in it.
pub(super) fn undo_in(page: &str) -> Option<(&str, Vec<(&str, &str)>)> {
    let (_, notice) = page.split_once("banner-undo\">")?;
    let (form, _) = notice.split_once("</form>")?;
    let (_, action) = form.split_once("action=\"")?;
    let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
    let fields = inputs.filter_map(|input| {
        let (name, rest) = input.split_once("\" value=\"")?;
        Some((name, rest.split('"').next()?))
    });
    Some((action.split('"').next()?, fields.collect()))
}

/// The value of a hidden field.
pub(super) fn hidden(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("<input type=\"hidden\" name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Sends a form without a page.
pub(super) async fn forge(
    client: &TestClient,
    path: &str,
    body: &str,
    headers: &[(&str, &str)],
) -> TestResponse {
    let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
    all.extend_from_slice(headers);
    client.send(Method::POST, path, &all, Body::from(body.to_owned())).await
}
