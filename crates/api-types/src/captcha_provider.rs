//! Bodies of `/api/captcha-provider`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A provider's configuration, with its secret key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
pub enum CaptchaConfig {
    /// Turnstile of Cloudflare.
    #[serde(rename_all = "camelCase")]
    Turnstile {
        /// The key that pages name.
        site_key: String,
        /// What answers are checked with.
        secret_key: String,
    },
    /// reCAPTCHA Enterprise of Google.
    #[serde(rename_all = "camelCase")]
    RecaptchaEnterprise {
        /// The key that pages name.
        site_key: String,
        /// What answers are checked with.
        secret_key: String,
        /// The project that the key belongs to.
        project_id: String,
        /// Where the script comes from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        domain: Option<String>,
        /// Whether people see it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<RecaptchaMode>,
    },
}

/// How reCAPTCHA shows itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RecaptchaMode {
    /// Not at all.
    Invisible,
    /// As a box to tick.
    Checkbox,
}

/// A tenant's provider.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaptchaProvider {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// Its configuration.
    pub config: CaptchaConfig,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// Epoch milliseconds.
    pub updated_at: i64,
}

/// Body of `PUT /captcha-provider`.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct PutCaptchaProvider {
    /// The configuration, in the place of the one there was.
    pub config: CaptchaConfig,
}
