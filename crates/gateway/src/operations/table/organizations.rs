//! Rows about organizations themselves, how their members sign in, and what happened in them.

use http::{Method, StatusCode};

use super::super::{AnswerShape, BodyShape, Guard, Operation, OperationId, OrganizationIn};
use super::{
    ANY, APPLICATION, APPLICATIONS, LIST_QUERY, MEMBER_ROLES, ORGANIZATION, ORGANIZATIONS_OF_USER, PAGES,
    READ_IN_ORGANIZATION, TEMPLATE,
};

pub(super) const CREATE_ORGANIZATION: Operation = Operation {
    id: OperationId::CreateOrganization,
    name: "create_organization",
    method: Method::POST,
    path: "/organizations",
    permission: Some("org:create"),
    credentials: ANY,
    organization: OrganizationIn::Nowhere,
    body: BodyShape::NewOrganization,
    guards: &[Guard::Quotas],
    upstream: &[
        ORGANIZATIONS_OF_USER,
        "POST /organizations",
        "POST /organizations/{organizationId}/users",
        "POST /organizations/{organizationId}/users/{userId}/roles",
        "PATCH /organizations/{organizationId}",
        "GET /organizations",
        "DELETE /organizations/{organizationId}",
    ],
    success: StatusCode::CREATED,
    answer: AnswerShape::Organization,
    summary: "Create an organization",
    description: "Its creator, who is the token's user, becomes a member with the roles that the policy names. \
                  Either all of that happens or nothing.",
    ..READ_IN_ORGANIZATION
};

pub(super) const READ_ORGANIZATION: Operation = Operation {
    id: OperationId::ReadOrganization,
    name: "read_organization",
    path: "/organizations/{organizationId}",
    permission: Some("org:read"),
    upstream: &[ORGANIZATION],
    answer: AnswerShape::Organization,
    summary: "Read the organization",
    ..READ_IN_ORGANIZATION
};

pub(super) const UPDATE_ORGANIZATION: Operation = Operation {
    id: OperationId::UpdateOrganization,
    name: "update_organization",
    method: Method::PATCH,
    path: "/organizations/{organizationId}",
    permission: Some("org:update"),
    body: BodyShape::OrganizationChanges,
    upstream: &["PATCH /organizations/{organizationId}"],
    answer: AnswerShape::Organization,
    summary: "Change the organization",
    description: "Only the fields that the policy names can be changed. Objects are replaced as a whole, not merged.",
    ..READ_IN_ORGANIZATION
};

pub(super) const DELETE_ORGANIZATION: Operation = Operation {
    id: OperationId::DeleteOrganization,
    name: "delete_organization",
    method: Method::DELETE,
    path: "/organizations/{organizationId}",
    permission: Some("org:delete"),
    guards: &[Guard::LeavesNoCredential],
    upstream: &[
        APPLICATIONS,
        "DELETE /applications/{applicationId}",
        "DELETE /organizations/{organizationId}",
    ],
    success: StatusCode::NO_CONTENT,
    summary: "Delete the organization",
    description: "With everything in it: memberships, roles of members, invitations, and first of all the applications that were \
                  made for it.",
    ..READ_IN_ORGANIZATION
};

pub(super) const LIST_MY_ORGANIZATIONS: Operation = Operation {
    id: OperationId::ListMyOrganizations,
    name: "list_my_organizations",
    path: "/me/organizations",
    credentials: ANY,
    organization: OrganizationIn::Nowhere,
    query: LIST_QUERY,
    upstream: &[ORGANIZATIONS_OF_USER, TEMPLATE],
    answer: AnswerShape::MyOrganizations,
    summary: "List my organizations",
    description: "Those of the token's user, each with the user's roles and organization permissions there, ordered \
                  by name. `q` searches id and name. Without `page` and `page_size` all of them. A third-party \
                  application sees only the organization that its token names.",
    ..READ_IN_ORGANIZATION
};

pub(super) const READ_SECURITY: Operation = Operation {
    id: OperationId::ReadSecurity,
    name: "read_security",
    path: "/organizations/{organizationId}/security",
    permission: Some("org:security"),
    upstream: &["GET /organizations/{organizationId}"],
    answer: AnswerShape::Security,
    summary: "Read how members must sign in",
    ..READ_IN_ORGANIZATION
};

pub(super) const UPDATE_SECURITY: Operation = Operation {
    id: OperationId::UpdateSecurity,
    name: "update_security",
    method: Method::PATCH,
    path: "/organizations/{organizationId}/security",
    permission: Some("org:security"),
    body: BodyShape::Security,
    upstream: &["PATCH /organizations/{organizationId}"],
    answer: AnswerShape::Security,
    summary: "Set how members must sign in",
    description: "Where a second factor is required, members without one get no more tokens for the organization until they have set \
                  one up; that holds for whoever requires it too.",
    ..READ_IN_ORGANIZATION
};

pub(super) const LIST_LOGS: Operation = Operation {
    id: OperationId::ListLogs,
    name: "list_logs",
    path: "/organizations/{organizationId}/logs",
    permission: Some("log:read"),
    query: PAGES,
    upstream: &["GET /logs", MEMBER_ROLES, "GET /users/{userId}", APPLICATION],
    answer: AnswerShape::Logs,
    needs_guildhall: true,
    summary: "List what happened",
    description: "In this organization, newest first: who did what, with how it ended. Of the details only those that concern the \
                  organization are shown. Members and applications are called by name.",
    ..READ_IN_ORGANIZATION
};
