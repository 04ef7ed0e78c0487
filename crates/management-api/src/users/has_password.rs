//! `GET /api/users/{userId}/has-password` (Management API contract §5.2).

use api_types::user::HasPassword;
use axum::{Json, extract::Path};
use http_kit::ApiError;

use super::body::find;
use crate::ManagementContext;

/// Whether the user has a password.
pub(super) async fn has_password(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<HasPassword>, ApiError> {
    Ok(Json(HasPassword { has_password: find(&context, &user_id).await?.password.is_some() }))
}
