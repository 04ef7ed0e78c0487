//! The refusals of the Organization API: one function for each `code`, so that a code is written once.

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use guard::Rejection;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};

/// One thing that is wrong with a request's query or body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Issue {
    /// The kind of fault, in the words of the wire: `invalid_type`, `too_big`, `unrecognized_keys`, …
    pub(crate) code: &'static str,
    /// Where.
    pub(crate) path: Vec<String>,
    /// In words.
    pub(crate) message: String,
}

impl Issue {
    pub(crate) fn new(code: &'static str, path: &[&str], message: impl Into<String>) -> Self {
        Self { code, path: path.iter().map(|&part| part.to_owned()).collect(), message: message.into() }
    }
}

/// 400 `guard.invalid_input` (Management API contract §1.6).
pub(crate) fn invalid_input(issues: &[Issue]) -> Rejection {
    let line = |issue: &Issue| {
        format!("Error in key path \"{}\": ({}) {}", issue.path.join("."), issue.code, issue.message)
    };
    let details = issues.iter().map(line).collect::<Vec<_>>().join("\n");
    Rejection::new(StatusCode::BAD_REQUEST, "guard.invalid_input", "The request input is invalid.")
        .with_data(json!({ "issues": issues, "name": "ZodError" }))
        .with_details(details)
}

pub(crate) fn invalid_pagination() -> Rejection {
    Rejection::new(
        StatusCode::BAD_REQUEST,
        "guard.invalid_pagination",
        "The request pagination value is invalid.",
    )
}

pub(crate) fn malformed_json() -> Rejection {
    let message = "The request body must be one JSON object in which no member comes twice.";
    Rejection::new(StatusCode::BAD_REQUEST, "gateway.malformed_json", message)
}

pub(crate) fn unsupported_media_type() -> Rejection {
    let message = "The request body must be application/json.";
    Rejection::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "gateway.unsupported_media_type", message)
}

pub(crate) fn body_too_large() -> Rejection {
    Rejection::new(StatusCode::PAYLOAD_TOO_LARGE, "gateway.body_too_large", "The request body is too large.")
}

pub(crate) fn body_timeout() -> Rejection {
    Rejection::new(
        StatusCode::REQUEST_TIMEOUT,
        "gateway.body_timeout",
        "The request body did not arrive in time.",
    )
}

pub(crate) fn invalid_path() -> Rejection {
    let message = "The path holds characters that no path of this API has.";
    Rejection::new(StatusCode::BAD_REQUEST, "gateway.invalid_path", message)
}

pub(crate) fn route_not_found() -> Rejection {
    Rejection::new(StatusCode::NOT_FOUND, "gateway.route_not_found", "There is nothing at this path.")
}

pub(crate) fn method_not_allowed() -> Rejection {
    let message = "This path does not answer to this method.";
    Rejection::new(StatusCode::METHOD_NOT_ALLOWED, "gateway.method_not_allowed", message)
}

pub(crate) fn forbidden(code: &'static str, message: &'static str) -> Rejection {
    Rejection::new(StatusCode::FORBIDDEN, code, message)
}

pub(crate) fn permission_missing(permission: &str) -> Rejection {
    Rejection::insufficient_scope("gateway.permission_missing", permission)
}

pub(crate) fn credential_not_accepted() -> Rejection {
    forbidden("gateway.credential_not_accepted", "This operation is not open to tokens of this kind.")
}

pub(crate) fn organization_required() -> Rejection {
    forbidden("gateway.organization_required", "This needs a token for an organization.")
}

pub(crate) fn wrong_organization() -> Rejection {
    forbidden("gateway.wrong_organization", "The token is for another organization.")
}

/// The same code as of other tokens that are not taken.
pub(crate) fn delegated_token() -> Rejection {
    let message = "Tokens with which somebody else acts for their user (`act`) are not accepted here.";
    forbidden("gateway.credential_not_accepted", message)
}

pub(crate) fn user_unknown() -> Rejection {
    forbidden("gateway.user_unknown", "The token's user does not exist any more.")
}

pub(crate) fn user_suspended() -> Rejection {
    forbidden("gateway.user_suspended", "The token's user is suspended.")
}

pub(crate) fn application_unknown() -> Rejection {
    forbidden("gateway.application_unknown", "The token's application does not exist any more.")
}

/// `message`: what such an application may not do.
pub(crate) fn third_party_application(message: &'static str) -> Rejection {
    forbidden("gateway.third_party_application", message)
}

pub(crate) fn not_a_member() -> Rejection {
    forbidden("gateway.not_a_member", "The token's user is not a member of the organization any more.")
}

pub(crate) fn permission_revoked(permission: &str) -> Rejection {
    forbidden("gateway.permission_revoked", "The token's user does not hold the permission any more.")
        .with_data(json!({ "permission": permission }))
}

/// As [`permission_revoked`], of what a third-party application may ask its users for.
pub(crate) fn application_permission_revoked(permission: &str) -> Rejection {
    forbidden("gateway.permission_revoked", "The token's application is not allowed the permission any more.")
        .with_data(json!({ "permission": permission }))
}

/// `role_names`: the roles that go too far.
pub(crate) fn grant_exceeds_own(role_names: &[&str]) -> Rejection {
    let message = "A role can be given or taken only by somebody who holds everything that is in it.";
    forbidden("gateway.grant_exceeds_own", message).with_data(json!({ "roleNames": role_names }))
}

pub(crate) fn last_administrator() -> Rejection {
    let message = "The last member who can manage the organization cannot leave it or lose that role.";
    Rejection::new(StatusCode::CONFLICT, "gateway.last_administrator", message)
}

/// The same for an invitation that does not exist and for one to somebody else.
pub(crate) fn not_invited() -> Rejection {
    let message = "There is no such invitation to the primary e-mail address of the token's user.";
    forbidden("gateway.not_invited", message)
}

/// The same for an invitation that does not exist and for one to another organization; in the words of the Management API
/// (contract §1.6).
pub(crate) fn invitation_not_found() -> Rejection {
    Rejection::new(StatusCode::NOT_FOUND, "entity.not_found", "The resource does not exist.")
}

/// `status`: what became of it.
pub(crate) fn invitation_not_pending(status: &str) -> Rejection {
    let message = "The invitation does not wait for an answer any more.";
    Rejection::new(StatusCode::CONFLICT, "gateway.invitation_not_pending", message)
        .with_data(json!({ "status": status }))
}

/// `quota`: its name in the policy.
pub(crate) fn quota_exceeded(quota: &'static str, limit: u32) -> Rejection {
    forbidden("gateway.quota_exceeded", "There can be no more of these.")
        .with_data(json!({ "quota": quota, "limit": limit }))
}

/// As [`quota_exceeded`], of what is counted by time.
pub(crate) fn rate_exceeded(quota: &'static str, limit: u32, retry_after_seconds: u32) -> Rejection {
    let message = "There were too many of these lately. Please try again later.";
    Rejection::new(StatusCode::TOO_MANY_REQUESTS, "gateway.quota_exceeded", message)
        .with_data(json!({ "quota": quota, "limit": limit }))
        .with_retry_after_seconds(retry_after_seconds)
}

/// The same for an application that does not exist, for one of another organization and for one that was not made here; in the words of
/// the Management API (contract §8.2).
pub(crate) fn application_not_found() -> Rejection {
    let message = "The organization has no such application.";
    Rejection::new(StatusCode::NOT_FOUND, "entity.not_exists_with_id", message)
}

/// Somebody who runs the server gave the application rights elsewhere: who can act as it is theirs to say.
pub(crate) fn application_shared() -> Rejection {
    let message =
        "The application has rights beyond this organization; only those who run the server give it secrets.";
    forbidden("gateway.application_shared", message)
}

/// As the Management API says it of a role for users that an application should get (contract §2.4).
pub(crate) fn role_not_for_applications(role_names: &[&str]) -> Rejection {
    let message = format!("These roles are for users and not for applications: {}.", role_names.join(", "));
    Rejection::new(StatusCode::UNPROCESSABLE_ENTITY, "entity.db_constraint_violated", message)
        .with_data(json!({ "roleNames": role_names }))
}

/// `data`: the record that was looked for and the texts that were found.
pub(crate) fn domain_not_proven(data: Value) -> Rejection {
    let message = "The record that proves the domain was not found. New records can take a while to be seen everywhere.";
    Rejection::new(StatusCode::UNPROCESSABLE_ENTITY, "gateway.domain_not_proven", message).with_data(data)
}

/// Whether the record is there is not known.
pub(crate) fn domain_lookup_failed() -> Rejection {
    let message = "No name server gave an answer about the domain. Please try again.";
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, "gateway.domain_lookup_failed", message)
        .with_retry_after_seconds(10)
}

pub(crate) fn role_names_not_found(role_names: &[&str]) -> Rejection {
    let message = format!("These roles do not exist: {}.", role_names.join(", "));
    Rejection::new(StatusCode::UNPROCESSABLE_ENTITY, "organization.role_names_not_found", message)
        .with_data(json!({ "roleNames": role_names }))
}

/// As the Management API says it when somebody accepts (contract §4), told to the one who invites.
pub(crate) fn role_not_for_users() -> Rejection {
    let message = "A role for applications cannot be given to a user.";
    Rejection::new(StatusCode::UNPROCESSABLE_ENTITY, "entity.db_constraint_violated", message)
}

/// As the Management API says it (contract §2.3).
pub(crate) fn membership_required() -> Rejection {
    let message = "The user must be a member of the organization to proceed.";
    Rejection::new(StatusCode::UNPROCESSABLE_ENTITY, "organization.require_membership", message)
}

/// 503: the policy gives creators a role that the template does not have.
pub fn creator_role_missing() -> Rejection {
    let message =
        "A role that creators of organizations get does not exist. Whoever operates this must make it.";
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, "gateway.creator_role_missing", message)
}

pub(crate) fn manage_permission_missing() -> Rejection {
    let message = "No role can manage organizations, so nobody can be kept. Whoever operates this must set the policy right.";
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, "gateway.manage_permission_missing", message)
}

pub(crate) fn busy() -> Rejection {
    let message = "Too many changes at once. Please try again.";
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, "gateway.busy", message).with_retry_after_seconds(1)
}

/// As [`busy`], of calls to the upstream.
pub(crate) fn too_many_calls() -> Rejection {
    let message = "Too many requests at once. Please try again.";
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, "gateway.busy", message).with_retry_after_seconds(1)
}

pub(crate) fn internal() -> Rejection {
    Rejection::new(StatusCode::INTERNAL_SERVER_ERROR, "gateway.internal", "Internal server error.")
}

/// A refusal that is the same every time, made once: sending it serializes nothing.
#[derive(Debug, Clone)]
pub(crate) struct PreparedRejection {
    rejection: Rejection,
    response: http::Response<Bytes>,
}

impl PreparedRejection {
    pub(crate) fn new(rejection: Rejection) -> Self {
        Self { response: rejection.clone().into_http(), rejection }
    }

    /// What it was made from.
    pub(crate) fn rejection(&self) -> &Rejection {
        &self.rejection
    }

    pub(crate) fn to_response(&self) -> Response {
        self.response.clone().map(axum::body::Body::from)
    }
}

/// An answer of JSON that no cache may keep.
pub(crate) fn json_response(status: StatusCode, body: &Value) -> Response {
    let mut response = (status, axum::Json(body)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
