//! `DELETE /api/organization-invitations/{id}`

use axum::extract::Path;
use domain::OrganizationInvitationId;
use http_kit::{ApiError, NoContent};
use store::organization::invitation;

use crate::{
    ManagementContext,
    organizations::{removed, violation},
};

/// Deletes an invitation, whatever became of it.
pub(super) async fn delete_invitation(
    context: ManagementContext,
    Path(id): Path<OrganizationInvitationId>,
) -> Result<NoContent, ApiError> {
    removed(invitation::delete(context.exec(), context.tenant(), &id).await.map_err(violation)?)
}
