//! Rows about applications and their secrets.

use http::{Method, StatusCode};

use super::super::{AnswerShape, BodyShape, Guard, Operation, OperationId};
use super::{
    APPLICATION, APPLICATION_ROLES, APPLICATIONS, LOOK_UP_APPLICATION, MEMBER_ROLES, PAGES,
    READ_IN_ORGANIZATION, TEMPLATE,
};

pub(super) const LIST_APPLICATIONS: Operation = Operation {
    id: OperationId::ListApplications,
    name: "list_applications",
    path: "/organizations/{organizationId}/applications",
    permission: Some("app:manage"),
    query: PAGES,
    upstream: &[APPLICATIONS],
    answer: AnswerShape::Applications,
    summary: "List the applications",
    description: "Those that were made here for the organization, with their roles. Others that act in it are their makers' \
                  and are not shown.",
    ..READ_IN_ORGANIZATION
};

pub(super) const CREATE_APPLICATION: Operation = Operation {
    id: OperationId::CreateApplication,
    name: "create_application",
    method: Method::POST,
    path: "/organizations/{organizationId}/applications",
    permission: Some("app:manage"),
    body: BodyShape::NewApplication,
    is_open_to_third_parties: false,
    guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::Quotas],
    upstream: &[
        MEMBER_ROLES,
        TEMPLATE,
        APPLICATIONS,
        "POST /applications",
        "POST /organizations/{organizationId}/applications",
        "POST /organizations/{organizationId}/applications/{applicationId}/roles",
        "PATCH /applications/{applicationId}/secrets/{secretName}",
        "GET /applications",
        "DELETE /applications/{applicationId}",
    ],
    success: StatusCode::CREATED,
    answer: AnswerShape::NewApplication,
    summary: "Make an application",
    description: "A machine that gets tokens for this organization by its secret, which is shown this once. Its roles are roles of the \
                  template for machines, none of which may hold a permission that the caller lacks.",
    ..READ_IN_ORGANIZATION
};

pub(super) const READ_APPLICATION: Operation = Operation {
    id: OperationId::ReadApplication,
    name: "read_application",
    path: "/organizations/{organizationId}/applications/{applicationId}",
    permission: Some("app:manage"),
    upstream: LOOK_UP_APPLICATION,
    answer: AnswerShape::Application,
    summary: "Read an application",
    ..READ_IN_ORGANIZATION
};

pub(super) const UPDATE_APPLICATION: Operation = Operation {
    id: OperationId::UpdateApplication,
    name: "update_application",
    method: Method::PATCH,
    path: "/organizations/{organizationId}/applications/{applicationId}",
    permission: Some("app:manage"),
    body: BodyShape::ApplicationChanges,
    guards: &[Guard::Quotas],
    upstream: &[APPLICATION, APPLICATION_ROLES, "PATCH /applications/{applicationId}"],
    answer: AnswerShape::Application,
    summary: "Rename or describe an application",
    ..READ_IN_ORGANIZATION
};

pub(super) const DELETE_APPLICATION: Operation = Operation {
    id: OperationId::DeleteApplication,
    name: "delete_application",
    method: Method::DELETE,
    path: "/organizations/{organizationId}/applications/{applicationId}",
    permission: Some("app:manage"),
    guards: &[Guard::Quotas],
    upstream: &[APPLICATION, APPLICATION_ROLES, "DELETE /applications/{applicationId}"],
    success: StatusCode::NO_CONTENT,
    summary: "Delete an application",
    description: "It gets no more tokens; those that it has end within the hour. Taking a credential away needs no more than the \
                  permission, whatever roles it has.",
    ..READ_IN_ORGANIZATION
};

pub(super) const SET_APPLICATION_ROLES: Operation = Operation {
    id: OperationId::SetApplicationRoles,
    name: "set_application_roles",
    method: Method::PUT,
    path: "/organizations/{organizationId}/applications/{applicationId}/roles",
    permission: Some("app:manage"),
    body: BodyShape::RoleNames,
    is_open_to_third_parties: false,
    guards: &[Guard::GrantsOnlyWhatIsHeld],
    upstream: &[
        APPLICATION,
        APPLICATION_ROLES,
        MEMBER_ROLES,
        TEMPLATE,
        "PUT /organizations/{organizationId}/applications/{applicationId}/roles",
        "DELETE /organizations/{organizationId}/applications/{applicationId}/roles/{roleId}",
    ],
    success: StatusCode::NO_CONTENT,
    summary: "Set an application's roles",
    description: "To exactly those named. No role that is given or taken may hold a permission that the caller lacks.",
    ..READ_IN_ORGANIZATION
};

pub(super) const LIST_SECRETS: Operation = Operation {
    id: OperationId::ListSecrets,
    name: "list_secrets",
    path: "/organizations/{organizationId}/applications/{applicationId}/secrets",
    permission: Some("app:manage"),
    upstream: &[APPLICATION, APPLICATION_ROLES, "GET /applications/{applicationId}/secrets"],
    answer: AnswerShape::Secrets,
    summary: "List an application's secrets",
    description: "Their names and times; what they are is shown when they are made and never again.",
    ..READ_IN_ORGANIZATION
};

pub(super) const CREATE_SECRET: Operation = Operation {
    id: OperationId::CreateSecret,
    name: "create_secret",
    method: Method::POST,
    path: "/organizations/{organizationId}/applications/{applicationId}/secrets",
    permission: Some("app:manage"),
    body: BodyShape::NewSecret,
    is_open_to_third_parties: false,
    guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::Quotas],
    upstream: &[
        APPLICATION,
        APPLICATION_ROLES,
        MEMBER_ROLES,
        TEMPLATE,
        "GET /applications/{applicationId}/roles",
        "GET /applications/{applicationId}/organizations",
        "GET /applications/{applicationId}/secrets",
        "POST /applications/{applicationId}/secrets",
    ],
    success: StatusCode::CREATED,
    answer: AnswerShape::NewSecret,
    summary: "Make a secret for an application",
    description: "Whoever makes one can act as the application, and so must hold every permission of its roles. An application \
                  that was given rights beyond this organization gets no secret here. An application has ten secrets at the most.",
    ..READ_IN_ORGANIZATION
};

pub(super) const DELETE_SECRET: Operation = Operation {
    id: OperationId::DeleteSecret,
    name: "delete_secret",
    method: Method::DELETE,
    path: "/organizations/{organizationId}/applications/{applicationId}/secrets/{secretName}",
    permission: Some("app:manage"),
    guards: &[Guard::Quotas],
    upstream: &[APPLICATION, APPLICATION_ROLES, "DELETE /applications/{applicationId}/secrets/{secretName}"],
    success: StatusCode::NO_CONTENT,
    summary: "Delete a secret of an application",
    ..READ_IN_ORGANIZATION
};
