//! `GET /api/users/{userId}/roles`: the roles a user holds (Management API contract §5.4).

use api_types::role::Role;
use axum::extract::Path;
use domain::UserId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::role::list::RoleFilter;

use crate::{ManagementContext, roles::role_body, rules::window, search, users::body::find};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: ; crate::search::PARAMETERS
}

/// A page of the user's roles, hidden ones left out.
pub(in crate::users) async fn list_roles(
    context: ManagementContext,
    Path(user_id): Path<String>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<Role>, ApiError> {
    let search = search::parse(&query, &store::role::SEARCH_FIELDS)?;
    find(&context, &user_id).await?;
    let filter = RoleFilter { user_id: Some(UserId::new(user_id)), search, ..RoleFilter::default() };
    let (exec, tenant) = (context.exec(), context.tenant());
    let roles = store::role::list::list(exec, tenant, &filter, window(&pagination)).await?;
    let total = store::role::list::count(exec, tenant, &filter).await?;
    Ok(pagination.page(roles.into_iter().map(|role| role_body(tenant, role)).collect(), total))
}
