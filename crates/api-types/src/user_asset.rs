//! Bodies of `/api/user-assets`.

use schemars::JsonSchema;
use serde::Serialize;

/// Answer of `POST /user-assets`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct UserAsset {
    /// Where the file is, for everybody.
    pub url: String,
}

/// Answer of `GET /user-assets/service-status`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserAssetServiceStatus {
    /// `ready` or `not_configured`.
    pub status: String,
    /// What may be uploaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_upload_mime_types: Option<Vec<String>>,
    /// The largest file, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_upload_file_size: Option<u64>,
    /// Whether people may upload a picture of themselves when they register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_experience_avatar_upload_enabled: Option<bool>,
}
