//! `GET /api/organizations/{id}`

use api_types::organization as wire;
use axum::{Json, extract::Path};
use domain::OrganizationId;
use http_kit::ApiError;
use store::organization;

use super::body::organization_body;
use crate::ManagementContext;

/// Shows an organization.
pub(super) async fn get_organization(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
) -> Result<Json<wire::Organization>, ApiError> {
    let found = organization::find(context.exec(), context.tenant(), &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(organization_body(context.tenant(), found)))
}
