//! From options to what the gateway calls: the Management API and the issuer's keys.

use std::{sync::Arc, time::Duration};

use domain::{PlainToken, SystemClock, SystemEntropy};
use gateway::{HttpUpstreamOptions, MachineCredential, Upstream};
use guard::{
    KeySource, RemoteKeys, RemoteKeysOptions,
    http_client::{HttpClient, SetupError, check_confidential, http_client_trusting},
};
use http::Request;
use http_body_util::{BodyExt as _, Full, Limited};
use operations::Endpoint;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{config::UpstreamArguments, failure::Failure};

/// How long connecting to the issuer's keys may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// How long the server's description of itself is waited for, and how long it may be.
const DISCOVERY_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_DISCOVERY_BYTES: usize = 256 * 1024;

/// What the gateway cannot do without.
pub(super) fn missing(what: &str) -> Failure {
    Failure::usage(format!("the gateway needs {what}"))
}

/// The Management API. Nothing is sent yet.
pub(super) fn upstream(
    arguments: &UpstreamArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<Upstream, Failure> {
    let endpoint = endpoint(arguments)?;
    let client_id = arguments
        .client_id
        .clone()
        .ok_or_else(|| missing("--client-id, of a machine-to-machine application"))?;
    let options = HttpUpstreamOptions {
        endpoint: endpoint.base().to_owned(),
        credential: MachineCredential {
            client_id,
            client_secret: client_secret(arguments, environment_secret)?,
            resource: arguments.management_api_resource(),
        },
        limits: arguments.limits(),
        certificate_authorities: authorities(arguments)?,
        allow_plain_http: arguments.allows_plain_http(),
    };
    Upstream::http(options, Arc::new(SystemClock), Arc::new(SystemEntropy)).map_err(not_set_up)
}

/// The issuer's keys, from the server's own document. Nothing is fetched yet.
pub(super) fn keys(arguments: &UpstreamArguments) -> Result<Arc<dyn KeySource>, Failure> {
    let endpoint = endpoint(arguments)?;
    check_confidential(endpoint.base(), arguments.allows_plain_http()).map_err(not_set_up)?;
    let jwks = format!("{}/jwks", endpoint.issuer());
    let jwks = jwks.parse().map_err(|_| Failure::usage(format!("{jwks} is no address that can be asked")))?;
    let client = http_client_trusting(CONNECT_TIMEOUT, authorities(arguments)?.as_deref())
        .map_err(|error| not_set_up(error.into()))?;
    let keys = RemoteKeys::new(jwks, client, Arc::new(SystemClock), RemoteKeysOptions::default());
    Ok(Arc::new(keys))
}

/// What is wrong with the issuer whose tokens are taken, by what the server says of itself (OpenID Connect Discovery 1.0 §4.3). `None` where it fits, and
/// where the server does not answer: it may come up later.
pub(super) async fn issuer_finding(arguments: &UpstreamArguments) -> Result<Option<String>, Failure> {
    let endpoint = endpoint(arguments)?;
    check_confidential(endpoint.base(), arguments.allows_plain_http()).map_err(not_set_up)?;
    let client = http_client_trusting(CONNECT_TIMEOUT, authorities(arguments)?.as_deref())
        .map_err(|error| not_set_up(error.into()))?;
    let address = format!("{}/.well-known/openid-configuration", endpoint.issuer());
    let said = tokio::time::timeout(DISCOVERY_TIMEOUT, said_issuer(&client, &address)).await.ok().flatten();
    let taken = arguments.issuer().unwrap_or_default();
    Ok(said.filter(|said| said != taken).map(|said| {
        let said = said.escape_debug();
        format!(
            "{} issues tokens as {said}, and this gateway takes those of {taken} alone: say --issuer {said}",
            endpoint.base()
        )
    }))
}

async fn said_issuer(client: &HttpClient, address: &str) -> Option<String> {
    let request = Request::get(address).body(Full::default()).ok()?;
    let response = client.request(request).await.ok()?;
    let body = Limited::new(response.into_body(), MAX_DISCOVERY_BYTES).collect().await.ok()?.to_bytes();
    let document: Value = serde_json::from_slice(&body).ok()?;
    document.get("issuer")?.as_str().map(str::to_owned)
}

fn endpoint(arguments: &UpstreamArguments) -> Result<&Endpoint, Failure> {
    arguments.upstream.as_ref().ok_or_else(|| missing("--upstream, the origin of the server"))
}

fn authorities(arguments: &UpstreamArguments) -> Result<Option<Vec<u8>>, Failure> {
    let Some(path) = &arguments.upstream_ca_file else { return Ok(None) };
    std::fs::read(path).map(Some).map_err(|error| {
        Failure::usage(format!("the certificate authorities {} cannot be read: {error}", path.display()))
    })
}

fn not_set_up(error: SetupError) -> Failure {
    match error {
        SetupError::PlainHttp(_) => Failure::usage(format!(
            "--upstream {error}: name its https address, or say --upstream-plain-http where nobody else is on the way"
        )),
        SetupError::NoAddress(_) => Failure::usage(format!("--upstream {error}")),
        SetupError::Tls(_) => Failure::usage(format!("TLS cannot be used: {error}")),
    }
}

/// The client secret, from its file or from the environment.
pub(super) fn client_secret(
    arguments: &UpstreamArguments,
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
