//! `GET /api/applications/{applicationId}/access-control`

use api_types::application_access::AccessControl;
use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::ApiError;
use store::application::access;

use super::body::access_control_body;
use crate::{ManagementContext, applications::body::find};

/// Shows who is let in, whether access is restricted or not.
pub(in crate::applications) async fn get_access_control(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<Json<AccessControl>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    find(exec, tenant, &id).await?;
    Ok(Json(access_control_body(access::rules(exec, tenant, &id).await?)))
}
