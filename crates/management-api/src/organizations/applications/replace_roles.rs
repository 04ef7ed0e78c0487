//! `PUT /api/organizations/{id}/applications/{applicationId}/roles`

use api_types::organization as wire;
use axum::extract::Path;
use domain::{ApplicationId, OrganizationId};
use http_kit::{ApiError, NoContent, ValidJson};
use operations::organization;

use super::{super::body::refused, roles};
use crate::{ManagementContext, rules::Body};

/// Makes the roles given, at least one, the roles of an application of the organization.
pub(in crate::organizations) async fn replace_roles(
    context: ManagementContext,
    Path((organization, application)): Path<(OrganizationId, ApplicationId)>,
    ValidJson(Body(body)): ValidJson<Body<wire::OrganizationRoleIds>>,
) -> Result<NoContent, ApiError> {
    organization::replace_roles(&context.services, &organization, &application, &roles(body))
        .await
        .map_err(refused)?;
    Ok(NoContent)
}
