//! Telling applications that a session has ended (OpenID Connect Back-Channel Logout 1.0; OIDC contract §5.6).
//!
//! What is to be told is queued by the transaction that ends the session, whoever ends it and why (`store::session::delete` and its kin). It is
//! delivered afterwards, by any node, at least once; an application that does not answer is tried again for some hours. Each attempt has a
//! fresh token: one lives for two minutes only.

use std::time::Duration;

use bytes::Bytes;
use domain::UnixMillis;
use futures_util::future::join_all;
use http::{HeaderValue, Request, header};
use serde::Serialize;
use serde_json::{Map, Value};
use store::logout_delivery::{self, LogoutDelivery};

use crate::{
    configuration::Client,
    services::{OperationError, Services},
};

/// `typ` of a logout token (Back-Channel Logout 1.0 §2.4).
pub const LOGOUT_TOKEN_TYPE: &str = "logout+jwt";
/// The event that a logout token is about.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// How long a logout token lives (OIDC contract §5.1).
const TOKEN_TTL: Duration = Duration::from_secs(120);
/// How long an application may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How many applications a node tells at a time.
const AT_A_TIME: i64 = 20;
/// How long to wait after each attempt that failed. Afterwards the application is given up.
const WAITS: [Duration; 7] = [
    Duration::from_secs(30),
    Duration::from_secs(60),
    Duration::from_secs(300),
    Duration::from_secs(900),
    Duration::from_secs(3_600),
    Duration::from_secs(3 * 3_600),
    Duration::from_secs(6 * 3_600),
];

/// The claims of a logout token, in the wire's order.
#[derive(Serialize)]
struct LogoutTokenClaims<'a> {
    iss: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: &'a str,
    sub: &'a str,
    events: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
}

/// Tells what is due, to several applications at a time; returns how many attempts there were. To be called again until it is none.
pub async fn deliver_due(services: &Services) -> Result<usize, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let due = logout_delivery::due(exec, tenant, services.now(), AT_A_TIME).await?;
    let tried = join_all(due.iter().map(|delivery| deliver(services, delivery))).await;
    tried.into_iter().collect::<Result<Vec<()>, _>>().map(|tried| tried.len())
}

async fn deliver(services: &Services, delivery: &LogoutDelivery) -> Result<(), OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let wait = usize::try_from(delivery.attempts).ok().and_then(|tried| WAITS.get(tried));
    let (Some(wait), Some(client)) = (wait, services.client(&delivery.application_id).await?) else {
        tracing::warn!(
            client.id = delivery.application_id.as_str(),
            "an application could not be told of a sign-out"
        );
        return Ok(logout_delivery::finish(exec, tenant, delivery).await?);
    };
    // The next attempt is set before this one is made: should this node die, another makes it.
    if !logout_delivery::begin_attempt(exec, tenant, delivery, services.now().plus(*wait)).await? {
        return Ok(());
    }
    let is_told = match &client.application.oidc_client_metadata.backchannel_logout_uri {
        Some(uri) => send(services, &client, delivery, uri).await?,
        // It no longer wants to hear.
        None => true,
    };
    if is_told {
        logout_delivery::finish(exec, tenant, delivery).await?;
    }
    Ok(())
}

/// Posts a fresh logout token; whether the application took it.
async fn send(
    services: &Services,
    client: &Client,
    delivery: &LogoutDelivery,
    uri: &str,
) -> Result<bool, OperationError> {
    let token = logout_token(services, client, delivery, services.now()).await?;
    let body = format!("logout_token={token}");
    let request = Request::post(uri)
        .header(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))
        .body(Bytes::from(body));
    let Ok(request) = request else { return Ok(false) };
    match services.outbound.send(request, TIMEOUT).await {
        Ok(answer) if answer.status.is_success() => Ok(true),
        Ok(answer) => {
            let status = answer.status.as_u16();
            tracing::info!(
                client.id = delivery.application_id.as_str(),
                http.status = status,
                "a sign-out was not taken"
            );
            Ok(false)
        }
        Err(error) => {
            tracing::info!(client.id = delivery.application_id.as_str(), error.message = %error, "a sign-out could not be told");
            Ok(false)
        }
    }
}

/// A logout token: about the user and, where the application asks for it, about the session by the name that its ID tokens have.
async fn logout_token(
    services: &Services,
    client: &Client,
    delivery: &LogoutDelivery,
    now: UnixMillis,
) -> Result<String, OperationError> {
    let needs_session =
        client.application.oidc_client_metadata.backchannel_logout_session_required == Some(true);
    let claims = LogoutTokenClaims {
        iss: services.endpoint.issuer(),
        aud: delivery.application_id.as_str(),
        iat: now.as_seconds(),
        exp: now.plus(TOKEN_TTL).as_seconds(),
        jti: &services.entropy.base64_43(),
        sub: delivery.user_id.as_str(),
        events: Map::from_iter([(EVENT.to_owned(), Value::Object(Map::new()))]),
        sid: needs_session.then_some(delivery.sid.as_str()),
    };
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| OperationError::Internal(error);
    let payload = serde_json::to_vec(&claims).map_err(|error| failed(Box::new(error)))?;
    let configuration = services.configuration().await?;
    let key = configuration.keys.current(now);
    key.sign(Some(LOGOUT_TOKEN_TYPE), &payload).map_err(|error| failed(Box::new(error)))
}
