//! `DELETE /api/applications/{id}/users/{userId}/consent-organizations/{organizationId}`

use axum::extract::Path;
use domain::{ApplicationId, OrganizationId, UserId};
use http_kit::{ApiError, NoContent};
use store::grant;

use super::body::check;
use crate::{ManagementContext, organizations::removed};

/// Closes an organization to a third-party application again.
pub(in crate::applications) async fn remove_consent_organization(
    context: ManagementContext,
    Path((id, user, organization)): Path<(ApplicationId, UserId, OrganizationId)>,
) -> Result<NoContent, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    check(exec, tenant, (&id, &user)).await?;
    removed(grant::close_organization(exec, tenant, &id, &user, &organization).await?)
}
