//! `GET /api/resources/{id}/scopes`

use api_types::resource as wire;
use axum::extract::Path;
use domain::ResourceId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::resource::scope;

use crate::{ManagementContext, resources::scope_body, rules::window, search};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: ; crate::search::PARAMETERS
}

/// Lists the scopes of a resource by id; an unknown resource has none.
pub(in crate::resources) async fn list_scopes(
    context: ManagementContext,
    Path(id): Path<ResourceId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<wire::Scope>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let search = search::parse(&query, &scope::SEARCH_FIELDS)?;
    let scopes = scope::list(exec, tenant, &id, &search, window(&pagination)).await?;
    let total = scope::count(exec, tenant, &id, &search).await?;
    Ok(pagination.page(scopes.into_iter().map(|scope| scope_body(tenant, scope)).collect(), total))
}
