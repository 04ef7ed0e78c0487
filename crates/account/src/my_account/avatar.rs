//! `POST /api/my-account/user-assets/avatar`

use api_types::user_asset::UserAsset;
use axum::Json;
use domain::user_asset::AssetType;
use http_kit::{ApiError, UploadedFile};
use operations::user_assets::{KeepError, keep};

use crate::{AccountContext, error::failed};

/// Keeps a picture and tells where everybody finds it. What it is, its first bytes say. It becomes the user's when the account is told so.
pub(super) async fn upload_avatar(
    context: AccountContext,
    UploadedFile(file): UploadedFile,
) -> Result<Json<UserAsset>, ApiError> {
    let kind = AssetType::of(&file);
    let kind = kind.ok_or_else(|| ApiError::bad_request("guard.mime_type_not_allowed"))?;
    match keep(&context.services, file, kind).await {
        Ok(url) => Ok(Json(UserAsset { url })),
        Err(KeepError::Full) => Err(ApiError::unprocessable("storage.quota_exceeded")),
        Err(KeepError::Operation(error)) => Err(failed(error)),
    }
}
