//! Rows about members and their roles.

use http::{Method, StatusCode};

use super::super::{AnswerShape, BodyShape, Guard, Operation, OperationId};
use super::{
    HOLDERS_OF_A_ROLE, LIST_QUERY, MEMBER_ROLES, MEMBERS, READ_IN_ORGANIZATION, RESOURCES, TEMPLATE,
};

pub(super) const LIST_MEMBERS: Operation = Operation {
    id: OperationId::ListMembers,
    name: "list_members",
    path: "/organizations/{organizationId}/members",
    permission: Some("member:read"),
    query: LIST_QUERY,
    upstream: &["GET /organizations/{organizationId}/users"],
    answer: AnswerShape::Members,
    summary: "List the members",
    description: "With their roles, ordered by user id. `q` searches id, e-mail, phone, username and name. What a \
                  user keeps outside the organization (custom data, linked identities) is not shown.",
    ..READ_IN_ORGANIZATION
};

pub(super) const ADD_MEMBERS: Operation = Operation {
    id: OperationId::AddMembers,
    name: "add_members",
    method: Method::POST,
    path: "/organizations/{organizationId}/members",
    permission: Some("member:add"),
    body: BodyShape::UserIds,
    is_open_to_third_parties: false,
    guards: &[Guard::Quotas],
    upstream: &[MEMBERS, MEMBER_ROLES, "POST /organizations/{organizationId}/users"],
    success: StatusCode::CREATED,
    answer: AnswerShape::UserIds,
    is_on_by_default: false,
    summary: "Add known users",
    description: "Without their consent and without roles; off unless the policy turns it on, because invitations \
                  are the way. Users who are members already stay as they are.",
    ..READ_IN_ORGANIZATION
};

pub(super) const REMOVE_MEMBER: Operation = Operation {
    id: OperationId::RemoveMember,
    name: "remove_member",
    method: Method::DELETE,
    path: "/organizations/{organizationId}/members/{userId}",
    permission: Some("member:remove"),
    is_open_to_third_parties: false,
    guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::LastAdministratorStays],
    upstream: &[
        MEMBER_ROLES,
        TEMPLATE,
        RESOURCES,
        HOLDERS_OF_A_ROLE,
        "DELETE /organizations/{organizationId}/users/{userId}",
    ],
    success: StatusCode::NO_CONTENT,
    summary: "Remove a member",
    description: "With the member's roles, none of which may hold a permission that the caller lacks.",
    ..READ_IN_ORGANIZATION
};

pub(super) const LEAVE_ORGANIZATION: Operation = Operation {
    id: OperationId::LeaveOrganization,
    name: "leave_organization",
    method: Method::DELETE,
    path: "/organizations/{organizationId}/members/me",
    is_open_to_third_parties: false,
    guards: &[Guard::LastAdministratorStays],
    upstream: &[
        MEMBER_ROLES,
        TEMPLATE,
        RESOURCES,
        HOLDERS_OF_A_ROLE,
        "DELETE /organizations/{organizationId}/users/{userId}",
    ],
    success: StatusCode::NO_CONTENT,
    summary: "Leave the organization",
    description: "Membership alone is enough, but not for a third-party application.",
    ..READ_IN_ORGANIZATION
};

pub(super) const READ_MEMBER_ROLES: Operation = Operation {
    id: OperationId::ReadMemberRoles,
    name: "read_member_roles",
    path: "/organizations/{organizationId}/members/{userId}/roles",
    permission: Some("member:read"),
    upstream: &[MEMBER_ROLES],
    answer: AnswerShape::Roles,
    summary: "Read a member's roles",
    ..READ_IN_ORGANIZATION
};

pub(super) const SET_MEMBER_ROLES: Operation = Operation {
    id: OperationId::SetMemberRoles,
    name: "set_member_roles",
    method: Method::PUT,
    path: "/organizations/{organizationId}/members/{userId}/roles",
    permission: Some("member:role"),
    body: BodyShape::RoleNames,
    is_open_to_third_parties: false,
    guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::LastAdministratorStays],
    upstream: &[
        MEMBER_ROLES,
        TEMPLATE,
        RESOURCES,
        HOLDERS_OF_A_ROLE,
        "PUT /organizations/{organizationId}/users/{userId}/roles",
    ],
    success: StatusCode::NO_CONTENT,
    summary: "Set a member's roles",
    description: "To exactly those named. No role that is given or taken may hold a permission, of the organization \
                  or of an API resource, that the caller lacks.",
    ..READ_IN_ORGANIZATION
};

pub(super) const LIST_TEMPLATE_ROLES: Operation = Operation {
    id: OperationId::ListTemplateRoles,
    name: "list_roles",
    path: "/organizations/{organizationId}/roles",
    permission: Some("member:read"),
    query: LIST_QUERY,
    upstream: &[TEMPLATE],
    answer: AnswerShape::TemplateRoles,
    summary: "List the roles there are",
    description: "Those of the template, with their permissions; ordered by name.",
    ..READ_IN_ORGANIZATION
};
