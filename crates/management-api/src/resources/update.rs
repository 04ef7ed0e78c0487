//! `PATCH /api/resources/{id}`

use api_types::resource as wire;
use axum::{Json, extract::Path};
use domain::ResourceId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::resource;

use super::{
    body::{access_token_ttl, changeable},
    resource_body,
};
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

impl Validate for Body<wire::UpdateResource> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.optional_length(&["name"], self.0.name.as_ref(), 1, usize::MAX).issues()
    }
}

/// Changes the name of a resource and how long its access tokens live.
pub(super) async fn update_resource(
    context: ManagementContext,
    Path(id): Path<ResourceId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateResource>>,
) -> Result<Json<wire::Resource>, ApiError> {
    let (tenant, id, body) = (context.tenant(), &id, &body);
    let resource = context
        .reconfigure(|tx| async move {
            let mut resource =
                changeable(tx.exec(), tenant, id, "resource.cannot_modify_management_api").await?;
            if body.name.is_none() && body.access_token_ttl.is_none() {
                return Err(ApiError::unprocessable("entity.invalid_input"));
            }
            if let Some(name) = &body.name {
                resource.name.clone_from(name);
            }
            if let Some(number) = &body.access_token_ttl {
                resource.access_token_ttl = access_token_ttl(number)?;
            }
            resource::update(tx.exec(), tenant, &resource).await?;
            Ok(resource)
        })
        .await?;
    Ok(Json(resource_body(tenant, resource)))
}
