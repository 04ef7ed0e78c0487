//! `POST /api/experience/user-assets/avatar` (OIDC contract §6.3): a picture of somebody who registers.

use api_types::user_asset::UserAsset;
use axum::Json;
use http_kit::{ApiError, UploadedFile};

use crate::flow::Flow;

/// Keeps a picture and tells where everybody finds it.
pub(super) async fn upload(
    flow: Flow,
    UploadedFile(file): UploadedFile,
) -> Result<Json<UserAsset>, ApiError> {
    flow.keep_avatar(file).await.map(|url| Json(UserAsset { url }))
}
