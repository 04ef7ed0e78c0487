//! `GET /api/organization-invitations/{id}`

use api_types::organization_invitation as wire;
use axum::{Json, extract::Path};
use domain::OrganizationInvitationId;
use http_kit::ApiError;

use super::body::{find, invitation_body};
use crate::ManagementContext;

/// Shows an invitation as it is now.
pub(super) async fn get_invitation(
    context: ManagementContext,
    Path(id): Path<OrganizationInvitationId>,
) -> Result<Json<wire::OrganizationInvitation>, ApiError> {
    Ok(Json(invitation_body(context.tenant(), find(&context, &id).await?)))
}
