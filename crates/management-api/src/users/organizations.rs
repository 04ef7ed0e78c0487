//! `GET /api/users/{userId}/organizations` (Management API contract §2.7).

use api_types::organization::OrganizationWithRoles;
use axum::{Json, extract::Path};
use http_kit::ApiError;

use super::body::find;
use crate::{ManagementContext, organizations::organization_with_roles_body};

/// Every organization of a user with the roles held there.
pub(super) async fn list_organizations(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<Vec<OrganizationWithRoles>>, ApiError> {
    let user = find(&context, &user_id).await?;
    let tenant = context.tenant();
    let organizations =
        store::organization::membership::organizations_of_user(context.exec(), tenant, &user.id).await?;
    Ok(Json(
        organizations
            .into_iter()
            .map(|organization| organization_with_roles_body(tenant, organization))
            .collect(),
    ))
}
