//! `DELETE /api/organization-roles/{id}/scopes/{organizationScopeId}`, `DELETE /api/organization-roles/{id}/resource-scopes/{scopeId}`

use axum::extract::Path;
use domain::OrganizationRoleId;
use http_kit::{ApiError, NoContent};
use store::organization::role_scope;

use super::ScopeOnTheWire;
use crate::{
    ManagementContext,
    organizations::{removed, violation},
};

/// Removes a scope from a role.
pub(in crate::organization_roles) async fn remove_scope<S: ScopeOnTheWire>(
    context: ManagementContext,
    Path((role, scope)): Path<(OrganizationRoleId, String)>,
) -> Result<NoContent, ApiError> {
    let (tenant, role, scope) = (context.tenant(), &role, &S::from_id(scope));
    context
        .reconfigure(|tx| async move {
            removed(role_scope::remove(tx.exec(), tenant, role, scope).await.map_err(violation)?)
        })
        .await
}
