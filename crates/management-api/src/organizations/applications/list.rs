//! `GET /api/organizations/{id}/applications`

use api_types::organization::{ApplicationMember, WithOrganizationRoles};
use axum::extract::Path;
use domain::OrganizationId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::organization::member_list;

use super::super::body::{role_names, search_text};
use crate::{ManagementContext, applications::application_body, rules::window};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "q" = "A part of a name, in any case; `%` and `_` stand for any text and any character."
}

/// Lists the applications of an organization by id, each with all roles held there. An unknown organization has none.
pub(in crate::organizations) async fn list_applications(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<ApplicationMember>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let q = search_text(&query)?;
    let applications = member_list::applications(exec, tenant, &organization, q, window(&pagination)).await?;
    let total = member_list::count_applications(exec, tenant, &organization, q).await?;
    let rows = applications
        .into_iter()
        .map(|row| WithOrganizationRoles {
            entity: application_body(tenant, row.member),
            organization_roles: role_names(row.roles),
        })
        .collect();
    Ok(pagination.page(rows, total))
}
