//! `POST /api/organizations/{id}/users/{userId}/roles`

use api_types::organization as wire;
use axum::extract::Path;
use domain::{OrganizationId, OrganizationRoleId, UserId};
use http_kit::{ApiError, Created, ValidJson};
use operations::organization;

use super::{super::body::refused, roles};
use crate::{ManagementContext, rules::Body};

/// Gives roles to a member, by id, by name or both. Answers the ids of all of them.
pub(in crate::organizations) async fn add_roles(
    context: ManagementContext,
    Path((organization, user)): Path<(OrganizationId, UserId)>,
    ValidJson(Body(body)): ValidJson<Body<wire::MemberRoles>>,
) -> Result<Created<wire::OrganizationRoleIds>, ApiError> {
    let ids = organization::add_roles(&context.services, &organization, &user, &roles(body))
        .await
        .map_err(refused)?;
    let organization_role_ids = ids.into_iter().map(OrganizationRoleId::into_string).collect();
    Ok(Created(wire::OrganizationRoleIds { organization_role_ids }))
}
