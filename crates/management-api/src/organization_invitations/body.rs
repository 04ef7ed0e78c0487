//! Invitations as the wire shows them, the rules for their messages, and what refusals mean.

use api_types::organization_invitation as wire;
use domain::{OrganizationInvitationId, TenantId, UserId};
use http_kit::{ApiError, Issue};
use operations::organization_invitation::{self, InvitationError};
use store::{StoreError, organization::invitation::InvitationWithRoles};

use crate::{
    ManagementContext,
    authority::Reach,
    connectors::not_sent,
    organizations::{role_names, violation},
    rules::Rules,
};

/// An invitation as the wire shows it.
pub(super) fn invitation_body(tenant: &TenantId, found: InvitationWithRoles) -> wire::OrganizationInvitation {
    let InvitationWithRoles { invitation, roles } = found;
    wire::OrganizationInvitation {
        tenant_id: tenant.to_string(),
        id: invitation.id.into_string(),
        inviter_id: invitation.inviter_id.map(UserId::into_string),
        invitee: invitation.invitee,
        accepted_user_id: invitation.state.accepted_user_id().map(ToString::to_string),
        organization_id: invitation.organization_id.into_string(),
        status: invitation.state.as_str().to_owned(),
        created_at: invitation.created_at.0,
        updated_at: invitation.updated_at.0,
        expires_at: invitation.expires_at.0,
        organization_roles: role_names(roles),
    }
}

/// The invitation that the path names, as the caller may see it: one to an organization out of reach is not there.
pub(super) async fn find(
    context: &ManagementContext,
    id: &OrganizationInvitationId,
) -> Result<InvitationWithRoles, ApiError> {
    let found = organization_invitation::find(&context.services, id).await.map_err(refused)?;
    if context.authority.reach().covers(&found.invitation.organization_id) {
        Ok(found)
    } else {
        Err(refused(InvitationError::NotFound))
    }
}

/// Passes when the invitation is one to an organization that the caller reaches. Callers who reach all of them are not held up.
pub(super) async fn check_reach(
    context: &ManagementContext,
    id: &OrganizationInvitationId,
) -> Result<(), ApiError> {
    if *context.authority.reach() == Reach::Tenant {
        return Ok(());
    }
    find(context, id).await.map(|_| ())
}

/// The members of a message's payload that every template knows: they are text.
const KNOWN_VARIABLES: [&str; 4] = ["code", "link", "locale", "uiLocales"];

/// Checks the members of a message's payload, which stands at `path` in the body.
pub(super) fn check_payload(rules: &mut Rules, path: &[&str], payload: &wire::MessagePayload) {
    for key in KNOWN_VARIABLES {
        if payload.get(key).is_some_and(|value| !value.is_string()) {
            rules.issue(Issue::new("invalid_type", &[path, &[key]].concat(), "Expected string"));
        }
    }
}

/// What a refusal means.
pub(super) fn refused(error: InvitationError) -> ApiError {
    let invalid = |message: &str| ApiError::unprocessable("request.invalid_input").message(message);
    match error {
        InvitationError::Store(error) => violation(error),
        InvitationError::NotFound | InvitationError::UnknownUser => ApiError::not_found("entity.not_found"),
        InvitationError::EndsInThePast => ApiError::bad_request("request.invalid_input")
            .message("The value of `expiresAt` must be in the future."),
        InvitationError::AlreadyAMember => invalid("The invitee is already a member of the organization."),
        InvitationError::Refused(refusal) => invalid(match refusal {
            domain::organization_invitation::InvitationRefusal::NotPending => {
                "The status of an invitation that is no longer pending cannot be changed."
            }
            domain::organization_invitation::InvitationRefusal::OtherAddress => {
                "The accepted user must have the email address of the invitee."
            }
        }),
        InvitationError::NobodyAccepts => {
            invalid("The `acceptedUserId` is required to accept an invitation.")
        }
        InvitationError::WrongRoleType => violation(StoreError::CheckViolation),
        InvitationError::NotSent(error) => not_sent(error),
    }
}
