//! Rows about invitations, for those who invite and for those who are invited.

use http::{Method, StatusCode};

use super::super::{AnswerShape, BodyShape, Guard, Operation, OperationId, OrganizationIn};
use super::{
    ANY, DECIDE_INVITATION, INVITATION, INVITATIONS, MEMBER_ROLES, MEMBERS, ORGANIZATION,
    READ_IN_ORGANIZATION, SEND_INVITATION, TEMPLATE,
};

pub(super) const LIST_INVITATIONS: Operation = Operation {
    id: OperationId::ListInvitations,
    name: "list_invitations",
    path: "/organizations/{organizationId}/invitations",
    permission: Some("member:invite"),
    query: &["page", "page_size", "status"],
    upstream: &[INVITATIONS],
    answer: AnswerShape::Invitations,
    summary: "List the invitations",
    description: "Newest first, with the roles that whoever accepts gets. `status` is one of Pending, Accepted, \
                  Expired and Revoked.",
    ..READ_IN_ORGANIZATION
};

pub(super) const CREATE_INVITATION: Operation = Operation {
    id: OperationId::CreateInvitation,
    name: "create_invitation",
    method: Method::POST,
    path: "/organizations/{organizationId}/invitations",
    permission: Some("member:invite"),
    body: BodyShape::NewInvitation,
    is_open_to_third_parties: false,
    guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::Quotas],
    upstream: &[
        MEMBER_ROLES,
        TEMPLATE,
        MEMBERS,
        INVITATIONS,
        "POST /organization-invitations",
        SEND_INVITATION,
        "DELETE /organization-invitations/{invitationId}",
    ],
    success: StatusCode::CREATED,
    answer: AnswerShape::Invitation,
    summary: "Invite somebody",
    description: "By e-mail address, whether or not there is an account. None of the roles may hold a permission \
                  that the caller lacks. Without `expiresAt` it is open for a week. Unless `sendMessage` is false a \
                  message is sent, and when that fails nothing is kept.",
    ..READ_IN_ORGANIZATION
};

pub(super) const RESEND_INVITATION: Operation = Operation {
    id: OperationId::ResendInvitation,
    name: "resend_invitation",
    method: Method::POST,
    path: "/organizations/{organizationId}/invitations/{invitationId}/resend",
    permission: Some("member:invite"),
    guards: &[Guard::InvitationIsPending, Guard::Quotas],
    upstream: &[INVITATION, SEND_INVITATION],
    success: StatusCode::NO_CONTENT,
    summary: "Send an invitation's message again",
    description: "While it waits for an answer, and ten minutes after the last time at the earliest.",
    ..READ_IN_ORGANIZATION
};

pub(super) const REVOKE_INVITATION: Operation = Operation {
    id: OperationId::RevokeInvitation,
    name: "revoke_invitation",
    method: Method::DELETE,
    path: "/organizations/{organizationId}/invitations/{invitationId}",
    permission: Some("member:invite"),
    guards: &[Guard::InvitationIsPending],
    upstream: &[INVITATION, DECIDE_INVITATION],
    success: StatusCode::NO_CONTENT,
    summary: "Take an invitation back",
    description: "While it waits for an answer. It stays in the list, as Revoked.",
    ..READ_IN_ORGANIZATION
};

pub(super) const READ_MY_INVITATION: Operation = Operation {
    id: OperationId::ReadMyInvitation,
    name: "read_my_invitation",
    path: "/invitations/{invitationId}",
    credentials: ANY,
    is_open_to_third_parties: false,
    organization: OrganizationIn::Invitation,
    upstream: &[INVITATION, ORGANIZATION],
    answer: AnswerShape::MyInvitation,
    summary: "Read an invitation to me",
    description: "With the organization's name and branding. Open to the user whose primary e-mail address was \
                  invited, and to nobody else: whether there is such an invitation cannot be told from a refusal.",
    ..READ_IN_ORGANIZATION
};

pub(super) const ACCEPT_INVITATION: Operation = Operation {
    id: OperationId::AcceptInvitation,
    name: "accept_invitation",
    method: Method::POST,
    path: "/invitations/{invitationId}/accept",
    credentials: ANY,
    is_open_to_third_parties: false,
    organization: OrganizationIn::Invitation,
    guards: &[Guard::InvitationIsPending, Guard::Quotas],
    upstream: &[INVITATION, MEMBERS, MEMBER_ROLES, DECIDE_INVITATION],
    answer: AnswerShape::Invitation,
    summary: "Accept an invitation",
    description: "The token's user becomes a member with the roles of the invitation. Open to the user whose \
                  primary e-mail address was invited, and to nobody else.",
    ..READ_IN_ORGANIZATION
};

pub(super) const DECLINE_INVITATION: Operation = Operation {
    id: OperationId::DeclineInvitation,
    name: "decline_invitation",
    method: Method::POST,
    path: "/invitations/{invitationId}/decline",
    credentials: ANY,
    is_open_to_third_parties: false,
    organization: OrganizationIn::Invitation,
    guards: &[Guard::InvitationIsPending],
    upstream: &[INVITATION, DECIDE_INVITATION],
    success: StatusCode::NO_CONTENT,
    summary: "Decline an invitation",
    description: "Open to the user whose primary e-mail address was invited, and to nobody else. The organization \
                  sees it as Revoked.",
    ..READ_IN_ORGANIZATION
};

pub(super) const LIST_MY_INVITATIONS: Operation = Operation {
    id: OperationId::ListMyInvitations,
    name: "list_my_invitations",
    path: "/me/invitations",
    credentials: ANY,
    is_open_to_third_parties: false,
    organization: OrganizationIn::Nowhere,
    query: &["page", "page_size"],
    upstream: &[INVITATIONS, ORGANIZATION],
    answer: AnswerShape::MyInvitations,
    summary: "List the invitations to me",
    description: "Those that wait for an answer, newest first, each with the organization's name.",
    ..READ_IN_ORGANIZATION
};
