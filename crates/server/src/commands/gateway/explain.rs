//! `guildhall gateway explain`: what the gateway would decide about a request, and why.

use std::{io::Read as _, path::Path, sync::Arc};

use domain::SystemClock;
use gateway::explain::{ExplainOptions, Explainer, Verdict};
use guard::{KeySnapshot, KeySource, LocalKeys};
use http::{HeaderValue, Request, header, request::Parts};
use jose::{JwkSet, KeySet};
use zeroize::Zeroizing;

use super::{connect, print};
use crate::{
    config::{ExplainArguments, GatewayArguments},
    failure::Failure,
    wiring::gateway::read_policy,
};

/// The longest token that is read from standard input, in bytes: longer ones are refused anyway.
const MAX_INPUT_BYTES: u64 = 64 * 1024;

/// What is said beside the refusal of what is no operation, where it may be meant for another server.
const OTHER_SERVERS: &str = "\nThis is about the Organization API. What becomes of requests to applications behind the policy's proxy is told with --forward-auth.\n";

/// Prints the steps. A request that is refused is a failure, so that scripts can tell.
pub(super) async fn run(arguments: &GatewayArguments, request: &ExplainArguments) -> Result<(), Failure> {
    let parts = parts(request)?;
    let keys = match &request.jwks {
        Some(path) => Some(keys_of_file(path)?),
        None if arguments.upstream.upstream.is_some() => Some(connect::keys(&arguments.upstream)?),
        None => None,
    };
    let policy = read_policy(arguments.policy.as_deref())?;
    let has_rules = policy.forward_auth.is_some();
    let explainer = Explainer::new(ExplainOptions {
        policy,
        issuer: arguments.upstream.issuer().map(str::to_owned),
        keys,
        clock: Arc::new(SystemClock),
        is_alone: arguments.upstream.upstream.is_some(),
    });
    let explainer = explainer.map_err(|error| Failure::usage(error.to_string()))?;
    let explanation = if request.forward_auth {
        explainer.explain_behind_proxy(&parts).await
    } else {
        explainer.explain(&parts).await.map(Some)
    };
    let explanation = explanation.map_err(|error| Failure::usage(error.to_string()))?.ok_or_else(|| {
        Failure::usage("the policy has no rules of forward authentication: name one that has, with --policy")
    })?;
    print(&format!("{} {}\n\n{explanation}", request.method, request.path))?;
    match explanation.verdict {
        Verdict::Refused { status, code, .. } => {
            let is_elsewhere =
                ["gateway.invalid_path", "gateway.route_not_found", "gateway.method_not_allowed"];
            if has_rules && !request.forward_auth && is_elsewhere.contains(&code.as_str()) {
                print(OTHER_SERVERS)?;
            }
            Err(Failure::failed(format!("refused with {status} {code}")))
        }
        Verdict::Answered | Verdict::Open => Ok(()),
    }
}

/// The head of the request, as a client would send it.
fn parts(arguments: &ExplainArguments) -> Result<Parts, Failure> {
    let request = Request::builder().method(arguments.method.as_str()).uri(arguments.path.as_str());
    let request = request.body(()).map_err(|_| {
        Failure::usage(format!(
            "{} {} is no method and path that a request can have",
            arguments.method, arguments.path
        ))
    })?;
    let mut parts = request.into_parts().0;
    if let Some(given) = &arguments.token {
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", &*token(given)?))
            .map_err(|_| Failure::usage("the token holds characters that no header can"))?;
        authorization.set_sensitive(true);
        parts.headers.insert(header::AUTHORIZATION, authorization);
    }
    if let Some(host) = &arguments.host {
        let host = HeaderValue::from_str(host)
            .map_err(|_| Failure::usage("the host holds characters that no header can"))?;
        parts.headers.insert(header::HOST, host);
    }
    Ok(parts)
}

fn token(given: &str) -> Result<Zeroizing<String>, Failure> {
    if given != "-" {
        return Ok(Zeroizing::new(given.to_owned()));
    }
    let mut text = Zeroizing::new(String::new());
    std::io::stdin()
        .take(MAX_INPUT_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| Failure::because("the token cannot be read from standard input", &error))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

fn keys_of_file(path: &Path) -> Result<Arc<dyn KeySource>, Failure> {
    let shown = path.display();
    let text = std::fs::read(path)
        .map_err(|error| Failure::usage(format!("the keys {shown} cannot be read: {error}")))?;
    let document: JwkSet = serde_json::from_slice(&text)
        .map_err(|error| Failure::usage(format!("{shown} is no JWKS document: {error}")))?;
    let keys = Arc::new(KeySet::from_jwk_set(&document));
    if keys.is_empty() {
        return Err(Failure::usage(format!("{shown} holds no key that can verify tokens")));
    }
    Ok(Arc::new(LocalKeys::new(move || Some(KeySnapshot { keys: Arc::clone(&keys), generation: 1 }))))
}
