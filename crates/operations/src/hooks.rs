//! Webhooks: their signing keys, the events that they hear of, and the delivery of these (Management API contract §10, §13; ADR 5).
//!
//! An event is stored for every webhook that listens before the request that caused it is answered; it is delivered afterwards, by any
//! node, at least once, and for each webhook one after the other in the order in which they happened. A delivery that fails holds up those
//! behind it until it succeeds or is given up.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use domain::{
    HookId, PlainToken, TenantId, UnixMillis,
    audit::AuditRecord,
    hook::{DeliveryOutcome, Hook, HookConfig, given_up, retry_after},
    text::hexadecimal,
    time::iso_8601,
};
use futures_util::future::join_all;
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use jose::SealingKey;
use outbound::OutboundError;
use serde_json::{Map, Value, json};
use store::{
    StoreError, Transaction,
    hook::{
        self, StoredConfig, StoredHook,
        delivery::{self, Delivery, NewDelivery},
    },
};
use zeroize::Zeroizing;

use crate::{
    keys,
    services::{OperationError, Services},
};

/// What sealed signing keys are bound to, beside the webhook.
const KIND: &str = "hook-signing-key";
/// As above, for where a webhook goes.
const CONFIG_KIND: &str = "hook-config";
/// The member of a stored configuration that holds it.
const SEALED: &str = "sealed";
/// How long a receiver may take to answer.
const DELIVERY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a node has a webhook for itself. Longer than any delivery takes, and short enough that a dead node is not missed for long.
const LEASE: Duration = Duration::from_secs(60);
/// A lease that has less left than this is not used for another delivery.
const LEAST_LEASE: Duration = Duration::from_secs(20);
/// How many webhooks a node delivers for at a time.
const HOOKS_AT_A_TIME: i64 = 10;
/// The most of an answer that is recorded, in bytes.
const MAX_RECORDED_ANSWER: usize = 4 * 1024;
/// What we call ourselves, as the wire has it.
const USER_AGENT: &str = "Logto (https://logto.io/)";
const SIGNATURE: HeaderName = HeaderName::from_static("logto-signature-sha-256");

/// Something that happened, on its way to the webhooks that listen.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// Its name, one of [`domain::hook::EVENTS`] or [`domain::hook::EXCEPTIONS`].
    pub name: &'static str,
    /// The payload without `hookId`, which is added for each webhook.
    pub payload: Map<String, Value>,
}

impl Event {
    /// What all events tell; [`Self::with`] and the payload take the rest.
    pub fn new(name: &'static str, at: UnixMillis) -> Self {
        Self { name, payload: Map::new() }.with("event", name).with("createdAt", iso_8601(at))
    }

    /// The same with a further member.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.payload.insert(member.to_owned(), value.into());
        self
    }
}

/// Seals the signing key of a webhook for the store, and where it goes: addresses and headers hold keys of other services.
pub fn seal(services: &Services, hook: &Hook) -> Result<StoredHook, OperationError> {
    let sealed = |kind, text: &[u8]| {
        let context = keys::context(&services.tenant, kind, hook.id.as_str());
        keys::seal(&services.sealing, &*services.entropy, &context, text)
    };
    let config = serde_json::to_vec(&hook.config).map_err(|_| inconsistent("config"))?;
    let config = sealed(CONFIG_KIND, &Zeroizing::new(config))?;
    let config = StoredConfig(json!({ SEALED: BASE64_STANDARD.encode(config) }));
    let sealed = sealed(KIND, hook.signing_key.reveal().as_bytes())?;
    let Hook { id, name, event, events, is_enabled, created_at, .. } = hook.clone();
    Ok(StoredHook { id, name, event, events, config, sealed_signing_key: sealed, is_enabled, created_at })
}

/// Opens a stored webhook.
pub fn open(sealing: &SealingKey, tenant: &TenantId, stored: StoredHook) -> Result<Hook, OperationError> {
    let context = keys::context(tenant, KIND, stored.id.as_str());
    let opened = sealing.open(&context, &stored.sealed_signing_key).map_err(|_| StoreError::Sealed)?;
    let key = std::str::from_utf8(&opened).map_err(|_| inconsistent("sealed_signing_key"))?;
    let signing_key = PlainToken::new(key);
    let config = open_config(sealing, tenant, &stored)?;
    let StoredHook { id, name, event, events, is_enabled, created_at, .. } = stored;
    Ok(Hook { id, name, event, events, config, signing_key, is_enabled, created_at })
}

/// Where a stored webhook goes. What was stored before it was sealed is read in clear; the next write seals it.
fn open_config(
    sealing: &SealingKey,
    tenant: &TenantId,
    stored: &StoredHook,
) -> Result<HookConfig, OperationError> {
    let StoredConfig(config) = &stored.config;
    let Some(sealed) = config.get(SEALED) else {
        return Ok(serde_json::from_value(config.clone()).map_err(|_| inconsistent("config"))?);
    };
    let sealed = sealed.as_str().and_then(|sealed| BASE64_STANDARD.decode(sealed).ok());
    let context = keys::context(tenant, CONFIG_KIND, stored.id.as_str());
    let sealed = sealed.ok_or_else(|| inconsistent("config"))?;
    let opened = sealing.open(&context, &sealed).map_err(|_| StoreError::Sealed)?;
    Ok(serde_json::from_slice(&opened).map_err(|_| inconsistent("config"))?)
}

fn inconsistent(column: &'static str) -> StoreError {
    StoreError::Inconsistent { table: "hooks", column }
}

/// The webhooks that are called, as they were when a step began: so that what it raises is stored in the step's own transaction.
#[derive(Debug)]
pub struct Listeners {
    hooks: Vec<StoredHook>,
    /// Whether something was stored for one of them that was not announced yet.
    has_stored: AtomicBool,
}

impl Listeners {
    /// Reads them.
    pub async fn read(services: &Services) -> Result<Self, StoreError> {
        let hooks = hook::enabled(services.db.exec(), &services.tenant).await?;
        Ok(Self { hooks, has_stored: AtomicBool::new(false) })
    }

    /// Whether one of them listens to one of these events. Where none does, nothing needs to be found out for the payloads.
    pub fn hear(&self, events: &[&str]) -> bool {
        self.hooks.iter().any(|hook| events.iter().any(|event| listens(hook, event)))
    }

    /// Stores events for every webhook that listens to them, as part of `tx`; they are durable with it. Afterwards [`Self::announce`].
    pub async fn store(
        &self,
        tx: &Transaction,
        services: &Services,
        events: &[Event],
    ) -> Result<(), StoreError> {
        for delivery in self.deliveries(services, events) {
            // A webhook that was deleted just now is passed over.
            if delivery::push(tx.exec(), &services.tenant, &delivery).await? {
                self.has_stored.store(true, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// Tells those who deliver that something waits, if so. To be called when the transaction of what was stored has ended; what it was
    /// written together with is committed before they come.
    pub async fn announce(&self, services: &Services) -> Result<(), StoreError> {
        if self.has_stored.swap(false, Ordering::Relaxed) {
            services.db.settle().await?;
            services.deliveries.notify_one();
        }
        Ok(())
    }

    fn deliveries(&self, services: &Services, events: &[Event]) -> Vec<NewDelivery> {
        let mut deliveries = Vec::new();
        for event in events {
            for hook in self.hooks.iter().filter(|hook| listens(hook, event.name)) {
                let mut payload = event.payload.clone();
                payload.insert("hookId".to_owned(), hook.id.as_str().into());
                deliveries.push(NewDelivery {
                    hook_id: hook.id.clone(),
                    event: event.name.to_owned(),
                    body: Value::Object(payload).to_string(),
                    created_at: services.now(),
                });
            }
        }
        // Each webhook is locked once, and all in one order.
        deliveries.sort_by(|one, other| one.hook_id.cmp(&other.hook_id));
        deliveries
    }
}

/// Stores events for every enabled webhook that listens to them, in a transaction of their own; they are durable when this returns.
pub async fn raise(services: &Services, events: &[Event]) -> Result<(), OperationError> {
    let listeners = &Listeners::read(services).await?;
    let names: Vec<_> = events.iter().map(|event| event.name).collect();
    if !listeners.hear(&names) {
        return Ok(());
    }
    let stored: Result<(), StoreError> =
        services.db.transaction(|tx| async move { listeners.store(&tx, services, events).await }).await;
    stored?;
    Ok(listeners.announce(services).await?)
}

/// Puts an event that was delivered or given up before at the end of its webhook's queue; `false` when the webhook is gone. It goes on as any other:
/// signed with the key as it is then, and tried again where it fails.
pub async fn again(
    services: &Services,
    id: &HookId,
    event: &str,
    body: &Value,
) -> Result<bool, OperationError> {
    let delivery = &NewDelivery {
        hook_id: id.clone(),
        event: event.to_owned(),
        body: body.to_string(),
        created_at: services.now(),
    };
    let tenant = &services.tenant;
    let pushed: Result<bool, StoreError> =
        services.db.transaction(|tx| async move { delivery::push(tx.exec(), tenant, delivery).await }).await;
    let is_pushed = pushed?;
    if is_pushed {
        services.deliveries.notify_one();
    }
    Ok(is_pushed)
}

fn listens(hook: &StoredHook, event: &str) -> bool {
    hook.events.iter().any(|name| name == event) || hook.event.as_deref() == Some(event)
}

/// Delivers what is due, for several webhooks at a time; returns how many deliveries were tried. To be called again until it is none.
pub async fn deliver_due(services: &Services) -> Result<usize, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let due = delivery::due_hooks(exec, tenant, services.now(), HOOKS_AT_A_TIME).await?;
    let tried = join_all(due.iter().map(|hook| deliver_for(services, hook))).await;
    tried.into_iter().sum()
}

/// Delivers for one webhook while the lease lasts and nothing fails.
async fn deliver_for(services: &Services, id: &HookId) -> Result<usize, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let (now, until) = (services.now(), services.now().plus(LEASE));
    if !delivery::lease(exec, tenant, id, (now, until)).await? {
        return Ok(0);
    }
    let delivered = deliver_in_order(services, id, until).await;
    delivery::release(exec, tenant, id, until).await?;
    delivered
}

async fn deliver_in_order(
    services: &Services,
    id: &HookId,
    until: UnixMillis,
) -> Result<usize, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let mut tried = 0;
    while services.now().plus(LEAST_LEASE) <= until {
        let (Some(first), Some(stored)) =
            (delivery::first(exec, tenant, id).await?, hook::find(exec, tenant, id).await?)
        else {
            break;
        };
        if !stored.is_enabled {
            delivery::finish(exec, tenant, &first).await?;
            continue;
        }
        let waiting = delivery::last_position(exec, tenant, id).await? - first.position + 1;
        if let Some(why) = given_up(waiting, first.created_at, services.now()) {
            tracing::warn!(hook.id = id.as_str(), hook.event = first.event, hook.waiting = waiting, "{why}");
            record(services, &first, &DeliveryOutcome::Failed(why.to_owned())).await?;
            delivery::finish(exec, tenant, &first).await?;
            continue;
        }
        if first.due_at > services.now() {
            break;
        }
        tried += 1;
        let hook = open(&services.sealing, tenant, stored)?;
        let outcome = send(services, &hook.config, &hook.signing_key, &first.body).await;
        record(services, &first, &outcome).await?;
        let attempts = first.attempts.saturating_add(1);
        match retry_after(&hook.config, attempts) {
            Some(wait) if !outcome.is_success() => {
                delivery::postpone(exec, tenant, &first, (attempts, services.now().plus(wait))).await?;
                break;
            }
            _ => delivery::finish(exec, tenant, &first).await?,
        }
    }
    Ok(tried)
}

/// Calls a webhook with `body`, signed.
pub async fn send(
    services: &Services,
    config: &HookConfig,
    signing_key: &PlainToken,
    body: &str,
) -> DeliveryOutcome {
    let Some(request) = request(config, signing_key, body) else {
        return DeliveryOutcome::Failed("the webhook's address or headers cannot be used".to_owned());
    };
    match services.outbound.send(request, DELIVERY_TIMEOUT).await {
        Ok(answer) => {
            DeliveryOutcome::Answered { status: answer.status.as_u16(), body: recorded(&answer.body) }
        }
        Err(OutboundError::Failed(_)) => DeliveryOutcome::Failed("the connection failed".to_owned()),
        Err(error) => DeliveryOutcome::Failed(error.to_string()),
    }
}

/// The request of a delivery (Management API contract §13.1): the webhook's own headers may replace those before them, never the signature.
fn request(config: &HookConfig, signing_key: &PlainToken, body: &str) -> Option<Request<Bytes>> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
    for (name, value) in config.headers.iter().flatten() {
        headers.insert(HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?);
    }
    let signature = hexadecimal(&jose::hmac_sha256(signing_key.reveal().as_bytes(), body.as_bytes()));
    headers.insert(SIGNATURE, HeaderValue::try_from(signature).ok()?);
    let mut request =
        Request::post(config.url.as_str()).body(Bytes::copy_from_slice(body.as_bytes())).ok()?;
    *request.headers_mut() = headers;
    Some(request)
}

/// An answer as it is recorded: JSON where it is short JSON, otherwise the beginning of its text.
fn recorded(body: &[u8]) -> Value {
    let kept = body.get(..MAX_RECORDED_ANSWER).unwrap_or(body);
    serde_json::from_slice(kept)
        .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(kept).replace('\0', "\u{fffd}")))
}

async fn record(
    services: &Services,
    delivery: &Delivery,
    outcome: &DeliveryOutcome,
) -> Result<(), OperationError> {
    let key = format!("TriggerHook.{}", delivery.event);
    let result = if outcome.is_success() { "Success" } else { "Error" };
    let body: Value = serde_json::from_str(&delivery.body).unwrap_or_default();
    let mut payload = Map::from_iter([
        ("key".to_owned(), key.as_str().into()),
        ("result".to_owned(), result.into()),
        ("hookId".to_owned(), delivery.hook_id.as_str().into()),
        ("hookRequest".to_owned(), json!({ "body": body })),
    ]);
    match outcome {
        DeliveryOutcome::Answered { status, body } => {
            payload.insert("response".to_owned(), json!({ "statusCode": status, "body": body }));
        }
        DeliveryOutcome::Failed(error) => {
            payload.insert("error".to_owned(), error.as_str().into());
        }
    }
    let record = AuditRecord { key, payload, created_at: services.now() };
    Ok(services.audit.record(&services.tenant, record).await?)
}

#[cfg(test)]
mod tests;
