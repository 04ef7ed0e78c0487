//! What a write of the Management API leaves behind beside its effect: events for webhooks (Management API contract §13) and a record in
//! the audit log, which the contract does not have. Both are made here for all operations, from the request and its answer; handlers add
//! only what neither tells ([`Details`]). Both are durable before the answer is sent (ADR 5).

mod acting_user;
mod known;
mod record;
mod rules;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{FromRequestParts as _, MatchedPath, Request, State},
    http::{Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{ApplicationId, MASK, OrganizationId, UserId};
use http_kit::{
    Access, ApiError, Describer, DescribesOutput, OperationDescription, body::MAX_BODY_BYTES, client_address,
    header_text, path_parameters,
};
use operations::{
    Services,
    hooks::{self, Event},
};
use serde_json::{Map, Value};
use store::within_the_answer;
use tracing::Instrument as _;

use self::known::KnownOperation;
use crate::{
    confidential::{self, masked},
    context::{Admitted, Caller, ManagementContext, internal},
    user_assets::{MAX_UPLOAD_BYTES, UPLOADS},
};

/// Where a webhook's key is replaced: whoever does that is shown the new one, which nobody else has.
const SIGNING_KEY: &str = "/api/hooks/{id}/signing-key";
/// How many members an event names at the most.
const MAX_MEMBERS: usize = 5_000;

/// What only the handler knows of the events that its request causes. It travels with the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Details {
    /// The data of the event, where it is not the answer's body.
    pub(crate) data: Option<Value>,
    /// Members of the event beside those that all have.
    pub(crate) members: Map<String, Value>,
    /// Whether this once the operation raises no event.
    pub(crate) is_silent: bool,
    /// An event of its own that goes before: its name, its members, its data.
    pub(crate) before: Option<(&'static str, Map<String, Value>, Value)>,
}

impl Details {
    /// That a write is about an organization that neither its path nor its bodies name.
    pub(crate) fn about(organization: &OrganizationId) -> Self {
        let members = Map::from_iter([("organizationId".to_owned(), organization.as_str().into())]);
        Self { members, ..Self::default() }
    }

    /// Who came to an organization and who left it; lists that are empty are left out, long ones cut (Management API contract §13.4).
    pub(crate) fn membership<M: EventMember>(
        organization: &OrganizationId,
        added: &[M],
        removed: &[M],
    ) -> Self {
        let mut members = Map::new();
        members.insert("organizationId".to_owned(), organization.as_str().into());
        for (name, ids) in [(M::ADDED, added), (M::REMOVED, removed)] {
            if !ids.is_empty() {
                let ids: Vec<_> = ids.iter().take(MAX_MEMBERS).map(EventMember::id).collect();
                members.insert(name.to_owned(), ids.into());
            }
        }
        Self { members, ..Self::default() }
    }
}

/// What belongs to organizations, as events name it.
pub(crate) trait EventMember {
    /// The member of an event that lists those who came.
    const ADDED: &'static str;
    /// The member of an event that lists those who left.
    const REMOVED: &'static str;
    /// Its id.
    fn id(&self) -> &str;
}

impl EventMember for UserId {
    const ADDED: &'static str = "addedUserIds";
    const REMOVED: &'static str = "removedUserIds";

    fn id(&self) -> &str {
        self.as_str()
    }
}

impl EventMember for ApplicationId {
    const ADDED: &'static str = "addedApplicationIds";
    const REMOVED: &'static str = "removedApplicationIds";

    fn id(&self) -> &str {
        self.as_str()
    }
}

/// What [`announce`] works with.
#[derive(Clone)]
pub(crate) struct Announcer {
    services: Arc<Services>,
    /// The operations without what is done here, to read what a write is about to change.
    router: Router,
}

impl Announcer {
    pub(crate) fn new(services: Arc<Services>, router: Router) -> Self {
        Self { services, router }
    }
}

/// The operation that a request is for, if it is one that needs credentials: any other gets its answer without a look at them.
fn operation_of(request: &Request) -> Option<&'static KnownOperation> {
    let path = request.extensions().get::<MatchedPath>()?;
    known::find(request.method(), path.as_str()).filter(|known| known.operation.0.access != Access::Public)
}

/// What is known of a request before it is answered.
struct Facts {
    method: Method,
    /// The template of the path.
    template: &'static str,
    path: String,
    ip: Option<String>,
    user_agent: Option<String>,
}

impl Facts {
    fn of(parts: &Parts, template: &'static str) -> Self {
        Self {
            method: parts.method.clone(),
            template,
            path: parts.uri.path().to_owned(),
            ip: client_address(parts),
            user_agent: header_text(parts, header::USER_AGENT),
        }
    }

    /// The parameters of the path by their names.
    fn parameters(&self) -> Map<String, Value> {
        path_parameters(self.template, &self.path)
    }
}

/// Lets the caller in; runs a write, then announces and records it. A write that failed is neither. Who may do a part of the API only is shown no
/// secrets but those that they make.
pub(crate) async fn announce(State(announcer): State<Announcer>, request: Request, next: Next) -> Response {
    let Some(known) = operation_of(&request) else { return next.run(request).await };
    let operation = &known.operation;
    let (mut parts, body) = request.into_parts();
    // The route that says so is further in.
    parts.extensions.insert(operation.clone());
    let context = match ManagementContext::from_request_parts(&mut parts, &announcer.services).await {
        Ok(context) => context,
        Err(refusal) => return refusal.into_response(),
    };
    parts.extensions.insert(Admitted(context.clone()));
    if operation.0.method.is_safe() {
        let response = next.run(Request::from_parts(parts, body)).await;
        let template = operation.0.path;
        return if context.authority.is_unlimited() {
            response
        } else {
            without_secrets(response, template).await
        };
    }
    let acting_user = match acting_user::of(&parts, &context) {
        Ok(acting_user) => acting_user,
        Err(refusal) => return refusal.into_response(),
    };
    if let Some(acting_user) = acting_user {
        parts.extensions.insert(acting_user);
    }
    let most = if UPLOADS.contains(&operation.0.path) { MAX_UPLOAD_BYTES } else { MAX_BODY_BYTES };
    let sent = match http_kit::body::read_body(body, most).await {
        Ok(sent) => sent,
        Err(error) => return ApiError::from(error).into_response(),
    };
    if !context.authority.is_unlimited() && says_what_it_was_not_shown(&parts, &sent, operation.0.path) {
        let message = format!(
            "`{MASK}` stands for what you are not shown, as `…` does in addresses, and cannot be stored in its place."
        );
        return ApiError::unprocessable("request.invalid_input").message(message).into_response();
    }
    // A task of its own: a caller who hangs up leaves no write without its events and its record.
    let write = tokio::spawn(within_the_answer(
        write(announcer, known, context, (parts, sent), next).in_current_span(),
    ));
    write.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn write(
    announcer: Announcer,
    known: &'static KnownOperation,
    context: ManagementContext,
    (parts, sent): (Parts, Bytes),
    next: Next,
) -> Response {
    let operation = &known.operation;
    // Of a key that is replaced, the new one is made.
    let is_creation = operation.0.method == Method::POST || operation.0.path == SIGNING_KEY;
    let facts = Facts::of(&parts, operation.0.path);
    let before = if operation.0.method != Method::POST && known::names_one(operation.0.path) {
        record::before(&parts, operation.clone(), &announcer.router).await
    } else {
        None
    };
    let acting = record::Acting {
        user: parts.extensions.get().cloned(),
        organization: parts.extensions.get().cloned(),
    };
    let content_type = parts.headers.get(header::CONTENT_TYPE).cloned();
    let response = next.run(Request::from_parts(parts, Body::from(sent.clone()))).await;
    if !response.status().is_success() {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let details = parts.extensions.get::<Details>().cloned().unwrap_or_default();
    let answer = serde_json::from_slice::<Value>(&body).ok();
    let organization = details.members.get("organizationId").and_then(Value::as_str).map(ToOwned::to_owned);
    let events = events(&context.services, &facts, (parts.status, answer.clone()), details);
    let told = async {
        if !events.is_empty() {
            hooks::raise(&context.services, &events).await.map_err(internal)?;
        }
        // What could not be read was refused.
        let body = http_kit::body::read_value(content_type.as_ref(), &sent).ok();
        let body = body.and_then(|body| known.of_body(body));
        let change = record::Change { body, before, after: answer, organization };
        let who = (&context.caller, &acting);
        record::write(&context.services, &facts, change, who).await.map_err(internal)
    };
    match told.await {
        Ok(()) if is_creation || context.authority.is_unlimited() => {
            Response::from_parts(parts, Body::from(body))
        }
        Ok(()) => without_secrets(Response::from_parts(parts, Body::from(body)), facts.template).await,
        Err(error) => error.into_response(),
    }
}

/// Whether somebody sends back what was shown to them in the place of a secret.
fn says_what_it_was_not_shown(parts: &Parts, sent: &[u8], template: &str) -> bool {
    let value = http_kit::body::read_value(parts.headers.get(header::CONTENT_TYPE), sent);
    value.is_ok_and(|value| confidential::says_mask(&value, template))
}

/// An answer with every secret masked. What is said of a failure holds none, and has a `code`.
async fn without_secrets(response: Response, template: &str) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Ok(answer) = serde_json::from_slice::<Value>(&body) else {
        return Response::from_parts(parts, Body::from(body));
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(masked(answer, template).to_string()))
}

/// Announces and records an organization that `creator` made through the gateway of this process, which does so in one step of its own:
/// what the same calls of the Management API would have left behind. `organization` is its body.
pub async fn announce_organization(
    services: &Services,
    creator: &UserId,
    (application, organization): (&ApplicationId, &Value),
) -> Result<(), ApiError> {
    let facts = |template: &'static str, path: String| Facts {
        method: Method::POST,
        template,
        path,
        ip: None,
        user_agent: None,
    };
    let id = OrganizationId::new(organization.get("id").and_then(Value::as_str).unwrap_or_default());
    let created = facts("/api/organizations", "/api/organizations".to_owned());
    let joined = facts("/api/organizations/{id}/users", format!("/api/organizations/{id}/users"));
    let answer = (StatusCode::CREATED, Some(organization.clone()));
    let mut all = events(services, &created, answer, Details::default());
    let membership = Details::membership(&id, std::slice::from_ref(creator), &[]);
    all.extend(events(services, &joined, (StatusCode::CREATED, None), membership));
    hooks::raise(services, &all).await.map_err(internal)?;
    let change =
        record::Change { body: None, before: None, after: Some(organization.clone()), organization: None };
    let acting =
        record::Acting { user: Some(domain::audit::ActingUser(creator.clone())), organization: None };
    let who = (&Caller::Application(application.clone()), &acting);
    record::write(services, &created, change, who).await.map_err(internal)
}

/// The events of a write, in the order in which they are sent.
fn events(
    services: &Services,
    facts: &Facts,
    (status, answer): (StatusCode, Option<Value>),
    details: Details,
) -> Vec<Event> {
    let rule = rules::of(&facts.method, facts.template).filter(|_| !details.is_silent);
    let Some(rule) = rule else { return Vec::new() };
    let event = |name: &'static str, members: Map<String, Value>, data: Option<Value>| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut event = Event::new(name, services.now())
            .with("userAgent", text(&facts.user_agent))
            .with("ip", text(&facts.ip))
            .with("path", without_prefix(&facts.path))
            .with("method", facts.method.as_str())
            .with("status", status.as_u16())
            .with("params", facts.parameters())
            .with("matchedRoute", matched_route(facts.template));
        event.payload.extend(members);
        event.payload.extend(data.map(|data| ("data".to_owned(), data)));
        event
    };
    let mut events = Vec::new();
    if let Some((name, members, data)) = details.before {
        events.push(event(name, members, Some(data)));
    }
    let data = details.data.or_else(|| answer.filter(|_| rule.has_data));
    events.push(event(rule.event, details.members, data));
    events
}

fn without_prefix(path: &str) -> &str {
    path.strip_prefix("/api").unwrap_or(path)
}

/// The template as the wire writes it: `/organizations/:id/users`.
fn matched_route(template: &str) -> String {
    without_prefix(template).replace('{', ":").replace('}', "")
}

/// An answer, with what the events of the operation need and its body does not tell.
pub(crate) struct Detailed<R> {
    /// The answer.
    pub(crate) answer: R,
    /// The rest.
    pub(crate) details: Details,
}

impl<R: IntoResponse> IntoResponse for Detailed<R> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        response.extensions_mut().insert(self.details);
        response
    }
}

impl<R: DescribesOutput> DescribesOutput for Detailed<R> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        R::describe(description, describer);
    }
}
