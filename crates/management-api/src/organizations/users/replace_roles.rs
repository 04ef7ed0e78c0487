//! `PUT /api/organizations/{id}/users/{userId}/roles`

use api_types::organization as wire;
use axum::extract::Path;
use domain::{OrganizationId, UserId};
use http_kit::{ApiError, NoContent, ValidJson};
use operations::organization;

use super::{super::body::refused, roles};
use crate::{ManagementContext, rules::Body};

/// Makes the roles given, by id, by name or both, the roles of a member. None given clears them.
pub(in crate::organizations) async fn replace_roles(
    context: ManagementContext,
    Path((organization, user)): Path<(OrganizationId, UserId)>,
    ValidJson(Body(body)): ValidJson<Body<wire::MemberRoles>>,
) -> Result<NoContent, ApiError> {
    organization::replace_roles(&context.services, &organization, &user, &roles(body))
        .await
        .map_err(refused)?;
    Ok(NoContent)
}
