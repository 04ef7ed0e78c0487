//! `PATCH /api/resources/{id}/scopes/{scope_id}`

use api_types::resource as wire;
use axum::{Json, extract::Path};
use domain::{ResourceId, ScopeId};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::resource::scope;

use super::{MAX_NAME_LENGTH, changeable_scope, check_name};
use crate::{
    ManagementContext,
    resources::scope_body,
    rules::{Body, Rules, empty_as_null, violation},
};

impl Validate for Body<wire::UpdateScope> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.optional_length(&["name"], self.0.name.as_ref(), 1, MAX_NAME_LENGTH).issues()
    }
}

/// Changes the name and description of a scope.
pub(in crate::resources) async fn update_scope(
    context: ManagementContext,
    Path((resource_id, id)): Path<(ResourceId, ScopeId)>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateScope>>,
) -> Result<Json<wire::Scope>, ApiError> {
    let (tenant, resource_id, id, body) = (context.tenant(), &resource_id, &id, &body);
    let scope = context
        .reconfigure(|tx| async move {
            let scope = changeable_scope(tx.exec(), tenant, (resource_id, id)).await?;
            if body.name.is_none() && body.description.is_none() {
                return Err(ApiError::unprocessable("entity.invalid_input"));
            }
            let mut scope = scope.ok_or_else(|| ApiError::not_found("entity.not_exists"))?;
            if let Some(name) = &body.name {
                check_name(name)?;
                scope.name.clone_from(name);
            }
            if let Some(description) = &body.description {
                scope.description = empty_as_null(description.clone());
            }
            scope::update(tx.exec(), tenant, &scope).await.map_err(violation("scope.name_exists"))?;
            Ok(scope)
        })
        .await?;
    Ok(Json(scope_body(tenant, scope)))
}
