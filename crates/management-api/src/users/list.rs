//! `GET /api/users`: users, newest first (Management API contract §5.2, §1.7).

use api_types::user::User;
use domain::{OrganizationId, RoleId};
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::user::{SEARCH_FIELDS, UserFilter};

use super::body::{user_body, user_body_with_hash};
use crate::{ManagementContext, rules::window, search};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "excludeRoleId" = "Leaves out who holds this role.", "excludeOrganizationId" = "Leaves out the members of this organization.", "includePasswordHash" = "Shows digests of passwords."; crate::search::PARAMETERS
}

/// A page of the users that search and filters let through.
pub(super) async fn list_users(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<User>, ApiError> {
    let filter = UserFilter {
        exclude_role_id: query.get("excludeRoleId").map(RoleId::new),
        exclude_organization_id: query.get("excludeOrganizationId").map(OrganizationId::new),
        search: search::parse(&query, &SEARCH_FIELDS)?,
        ..UserFilter::default()
    };
    if filter.exclude_role_id.is_some() && filter.exclude_organization_id.is_some() {
        let message = "The parameters `excludeRoleId` and `excludeOrganizationId` cannot be used together.";
        return Err(ApiError::bad_request("request.invalid_input").message(message));
    }
    let (exec, tenant) = (context.exec(), context.tenant());
    let users = store::user::list(exec, tenant, &filter, window(&pagination)).await?;
    let total = store::user::total(exec, tenant, &filter).await?;
    let body = if query.flag("includePasswordHash") { user_body_with_hash } else { user_body };
    Ok(pagination.page(users.into_iter().map(body).collect(), total))
}
