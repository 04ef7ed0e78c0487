//! `DELETE /api/users/{userId}/trusted-devices/{deviceId}`

use axum::extract::Path;
use domain::{TrustedDeviceId, UserId};
use http_kit::{ApiError, NoContent};
use store::trusted_device;

use crate::ManagementContext;

/// Has a user trust a browser no longer: the next sign-in there asks for the second factor.
pub(in crate::users) async fn revoke_device(
    context: ManagementContext,
    Path((user_id, id)): Path<(UserId, TrustedDeviceId)>,
) -> Result<NoContent, ApiError> {
    if trusted_device::delete(context.exec(), context.tenant(), (&user_id, &id)).await? {
        Ok(NoContent)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
