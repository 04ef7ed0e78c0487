//! `GET /api/applications/{id}/organizations` (Management API contract §2.7)

use api_types::organization::OrganizationWithRoles;
use axum::extract::Path;
use domain::ApplicationId;
use http_kit::{ApiError, Page, Pagination};
use store::organization::membership::{count_organizations_of_application, organizations_of_application};

use super::body::find;
use crate::{ManagementContext, organizations::organization_with_roles_body, rules::window};

/// Lists the organizations that an application belongs to, by id, with the roles it holds there.
pub(super) async fn list_organizations(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    pagination: Pagination,
) -> Result<Page<OrganizationWithRoles>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    find(exec, tenant, &id).await?;
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let organizations = organizations_of_application(exec, tenant, &id, page).await?;
    let rows = organizations
        .into_iter()
        .map(|organization| organization_with_roles_body(tenant, organization))
        .collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => {
            pagination.page(rows, count_organizations_of_application(exec, tenant, &id).await?)
        }
    })
}
