//! `GET /api/users/{userId}/trusted-devices`

use api_types::trusted_device::TrustedDevices;
use axum::{Json, extract::Path};
use http_kit::{ApiError, trusted_device_body};
use store::trusted_device;

use crate::{ManagementContext, users::body::find};

/// The browsers that a user trusts, the one trusted last first.
pub(in crate::users) async fn list_devices(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<TrustedDevices>, ApiError> {
    let user = find(&context, &user_id).await?;
    let (exec, tenant, now) = (context.exec(), context.tenant(), context.services.now());
    let devices = trusted_device::list(exec, tenant, &user.id, now).await?;
    Ok(Json(TrustedDevices { trusted_devices: devices.into_iter().map(trusted_device_body).collect() }))
}
