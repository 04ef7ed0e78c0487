//! `GET /api/organization-roles`

use api_types::organization_template::OrganizationRoleListItem;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::organization::role;

use super::body::list_item_body;
use crate::{ManagementContext, organizations::search_text, rules::window};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "q" = "A part of a name, in any case; `%` and `_` stand for any text and any character."
}

/// Lists roles by name, each with what it allows.
pub(super) async fn list_roles(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<OrganizationRoleListItem>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let q = search_text(&query)?;
    let roles = role::list(exec, tenant, q, window(&pagination)).await?;
    let scopes = role::scopes_of(exec, tenant, &roles).await?;
    let rows =
        roles.into_iter().zip(scopes).map(|(role, scopes)| list_item_body(tenant, role, scopes)).collect();
    Ok(pagination.page(rows, role::total(exec, tenant, q).await?))
}
