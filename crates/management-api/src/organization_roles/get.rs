//! `GET /api/organization-roles/{id}`

use api_types::organization_template as wire;
use axum::{Json, extract::Path};
use domain::OrganizationRoleId;
use http_kit::ApiError;
use store::organization::role;

use super::body::role_body;
use crate::ManagementContext;

/// Shows a role.
pub(super) async fn get_role(
    context: ManagementContext,
    Path(id): Path<OrganizationRoleId>,
) -> Result<Json<wire::OrganizationRole>, ApiError> {
    let found = role::find(context.exec(), context.tenant(), &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    Ok(Json(role_body(context.tenant(), found)))
}
