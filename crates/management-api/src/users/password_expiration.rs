//! `PATCH /api/users/{userId}/password/expiration` (Management API contract §5.2).

use api_types::user_mfa::SetPasswordExpired;
use axum::extract::Path;
use http_kit::{ApiError, ValidJson, body::Validate};

use super::body::find;
use crate::{ManagementContext, rules::Body};

impl Validate for Body<SetPasswordExpired> {}

/// Lets a password count as expired, where passwords expire. Here none does.
pub(super) async fn set_password_expired(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(_)): ValidJson<Body<SetPasswordExpired>>,
) -> ApiError {
    match find(&context, &user_id).await {
        Ok(_) => ApiError::bad_request("sign_in_experiences.password_expiration_not_enabled"),
        Err(error) => error,
    }
}
