//! `GET /api/organization-scopes/{id}`

use api_types::organization_template as wire;
use axum::{Json, extract::Path};
use domain::OrganizationScopeId;
use http_kit::ApiError;
use store::organization::scope;

use super::body::scope_body;
use crate::ManagementContext;

/// Shows a scope.
pub(super) async fn get_scope(
    context: ManagementContext,
    Path(id): Path<OrganizationScopeId>,
) -> Result<Json<wire::OrganizationScope>, ApiError> {
    let found = scope::find(context.exec(), context.tenant(), &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(scope_body(context.tenant(), found)))
}
