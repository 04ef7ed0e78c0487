//! `POST /api/user-assets`

use api_types::user_asset::UserAsset;
use axum::Json;
use domain::user_asset::AssetType;
use http_kit::{ApiError, UploadedFile};
use operations::user_assets::{KeepError, keep};

use crate::{ManagementContext, context::internal};

/// Keeps a picture and tells where everybody finds it. What it is, its first bytes say.
pub(super) async fn upload_user_asset(
    context: ManagementContext,
    UploadedFile(file): UploadedFile,
) -> Result<Json<UserAsset>, ApiError> {
    let kind = AssetType::of(&file);
    let kind = kind.ok_or_else(|| ApiError::bad_request("guard.mime_type_not_allowed"))?;
    match keep(&context.services, file, kind).await {
        Ok(url) => Ok(Json(UserAsset { url })),
        Err(KeepError::Full) => Err(ApiError::unprocessable("storage.quota_exceeded")),
        Err(KeepError::Operation(error)) => Err(internal(error)),
    }
}
