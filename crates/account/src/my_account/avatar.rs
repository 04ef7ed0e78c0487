//! `POST /api/my-account/user-assets/avatar`

use std::time::Duration;

use api_types::user_asset::UserAsset;
use axum::Json;
use domain::{
    sentinel::{SentinelIdentifier, SentinelPolicy},
    user_asset::AssetType,
};
use http_kit::{ApiError, UploadedFile};
use operations::{
    sentinel,
    user_assets::{KeepError, keep_of_user},
};

use crate::{AccountContext, error::failed};

/// How many pictures a user uploads, so that nobody fills the place that all of them share.
const LIMIT: SentinelPolicy = SentinelPolicy {
    max_attempts: 20,
    window: Duration::from_secs(3_600),
    lockout: Duration::from_secs(86_400),
};

/// Keeps a picture and tells where everybody finds it. What it is, its first bytes say. It becomes the user's when the account is told so; what they uploaded before and do not
/// show goes.
pub(super) async fn upload_avatar(
    context: AccountContext,
    UploadedFile(file): UploadedFile,
) -> Result<Json<UserAsset>, ApiError> {
    let kind = AssetType::of(&file);
    let kind = kind.ok_or_else(|| ApiError::bad_request("guard.mime_type_not_allowed"))?;
    let counted = SentinelIdentifier::new("avatar-upload", context.user_id().as_str());
    // Each counts, and none is taken back.
    let upload = sentinel::begin_attempt(&context.services, counted, &LIMIT).await.map_err(failed)?;
    if upload.is_err() {
        return Err(ApiError::unprocessable("storage.quota_exceeded"));
    }
    let user = (context.user_id(), context.user.avatar.as_deref());
    match keep_of_user(&context.services, user, file, kind).await {
        Ok(url) => Ok(Json(UserAsset { url })),
        Err(KeepError::Full) => Err(ApiError::unprocessable("storage.quota_exceeded")),
        Err(KeepError::Operation(error)) => Err(failed(error)),
    }
}
