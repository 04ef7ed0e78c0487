//! `POST /api/organization-invitations`

use api_types::organization_invitation as wire;
use domain::{
    OrganizationId, OrganizationRoleId, UnixMillis, UserId, account::identifier::is_email,
    organization_invitation::MAX_INVITEE_CHARACTERS,
};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use operations::organization_invitation::{self, NewInvitation};
use store::organization::member;

use super::body::{check_payload, invitation_body, refused};
use crate::{
    ManagementContext,
    authority::Reach,
    context::forbidden,
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
    let organization_id = OrganizationId::new(body.organization_id);
    if !context.authority.reach().covers(&organization_id) {
        return Err(forbidden());
    }
    let inviter_id = body.inviter_id.map(UserId::new);
    check_inviter(&context, &organization_id, inviter_id.as_ref()).await?;
    let new = NewInvitation {
        roles: distinct(&body.organization_role_ids, OrganizationRoleId::new),
        organization_id,
        inviter_id,
        invitee: body.invitee,
        expires_at: UnixMillis(body.expires_at),
        message: body.message_payload,
    };
    let created = organization_invitation::create(&context.services, new).await.map_err(refused)?;
    Ok(Created(invitation_body(context.tenant(), created)))
}

/// Passes when the caller may tell of this inviter: whoever is limited to organizations names their members alone, and does not learn who
/// else there is.
async fn check_inviter(
    context: &ManagementContext,
    organization: &OrganizationId,
    inviter: Option<&UserId>,
) -> Result<(), ApiError> {
    let Some(inviter) = inviter.filter(|_| *context.authority.reach() != Reach::Tenant) else {
        return Ok(());
    };
    let is_member = member::exists(context.exec(), context.tenant(), organization, inviter).await?;
    if is_member { Ok(()) } else { Err(forbidden()) }
}
