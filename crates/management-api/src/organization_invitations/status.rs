//! `PUT /api/organization-invitations/{id}/status`

use api_types::organization_invitation as wire;
use axum::{Json, extract::Path};
use domain::{OrganizationInvitationId, UserId};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::organization_invitation;

use super::body::{check_reach, invitation_body, refused};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
    rules::{Body, Rules},
};

const ACCEPTED: &str = "Accepted";
const REVOKED: &str = "Revoked";

impl Validate for Body<wire::UpdateOrganizationInvitationStatus> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        if ![ACCEPTED, REVOKED].contains(&self.0.status.as_str()) {
            rules.issue(Issue::new("invalid_enum_value", &["status"], "Expected 'Accepted' | 'Revoked'"));
        }
        rules.issues()
    }
}

/// Accepts an invitation for a user, who becomes a member, or takes it back. Only the former is told to webhooks.
pub(super) async fn update_status(
    context: ManagementContext,
    Path(id): Path<OrganizationInvitationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateOrganizationInvitationStatus>>,
) -> Result<Detailed<Json<wire::OrganizationInvitation>>, ApiError> {
    check_reach(&context, &id).await?;
    let services = &context.services;
    let (decided, details) = if body.status == ACCEPTED {
        let user = body.accepted_user_id.map(UserId::new);
        let accepted = organization_invitation::accept(services, &id, user.as_ref()).await;
        let (decided, has_joined) = accepted.map_err(refused)?;
        let joined: Vec<UserId> = user.into_iter().filter(|_| has_joined).collect();
        let details = Details::membership(&decided.invitation.organization_id, &joined, &[]);
        (decided, details)
    } else {
        let revoked = organization_invitation::revoke(services, &id).await;
        (revoked.map_err(refused)?, Details { is_silent: true, ..Details::default() })
    };
    Ok(Detailed { answer: Json(invitation_body(context.tenant(), decided)), details })
}
