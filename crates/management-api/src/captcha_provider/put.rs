//! `PUT /api/captcha-provider`

use api_types::captcha_provider::{CaptchaConfig, CaptchaProvider, PutCaptchaProvider};
use axum::Json;
use domain::captcha;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::captcha as sealing;

use super::{halves, provider_body};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

/// The longest key or name of a project, in characters.
const MAX_LENGTH: usize = 1_024;

impl Validate for Body<PutCaptchaProvider> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        let mut text = |member: &str, value: &str| {
            rules.length(&["config", member], value, 1, MAX_LENGTH);
        };
        match &self.0.config {
            CaptchaConfig::Turnstile { site_key, secret_key } => {
                text("siteKey", site_key);
                text("secretKey", secret_key);
            }
            CaptchaConfig::RecaptchaEnterprise { site_key, secret_key, project_id, domain, .. } => {
                text("siteKey", site_key);
                text("secretKey", secret_key);
                text("projectId", project_id);
                if domain
                    .as_ref()
                    .is_some_and(|domain| !captcha::RECAPTCHA_DOMAINS.contains(&domain.as_str()))
                {
                    let text = format!("Expected one of {}", captcha::RECAPTCHA_DOMAINS.join(", "));
                    rules.issue(Issue::new("invalid_enum_value", &["config", "domain"], text));
                }
            }
        }
        rules.issues()
    }
}

/// Stores the provider in the place of the one there was.
pub(super) async fn put_captcha_provider(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<PutCaptchaProvider>>,
) -> Result<Json<CaptchaProvider>, ApiError> {
    let (config, secret_key) = halves(body.config);
    let now = context.services.now();
    let id = context.services.entropy.id_21();
    let provider = captcha::CaptchaProvider { id, config, secret_key, created_at: now, updated_at: now };
    let (context, sealed) = (&context, &sealing::seal(&context.services, &provider).map_err(internal)?);
    let stored = context
        .reconfigure(|tx| async move {
            store::captcha_provider::put(tx.exec(), context.tenant(), sealed).await?;
            Ok(store::captcha_provider::find(tx.exec(), context.tenant()).await?)
        })
        .await?;
    let created_at = stored.map_or(now, |stored| stored.created_at);
    Ok(Json(provider_body(context.tenant(), captcha::CaptchaProvider { created_at, ..provider })))
}
