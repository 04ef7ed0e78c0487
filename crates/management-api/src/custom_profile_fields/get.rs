//! `GET /api/custom-profile-fields/{name}`

use api_types::custom_profile_field::CustomProfileField;
use axum::{Json, extract::Path};
use http_kit::{ApiError, profile_field_body};

use crate::ManagementContext;

/// Shows one field.
pub(super) async fn get_custom_profile_field(
    context: ManagementContext,
    Path(name): Path<String>,
) -> Result<Json<CustomProfileField>, ApiError> {
    let field = store::custom_profile_field::find(context.exec(), context.tenant(), &name).await?;
    let field = field.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    Ok(Json(profile_field_body(context.tenant(), field)))
}
