//! The provider whose puzzles tell people from programs (Management API, `/api/captcha-provider`).

use serde::{Deserialize, Serialize};

use crate::{PlainToken, UnixMillis};

/// Where the script of reCAPTCHA may come from: pages run it, so nobody else's domain is taken.
pub const RECAPTCHA_DOMAINS: [&str; 3] = ["www.google.com", "www.recaptcha.net", "recaptcha.net"];

/// What pages may know of a provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum CaptchaConfig {
    /// Turnstile of Cloudflare.
    #[serde(rename_all = "camelCase")]
    Turnstile {
        /// The key that pages name.
        site_key: String,
    },
    /// reCAPTCHA Enterprise of Google.
    #[serde(rename_all = "camelCase")]
    RecaptchaEnterprise {
        /// The key that pages name.
        site_key: String,
        /// The project that the key belongs to.
        project_id: String,
        /// Where the script comes from, where Google's own domain is not reached.
        #[serde(skip_serializing_if = "Option::is_none")]
        domain: Option<String>,
        /// Whether people see it.
        #[serde(skip_serializing_if = "Option::is_none")]
        mode: Option<RecaptchaMode>,
    },
}

/// How reCAPTCHA shows itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecaptchaMode {
    /// Not at all.
    Invisible,
    /// As a box to tick.
    Checkbox,
}

/// A tenant's provider.
#[derive(Clone, Debug)]
pub struct CaptchaProvider {
    /// The id.
    pub id: String,
    /// What pages may know.
    pub config: CaptchaConfig,
    /// What answers are checked with.
    pub secret_key: PlainToken,
    /// When there first was one.
    pub created_at: UnixMillis,
    /// When it changed last.
    pub updated_at: UnixMillis,
}
