//! What each operation does once everything that can be known from the request alone has been checked: its turn, the
//! caller's standing, its own guards, the upstream.

mod create;
mod lists;
mod members;
mod organization;
mod roles;

use axum::body::Body;
use axum::response::Response;
use domain::{OrganizationId, UserId};
use guard::{Permit, Rejection};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value};

use crate::gateway::Gateway;
use crate::guards::{self, Membership, Scene, Standing};
use crate::operations::{Operation, OperationId, OrganizationIn};
use crate::plan::PathIds;
use crate::rejections::{internal, json_response};
use crate::request::body::Payload;
use crate::request::query::ListQuery;
use crate::upstream::{Answer, UpstreamError};

/// A request that was read, with the proof that its token was checked.
pub(crate) struct Invocation {
    pub(crate) operation: &'static Operation,
    pub(crate) permit: Permit,
    pub(crate) ids: PathIds,
    pub(crate) query: ListQuery,
    pub(crate) payload: Payload,
}

/// An invocation whose caller's standing was confirmed.
struct Action<'a> {
    gateway: &'a Gateway,
    standing: Standing,
    invocation: &'a Invocation,
}

/// Carries out an invocation.
pub(crate) async fn run(gateway: &Gateway, invocation: &Invocation) -> Result<Response, Rejection> {
    let operation = invocation.operation;
    let _turn = match &invocation.ids.organization {
        Some(organization) if operation.is_serialized() => Some(gateway.locks.lock(organization).await?),
        _ => None,
    };
    let membership = match operation.organization {
        OrganizationIn::Path => Membership::Needed,
        OrganizationIn::Nowhere => Membership::NotNeeded,
    };
    let standing = guards::confirm(&gateway.upstream, &invocation.permit, membership).await?;
    let action = Action { gateway, standing, invocation };
    match operation.id {
        OperationId::CreateOrganization => create::create(&action).await,
        OperationId::ReadOrganization => organization::read(&action).await,
        OperationId::UpdateOrganization => organization::update(&action).await,
        OperationId::DeleteOrganization => organization::delete(&action).await,
        OperationId::ListMembers => lists::members(&action).await,
        OperationId::AddMembers => members::add(&action).await,
        OperationId::RemoveMember => members::remove(&action).await,
        OperationId::LeaveOrganization => members::leave(&action).await,
        OperationId::ReadMemberRoles => roles::read(&action).await,
        OperationId::SetMemberRoles => roles::set(&action).await,
        OperationId::ListTemplateRoles => lists::template_roles(&action).await,
        OperationId::ListMyOrganizations => lists::my_organizations(&action).await,
    }
}

impl<'a> Action<'a> {
    /// The organization of the path. The table's test shows that every operation that asks for it has one.
    fn organization(&self) -> Result<&'a OrganizationId, Rejection> {
        self.invocation.ids.organization.as_ref().ok_or_else(internal)
    }

    /// The user of the path; see [`Self::organization`].
    fn user(&self) -> Result<&'a UserId, Rejection> {
        self.invocation.ids.user.as_ref().ok_or_else(internal)
    }

    fn scene(&self) -> Result<Scene<'_>, Rejection> {
        Ok(Scene {
            upstream: &self.gateway.upstream,
            standing: &self.standing,
            organization: self.organization()?,
        })
    }
}

/// A success of status `expected`, or the upstream's own refusal of what was asked, in its words: those that are about
/// the request and not about the machine that made it.
pub(crate) fn forward(answer: Answer, expected: StatusCode) -> Result<Answer, Rejection> {
    if answer.status == expected {
        return Ok(answer);
    }
    let is_about_the_request = matches!(
        answer.status,
        StatusCode::BAD_REQUEST
            | StatusCode::NOT_FOUND
            | StatusCode::CONFLICT
            | StatusCode::UNPROCESSABLE_ENTITY
    );
    let body = answer.error_body();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let (true, Some(code)) = (is_about_the_request, text("code")) else {
        return Err(UpstreamError::UnexpectedStatus(answer.status).into());
    };
    let mut rejection = Rejection::new(answer.status, code, text("message").unwrap_or_default());
    if let Some(data) = body.get("data") {
        rejection = rejection.with_data(data.clone());
    }
    if let Some(details) = text("details") {
        rejection = rejection.with_details(details);
    }
    Err(rejection)
}

/// An answer that is one JSON object, passed on.
fn object_response(answer: &Answer, status: StatusCode) -> Result<Response, Rejection> {
    let object: Map<String, Value> = answer.json(answer.status)?;
    Ok(json_response(status, &Value::Object(object)))
}

fn no_content() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
