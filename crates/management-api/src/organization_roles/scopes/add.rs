//! `POST /api/organization-roles/{id}/scopes`, `POST /api/organization-roles/{id}/resource-scopes`

use axum::extract::Path;
use domain::OrganizationRoleId;
use http_kit::{ApiError, CreatedText, Issue, ValidJson, body::Validate};
use serde::Deserialize;
use store::organization::role_scope;

use super::ScopeOnTheWire;
use crate::{
    ManagementContext,
    organizations::violation,
    rules::{Rules, distinct},
};

/// The body; unlike that of a replacement it may not be empty.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(bound = "S: ScopeOnTheWire")]
pub(in crate::organization_roles) struct Body<S: ScopeOnTheWire>(S::Ids);

impl<S: ScopeOnTheWire> Validate for Body<S> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids(S::KEY, S::ids(&self.0), 1).issues()
    }
}

/// Relates scopes to a role, all of them or none; existing relations stay.
pub(in crate::organization_roles) async fn add_scopes<S: ScopeOnTheWire>(
    context: ManagementContext,
    Path(role): Path<OrganizationRoleId>,
    ValidJson(Body(body)): ValidJson<Body<S>>,
) -> Result<CreatedText, ApiError> {
    let scopes = distinct(S::ids(&body), S::from_id);
    let (tenant, role, scopes) = (context.tenant(), &role, &scopes);
    context
        .reconfigure(
            |tx| async move { role_scope::add(tx.exec(), tenant, role, scopes).await.map_err(violation) },
        )
        .await?;
    Ok(CreatedText)
}
