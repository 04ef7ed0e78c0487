//! `PATCH /api/users/{userId}/password/expiration` (Management API contract §5.2).

use api_types::{user::User, user_mfa::SetPasswordExpired};
use axum::{Json, extract::Path};
use domain::{UserId, sign_in_experience::SignInExperience};
use http_kit::{ApiError, ValidJson, body::Validate};

use super::body::{find, not_found, user_body};
use crate::{ManagementContext, context::internal, rules::Body};

impl Validate for Body<SetPasswordExpired> {}

/// Lets a password count as expired, or has its time begin anew, where passwords expire.
pub(super) async fn set_password_expired(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<SetPasswordExpired>>,
) -> Result<Json<User>, ApiError> {
    find(&context, &user_id).await?;
    let configuration = context.services.configuration().await.map_err(internal)?;
    if SignInExperience::of(&configuration.sign_in_experience).password_expiration.is_none() {
        return Err(ApiError::bad_request("sign_in_experiences.password_expiration_not_enabled"));
    }
    let (exec, tenant, now) = (context.exec(), context.tenant(), context.services.now());
    let id = UserId::new(user_id);
    let user = store::user::set_password_expired(exec, tenant, &id, body.is_expired, now).await?;
    user.map(user_body).map(Json).ok_or_else(not_found)
}
