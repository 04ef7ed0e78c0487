//! `/api/captcha-provider`: who tells people from programs. Its secret key is sealed at rest and shown to callers of this API, as the
//! wire has it.

mod delete;
mod get;
mod put;
#[cfg(test)]
mod tests;

use api_types::captcha_provider as wire;
use domain::{
    PlainToken, TenantId,
    captcha::{CaptchaConfig, CaptchaProvider, RecaptchaMode},
};

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Captcha provider")
        .get("/api/captcha-provider", get::get_captcha_provider)
        .put("/api/captcha-provider", put::put_captcha_provider)
        .delete("/api/captcha-provider", delete::delete_captcha_provider)
}

/// A provider as the wire shows it.
fn provider_body(tenant: &TenantId, provider: CaptchaProvider) -> wire::CaptchaProvider {
    let CaptchaProvider { id, config, secret_key, created_at, updated_at } = provider;
    let secret_key = secret_key.reveal().to_owned();
    let config = match config {
        CaptchaConfig::Turnstile { site_key } => wire::CaptchaConfig::Turnstile { site_key, secret_key },
        CaptchaConfig::RecaptchaEnterprise { site_key, project_id, domain, mode } => {
            let mode = mode.map(|mode| match mode {
                RecaptchaMode::Invisible => wire::RecaptchaMode::Invisible,
                RecaptchaMode::Checkbox => wire::RecaptchaMode::Checkbox,
            });
            wire::CaptchaConfig::RecaptchaEnterprise { site_key, secret_key, project_id, domain, mode }
        }
    };
    let (created_at, updated_at) = (created_at.0, updated_at.0);
    wire::CaptchaProvider { tenant_id: tenant.to_string(), id, config, created_at, updated_at }
}

/// The two halves of a configuration.
fn halves(config: wire::CaptchaConfig) -> (CaptchaConfig, PlainToken) {
    match config {
        wire::CaptchaConfig::Turnstile { site_key, secret_key } => {
            (CaptchaConfig::Turnstile { site_key }, PlainToken::new(secret_key))
        }
        wire::CaptchaConfig::RecaptchaEnterprise { site_key, secret_key, project_id, domain, mode } => {
            let mode = mode.map(|mode| match mode {
                wire::RecaptchaMode::Invisible => RecaptchaMode::Invisible,
                wire::RecaptchaMode::Checkbox => RecaptchaMode::Checkbox,
            });
            let config = CaptchaConfig::RecaptchaEnterprise { site_key, project_id, domain, mode };
            (config, PlainToken::new(secret_key))
        }
    }
}
