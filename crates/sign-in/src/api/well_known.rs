//! What a page must know before it is drawn (Management API contract §11): the settings, `GET /api/.well-known/sign-in-exp` and
//! `/api/.well-known/experience`, and what users may do with their accounts, `/api/.well-known/account-center`. Public, so whatever
//! helps an attacker more than a page is left out.

use std::sync::Arc;

use api_types::{
    account_center::AccountCenter,
    custom_profile_field::CustomProfileField,
    sign_in_experience::{PublicCaptchaConfig, PublicSignInExperience, readable},
};
use axum::{Json, extract::State};
use domain::{
    ApplicationId, OrganizationId,
    captcha::{CaptchaConfig, RecaptchaMode},
    sign_in_experience::{IdentifierKind, SignInExperience, default_settings},
};
use http_kit::{ApiError, Query, profile_field_body, query_parameters};
use operations::{
    Services,
    configuration::ACCOUNT_CENTER,
    sign_in_experience::{available_senders, social_connectors},
};
use serde_json::{Map, Value, json};

use crate::error::failed;

query_parameters! {
    /// What the query may say.
    pub(crate) SettingsQuery:
        "organizationId" = "The organization whose colours, pictures and styles are laid over those of the tenant.",
        "appId" = "The application whose colours, pictures and styles are laid over those of the tenant."
}

/// The settings, in the colours of the application and the organization that the query names: the organization's are on top.
pub(super) async fn sign_in_experience(
    State(services): State<Arc<Services>>,
    query: Query<SettingsQuery>,
) -> Result<Json<PublicSignInExperience>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    let defaults = default_settings().as_object().cloned().unwrap_or_default();
    let mut settings = readable(defaults, &configuration.sign_in_experience);
    if let Some(id) = query.get("appId") {
        let client = services.client(&ApplicationId::new(id)).await.map_err(failed)?;
        if let Some(own) = client.as_ref().and_then(|client| client.sign_in_experience.as_ref()) {
            own.overlay(&mut settings);
        }
    }
    if let Some(id) = query.get("organizationId") {
        let id = OrganizationId::new(id);
        if let Some(own) = store::organization::find(services.db.exec(), &services.tenant, &id).await? {
            own.overlay(&mut settings);
        }
    }
    let fields = store::custom_profile_field::list(services.db.exec(), &services.tenant).await?;
    let catalog: Vec<_> =
        fields.into_iter().map(|field| profile_field_body(&services.tenant, field)).collect();
    let further = json!({
        "tenantId": services.tenant.as_str(),
        "socialConnectors": social_connectors(services.db.exec(), &services.tenant, &configuration.sign_in_experience).await?,
        // Everybody could read whose people sign in here. Which connectors an address leads to is told to who names it.
        "ssoConnectors": [],
        "forgotPassword": forgot_password(&services, &configuration.sign_in_experience).await?,
        "isDevelopmentTenant": false,
        "captchaConfig": captcha(&services, &settings).await?,
        "customProfileFields": asked_for(&settings, &catalog),
        "customProfileFieldCatalog": catalog,
    });
    settings.extend(further.as_object().cloned().unwrap_or_default());
    serde_json::from_value(Value::Object(settings)).map(Json).map_err(|error| ApiError::internal(&error))
}

/// By what pages offer to recover a password: the ways that the tenant has chosen and that something sends codes for.
async fn forgot_password(services: &Services, settings: &Value) -> Result<Value, ApiError> {
    let settings = SignInExperience::of(settings);
    let senders = available_senders(services.db.exec(), &services.tenant).await?;
    Ok(json!({
        "phone": senders.sms && settings.offers_recovery_with(IdentifierKind::Phone),
        "email": senders.email && settings.offers_recovery_with(IdentifierKind::Email),
    }))
}

/// The provider of captchas, where the policy asks for them. Its secret key is not read.
async fn captcha(
    services: &Services,
    settings: &Map<String, Value>,
) -> Result<Option<PublicCaptchaConfig>, ApiError> {
    let is_on = settings.get("captchaPolicy").and_then(|policy| policy.get("enabled"));
    if is_on.and_then(Value::as_bool) != Some(true) {
        return Ok(None);
    }
    let provider = store::captcha_provider::find(services.db.exec(), &services.tenant).await?;
    Ok(provider.map(|provider| match provider.config {
        CaptchaConfig::Turnstile { site_key } => {
            PublicCaptchaConfig { kind: "Turnstile".to_owned(), site_key, domain: None, mode: None }
        }
        CaptchaConfig::RecaptchaEnterprise { site_key, domain, mode, .. } => {
            let mode = mode.map(|mode| match mode {
                RecaptchaMode::Invisible => "invisible".to_owned(),
                RecaptchaMode::Checkbox => "checkbox".to_owned(),
            });
            PublicCaptchaConfig { kind: "RecaptchaEnterprise".to_owned(), site_key, domain, mode }
        }
    }))
}

/// The fields that registration asks for: those that the settings name, in that order, or else all.
fn asked_for(settings: &Map<String, Value>, catalog: &[CustomProfileField]) -> Vec<CustomProfileField> {
    let Some(names) = settings.get("signUpProfileFields").and_then(Value::as_array) else {
        return catalog.to_vec();
    };
    let find = |name: &Value| {
        let name = name.get("name").and_then(Value::as_str)?;
        catalog.iter().find(|field| field.name == name).cloned()
    };
    names.iter().filter_map(find).collect()
}

/// What users may do with their accounts.
pub(super) async fn account_center(
    State(services): State<Arc<Services>>,
) -> Result<Json<AccountCenter>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    let stored = configuration.settings.get(ACCOUNT_CENTER).unwrap_or(&Value::Null);
    Ok(Json(AccountCenter::of(services.tenant.as_str(), stored)))
}
