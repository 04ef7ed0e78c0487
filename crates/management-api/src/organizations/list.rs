//! `GET /api/organizations`

use api_types::organization::{Featured, FeaturedUser, OrganizationListItem};
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::organization;

use super::body::{organization_body, search_text};
use crate::{ManagementContext, rules::window};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "q" = "A part of a name, in any case; `%` and `_` stand for any text and any character.", "showFeatured" = "Shows how many members there are, and three of them."
}

/// Lists organizations by id; with the flag `showFeatured` each shows some of its members.
pub(super) async fn list_organizations(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<OrganizationListItem>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let q = search_text(&query)?;
    let organizations = organization::list(exec, tenant, q, window(&pagination)).await?;
    let total = organization::total(exec, tenant, q).await?;
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
    Ok(pagination.page(rows, total))
}

fn featured_body(user: organization::FeaturedUser) -> FeaturedUser {
    FeaturedUser { id: user.id.into_string(), avatar: user.avatar, name: user.name }
}
