//! `GET /api/roles/{id}/scopes`

use api_types::resource::ScopeWithResource;
use axum::extract::Path;
use domain::RoleId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::{
    resource::scope::SEARCH_FIELDS,
    role::scope::{count, list},
};

use crate::{
    ManagementContext, resources::scope_with_resource_body, roles::body::find, rules::window, search,
};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: ; crate::search::PARAMETERS
}

/// Lists the scopes of a role by id, each with its resource.
pub(in crate::roles) async fn list_scopes(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<ScopeWithResource>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let search = search::parse(&query, &SEARCH_FIELDS)?;
    find(exec, tenant, &id).await?;
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let scopes = list(exec, tenant, &id, &search, page).await?;
    let rows = scopes.into_iter().map(|scope| scope_with_resource_body(tenant, scope)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, count(exec, tenant, &id, &search).await?),
    })
}
