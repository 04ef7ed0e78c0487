//! `GET /api/organization-roles/{id}/scopes`, `GET /api/organization-roles/{id}/resource-scopes`

use api_types::{organization_template::OrganizationScope, resource::Scope};
use axum::extract::Path;
use domain::{OrganizationRoleId, OrganizationScopeId, ScopeId};
use http_kit::{ApiError, Page, Pagination};
use serde::Serialize;
use store::organization::{role, role_scope};

use super::ScopeOnTheWire;
use crate::{
    ManagementContext, organization_scopes::scope_body, resources::scope_body as resource_scope_body,
    rules::window,
};

/// Lists the organization scopes of a role by name; pagination is optional.
pub(in crate::organization_roles) async fn list_organization_scopes(
    context: ManagementContext,
    Path(id): Path<OrganizationRoleId>,
    pagination: Pagination,
) -> Result<Page<OrganizationScope>, ApiError> {
    let (pagination, page) = prepare(&context, &id, pagination).await?;
    let tenant = context.tenant();
    let scopes = role_scope::organization_scopes(context.exec(), tenant, &id, page).await?;
    let rows = scopes.into_iter().map(|scope| scope_body(tenant, scope)).collect();
    answer::<OrganizationScopeId, _>(&context, &id, pagination, rows).await
}

/// Lists the API scopes of a role by name; pagination is optional.
pub(in crate::organization_roles) async fn list_resource_scopes(
    context: ManagementContext,
    Path(id): Path<OrganizationRoleId>,
    pagination: Pagination,
) -> Result<Page<Scope>, ApiError> {
    let (pagination, page) = prepare(&context, &id, pagination).await?;
    let tenant = context.tenant();
    let scopes = role_scope::resource_scopes(context.exec(), tenant, &id, page).await?;
    let rows = scopes.into_iter().map(|scope| resource_scope_body(tenant, scope)).collect();
    answer::<ScopeId, _>(&context, &id, pagination, rows).await
}

/// 404 for an unknown role; else the part of the list that is asked for.
async fn prepare(
    context: &ManagementContext,
    id: &OrganizationRoleId,
    pagination: Pagination,
) -> Result<(Option<Pagination>, store::Page), ApiError> {
    if role::find(context.exec(), context.tenant(), id).await?.is_none() {
        return Err(ApiError::not_found("entity.not_found"));
    }
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    Ok((pagination, page))
}

async fn answer<S: ScopeOnTheWire, T: Serialize>(
    context: &ManagementContext,
    id: &OrganizationRoleId,
    pagination: Option<Pagination>,
    rows: Vec<T>,
) -> Result<Page<T>, ApiError> {
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => {
            pagination.page(rows, role_scope::count::<S>(context.exec(), context.tenant(), id).await?)
        }
    })
}
