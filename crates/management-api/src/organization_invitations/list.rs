//! `GET /api/organization-invitations`

use api_types::organization_invitation as wire;
use axum::Json;
use domain::{OrganizationId, UserId};
use http_kit::{ApiError, Query, query_parameters};
use operations::organization_invitation;
use store::organization::invitation::InvitationFilter;

use super::body::invitation_body;
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "organizationId" = "The organization that people are invited to.", "inviterId" = "Who invited.", "invitee" = "The invited address, in any case."
}

/// Lists invitations, newest first and never in pages, all of them or those that every filter lets through.
pub(super) async fn list_invitations(
    context: ManagementContext,
    query: Query<ListQuery>,
) -> Result<Json<Vec<wire::OrganizationInvitation>>, ApiError> {
    let organization_id = query.get("organizationId").map(OrganizationId::new);
    let inviter_id = query.get("inviterId").map(UserId::new);
    let filter = InvitationFilter {
        organization_id: organization_id.as_ref(),
        inviter_id: inviter_id.as_ref(),
        invitee: query.get("invitee"),
    };
    let invitations = organization_invitation::list(&context.services, &filter).await?;
    Ok(Json(invitations.into_iter().map(|row| invitation_body(context.tenant(), row)).collect()))
}
