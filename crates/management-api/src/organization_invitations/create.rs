//! `POST /api/organization-invitations`

use api_types::organization_invitation as wire;
use domain::{
    OrganizationId, OrganizationRoleId, UnixMillis, UserId, account::identifier::is_email,
    organization_invitation::MAX_INVITEE_CHARACTERS,
};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use operations::organization_invitation::{self, NewInvitation};

use super::body::{check_payload, invitation_body, refused};
use crate::{
    ManagementContext,
    rules::{Body, Rules, distinct},
};

impl Validate for Body<wire::CreateOrganizationInvitation> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        if !is_email(&self.0.invitee) {
            rules.issue(Issue::new("invalid_string", &["invitee"], "Invalid email"));
        }
        if let Some(payload) = &self.0.message_payload {
            check_payload(&mut rules, &["messagePayload"], payload);
        }
        rules.issues()
    }
}

/// Makes an invitation; with a payload its message is sent, or nothing is kept.
pub(super) async fn create_invitation(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateOrganizationInvitation>>,
) -> Result<Created<wire::OrganizationInvitation>, ApiError> {
    if body.invitee.chars().nth(MAX_INVITEE_CHARACTERS).is_some() {
        return Err(ApiError::unprocessable("entity.value_too_long"));
    }
    let new = NewInvitation {
        roles: distinct(&body.organization_role_ids, OrganizationRoleId::new),
        organization_id: OrganizationId::new(body.organization_id),
        inviter_id: body.inviter_id.map(UserId::new),
        invitee: body.invitee,
        expires_at: UnixMillis(body.expires_at),
        message: body.message_payload,
    };
    let created = organization_invitation::create(&context.services, new).await.map_err(refused)?;
    Ok(Created(invitation_body(context.tenant(), created)))
}
