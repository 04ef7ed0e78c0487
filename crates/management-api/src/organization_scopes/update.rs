//! `PATCH /api/organization-scopes/{id}`

use api_types::organization_template as wire;
use axum::{Json, extract::Path};
use domain::OrganizationScopeId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::organization::scope::{self, OrganizationScopeChange};

use super::body::{check, scope_body};
use crate::{
    ManagementContext,
    organizations::violation,
    rules::{Body, Rules, empty_as_null},
};

impl Validate for Body<wire::UpdateOrganizationScope> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check(&mut rules, self.0.name.as_deref(), self.0.description.as_ref().and_then(Option::as_deref));
        rules.issues()
    }
}

/// Changes the fields given. Whether anything is given is asked before whether the scope exists.
pub(super) async fn update_scope(
    context: ManagementContext,
    Path(id): Path<OrganizationScopeId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateOrganizationScope>>,
) -> Result<Json<wire::OrganizationScope>, ApiError> {
    let change =
        OrganizationScopeChange { name: body.name, description: body.description.map(empty_as_null) };
    if change.is_empty() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    let (tenant, id, change) = (context.tenant(), &id, &change);
    let updated = context.reconfigure(|tx| async move {
        let updated = scope::update(tx.exec(), tenant, id, change).await.map_err(violation)?;
        updated.ok_or_else(|| ApiError::not_found("entity.not_exists"))
    });
    let updated = updated.await?;
    Ok(Json(scope_body(tenant, updated)))
}
