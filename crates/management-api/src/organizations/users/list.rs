//! `GET /api/organizations/{id}/users`

use api_types::organization::{UserMember, WithOrganizationRoles};
use axum::extract::Path;
use domain::{OrganizationId, OrganizationRoleId};
use http_kit::{ApiError, Issue, Page, Pagination, Query, QueryPairs, query_parameters};
use store::organization::member_list::{self, UserFilter};

use super::super::body::{role_names, search_text};
use crate::{ManagementContext, rules::window, users::user_info};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "q" = "A part of a name, in any case; `%` and `_` stand for any text and any character.", "organizationRoleId" = "Shows the members who hold this role."
}

/// Lists the users of an organization by id, each with all roles held there. An unknown organization has none.
pub(in crate::organizations) async fn list_users(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<UserMember>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let role = role_filter(&query)?;
    let filter = UserFilter { q: search_text(&query)?, role: role.as_ref() };
    let users = member_list::users(exec, tenant, &organization, &filter, window(&pagination)).await?;
    let total = member_list::count_users(exec, tenant, &organization, &filter).await?;
    let rows = users
        .into_iter()
        .map(|user| WithOrganizationRoles {
            entity: user_info(user.member),
            organization_roles: role_names(user.roles),
        })
        .collect();
    Ok(pagination.page(rows, total))
}

fn role_filter(query: &QueryPairs) -> Result<Option<OrganizationRoleId>, ApiError> {
    const KEY: &str = "organizationRoleId";
    if query.all(KEY).any(str::is_empty) {
        let issue = Issue::new("too_small", &[KEY], "String must contain at least 1 character(s)");
        return Err(ApiError::invalid_input(vec![issue]));
    }
    Ok(query.get(KEY).map(OrganizationRoleId::new))
}
