//! `GET /api/roles`

use api_types::role::RoleWithHolders;
use domain::{ApplicationId, UserId};
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::role::{
    self,
    list::{RoleFilter, holders},
};

use super::body::{role_type, role_with_holders_body};
use crate::{ManagementContext, rules::window, search};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "type" = "`User` or `MachineToMachine`.", "excludeUserId" = "Leaves out roles of this user.", "excludeApplicationId" = "Leaves out roles of this application."; crate::search::PARAMETERS
}

/// Lists roles by id with their holders, hidden ones left out.
pub(super) async fn list_roles(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<RoleWithHolders>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let filter = RoleFilter {
        kind: query.get("type").map(role_type).transpose()?,
        exclude_user_id: query.get("excludeUserId").map(UserId::new),
        exclude_application_id: query.get("excludeApplicationId").map(ApplicationId::new),
        search: search::parse(&query, &role::SEARCH_FIELDS)?,
        ..RoleFilter::default()
    };
    let roles = role::list::list(exec, tenant, &filter, window(&pagination)).await?;
    let total = role::list::count(exec, tenant, &filter).await?;
    let ids: Vec<_> = roles.iter().map(|role| role.id.clone()).collect();
    let mut holders = holders(exec, tenant, &ids).await?;
    let body = |role: domain::role::Role| {
        let holders = holders.remove(&role.id).unwrap_or_default();
        role_with_holders_body(tenant, role, holders)
    };
    Ok(pagination.page(roles.into_iter().map(body).collect(), total))
}
