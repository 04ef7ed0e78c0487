//! `GET /api/organizations`

use api_types::organization::{Featured, FeaturedUser, OrganizationListItem};
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::{
    Total,
    organization::{self, among},
};

use super::body::{organization_body, search_text};
use crate::{
    ManagementContext,
    authority::Reach,
    rules::{counted_page, window},
};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "q" = "A part of a name, in any case; `%` and `_` stand for any text and any character.", "showFeatured" = "Shows how many members there are, and three of them."
}

/// Lists organizations by id, those that the caller reaches; with the flag `showFeatured` each shows some of its members.
pub(super) async fn list_organizations(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<OrganizationListItem>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let q = search_text(&query)?;
    let page = window(&pagination);
    let (organizations, total) = match context.authority.reach() {
        Reach::Tenant => organization::counted_page(exec, tenant, q, (page, pagination.most())).await?,
        Reach::Organizations(reached) => {
            let reached: Vec<_> = reached.iter().cloned().collect();
            let (organizations, total) = among::page(exec, tenant, (&reached, q), page).await?;
            (organizations, Total::exact(total))
        }
    };
    let shows_featured = query.flag("showFeatured");
    let mut rows = Vec::with_capacity(organizations.len());
    for organization in organizations {
        let featured = if shows_featured {
            let (users, users_count) = organization::featured_users(exec, tenant, &organization.id).await?;
            Some(Featured { users_count, featured_users: users.into_iter().map(featured_body).collect() })
        } else {
            None
        };
        rows.push(OrganizationListItem { organization: organization_body(tenant, organization), featured });
    }
    Ok(counted_page(pagination, rows, total))
}

fn featured_body(user: organization::FeaturedUser) -> FeaturedUser {
    FeaturedUser { id: user.id.into_string(), avatar: user.avatar, name: user.name }
}
