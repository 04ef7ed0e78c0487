//! `PUT /api/organization-invitations/{id}/status`

use api_types::organization_invitation as wire;
use axum::{
    Json,
    extract::Path,
    response::{IntoResponse as _, Response},
};
use domain::{OrganizationInvitationId, UserId};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::organization_invitation;

use super::body::{invitation_body, refused};
use crate::{
    ManagementContext,
    events::{Details, with_details},
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
) -> Result<Response, ApiError> {
    let services = &context.services;
    if body.status != ACCEPTED {
        let revoked = organization_invitation::revoke(services, &id).await.map_err(refused)?;
        return Ok(Json(invitation_body(context.tenant(), revoked)).into_response());
    }
    let user = body.accepted_user_id.map(UserId::new);
    let accepted = organization_invitation::accept(services, &id, user.as_ref()).await;
    let (accepted, joined) = accepted.map_err(refused)?;
    let details = Details::membership(&accepted.invitation.organization_id, &joined, &[]);
    Ok(with_details(Json(invitation_body(context.tenant(), accepted)), details))
}
