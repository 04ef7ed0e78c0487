//! `PUT /api/organization-invitations/{id}/status`

use api_types::organization_invitation as wire;
use axum::{Json, extract::Path};
use domain::{OrganizationInvitationId, UserId};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::organization_invitation;

use super::body::{check_reach, invitation_body, refused};
use crate::{
    ManagementContext,
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

/// Accepts an invitation for a user, who becomes a member, or takes it back.
pub(super) async fn update_status(
    context: ManagementContext,
    Path(id): Path<OrganizationInvitationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateOrganizationInvitationStatus>>,
) -> Result<Json<wire::OrganizationInvitation>, ApiError> {
    check_reach(&context, &id).await?;
    let services = &context.services;
    let decided = if body.status == ACCEPTED {
        let user = body.accepted_user_id.map(UserId::new);
        organization_invitation::accept(services, &id, user.as_ref()).await
    } else {
        organization_invitation::revoke(services, &id).await
    };
    Ok(Json(invitation_body(context.tenant(), decided.map_err(refused)?)))
}
