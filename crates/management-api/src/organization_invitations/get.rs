//! `GET /api/organization-invitations/{id}`

use api_types::organization_invitation as wire;
use axum::{Json, extract::Path};
use domain::OrganizationInvitationId;
use http_kit::ApiError;
use operations::organization_invitation;

use super::body::{invitation_body, refused};
use crate::ManagementContext;

/// Shows an invitation as it is now.
pub(super) async fn get_invitation(
    context: ManagementContext,
    Path(id): Path<OrganizationInvitationId>,
) -> Result<Json<wire::OrganizationInvitation>, ApiError> {
    let found = organization_invitation::find(&context.services, &id).await.map_err(refused)?;
    Ok(Json(invitation_body(context.tenant(), found)))
}
