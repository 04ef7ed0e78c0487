//! `GET /api/roles/{id}/organizations`

use api_types::role::RoleOrganizations;
use axum::{Json, extract::Path};
use domain::RoleId;
use http_kit::ApiError;

use super::limit_body;
use crate::{ManagementContext, roles::body::find};

/// Shows the organizations to which a role is limited.
pub(in crate::roles) async fn get_role_organizations(
    context: ManagementContext,
    Path(id): Path<RoleId>,
) -> Result<Json<RoleOrganizations>, ApiError> {
    find(context.exec(), context.tenant(), &id).await?;
    limit_body(context.exec(), context.tenant(), &id).await.map(Json)
}
