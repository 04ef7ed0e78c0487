//! `GET /api/my-account/trusted-devices`, `DELETE /api/my-account/trusted-devices/{deviceId}`: browsers in which the user is not asked for the second
//! factor. The wire has the scope and documents no operations.

use api_types::trusted_device::{TrustedDevice, TrustedDevices};
use axum::{Json, extract::Path};
use domain::TrustedDeviceId;
use http_kit::{ApiError, NoContent, trusted_device_body};
use store::trusted_device;

use crate::AccountContext;

/// The browsers that the user trusts, the one trusted last first.
pub(super) async fn list_devices(context: AccountContext) -> Result<Json<TrustedDevices>, ApiError> {
    Ok(Json(TrustedDevices { trusted_devices: devices_of(&context).await? }))
}

/// The browsers that the user trusts, as they are shown.
pub(super) async fn devices_of(context: &AccountContext) -> Result<Vec<TrustedDevice>, ApiError> {
    let now = context.services.now();
    let devices = trusted_device::list(context.exec(), context.tenant(), context.user_id(), now).await?;
    Ok(devices.into_iter().map(trusted_device_body).collect())
}

/// Trusts a browser no longer. One of somebody else is not found.
pub(super) async fn revoke_device(
    context: AccountContext,
    Path(id): Path<TrustedDeviceId>,
) -> Result<NoContent, ApiError> {
    let (context, id) = (&context, &id);
    let revoked: Result<(), ApiError> = context
        .services
        .db
        .transaction(|tx| async move {
            context.check_token(tx.exec()).await?;
            let whose = (context.user_id(), id);
            if trusted_device::delete(tx.exec(), context.tenant(), whose).await? {
                Ok(())
            } else {
                Err(ApiError::not_found("entity.not_found"))
            }
        })
        .await;
    revoked?;
    Ok(NoContent)
}
