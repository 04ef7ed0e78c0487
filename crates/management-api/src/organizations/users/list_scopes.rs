//! `GET /api/organizations/{id}/users/{userId}/scopes`

use api_types::organization_template::OrganizationScope;
use axum::{Json, extract::Path};
use domain::{OrganizationId, UserId};
use http_kit::ApiError;
use store::organization::member;

use crate::{ManagementContext, organization_scopes::scope_body};

/// Lists the organization scopes that a member's roles give, each once. Who is no member has none.
pub(in crate::organizations) async fn list_scopes(
    context: ManagementContext,
    Path((organization, user)): Path<(OrganizationId, UserId)>,
) -> Result<Json<Vec<OrganizationScope>>, ApiError> {
    let tenant = context.tenant();
    let scopes = member::scopes(context.exec(), tenant, &organization, &user).await?;
    Ok(Json(scopes.into_iter().map(|scope| scope_body(tenant, scope)).collect()))
}
