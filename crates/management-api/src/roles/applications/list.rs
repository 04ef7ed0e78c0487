//! `GET /api/roles/{id}/applications`

use api_types::application::Application;
use axum::extract::Path;
use domain::RoleId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::application::{
    SEARCH_FIELDS,
    list::{ApplicationFilter, count, list},
};

use crate::{ManagementContext, applications::application_body, roles::body::find, rules::window, search};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: ; crate::search::PARAMETERS
}

/// Lists the applications that hold a role, newest first.
pub(in crate::roles) async fn list_applications(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<Application>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let search = search::parse(&query, &SEARCH_FIELDS)?;
    find(exec, tenant, &id).await?;
    let filter = ApplicationFilter { role_id: Some(id), search, ..ApplicationFilter::default() };
    let applications = list(exec, tenant, &filter, window(&pagination)).await?;
    let total = count(exec, tenant, &filter).await?;
    let rows = applications.into_iter().map(|application| application_body(tenant, application)).collect();
    Ok(pagination.page(rows, total))
}
