//! What each operation does once everything that can be known from the request alone has been checked: its turn, the
//! caller's standing, its own guards, the upstream.

mod applications;
mod create;
mod domains;
mod invitations;
mod lists;
mod logs;
mod members;
mod my_organizations;
mod organization;
mod roles;
mod security;

use axum::body::Body;
use axum::response::Response;
use domain::{ApplicationId, OrganizationId, OrganizationInvitationId, UnixMillis, UserId};
use guard::{Permit, Rejection};
use http::{HeaderValue, StatusCode, header};
use parking_lot::Mutex;
use serde_json::{Map, Value};

use crate::domains::DomainName;
use crate::gateway::Gateway;
use crate::guards::{self, Membership, Scene, Standing};
use crate::locks::{Subject, Turn};
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
    turn: Mutex<Option<Turn>>,
}

/// Carries out an invocation.
pub(crate) async fn run(gateway: &Gateway, invocation: &Invocation) -> Result<Response, Rejection> {
    let operation = invocation.operation;
    let turn = match subject(invocation) {
        Some(subject) if operation.is_serialized() => Some(turn(gateway, invocation, subject).await?),
        _ => None,
    };
    let standing = standing(gateway, invocation).await?;
    let action = Action { gateway, standing, invocation, turn: Mutex::new(turn) };
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
        OperationId::ListInvitations => invitations::list(&action).await,
        OperationId::CreateInvitation => invitations::create(&action).await,
        OperationId::ResendInvitation => invitations::resend(&action).await,
        OperationId::RevokeInvitation => invitations::revoke(&action).await,
        OperationId::ReadMyInvitation => invitations::read_mine(&action).await,
        OperationId::AcceptInvitation => invitations::accept(&action).await,
        OperationId::DeclineInvitation => invitations::decline(&action).await,
        OperationId::ListMyInvitations => invitations::list_mine(&action).await,
        OperationId::ListMyOrganizations => my_organizations::list(&action).await,
        OperationId::ListDomains => domains::list(&action).await,
        OperationId::AddDomain => domains::add(&action).await,
        OperationId::ReadDomain => domains::read(&action).await,
        OperationId::RemoveDomain => domains::remove(&action).await,
        OperationId::VerifyDomain => domains::verify(&action).await,
        OperationId::ReadSecurity => security::read(&action).await,
        OperationId::UpdateSecurity => security::update(&action).await,
        OperationId::ListApplications => applications::list(&action).await,
        OperationId::CreateApplication => applications::create(&action).await,
        OperationId::ReadApplication => applications::read(&action).await,
        OperationId::UpdateApplication => applications::update(&action).await,
        OperationId::DeleteApplication => applications::delete(&action).await,
        OperationId::SetApplicationRoles => applications::set_roles(&action).await,
        OperationId::ListSecrets => applications::list_secrets(&action).await,
        OperationId::CreateSecret => applications::create_secret(&action).await,
        OperationId::DeleteSecret => applications::delete_secret(&action).await,
        OperationId::ListLogs => logs::list(&action).await,
    }
}

/// The caller's standing, with what the operation asks of their application.
async fn standing(gateway: &Gateway, invocation: &Invocation) -> Result<Standing, Rejection> {
    let membership = match invocation.operation.organization {
        OrganizationIn::Path => Membership::Needed,
        OrganizationIn::Nowhere | OrganizationIn::Invitation => Membership::NotNeeded,
    };
    let standing = guards::confirm(&gateway.upstream, &invocation.permit, membership).await?;
    if !invocation.operation.is_open_to_third_parties {
        guards::own_applications_only(&standing)?;
    }
    Ok(standing)
}

/// The operation's turn. Whoever has to wait for it shows first that they may do it, so that nobody who was put out holds up those who are
/// in; what is shown then is asked once more when the turn has come.
async fn turn(gateway: &Gateway, invocation: &Invocation, subject: Subject) -> Result<Turn, Rejection> {
    if let Some(turn) = gateway.memory.turns.take(subject.clone()) {
        return Ok(turn);
    }
    standing(gateway, invocation).await?;
    gateway.memory.turns.wait(subject, invocation.permit.user_id()).await
}

/// What the operation waits for its turn with. That of an invitation is known only when the invitation was looked up.
fn subject(invocation: &Invocation) -> Option<Subject> {
    match invocation.operation.organization {
        OrganizationIn::Path => invocation.ids.organization.clone().map(Subject::Organization),
        OrganizationIn::Nowhere => Some(Subject::User(invocation.permit.user_id().clone())),
        OrganizationIn::Invitation => None,
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

    /// The application of the path; see [`Self::organization`].
    fn application(&self) -> Result<&'a ApplicationId, Rejection> {
        self.invocation.ids.application.as_ref().ok_or_else(internal)
    }

    /// The domain of the path; see [`Self::organization`].
    fn domain(&self) -> Result<&'a DomainName, Rejection> {
        self.invocation.ids.domain.as_ref().ok_or_else(internal)
    }

    /// The invitation of the path; see [`Self::organization`].
    fn invitation(&self) -> Result<&'a OrganizationInvitationId, Rejection> {
        self.invocation.ids.invitation.as_ref().ok_or_else(internal)
    }

    fn scene(&self) -> Result<Scene<'_>, Rejection> {
        Ok(self.scene_of(self.organization()?))
    }

    /// The scene of an organization that the request leads to otherwise than by its path.
    fn scene_of<'b>(&'b self, organization: &'b OrganizationId) -> Scene<'b> {
        Scene { upstream: &self.gateway.upstream, standing: &self.standing, organization }
    }

    fn now(&self) -> UnixMillis {
        self.gateway.clock.now()
    }

    /// Waits for the turn of an organization that the request leads to otherwise than by its path.
    async fn wait_for_turn(&self, organization: &OrganizationId) -> Result<(), Rejection> {
        let subject = Subject::Organization(organization.clone());
        let turn = self.gateway.memory.turns.wait(subject, self.standing.user_id()).await?;
        *self.turn.lock() = Some(turn);
        Ok(())
    }

    /// Lets others have their turn: what this one's guards looked at has been changed.
    fn end_turn(&self) {
        self.turn.lock().take();
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
    match in_its_words(&answer) {
        Some(rejection) if is_about_the_request => Err(rejection),
        _ => Err(UpstreamError::UnexpectedStatus(answer.status).into()),
    }
}

/// The upstream's refusal as it is; `None` when it is not of the wire's form.
fn in_its_words(answer: &Answer) -> Option<Rejection> {
    let body = answer.error_body();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut rejection = Rejection::new(answer.status, text("code")?, text("message").unwrap_or_default());
    if let Some(data) = body.get("data") {
        rejection = rejection.with_data(data.clone());
    }
    if let Some(details) = text("details") {
        rejection = rejection.with_details(details);
    }
    Some(rejection)
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
