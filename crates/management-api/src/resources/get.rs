//! `GET /api/resources/{id}`

use api_types::resource as wire;
use axum::{Json, extract::Path};
use domain::ResourceId;
use http_kit::ApiError;
use store::resource;

use super::resource_body;
use crate::ManagementContext;

/// Shows a resource.
pub(super) async fn get_resource(
    context: ManagementContext,
    Path(id): Path<ResourceId>,
) -> Result<Json<wire::Resource>, ApiError> {
    let found = resource::find(context.exec(), context.tenant(), &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(resource_body(context.tenant(), found)))
}
