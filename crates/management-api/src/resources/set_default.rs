//! `PATCH /api/resources/{id}/is-default`

use api_types::resource as wire;
use axum::{Json, extract::Path};
use domain::ResourceId;
use http_kit::{ApiError, ValidJson, body::Validate};
use store::resource;

use super::resource_body;
use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::SetDefaultResource> {}

/// Makes a resource the default one, which no other is then, or takes the mark from it.
pub(super) async fn set_default_resource(
    context: ManagementContext,
    Path(id): Path<ResourceId>,
    ValidJson(Body(body)): ValidJson<Body<wire::SetDefaultResource>>,
) -> Result<Json<wire::Resource>, ApiError> {
    let (tenant, id, is_default) = (context.tenant(), &id, body.is_default);
    let resource = context
        .reconfigure(|tx| async move {
            let changed = resource::set_default(tx.exec(), tenant, id, is_default).await?;
            changed.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))
        })
        .await?;
    Ok(Json(resource_body(tenant, resource)))
}
