//! The table of operations. Each row stands in the file of what it is about.

mod applications;
mod domains;
mod invitations;
mod members;
mod organizations;

#[cfg(test)]
mod tests;

use http::{Method, StatusCode};

use super::{AnswerShape, BodyShape, Credential, Operation, OperationId, OrganizationIn};

const WITH_ORGANIZATION: &[Credential] =
    &[Credential::OrganizationToken, Credential::ResourceTokenWithOrganization];
const ANY: &[Credential] =
    &[Credential::OrganizationToken, Credential::ResourceTokenWithOrganization, Credential::ResourceToken];
const LIST_QUERY: &[&str] = &["page", "page_size", "q"];
const INVITATIONS: &str = "GET /organization-invitations";
const INVITATION: &str = "GET /organization-invitations/{invitationId}";
const DECIDE_INVITATION: &str = "PUT /organization-invitations/{invitationId}/status";
const SEND_INVITATION: &str = "POST /organization-invitations/{invitationId}/message";
const ORGANIZATION: &str = "GET /organizations/{organizationId}";
const ORGANIZATIONS_OF_USER: &str = "GET /users/{userId}/organizations";
const MEMBER_ROLES: &str = "GET /organizations/{organizationId}/users/{userId}/roles";
const MEMBERS: &str = "GET /organizations/{organizationId}/users";
const HOLDERS_OF_A_ROLE: &str = MEMBERS;
const TEMPLATE: &str = "GET /organization-roles";
const RESOURCES: &str = "GET /resources";
const PAGES: &[&str] = &["page", "page_size"];
const DOMAINS: &str = "GET /organizations/{organizationId}/jit/email-domains";
const APPLICATIONS: &str = "GET /organizations/{organizationId}/applications";
const APPLICATION: &str = "GET /applications/{applicationId}";
const APPLICATION_ROLES: &str = "GET /organizations/{organizationId}/applications/{applicationId}/roles";
/// What shows that an application was made here for the organization.
const LOOK_UP_APPLICATION: &[&str] = &[APPLICATION, APPLICATION_ROLES];

/// What most operations are; each row says where it differs.
const READ_IN_ORGANIZATION: Operation = Operation {
    id: OperationId::ReadOrganization,
    name: "",
    method: Method::GET,
    path: "",
    permission: None,
    credentials: WITH_ORGANIZATION,
    is_open_to_third_parties: true,
    organization: OrganizationIn::Path,
    query: &[],
    body: BodyShape::None,
    guards: &[],
    upstream: &[],
    success: StatusCode::OK,
    answer: AnswerShape::Empty,
    is_on_by_default: true,
    needs_guildhall: false,
    summary: "",
    description: "",
};

/// Every operation, in the order in which documents name them.
pub static TABLE: &[Operation] = &[
    organizations::CREATE_ORGANIZATION,
    organizations::READ_ORGANIZATION,
    organizations::UPDATE_ORGANIZATION,
    organizations::DELETE_ORGANIZATION,
    members::LIST_MEMBERS,
    members::ADD_MEMBERS,
    members::REMOVE_MEMBER,
    members::LEAVE_ORGANIZATION,
    members::READ_MEMBER_ROLES,
    members::SET_MEMBER_ROLES,
    members::LIST_TEMPLATE_ROLES,
    invitations::LIST_INVITATIONS,
    invitations::CREATE_INVITATION,
    invitations::RESEND_INVITATION,
    invitations::REVOKE_INVITATION,
    invitations::READ_MY_INVITATION,
    invitations::ACCEPT_INVITATION,
    invitations::DECLINE_INVITATION,
    invitations::LIST_MY_INVITATIONS,
    organizations::LIST_MY_ORGANIZATIONS,
    domains::LIST_DOMAINS,
    domains::ADD_DOMAIN,
    domains::READ_DOMAIN,
    domains::REMOVE_DOMAIN,
    domains::VERIFY_DOMAIN,
    organizations::READ_SECURITY,
    organizations::UPDATE_SECURITY,
    applications::LIST_APPLICATIONS,
    applications::CREATE_APPLICATION,
    applications::READ_APPLICATION,
    applications::UPDATE_APPLICATION,
    applications::DELETE_APPLICATION,
    applications::SET_APPLICATION_ROLES,
    applications::LIST_SECRETS,
    applications::CREATE_SECRET,
    applications::DELETE_SECRET,
    organizations::LIST_LOGS,
];

/// What the live check may ask, beside an operation's own calls.
pub const STANDING_CALLS: [&str; 10] = [
    "GET /applications/{applicationId}",
    "GET /applications/{applicationId}/user-consent-scopes",
    "GET /users/{userId}",
    "GET /users/{userId}/roles",
    "GET /users/{userId}/organizations",
    "GET /roles/{roleId}/scopes",
    "GET /organizations/{organizationId}/users/{userId}/scopes",
    "GET /organizations/{organizationId}/users/{userId}/roles",
    "GET /organization-roles",
    "GET /resources",
];
