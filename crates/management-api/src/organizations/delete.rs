//! `DELETE /api/organizations/{id}`

use axum::{extract::Path, http::StatusCode};
use domain::OrganizationId;
use http_kit::ApiError;

use super::body::{removed, violation};
use crate::ManagementContext;

/// Deletes an organization with all memberships.
pub(super) async fn delete_organization(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
) -> Result<StatusCode, ApiError> {
    removed(operations::organization::delete(&context.services, &id).await.map_err(violation)?)
}
