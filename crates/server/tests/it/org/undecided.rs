//! A gateway that cannot reach its upstream decides nothing, and its counters say so.

use std::{net::TcpListener, sync::Arc, time::Duration};

use axum::Router;
use domain::PlainToken;
use gateway::{
    DomainProofKey, Gateway, GatewayOptions, HttpUpstreamOptions, MachineCredential, Policy, Upstream,
    UpstreamLimits,
};
use guard::{KeySnapshot, LocalKeys};
use protocol::identifiers::{DEFAULT_TENANT_ID, management_api_indicator};
use server::{
    config::DnsArguments,
    metrics::Metrics,
    serving::{Application, Parts, PlaceHeaders},
    wiring::dns::txt_lookup,
};
use testkit::TestClient;

use crate::{browser::Browser, world::World};

/// The world's gateway as it would be in a process of its own, with nobody at the other end.
async fn gateway_alone(world: &World) -> Arc<Gateway> {
    let services = &world.services.services;
    let configuration = services.configuration().await.unwrap();
    let keys = KeySnapshot { keys: Arc::clone(configuration.keys.key_set()), generation: 1 };
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let upstream = HttpUpstreamOptions {
        endpoint: format!("http://{nobody}"),
        credential: MachineCredential {
            client_id: "machine".to_owned(),
            client_secret: PlainToken::new("secret"),
            resource: management_api_indicator(DEFAULT_TENANT_ID),
        },
        limits: UpstreamLimits { timeout: Duration::from_secs(1), ..UpstreamLimits::default() },
        certificate_authorities: None,
        allow_plain_http: false,
    };
    let options = GatewayOptions {
        policy: Policy::default(),
        issuer: services.endpoint.issuer().to_owned(),
        keys: Arc::new(LocalKeys::new(move || Some(keys.clone()))),
        upstream: Upstream::http(upstream, Arc::clone(&services.clock), Arc::clone(&services.entropy))
            .unwrap(),
        atomic_create: None,
        domain_proof_key: DomainProofKey::derive(b"secret"),
        txt_lookup: txt_lookup(&DnsArguments::default()).unwrap(),
        clock: Arc::clone(&services.clock),
        entropy: Arc::clone(&services.entropy),
        cached_tokens: 100,
        memory: gateway::Memory::default(),
    };
    Arc::new(Gateway::new(options).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dead_upstream_leaves_undecided_is_not_counted_as_allowed() {
    let world = World::sqlite().await;
    let token = Browser::organization_token(&world, "olivia", "northwind").await;
    let metrics: Arc<Metrics> = Arc::default();
    let router = Application::new(Parts {
        oidc: Router::new(),
        site: Router::new(),
        gateway: server::wiring::gateway::router(&gateway_alone(&world).await),
        gateway_only: true,
        db: None,
        metrics: Arc::clone(&metrics),
        entropy: Arc::clone(&world.services.services.entropy),
        log_requests: false,
        trust_proxy_header: false,
        place_headers: PlaceHeaders::default(),
    })
    .into_router();
    let olivia = TestClient::with_bearer(router.clone(), &token);
    for path in ["/organizations/northwind", "/organizations/northwind/members"] {
        olivia.get(path).await.assert_error(503, "gateway.no_machine_token");
    }
    olivia.get("/organizations/other").await.assert_error(403, "gateway.wrong_organization");
    let stranger = TestClient::new(router);
    stranger.get("/organizations/northwind").await.assert_error(401, "auth.authorization_header_missing");
    let text = metrics.text();
    for (decision, count) in [("allowed", 0), ("unauthenticated", 1), ("forbidden", 1), ("undecided", 2)] {
        let line = format!("guildhall_gateway_decisions_total{{decision=\"{decision}\"}} {count}\n");
        assert!(text.contains(&line), "{line}{text}");
    }
}
