//! `GET /api/roles/{id}`

use api_types::role as wire;
use axum::{Json, extract::Path};
use domain::RoleId;
use http_kit::ApiError;

use super::{body::find, role_body};
use crate::ManagementContext;

/// Shows a role.
pub(super) async fn get_role(
    context: ManagementContext,
    Path(id): Path<RoleId>,
) -> Result<Json<wire::Role>, ApiError> {
    let role = find(context.exec(), context.tenant(), &id).await?;
    Ok(Json(role_body(context.tenant(), role)))
}
