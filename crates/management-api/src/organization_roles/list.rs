//! `GET /api/organization-roles`

use api_types::organization_template::OrganizationRoleListItem;
use http_kit::{ApiError, Page, Pagination, Query};
use store::organization::role;

use super::body::list_item_body;
use crate::{ManagementContext, organizations::search_text, rules::window};

/// Lists roles by name, each with what it allows.
pub(super) async fn list_roles(
    context: ManagementContext,
    pagination: Pagination,
    query: Query,
) -> Result<Page<OrganizationRoleListItem>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let q = search_text(&query)?;
    let roles = role::list(exec, tenant, q, window(&pagination)).await?;
    let scopes = role::scopes_of(exec, tenant, &roles).await?;
    let rows =
        roles.into_iter().zip(scopes).map(|(role, scopes)| list_item_body(tenant, role, scopes)).collect();
    Ok(pagination.page(rows, role::total(exec, tenant, q).await?))
}
