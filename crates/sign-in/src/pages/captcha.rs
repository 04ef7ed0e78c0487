//! Telling people from programs on the pages that begin something: the widget, and what came from it. Whether it is good is asked as the
//! headless API asks it ([`crate::flow`]).

use domain::captcha::{CaptchaConfig, RECAPTCHA_DOMAINS, RecaptchaMode};
use http_kit::ApiError;
use ui::captcha::{Captcha, CaptchaProvider};

use super::form::Form;
use crate::{flow::Visit, state::Event};

/// The field that our script puts the provider's answer into.
const FIELD: &str = "captcha";

/// The widget of a page, where the tenant wants one. A page without it is better than none: whoever posts it is told.
pub(super) async fn widget(visit: &Visit, event: Event) -> Option<Captcha> {
    let provider = visit.captcha_provider().await.unwrap_or_else(|error| {
        tracing::warn!(error.message = error.text(), "the provider of captchas could not be read");
        None
    });
    let (provider, site_key) = match provider?.config {
        CaptchaConfig::Turnstile { site_key } => (CaptchaProvider::Turnstile, site_key),
        CaptchaConfig::RecaptchaEnterprise { site_key, domain, mode, .. } => {
            let [google, ..] = RECAPTCHA_DOMAINS;
            let domain = domain.filter(|domain| RECAPTCHA_DOMAINS.contains(&domain.as_str()));
            let domain = domain.unwrap_or_else(|| google.to_owned());
            let is_checkbox = mode == Some(RecaptchaMode::Checkbox);
            (CaptchaProvider::Recaptcha { domain, is_checkbox }, site_key)
        }
    };
    let action = match event {
        Event::SignIn => "sign_in",
        Event::Register => "register",
        Event::ForgotPassword => "forgot_password",
    };
    Some(Captcha { provider, site_key, action, error: None })
}

/// Whether what a page posted is a person's; 422 `session.captcha_required` where the tenant wants to know and nothing came along.
pub(super) async fn is_person(visit: &Visit, event: Event, form: &Form) -> Result<bool, ApiError> {
    match form.get(FIELD) {
        "" if visit.captcha_provider().await?.is_some() => {
            Err(ApiError::unprocessable("session.captcha_required"))
        }
        answer => visit.is_person(event, Some(answer)).await,
    }
}
