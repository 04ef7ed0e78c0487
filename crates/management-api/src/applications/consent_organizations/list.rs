//! `GET /api/applications/{id}/users/{userId}/consent-organizations`

use api_types::application_access::ConsentOrganizations;
use axum::{Json, extract::Path, http::HeaderMap};
use domain::{ApplicationId, UserId};
use http_kit::{ApiError, Pagination};
use store::organization::consented;

use super::body::check;
use crate::{ManagementContext, organizations::organization_body, rules::window};

/// Lists the organizations that a user has opened to a third-party application, by id.
pub(in crate::applications) async fn list_consent_organizations(
    context: ManagementContext,
    Path((id, user)): Path<(ApplicationId, UserId)>,
    pagination: Pagination,
) -> Result<(HeaderMap, Json<ConsentOrganizations>), ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    check(exec, tenant, (&id, &user)).await?;
    let organizations = consented::list(exec, tenant, (&id, &user), window(&pagination)).await?;
    let total = consented::count(exec, tenant, &id, &user).await?;
    let organizations =
        organizations.into_iter().map(|organization| organization_body(tenant, organization)).collect();
    Ok((pagination.headers(total), Json(ConsentOrganizations { organizations })))
}
