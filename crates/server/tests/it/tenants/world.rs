//! A server with the demonstration's tenant and two more, `acme` and `beta`, each with a back end, an application and somebody who uses it.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{TenantId, tenant::Tenant};
use gateway::Policy;
use operations::{
    Services,
    tenant::{
        Asker, Tenancy,
        change::{Machine, NewTenant, create},
    },
};
use serde_json::{Value, json};
use server::{
    config::DnsArguments,
    dev::client::PublicClient,
    tenants::{Directory, Front},
    wiring,
};
use store::Db;
use testkit::{TestClient, TestServices};

use crate::{
    browser::{Browser, VERIFIER},
    text, world as one,
};

const PASSWORD: &str = "fjord-Lamp-77";
const REDIRECT_URI: &str = "https://app.example/callback";
/// Where `default` is.
pub(crate) const OWN: &str = "id.fjord.example:3001";

/// The server.
pub(crate) struct World {
    pub(crate) one: one::World,
    pub(crate) directory: Arc<Directory>,
    pub(crate) main: Front,
    pub(crate) gateway: Front,
}

/// A tenant with everything that somebody may show to another.
pub(crate) struct Inhabited {
    pub(crate) id: String,
    pub(crate) host: String,
    pub(crate) services: Arc<Services>,
    pub(crate) machine: Machine,
    pub(crate) machine_token: String,
    /// Somebody who is signed in.
    pub(crate) browser: Browser,
    pub(crate) tokens: Value,
    pub(crate) user: String,
    pub(crate) organization_token: String,
}

impl World {
    pub(crate) async fn sqlite(domain: Option<&str>) -> Self {
        Self::of(one::World::sqlite().await, domain, false).await
    }

    pub(crate) async fn over(db: Db, domain: Option<&str>) -> Self {
        Self::of(one::World::over(db).await, domain, false).await
    }

    /// Behind a proxy whose headers are believed.
    pub(crate) async fn behind_proxy() -> Self {
        Self::of(one::World::sqlite().await, None, true).await
    }

    async fn of(one: one::World, domain: Option<&str>, trust_proxy_header: bool) -> Self {
        let services = &one.services.services;
        let tenancy = Tenancy {
            domain: domain.map(str::to_owned),
            ..Tenancy::new(services.endpoint.clone(), management_api::scopes())
        };
        let wiring = wiring::Wiring { tenancy: Arc::new(tenancy), trust_proxy_header, ..one.wiring.clone() };
        let txt_lookup = wiring::dns::txt_lookup(&DnsArguments::default()).unwrap();
        let (main, gateway) = (wiring.main_application(None), wiring.gateway_application());
        let directory = Directory::new(wiring, Policy::default(), txt_lookup).await.unwrap();
        Self {
            main: Front::new(main, Arc::clone(&directory)),
            gateway: Front::of_gateway(gateway, Arc::clone(&directory)),
            one,
            directory,
        }
    }

    pub(crate) fn test(&self) -> &TestServices {
        &self.one.services
    }

    pub(crate) fn tenancy(&self) -> &Tenancy {
        &self.directory.wiring().tenancy
    }

    pub(crate) fn administrators(&self) -> &Arc<Services> {
        &self.directory.wiring().administrators
    }

    /// Makes a tenant that these hosts lead to.
    pub(crate) async fn tenant(&self, id: &str, hosts: &[&str]) -> (Tenant, Machine) {
        let new = NewTenant {
            id: TenantId::new(id),
            name: id.to_uppercase(),
            hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            machine: Some("Back end".to_owned()),
        };
        let made = create(self.administrators(), self.tenancy(), Asker::Machine, new).await.unwrap();
        (made.tenant, made.machine.unwrap())
    }

    /// The main address, as asked under a host.
    pub(crate) fn at(&self, host: &str) -> Router {
        at(&self.main, host)
    }

    /// A client that asks under a host.
    pub(crate) fn client(&self, host: &str) -> TestClient {
        TestClient::new(self.at(host)).unrecorded()
    }

    /// The same with a bearer token.
    pub(crate) fn client_with(&self, host: &str, token: &str) -> TestClient {
        TestClient::with_bearer(self.at(host), token).unrecorded()
    }

    /// A token for a tenant's Management API.
    pub(crate) async fn machine_token(&self, host: &str, machine: &Machine) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", machine.id.as_str()),
            ("client_secret", machine.secret.reveal()),
            ("resource", &machine.resource),
            ("scope", "all"),
        ];
        let answer = self.client(host).form("/oidc/token", &form).await.assert_status(200).json();
        text(&answer, "access_token")
    }

    /// Makes a tenant and somebody who uses it: everything by its own APIs, at its own host.
    pub(crate) async fn inhabited(&self, id: &str, host: &str) -> Inhabited {
        let (_, machine) = self.tenant(id, &[host]).await;
        let machine_token = self.machine_token(host, &machine).await;
        let api = self.client_with(host, &machine_token);
        let made = async |path: &str, body: Value| {
            let answer = api.post(path, body).await;
            assert!(answer.status.is_success(), "{path}: {}", answer.body);
            answer.json()
        };
        let metadata = json!({ "redirectUris": [REDIRECT_URI], "postLogoutRedirectUris": [] });
        let application = json!({ "name": "App", "type": "SPA", "oidcClientMetadata": metadata });
        let application = text(&made("/api/applications", application).await, "id");
        // Names and passwords are the same everywhere: that is not what tells tenants apart.
        let user = json!({ "username": "ingrid", "password": PASSWORD });
        let user = text(&made("/api/users", user).await, "id");
        let organization = text(&made("/api/organizations", json!({ "name": "Northwind" })).await, "id");
        api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] }))
            .await
            .assert_status(201);
        let browser = Browser {
            client: self.client(host),
            application: PublicClient {
                client_id: application,
                redirect_uri: REDIRECT_URI.to_owned(),
                scopes: ["openid", "offline_access", "profile", "urn:logto:scope:organizations"]
                    .map(str::to_owned)
                    .into(),
                resources: vec!["urn:logto:resource:organizations".to_owned()],
            },
            secret: None,
        };
        let page = browser.authorize(&[("prompt", "consent")]).await.assert_status(303);
        assert!(page.location().starts_with("/sign-in?app_id="), "{}", page.location());
        let resume = browser.prove("ingrid", PASSWORD).await;
        let callback = browser.follow(&resume).await.expect("a callback");
        let tokens = exchange(&browser, &callback).await;
        let answer = browser.refresh(&tokens, &[("organization_id", &organization)]).await;
        let organization_token = text(&answer.assert_status(200).json(), "access_token");
        let table = self.directory.table().await;
        let entry = table.find(&TenantId::new(id)).unwrap();
        Inhabited {
            services: self.directory.services(entry),
            id: id.to_owned(),
            host: host.to_owned(),
            machine,
            machine_token,
            browser,
            tokens,
            user,
            organization_token,
        }
    }
}

/// Exchanges what came back to the client for tokens.
async fn exchange(browser: &Browser, callback: &str) -> Value {
    let code = code_of(callback);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
    ];
    browser.token(&form).await.assert_status(200).json()
}

/// The code that came back.
pub(crate) fn code_of(callback: &str) -> String {
    let query = callback.split_once('?').expect("a query").1;
    let found = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code");
    found.expect("a code").1.into_owned()
}

fn at(front: &Front, host: &str) -> Router {
    let (front, host) = (front.clone(), HeaderValue::from_str(host).unwrap());
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    Router::new().fallback(move |mut request: Request<Body>| {
        request.headers_mut().insert(header::HOST, host.clone());
        let front = front.clone();
        async move { front.handle(request, local).await }
    })
}

/// A token's claims, signed by a key of a tenant.
pub(crate) async fn signed_by(services: &Services, claims: &Value) -> String {
    let configuration = services.configuration().await.unwrap();
    let payload = serde_json::to_vec(claims).unwrap();
    configuration.keys.current(services.now()).sign(Some(jose::ACCESS_TOKEN_TYPE), &payload).unwrap()
}

/// A token with other claims under the signature that it had.
pub(crate) fn with_claims(token: &str, change: impl FnOnce(&mut Value)) -> String {
    let [header, _, signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let mut claims = crate::claims(token);
    change(&mut claims);
    format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()))
}
