//! Pictures of those who register. Nobody needs an account to send one, so that there is less room for them than for others.

use axum::body::Bytes;
use domain::user_asset::AssetType;
use http_kit::ApiError;
use operations::user_assets::{KeepError, keep_of_a_stranger};

use super::Flow;
use crate::{error::failed, state::Event};

impl Flow {
    /// Keeps a picture and gives its address. What it is, its first bytes say.
    pub(crate) async fn keep_avatar(&self, file: Bytes) -> Result<String, ApiError> {
        if self.experience.event() != Event::Register {
            return Err(ApiError::bad_request("session.invalid_interaction_type"));
        }
        self.check_mode(Event::Register)?;
        self.check_captcha().await?;
        let kind = AssetType::of(&file);
        let kind = kind.ok_or_else(|| ApiError::bad_request("guard.mime_type_not_allowed"))?;
        keep_of_a_stranger(&self.visit.services, file, kind).await.map_err(|error| match error {
            KeepError::Full => ApiError::unprocessable("storage.quota_exceeded"),
            KeepError::Operation(error) => failed(error),
        })
    }
}
