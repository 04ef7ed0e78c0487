//! `GET /api/custom-profile-fields`

use api_types::custom_profile_field::CustomProfileField;
use axum::Json;
use http_kit::{ApiError, profile_field_body};

use crate::ManagementContext;

/// Shows every field, in the order of their places.
pub(super) async fn list_custom_profile_fields(
    context: ManagementContext,
) -> Result<Json<Vec<CustomProfileField>>, ApiError> {
    let fields = store::custom_profile_field::list(context.exec(), context.tenant()).await?;
    Ok(Json(fields.into_iter().map(|field| profile_field_body(context.tenant(), field)).collect()))
}
