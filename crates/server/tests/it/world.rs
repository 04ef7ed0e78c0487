//! The whole server in this process, with the demonstration's data.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Router, extract::Request, middleware::Next};
use gateway::Policy;
use operations::{Endpoint, tenant::Tenancy};
use outbound::NameServers;
use server::{
    config::DnsArguments,
    dev::{self, Credentials, Guide},
    wiring::{self, ShownTo, Wiring},
};
use store::Db;
use testkit::{TestClient, TestServices};

/// A server with two users, an organization and two applications.
pub(crate) struct World {
    /// The services below it.
    pub(crate) services: TestServices,
    /// Who can sign in, and how.
    pub(crate) credentials: Credentials,
    /// Everything on the main address.
    pub(crate) router: Router,
    /// Everything on the gateway's own address.
    pub(crate) gateway_router: Router,
    /// What the routers are made of.
    pub(crate) wiring: Wiring,
    /// Makes the pages of the development server.
    pub(crate) guide: Arc<Guide>,
    machine_calls: Arc<AtomicUsize>,
    _data_dir: tempfile::TempDir,
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        Self::new(TestServices::sqlite().await).await
    }

    pub(crate) async fn over(db: Db) -> Self {
        Self::new(TestServices::over(db).await).await
    }

    /// On SQLite, with another public address.
    pub(crate) async fn at(endpoint: &str) -> Self {
        let endpoint = Endpoint::parse(endpoint).unwrap();
        Self::new(TestServices::sqlite_with(|options| options.endpoint = endpoint).await).await
    }

    /// With name servers that are asked for the records of domains.
    pub(crate) async fn with_name_servers(name_servers: NameServers) -> Self {
        Self::of(TestServices::sqlite().await, Policy::default(), name_servers).await
    }

    /// On SQLite, with a gateway of this policy.
    pub(crate) async fn with_policy(policy: Policy) -> Self {
        Self::of(TestServices::sqlite().await, policy, NameServers::default()).await
    }

    async fn new(services: TestServices) -> Self {
        Self::of(services, Policy::default(), NameServers::default()).await
    }

    async fn of(services: TestServices, policy: Policy, name_servers: NameServers) -> Self {
        let data_dir = tempfile::tempdir().unwrap();
        let shared = &services.services;
        let gateway_url = format!("{}/org", shared.endpoint.base());
        let administrators = wiring::console::open(shared).await.unwrap();
        let credentials =
            dev::prepare((shared, &administrators), &gateway_url, data_dir.path()).await.unwrap();
        let machine_calls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&machine_calls);
        let count = axum::middleware::from_fn(move |request: Request, next: Next| {
            counter.fetch_add(1, Ordering::SeqCst);
            next.run(request)
        });
        let management = management_api::router(Arc::clone(shared)).layer(count);
        let txt_lookup = wiring::dns::txt_lookup(&DnsArguments { dns_servers: Some(name_servers) }).unwrap();
        let memory = gateway::Memory::default();
        let wiring = Wiring {
            services: Arc::clone(shared),
            administrators,
            gateway: wiring::gateway::embedded(shared, policy, management, txt_lookup, memory.clone())
                .unwrap(),
            memory,
            readiness: wiring::health::Readiness::new(shared),
            tenancy: Arc::new(Tenancy::new(shared.endpoint.clone(), management_api::scopes())),
            metrics: Arc::default(),
            log_requests: false,
            trust_proxy_header: false,
            place_headers: server::serving::PlaceHeaders::default(),
        };
        let guide = Guide::new(credentials.clone(), "guildhall".as_ref(), data_dir.path());
        Self {
            router: wiring.main_application(Some(guide.development(ShownTo::ThisMachine))).into_router(),
            gateway_router: wiring.gateway_application().into_router(),
            wiring,
            guide,
            services,
            credentials,
            machine_calls,
            _data_dir: data_dir,
        }
    }

    /// A client without credentials.
    pub(crate) fn client(&self) -> TestClient {
        TestClient::new(self.router.clone())
    }

    /// A client with a bearer token.
    pub(crate) fn client_with(&self, token: &str) -> TestClient {
        TestClient::with_bearer(self.router.clone(), token)
    }

    /// A token for the Management API, of the demonstration's own back end.
    pub(crate) async fn machine_token(&self) -> String {
        let api = &self.credentials.management_api;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &api.client_id),
            ("client_secret", &api.client_secret),
            ("resource", &api.resource),
            ("scope", "all"),
        ];
        let answer = self.client().form("/oidc/token", &form).await.assert_status(200).json();
        crate::text(&answer, "access_token")
    }

    /// A client that may use the Management API.
    pub(crate) async fn machine(&self) -> TestClient {
        self.client_with(&self.machine_token().await)
    }

    /// How many calls of the Management API the gateway has made so far.
    pub(crate) fn machine_calls(&self) -> usize {
        self.machine_calls.load(Ordering::SeqCst)
    }

    /// The id of a user.
    pub(crate) async fn user_id(&self, username: &str) -> String {
        let tenant = &self.services.services.tenant;
        let user =
            store::user::find_by_username(self.services.services.db.exec(), tenant, username).await.unwrap();
        user.expect("a user").id.into_string()
    }
}
