//! `guildhall gateway`: the gateway alone, in front of any server of this wire.

use std::{sync::Arc, time::Duration};

use axum::Router;
use domain::{Entropy, PlainToken, SystemClock, SystemEntropy};
use gateway::{DomainProofKey, Gateway, GatewayOptions, HttpUpstreamOptions, MachineCredential, Upstream};
use guard::{RemoteKeys, RemoteKeysOptions, http_client::http_client};
use protocol::identifiers::{DEFAULT_TENANT_ID, management_api_indicator};
use tokio::task::JoinSet;
use zeroize::Zeroizing;

use super::{announce, finish, on_signal};
use crate::{
    config::{GatewayArguments, OptionalAddress, listen::local_endpoint},
    failure::Failure,
    metrics::Metrics,
    serving::{self, Application, Limits, Parts, listener::address_of, metrics_listener},
    telemetry,
    wiring::{
        dns::txt_lookup,
        gateway::{CACHED_TOKENS, read_policy, router},
    },
};

/// How long connecting to the issuer's keys may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Serves until the program is told to stop.
pub async fn run(
    arguments: &GatewayArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    telemetry::start(&arguments.log)?;
    let gateway = connect(arguments, environment_secret)?;
    let shutdown = on_signal()?;
    let listener = serving::bind(arguments.listen(), "the gateway (--gateway-listen)").await?;
    let address = address_of(&listener)?;
    let metrics: Arc<Metrics> = Arc::default();
    let mut tasks = JoinSet::new();
    if let Some(address) = arguments.metrics_listen.and_then(OptionalAddress::address) {
        let listener = serving::bind(address, "metrics (--metrics-listen)").await?;
        tasks.spawn(metrics_listener::serve(listener, Arc::clone(&metrics), shutdown.clone()));
    }
    let application = Application::new(Parts {
        oidc: Router::new(),
        site: Router::new(),
        gateway: router(&gateway),
        gateway_only: true,
        metrics: Arc::clone(&metrics),
        entropy: Arc::new(SystemEntropy),
        log_requests: arguments.log.log_requests.unwrap_or_default(),
        trust_proxy_header: false,
    });
    let handle = move |request, peer| application.clone().answer(request, peer);
    tasks.spawn(serving::serve((listener, Limits::DIRECT), handle, metrics, shutdown));
    announce(local_endpoint(address).base(), "")?;
    finish(tasks).await;
    Ok(())
}

fn connect(
    arguments: &GatewayArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<Arc<Gateway>, Failure> {
    let missing = |what: &str| Failure::usage(format!("the gateway needs {what}"));
    let endpoint =
        arguments.upstream.as_ref().ok_or_else(|| missing("--upstream, the origin of the server"))?;
    let client_id = arguments
        .client_id
        .clone()
        .ok_or_else(|| missing("--client-id, of a machine-to-machine application"))?;
    let client_secret = client_secret(arguments, environment_secret)?;
    let domain_proof_key = domain_proof_key(arguments, &client_secret)?;
    let clock = Arc::new(SystemClock);
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let no_tls = |error| Failure::because("TLS cannot be used", &error);
    let upstream = HttpUpstreamOptions {
        endpoint: endpoint.base().to_owned(),
        credential: MachineCredential {
            client_id,
            client_secret,
            resource: management_api_indicator(DEFAULT_TENANT_ID),
        },
        timeout: Upstream::DEFAULT_TIMEOUT,
    };
    let jwks = format!("{}/jwks", endpoint.issuer());
    let jwks = jwks.parse().map_err(|_| Failure::usage(format!("{jwks} is no address that can be asked")))?;
    let client = http_client(CONNECT_TIMEOUT).map_err(no_tls)?;
    let keys = RemoteKeys::new(jwks, client, clock.clone(), RemoteKeysOptions::default());
    let options = GatewayOptions {
        policy: read_policy(arguments.policy.as_deref())?,
        issuer: endpoint.issuer().to_owned(),
        keys: Arc::new(keys),
        upstream: Upstream::http(upstream, clock.clone()).map_err(no_tls)?,
        atomic_create: None,
        domain_proof_key,
        txt_lookup: txt_lookup(&arguments.dns)?,
        clock,
        entropy,
        cached_tokens: CACHED_TOKENS,
    };
    Gateway::new(options).map(Arc::new).map_err(|error| Failure::usage(error.to_string()))
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
        return Err(Failure::usage(format!(
            "the key that proves domains, {shown}, is shorter than 16 characters"
        )));
    }
    Ok(DomainProofKey::derive(key.as_bytes()))
}

fn client_secret(
    arguments: &GatewayArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<PlainToken, Failure> {
    let text = match (&arguments.client_secret_file, environment_secret) {
        (Some(_), Some(_)) => {
            return Err(Failure::usage(
                "the client secret is named twice: keep one of GUILDHALL_CLIENT_SECRET and --client-secret-file",
            ));
        }
        (Some(path), None) => std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| {
            Failure::usage(format!("the client secret {} cannot be read: {error}", path.display()))
        })?,
        (None, Some(text)) => text,
        (None, None) => {
            return Err(Failure::usage("the gateway needs --client-secret-file or GUILDHALL_CLIENT_SECRET"));
        }
    };
    let secret = text.trim();
    if secret.is_empty() {
        Err(Failure::usage("the client secret is empty"))
    } else {
        Ok(PlainToken::new(secret))
    }
}
