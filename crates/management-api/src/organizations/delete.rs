//! `DELETE /api/organizations/{id}`

use axum::extract::Path;
use domain::OrganizationId;
use http_kit::{ApiError, NoContent};
use store::organization;

use super::body::{removed, violation};
use crate::ManagementContext;

/// Deletes an organization with all memberships.
pub(super) async fn delete_organization(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
) -> Result<NoContent, ApiError> {
    let (services, id) = (&context.services, &id);
    let gone = services
        .db
        .transaction(|tx| async move { organization::delete(tx.exec(), &services.tenant, id).await })
        .await;
    removed(gone.map_err(violation)?)
}
