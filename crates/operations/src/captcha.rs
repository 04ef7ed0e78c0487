//! A tenant's provider of captchas: its secret key, which is sealed at rest, and what it says of an answer.

use std::time::Duration;

use bytes::Bytes;
use domain::captcha::{CaptchaConfig, CaptchaProvider, RecaptchaMode};
use http::{Request, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use store::captcha_provider::{self, SealedCaptchaProvider};

use crate::{OperationError, Services, keys};

/// What sealed keys are bound to, beside the tenant.
const KIND: &str = "captcha-secret-key";
/// How long a provider may think about an answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// From this score on, of 1, whoever saw no puzzle is taken for a person; the provider's own advice.
const LEAST_SCORE: f64 = 0.5;

/// Where providers are asked.
#[derive(Clone, Debug)]
pub struct CaptchaEndpoints {
    /// Turnstile.
    pub turnstile: String,
    /// reCAPTCHA Enterprise, without its path.
    pub recaptcha: String,
}

impl Default for CaptchaEndpoints {
    fn default() -> Self {
        Self {
            turnstile: "https://challenges.cloudflare.com/turnstile/v0/siteverify".to_owned(),
            recaptcha: "https://recaptchaenterprise.googleapis.com".to_owned(),
        }
    }
}

/// The tenant's provider, if there is one.
pub async fn provider(services: &Services) -> Result<Option<CaptchaProvider>, OperationError> {
    let stored = captcha_provider::find(services.db.exec(), &services.tenant).await?;
    stored.map(|stored| open(services, stored)).transpose()
}

/// Whether a provider takes an answer for that of a person. One that does not say so, because it cannot be reached or understood, does not.
pub async fn is_solved(
    services: &Services,
    provider: &CaptchaProvider,
    (answer, ip): (&str, Option<&str>),
) -> bool {
    let Some(request) = request(&services.captchas, provider, (answer, ip)) else { return false };
    let said = match services.outbound.send(request, TIMEOUT).await {
        Ok(said) if said.status.is_success() => said.body,
        Ok(said) => {
            tracing::warn!(http.status = said.status.as_u16(), "the provider of captchas gave no answer");
            return false;
        }
        Err(error) => {
            tracing::warn!(error.message = %domain::causes(&error), "the provider of captchas was not reached");
            return false;
        }
    };
    serde_json::from_slice(&said).is_ok_and(|said| is_person(&provider.config, &said))
}

fn is_person(config: &CaptchaConfig, said: &Value) -> bool {
    let is_true = |pointer| said.pointer(pointer).and_then(Value::as_bool) == Some(true);
    match config {
        CaptchaConfig::Turnstile { .. } => is_true("/success"),
        // Whoever has ticked the box has solved what it asked.
        CaptchaConfig::RecaptchaEnterprise { mode: Some(RecaptchaMode::Checkbox), .. } => {
            is_true("/tokenProperties/valid")
        }
        CaptchaConfig::RecaptchaEnterprise { .. } => {
            let score = said.pointer("/riskAnalysis/score").and_then(Value::as_f64);
            is_true("/tokenProperties/valid") && score.is_some_and(|score| score >= LEAST_SCORE)
        }
    }
}

fn request(
    endpoints: &CaptchaEndpoints,
    provider: &CaptchaProvider,
    (answer, ip): (&str, Option<&str>),
) -> Option<Request<Bytes>> {
    let key = provider.secret_key.reveal();
    let (url, api_key, body) = match &provider.config {
        CaptchaConfig::Turnstile { .. } => {
            let mut body = json!({ "secret": key, "response": answer });
            if let (Some(members), Some(ip)) = (body.as_object_mut(), ip) {
                members.insert("remoteip".to_owned(), ip.into());
            }
            (endpoints.turnstile.clone(), None, body)
        }
        CaptchaConfig::RecaptchaEnterprise { site_key, project_id, .. } => {
            let project = utf8_percent_encode(project_id, NON_ALPHANUMERIC);
            let url = format!("{}/v1/projects/{project}/assessments", endpoints.recaptcha);
            let mut event = json!({ "token": answer, "siteKey": site_key });
            if let (Some(members), Some(ip)) = (event.as_object_mut(), ip) {
                members.insert("userIpAddress".to_owned(), ip.into());
            }
            (url, Some(key), json!({ "event": event }))
        }
    };
    let mut request = Request::post(url).header(header::CONTENT_TYPE, "application/json");
    if let Some(key) = api_key {
        // Not in the address, which proxies write down.
        request = request.header("x-goog-api-key", key);
    }
    request.body(Bytes::from(body.to_string())).ok()
}

/// Seals the secret key of a provider for the store.
pub fn seal(
    services: &Services,
    provider: &CaptchaProvider,
) -> Result<SealedCaptchaProvider, OperationError> {
    let CaptchaProvider { id, config, secret_key, created_at, updated_at } = provider.clone();
    let context = keys::context(&services.tenant, KIND, &id);
    let key = secret_key.reveal().as_bytes();
    let sealed_value = keys::seal(&services.sealing, &*services.entropy, &context, key)?;
    Ok(SealedCaptchaProvider { id, config, sealed_value, created_at, updated_at })
}

/// Opens a stored provider.
pub fn open(services: &Services, stored: SealedCaptchaProvider) -> Result<CaptchaProvider, OperationError> {
    let SealedCaptchaProvider { id, config, sealed_value, created_at, updated_at } = stored;
    let context = keys::context(&services.tenant, KIND, &id);
    let secret_key = keys::open_text(&services.sealing, &context, &sealed_value, "captcha_providers")?;
    Ok(CaptchaProvider { id, config, secret_key, created_at, updated_at })
}
