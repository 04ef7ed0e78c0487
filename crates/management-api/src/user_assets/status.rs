//! `GET /api/user-assets/service-status`

use api_types::user_asset::UserAssetServiceStatus;
use axum::Json;
use domain::user_asset::{MAX_FILE_BYTES, MEDIA_TYPES};
use http_kit::ApiError;

use crate::ManagementContext;

/// Tells what may be uploaded. There always is a place for files.
pub(super) async fn get_service_status(
    _context: ManagementContext,
) -> Result<Json<UserAssetServiceStatus>, ApiError> {
    Ok(Json(UserAssetServiceStatus {
        status: "ready".to_owned(),
        allow_upload_mime_types: Some(MEDIA_TYPES.map(ToOwned::to_owned).to_vec()),
        max_upload_file_size: Some(MAX_FILE_BYTES as u64),
        is_experience_avatar_upload_enabled: Some(true),
    }))
}
