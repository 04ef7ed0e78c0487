//! `PATCH /api/organization-roles/{id}`

use api_types::organization_template as wire;
use axum::{Json, extract::Path};
use domain::{OrganizationRoleId, role::RoleType};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::organization::role::{self, OrganizationRoleChange};

use super::body::{check, role_body};
use crate::{
    ManagementContext,
    organizations::violation,
    rules::{Body, Rules, empty_as_null},
};

impl Validate for Body<wire::UpdateOrganizationRole> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        let description = self.0.description.as_ref().and_then(Option::as_deref);
        check(&mut rules, self.0.name.as_deref(), description, self.0.kind.as_deref());
        rules.issues()
    }
}

/// Changes the fields given. Whether anything is given is asked before whether the role exists.
pub(super) async fn update_role(
    context: ManagementContext,
    Path(id): Path<OrganizationRoleId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateOrganizationRole>>,
) -> Result<Json<wire::OrganizationRole>, ApiError> {
    let change = OrganizationRoleChange {
        name: body.name,
        description: body.description.map(empty_as_null),
        kind: body.kind.as_deref().and_then(RoleType::parse),
    };
    if change.is_empty() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    let (tenant, id, change) = (context.tenant(), &id, &change);
    let updated = context.reconfigure(|tx| async move {
        let updated = role::update(tx.exec(), tenant, id, change).await.map_err(violation)?;
        updated.ok_or_else(|| ApiError::not_found("entity.not_exists"))
    });
    let updated = updated.await?;
    Ok(Json(role_body(tenant, updated)))
}
