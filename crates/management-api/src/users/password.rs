//! `PATCH /api/users/{userId}/password` and `POST …/password/verify` (Management API contract §5.2).

use api_types::user::{Password, User};
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::passwords::HashError;

use super::body::{find, not_found, password_issues, user_body};
use crate::{ManagementContext, context::internal, rules::Body};

impl Validate for Body<Password> {
    fn issues(&self) -> Vec<Issue> {
        password_issues(Some(&self.0.password))
    }
}

/// Sets a password; no policy is applied. Replacing one signs the user out everywhere.
pub(super) async fn set_password(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<Password>>,
) -> Result<Json<User>, ApiError> {
    // Looked up first, so that an unknown id does not cost a hash.
    find(&context, &user_id).await?;
    match operations::user::set_password(&context.services, &UserId::new(user_id), &body.password).await {
        Ok(user) => user.map(user_body).map(Json).ok_or_else(not_found),
        Err(HashError::Unusable(_)) => Err(ApiError::bad_request("guard.invalid_input")),
        Err(HashError::Operation(error)) => Err(internal(error)),
    }
}

/// Tells whether a password is the user's.
pub(super) async fn verify_password(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<Password>>,
) -> Result<NoContent, ApiError> {
    let user = find(&context, &user_id).await?;
    if context.services.passwords.verify(user.password, &body.password).await.map_err(internal)? {
        Ok(NoContent)
    } else {
        Err(ApiError::unprocessable("session.invalid_credentials"))
    }
}
