//! `GET /api/users`: users, newest first (Management API contract §5.2, §1.7).

use api_types::user::User;
use axum::Extension;
use domain::{OrganizationId, RoleId};
use http_kit::{ApiError, GoingOn, Page, Pagination, Query, query_parameters};
use store::{
    Place,
    user::{SEARCH_FIELDS, UserFilter},
};

use super::body::{user_body, user_body_with_hash};
use crate::{
    ManagementContext,
    rules::{counted_page, counted_window},
    search,
};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "excludeRoleId" = "Leaves out who holds this role.", "excludeOrganizationId" = "Leaves out the members of this organization.", "includePasswordHash" = "Shows digests of passwords."; crate::search::PARAMETERS
}

/// A page of the users that search and filters let through; a part without their number where a page of this process goes on from place to place.
pub(super) async fn list_users(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
    going_on: Option<Extension<GoingOn>>,
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
    if let Some(Extension(GoingOn { after })) = going_on {
        let part = (after.as_deref().and_then(Place::parse), pagination.limit());
        let (users, rest) = store::user::following(exec, tenant, &filter, (part.0.as_ref(), part.1)).await?;
        let users = users.into_iter().map(user_body).collect();
        return Ok(Page::part(users, rest.map(|place| place.to_string())));
    }
    let (users, total) =
        store::user::counted_page(exec, tenant, &filter, counted_window(&pagination)).await?;
    let body = if query.flag("includePasswordHash") { user_body_with_hash } else { user_body };
    Ok(counted_page(pagination, users.into_iter().map(body).collect(), total))
}
