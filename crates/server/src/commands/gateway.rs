//! `guildhall gateway`: the gateway alone, in front of any server of this wire.

use std::{sync::Arc, time::Duration};

use axum::Router;
use domain::{Entropy, PlainToken, SystemClock, SystemEntropy};
use gateway::{Gateway, GatewayOptions, HttpUpstreamOptions, MachineCredential, Upstream};
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
    wiring::gateway::{CACHED_TOKENS, read_policy, router_of_its_own},
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
        gateway: router_of_its_own(&gateway),
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
        clock,
        entropy,
        cached_tokens: CACHED_TOKENS,
    };
    Gateway::new(options).map(Arc::new).map_err(|error| Failure::usage(error.to_string()))
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
