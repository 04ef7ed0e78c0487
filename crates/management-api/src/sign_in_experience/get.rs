//! `GET /api/sign-in-exp`

use api_types::sign_in_experience as wire;
use axum::Json;
use http_kit::ApiError;

use super::body::experience_body;
use crate::{ManagementContext, context::internal};

/// Shows the sign-in experience.
pub(super) async fn get_sign_in_experience(
    context: ManagementContext,
) -> Result<Json<wire::SignInExperience>, ApiError> {
    let configuration = context.services.configuration().await.map_err(internal)?;
    experience_body(context.tenant(), &configuration.sign_in_experience).map(Json)
}
