//! `GET /api/organization-scopes`

use api_types::organization_template::OrganizationScope;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::organization::scope;

use super::body::scope_body;
use crate::{ManagementContext, organizations::search_text, rules::window};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "q" = "A part of a name, in any case; `%` and `_` stand for any text and any character."
}

/// Lists scopes by name; pagination is optional.
pub(super) async fn list_scopes(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<OrganizationScope>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let q = search_text(&query)?;
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let scopes = scope::list(exec, tenant, q, page).await?;
    let rows = scopes.into_iter().map(|scope| scope_body(tenant, scope)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, scope::total(exec, tenant, q).await?),
    })
}
