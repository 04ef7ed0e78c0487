//! The audit record of what users do with their accounts: who did what and how it ended, without what was sent. It is durable before the
//! answer is sent.

use std::{collections::HashMap, sync::Arc};

use axum::{
    body::Body,
    extract::{FromRequestParts as _, MatchedPath, Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::audit::AuditRecord;
use http_kit::{ApiError, MatchedOperation, Operation};
use operations::Services;
use serde_json::{Map, Value, json};
use store::within_the_answer;
use tracing::Instrument as _;

use crate::context::{AccountContext, Admitted};

/// The largest answer of a refusal that is looked at.
const MAX_REFUSAL: usize = 256 * 1024;

/// The services, and which operations there are.
#[derive(Clone)]
pub(crate) struct Recorder {
    services: Arc<Services>,
    operations: Arc<HashMap<&'static str, Vec<MatchedOperation>>>,
}

impl Recorder {
    pub(crate) fn new(services: Arc<Services>, all: Vec<Operation>) -> Self {
        let mut operations: HashMap<_, Vec<_>> = HashMap::new();
        for operation in all {
            operations.entry(operation.path).or_default().push(MatchedOperation(Arc::new(operation)));
        }
        Self { services, operations: Arc::new(operations) }
    }

    fn operation_of(&self, request: &Request) -> Option<MatchedOperation> {
        let path = request.extensions().get::<MatchedPath>()?;
        let mut operations = self.operations.get(path.as_str())?.iter();
        operations.find(|operation| operation.0.method == *request.method()).cloned()
    }
}

/// Lets the caller in; runs what is asked and, if it writes, records it.
pub(crate) async fn record(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    let Some(operation) = recorder.operation_of(&request) else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    // The route that says so is further in.
    parts.extensions.insert(operation.clone());
    let context = match AccountContext::from_request_parts(&mut parts, &recorder.services).await {
        Ok(context) => context,
        Err(refusal) => return refusal.into_response(),
    };
    parts.extensions.insert(Admitted(context.clone()));
    let request = Request::from_parts(parts, body);
    if operation.0.method.is_safe() {
        return next.run(request).await;
    }
    // A task of its own: a caller who hangs up leaves no write without its record.
    let write = tokio::spawn(within_the_answer(write(context, request, next).in_current_span()));
    write.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn write(context: AccountContext, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_refusal = response.status().is_client_error() || response.status().is_server_error();
    let (parts, body) = response.into_parts();
    let (body, refusal) = if is_refusal {
        let Ok(bytes) = axum::body::to_bytes(body, MAX_REFUSAL).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let told = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
        (Body::from(bytes), Some(told))
    } else {
        (body, None)
    };
    match keep(&context, refusal.as_ref()).await {
        Ok(()) => Response::from_parts(parts, body),
        Err(error) => error.into_response(),
    }
}

async fn keep(context: &AccountContext, refusal: Option<&Value>) -> Result<(), ApiError> {
    let (services, facts) = (&context.services, &context.facts);
    let key = format!("Account.{} {}", facts.method, facts.event_template());
    let mut payload = Map::new();
    payload.insert("key".to_owned(), key.as_str().into());
    payload.insert("result".to_owned(), if refusal.is_some() { "Error" } else { "Success" }.into());
    if let Some(told) = refusal {
        let code = told.get("code").and_then(Value::as_str).unwrap_or("server_error");
        payload.insert("error".to_owned(), json!({ "code": code, "message": told.get("message") }));
    }
    let texts = [
        ("ip", facts.ip.as_deref()),
        ("userAgent", facts.user_agent.as_deref()),
        ("userId", Some(context.user_id().as_str())),
        ("applicationId", Some(context.client.application.id.as_str())),
    ];
    payload.extend(texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))));
    let parameters = facts.parameters();
    // Those who manage the organization read who left it. What was refused may be about an organization of others, or about none: who can write
    // into whose log must not be for the caller to say.
    if refusal.is_none()
        && let Some(organization) = parameters.get("organizationId")
    {
        payload.insert("organizationId".to_owned(), organization.clone());
    }
    if !parameters.is_empty() {
        payload.insert("params".to_owned(), parameters.into());
    }
    let record = AuditRecord { key, payload, created_at: services.now() };
    Ok(services.audit.record(&services.tenant, record).await?)
}
