//! `GET /api/applications/{id}/roles`

use api_types::role::Role;
use axum::extract::Path;
use domain::ApplicationId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::role::{
    SEARCH_FIELDS,
    list::{RoleFilter, count, list},
};

use super::check_application;
use crate::{ManagementContext, roles::role_body, rules::window, search};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: ; crate::search::PARAMETERS
}

/// Lists the roles of an application by id, hidden ones left out.
pub(in crate::applications) async fn list_roles(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<Role>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let search = search::parse(&query, &SEARCH_FIELDS)?;
    check_application(exec, tenant, &id).await?;
    let filter = RoleFilter { application_id: Some(id), search, ..RoleFilter::default() };
    let roles = list(exec, tenant, &filter, window(&pagination)).await?;
    let total = count(exec, tenant, &filter).await?;
    Ok(pagination.page(roles.into_iter().map(|role| role_body(tenant, role)).collect(), total))
}
