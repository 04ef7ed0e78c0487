//! `GET /api/roles/{id}/users`

use api_types::user::UserInfo;
use axum::extract::Path;
use domain::RoleId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::user::{self, SEARCH_FIELDS, UserFilter};

use crate::{
    ManagementContext,
    roles::body::find,
    rules::{counted_page, counted_window},
    search,
    users::user_info,
};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: ; crate::search::PARAMETERS
}

/// Lists the users that hold a role, newest first.
pub(in crate::roles) async fn list_users(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<UserInfo>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let search = search::parse(&query, &SEARCH_FIELDS)?;
    find(exec, tenant, &id).await?;
    let filter = UserFilter { role_id: Some(id), search, ..UserFilter::default() };
    let (users, total) = user::counted_page(exec, tenant, &filter, counted_window(&pagination)).await?;
    Ok(counted_page(pagination, users.into_iter().map(user_info).collect(), total))
}
