//! Serving: the gateway alone, until the program is told to stop.

use std::sync::Arc;

use axum::Router;
use domain::{Entropy, PlainToken, SystemClock, SystemEntropy};
use gateway::{Admission, DomainProofKey, Gateway, GatewayOptions, Upstream};
use tokio::task::JoinSet;
use zeroize::Zeroizing;

use super::{
    admission,
    connect::{self, missing},
};
use crate::{
    commands::{announce, finish, on_signal, settle},
    config::{GatewayArguments, OptionalAddress, listen::local_endpoint},
    failure::Failure,
    metrics::Metrics,
    serving::{self, Application, Limits, Parts, PlaceHeaders, listener::address_of, metrics_listener},
    telemetry,
    wiring::{
        dns::txt_lookup,
        gateway::{CACHED_TOKENS, read_policy, router_of_its_own},
    },
};

/// Serves until the program is told to stop.
pub(super) async fn run(
    arguments: &GatewayArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    telemetry::start(&arguments.log)?;
    let (gateway, upstream) = set_up(arguments, environment_secret)?;
    let shutdown = on_signal()?;
    let listener = serving::bind(arguments.listen(), "the gateway (--gateway-listen)").await?;
    let address = address_of(&listener)?;
    let metrics: Arc<Metrics> = Arc::default();
    metrics.watch_upstream(upstream.clone());
    let mut tasks = JoinSet::new();
    if let Some(address) = arguments.metrics_listen.and_then(OptionalAddress::address) {
        let listener = serving::bind(address, "metrics (--metrics-listen)").await?;
        tasks.spawn(metrics_listener::serve(listener, Arc::clone(&metrics), shutdown.clone()));
    }
    let application = Application::new(Parts {
        oidc: Router::new(),
        site: admission::router(upstream.clone()),
        gateway: router_of_its_own(&gateway),
        gateway_only: true,
        db: None,
        metrics: Arc::clone(&metrics),
        entropy: Arc::new(SystemEntropy),
        log_requests: arguments.log.log_requests.unwrap_or_default(),
        trust_proxy_header: false,
        place_headers: PlaceHeaders::default(),
    });
    let handle = move |request, peer| application.clone().answer(request, peer);
    tasks.spawn(serving::serve((listener, Limits::DIRECT), handle, metrics, shutdown.clone()));
    let mut stopping = shutdown.clone();
    let mut unannounced = Some(local_endpoint(address).base().to_owned());
    // Who is refused answers, and is not ready: whoever waits for the line waits until that is mended.
    let begun = tokio::select! {
        begun = admission::begin(&upstream) => Some(begun),
        () = stopping.requested() => None,
    };
    if matches!(begun, Some(Admission::Admitted | Admission::Unknown))
        && let Some(endpoint) = unannounced.take()
    {
        announce(&endpoint, "")?;
    }
    tasks.spawn(admission::watch(upstream, shutdown, unannounced));
    let asked = arguments.upstream.clone();
    tasks.spawn(async move {
        if let Ok(Some(finding)) = connect::issuer_finding(&asked).await {
            tracing::warn!("every token will be refused: {finding}");
        }
    });
    finish(tasks).await;
    settle(gateway.idle()).await;
    Ok(())
}

fn set_up(
    arguments: &GatewayArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<(Arc<Gateway>, Upstream), Failure> {
    let upstream = connect::upstream(&arguments.upstream, environment_secret.clone())?;
    let client_secret = connect::client_secret(&arguments.upstream, environment_secret)?;
    let domain_proof_key = domain_proof_key(arguments, &client_secret)?;
    let issuer =
        arguments.upstream.issuer().ok_or_else(|| missing("--upstream, the origin of the server"))?;
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let options = GatewayOptions {
        policy: read_policy(arguments.policy.as_deref())?,
        issuer: issuer.to_owned(),
        keys: connect::keys(&arguments.upstream)?,
        upstream: upstream.clone(),
        atomic_create: None,
        domain_proof_key,
        txt_lookup: txt_lookup(&arguments.dns)?,
        clock: Arc::new(SystemClock),
        entropy,
        cached_tokens: CACHED_TOKENS,
        memory: gateway::Memory::default(),
    };
    let gateway = Gateway::new(options).map_err(|error| Failure::usage(error.to_string()))?;
    Ok((Arc::new(gateway), upstream))
}

/// The client secret serves where no file is named: it too is what all processes of this gateway share and nobody else knows.
fn domain_proof_key(
    arguments: &GatewayArguments,
    client_secret: &PlainToken,
) -> Result<DomainProofKey, Failure> {
    const LEAST_BYTES: usize = 16;
    let Some(path) = &arguments.domain_proof_key_file else {
        return Ok(DomainProofKey::derive(client_secret.reveal().as_bytes()));
    };
    let shown = path.display();
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| {
        Failure::usage(format!("the key that proves domains, {shown}, cannot be read: {error}"))
    })?;
    let key = text.trim();
    if key.len() < LEAST_BYTES {
        let message = format!("the key that proves domains, {shown}, is shorter than 16 characters");
        return Err(Failure::usage(message));
    }
    Ok(DomainProofKey::derive(key.as_bytes()))
}
