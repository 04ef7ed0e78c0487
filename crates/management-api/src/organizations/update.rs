//! `PATCH /api/organizations/{id}`

use api_types::organization as wire;
use axum::{Json, extract::Path};
use domain::OrganizationId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::organization::{self, OrganizationChange};

use super::body::{MAX_DESCRIPTION, MAX_NAME, organization_body, violation};
use crate::{
    ManagementContext,
    appearance::{check_branding, check_color, check_css, known_branding, known_color},
    rules::{Body, Rules, empty_as_null},
};

impl Validate for Body<wire::UpdateOrganization> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        if let Some(name) = &self.0.name {
            rules.length(&["name"], name, 1, MAX_NAME);
        }
        if let Some(Some(description)) = &self.0.description {
            rules.length(&["description"], description, 0, MAX_DESCRIPTION);
        }
        if let Some(color) = &self.0.color {
            check_color(&mut rules, color);
        }
        if let Some(branding) = &self.0.branding {
            check_branding(&mut rules, branding);
        }
        check_css(&mut rules, self.0.custom_css.as_ref().and_then(Option::as_ref));
        rules.issues()
    }
}

/// Changes the fields given. Whether anything is given is asked before whether the organization exists.
pub(super) async fn update_organization(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateOrganization>>,
) -> Result<Json<wire::Organization>, ApiError> {
    let change = OrganizationChange {
        name: body.name,
        description: body.description.map(empty_as_null),
        custom_data: body.custom_data,
        is_mfa_required: body.is_mfa_required,
        color: body.color.map(known_color),
        branding: body.branding.map(known_branding),
        custom_css: body.custom_css.map(empty_as_null),
    };
    if change.is_empty() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    let (tenant, id, change) = (context.tenant(), &id, &change);
    let updated = context
        .db()
        .transaction(|tx| async move { organization::update(tx.exec(), tenant, id, change).await })
        .await
        .map_err(violation)?;
    let updated = updated.ok_or_else(|| ApiError::not_found("entity.not_exists"))?;
    Ok(Json(organization_body(context.tenant(), updated)))
}
