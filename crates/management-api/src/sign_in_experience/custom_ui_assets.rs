//! `POST /api/sign-in-exp/default/custom-ui-assets`

use api_types::sign_in_experience::CustomUiAssetsUpload;
use axum::Json;
use http_kit::{ApiError, UploadedFile};

use crate::ManagementContext;

/// What every ZIP archive begins with, an empty one excepted.
const ZIP: &[u8] = b"PK\x03\x04";

/// Refuses pages of the tenant's own in the place of the hosted ones: serving them, with their scripts, under this server's origin is
/// not to be had outside the reference vendor's cloud. What was sent is looked at first, so that other mistakes are told as such.
pub(super) async fn upload_custom_ui_assets(
    _context: ManagementContext,
    UploadedFile(file): UploadedFile,
) -> Result<Json<CustomUiAssetsUpload>, ApiError> {
    if !file.starts_with(ZIP) {
        return Err(ApiError::bad_request("guard.mime_type_not_allowed"));
    }
    Err(ApiError::bad_request("storage.not_configured"))
}
