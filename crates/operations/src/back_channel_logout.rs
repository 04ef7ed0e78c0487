//! Telling applications that a session has ended (OpenID Connect Back-Channel Logout 1.0; OIDC contract §5.6).
//!
//! What is to be told is queued by the transaction that ends the session, whoever ends it and why (`store::session::delete` and its kin). It is
//! delivered afterwards, by any node, at least once; an application that does not answer is tried again for some hours. Each attempt has a
//! fresh token: one lives for two minutes only.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use domain::{ApplicationId, UnixMillis};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
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
/// How many attempts a node makes at a time.
const AT_A_TIME: usize = 40;
/// How many of them are for one application.
const AT_A_TIME_TO_ONE: usize = 4;
/// How many messages are looked at at a time.
const AT_HAND: i64 = 400;
/// How many of them are for one application.
const AT_HAND_OF_ONE: i64 = 20;
/// After how long without an answer it is looked whether something else has come to be due.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
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

/// Tells what is due, and what comes to be due meanwhile, to several applications at a time; returns how many attempts there were. To be called again
/// until it is none. An application that does not answer has a few attempts under way at the most, and holds up nobody but itself.
pub async fn deliver_due(services: &Services) -> Result<usize, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let mut waiting: VecDeque<LogoutDelivery> = VecDeque::new();
    let mut under_way = FuturesUnordered::new();
    let mut told: HashMap<ApplicationId, usize> = HashMap::new();
    let (mut attempts, mut failed) = (0, None);
    loop {
        if failed.is_none() && !waiting.iter().any(|delivery| has_room(&told, delivery)) {
            waiting =
                logout_delivery::due(exec, tenant, services.now(), (AT_HAND, AT_HAND_OF_ONE)).await?.into();
        }
        while failed.is_none()
            && under_way.len() < AT_A_TIME
            && let Some(place) = waiting.iter().position(|delivery| has_room(&told, delivery))
            && let Some(delivery) = waiting.remove(place)
        {
            attempts += 1;
            *told.entry(delivery.application_id.clone()).or_default() += 1;
            // What is begun is not due any more, whoever looks.
            match begin(services, &delivery).await {
                Ok(client) => under_way.push(deliver(services, delivery, client)),
                Err(error) => failed = Some(error),
            }
        }
        match tokio::time::timeout(LOOK_AGAIN, under_way.next()).await {
            Ok(Some((application, outcome))) => {
                if let Some(count) = told.get_mut(&application) {
                    *count = count.saturating_sub(1);
                }
                failed = failed.or(outcome.err());
            }
            Ok(None) => return failed.map_or(Ok(attempts), Err),
            // Somebody else may have come to be due while nobody answered.
            Err(_) => waiting.clear(),
        }
    }
}

/// Whether an application may be told one thing more at this time.
fn has_room(told: &HashMap<ApplicationId, usize>, delivery: &LogoutDelivery) -> bool {
    told.get(&delivery.application_id).is_none_or(|count| *count < AT_A_TIME_TO_ONE)
}

/// Begins an attempt. The application that it is made with; `None` where there is nothing to send: it was given up, or another node has begun.
async fn begin(
    services: &Services,
    delivery: &LogoutDelivery,
) -> Result<Option<Arc<Client>>, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let wait = usize::try_from(delivery.attempts).ok().and_then(|tried| WAITS.get(tried));
    let (Some(wait), Some(client)) = (wait, services.client(&delivery.application_id).await?) else {
        tracing::warn!(
            client.id = delivery.application_id.as_str(),
            "an application could not be told of a sign-out"
        );
        logout_delivery::finish(exec, tenant, delivery).await?;
        return Ok(None);
    };
    // The next attempt is set before this one is made: should this node die, another makes it.
    let is_ours = logout_delivery::begin_attempt(exec, tenant, delivery, services.now().plus(*wait)).await?;
    Ok(is_ours.then_some(client))
}

/// Makes an attempt that was begun; whom it was for is told with how it went.
async fn deliver(
    services: &Services,
    delivery: LogoutDelivery,
    client: Option<Arc<Client>>,
) -> (ApplicationId, Result<(), OperationError>) {
    let outcome = match &client {
        Some(client) => tell(services, client, &delivery).await,
        None => Ok(()),
    };
    (delivery.application_id, outcome)
}

async fn tell(services: &Services, client: &Client, delivery: &LogoutDelivery) -> Result<(), OperationError> {
    let is_told = match &client.application.oidc_client_metadata.backchannel_logout_uri {
        Some(uri) => send(services, client, delivery, uri).await?,
        // It no longer wants to hear.
        None => true,
    };
    if is_told {
        logout_delivery::finish(services.db.exec(), &services.tenant, delivery).await?;
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
            tracing::info!(client.id = delivery.application_id.as_str(), error.message = %domain::causes(&error), "a sign-out could not be told");
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
