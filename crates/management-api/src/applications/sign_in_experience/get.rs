//! `GET /api/applications/{applicationId}/sign-in-experience`

use api_types::application_access::ApplicationSignInExperience;
use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::ApiError;
use store::application::sign_in_experience;

use super::body::experience_body;
use crate::ManagementContext;

/// Shows the look of an application; 404 until it has one.
pub(in crate::applications) async fn get_sign_in_experience(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<Json<ApplicationSignInExperience>, ApiError> {
    let tenant = context.tenant();
    let found = sign_in_experience::find(context.exec(), tenant, &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(experience_body(tenant, &id, found)))
}
