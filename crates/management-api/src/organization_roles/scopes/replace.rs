//! `PUT /api/organization-roles/{id}/scopes`, `PUT /api/organization-roles/{id}/resource-scopes`

use axum::extract::Path;
use domain::OrganizationRoleId;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use serde::Deserialize;
use store::organization::role_scope;

use super::ScopeOnTheWire;
use crate::{
    ManagementContext,
    organizations::violation,
    rules::{Rules, distinct},
};

/// The body.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(bound = "S: ScopeOnTheWire")]
pub(in crate::organization_roles) struct Body<S: ScopeOnTheWire>(S::Ids);

impl<S: ScopeOnTheWire> Validate for Body<S> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids(S::KEY, S::ids(&self.0), 0).issues()
    }
}

/// Makes the scopes given the scopes of a role. A scope named twice is a duplicate; an unknown role that gets nothing is no error.
pub(in crate::organization_roles) async fn replace_scopes<S: ScopeOnTheWire>(
    context: ManagementContext,
    Path(role): Path<OrganizationRoleId>,
    ValidJson(Body(body)): ValidJson<Body<S>>,
) -> Result<NoContent, ApiError> {
    let ids = S::ids(&body);
    let scopes = distinct(ids, S::from_id);
    if scopes.len() < ids.len() {
        return Err(ApiError::unprocessable("entity.unique_integrity_violation"));
    }
    let (tenant, role, scopes) = (context.tenant(), &role, &scopes);
    context
        .reconfigure(|tx| async move {
            role_scope::replace(tx.exec(), tenant, role, scopes).await.map_err(violation)
        })
        .await?;
    Ok(NoContent)
}
