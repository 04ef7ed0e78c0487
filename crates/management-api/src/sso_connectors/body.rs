//! Enterprise connectors as the wire has them, and the rules of their bodies.

use std::collections::{BTreeSet, HashSet};

use api_types::sso_connector as wire;
use axum::http::StatusCode;
use connectors::{
    Config,
    sso::{SsoProvider, provider, providers},
};
use domain::{
    TenantId,
    sso::{is_public_domain, parse_domain},
};
use http_kit::{ApiError, Issue};
use operations::sso::SsoConnector;
use serde_json::{Map, Value, json};
use store::{StoreError, sso_connector::StoredSsoConnector};

use crate::{appearance::check_web_url, connectors::connector_error, rules::Rules};

/// The longest name, in characters.
pub(super) const MAX_NAME: usize = 128;
/// The most domains that a connector speaks for.
const MAX_DOMAINS: usize = 200;
/// The longest domain, in characters, however it is written.
const MAX_DOMAIN: usize = 253;

/// A connector as the wire shows it, its configuration in clear.
pub(super) fn connector_body(tenant: &TenantId, connector: &SsoConnector) -> wire::SsoConnector {
    wire::SsoConnector {
        tenant_id: tenant.to_string(),
        id: connector.id.to_string(),
        provider_name: connector.provider.id.to_owned(),
        connector_name: connector.connector_name.clone(),
        config: connector.config.clone(),
        domains: connector.domains.clone(),
        branding: branding_body(connector.branding.clone()),
        sync_profile: connector.sync_profile,
        enable_token_storage: false,
        created_at: connector.created_at.0,
    }
}

/// The same, with what its kind says of itself.
pub(super) fn with_provider(tenant: &TenantId, connector: &SsoConnector) -> wire::SsoConnectorWithProvider {
    let provider = connector.provider;
    wire::SsoConnectorWithProvider {
        connector: connector_body(tenant, connector),
        name: provider.name.to_owned(),
        provider_type: provider.protocol.as_str().to_owned(),
        provider_logo: provider.logo.to_owned(),
        provider_logo_dark: provider.logo.to_owned(),
    }
}

/// A connector where somebody names it who need not know how its provider is reached: its configuration stays sealed, and is shown as an empty one.
pub(crate) fn without_config(tenant: &TenantId, connector: StoredSsoConnector) -> wire::SsoConnector {
    wire::SsoConnector {
        tenant_id: tenant.to_string(),
        id: connector.id.into_string(),
        provider_name: connector.provider_name,
        connector_name: connector.connector_name,
        config: Map::new(),
        domains: connector.domains,
        branding: branding_body(connector.branding),
        sync_profile: connector.sync_profile,
        enable_token_storage: false,
        created_at: connector.created_at.0,
    }
}

fn branding_body(stored: Map<String, Value>) -> wire::SsoConnectorBranding {
    serde_json::from_value(Value::Object(stored)).unwrap_or_default()
}

/// Branding as it is stored: what is not said, or said with an empty text, is left out.
pub(super) fn stored_branding(branding: &wire::SsoConnectorBranding) -> Map<String, Value> {
    let wire::SsoConnectorBranding { display_name, logo, dark_logo } = branding;
    let members = [("displayName", display_name), ("logo", logo), ("darkLogo", dark_logo)];
    let said = members.into_iter().filter_map(|(key, text)| {
        let text = text.as_deref().filter(|text| !text.is_empty())?;
        Some((key.to_owned(), text.into()))
    });
    said.collect()
}

/// Checks branding and domains, where they are given.
pub(super) fn check_looks_and_domains(
    rules: &mut Rules,
    branding: Option<&wire::SsoConnectorBranding>,
    domains: Option<&[String]>,
) {
    if let Some(branding) = branding {
        rules.optional_length(&["branding", "displayName"], branding.display_name.as_ref(), 0, MAX_NAME);
        for (key, logo) in [("logo", &branding.logo), ("darkLogo", &branding.dark_logo)] {
            if let Some(logo) = logo.as_deref().filter(|logo| !logo.is_empty()) {
                check_web_url(rules, &["branding", key], logo);
            }
        }
    }
    let domains = domains.unwrap_or_default();
    if domains.len() > MAX_DOMAINS {
        let text = format!("Array must contain at most {MAX_DOMAINS} element(s)");
        rules.issue(Issue::new("too_big", &["domains"], text));
        return;
    }
    for (at, domain) in domains.iter().enumerate() {
        if parsed(domain).is_none() {
            rules.issue(Issue {
                code: "invalid_string",
                path: vec!["domains".into(), at.into()],
                message: "Expected a domain such as fjord.example".to_owned(),
            });
        }
    }
}

/// A domain in the form in which it is stored.
fn parsed(text: &str) -> Option<String> {
    if text.chars().nth(MAX_DOMAIN).is_some() { None } else { parse_domain(text) }
}

/// The domains of a body that was checked, in the form in which they are stored: each once, and none in which anybody can have an address.
pub(super) fn own_domains(domains: &[String]) -> Result<Vec<String>, ApiError> {
    let domains: Vec<String> = domains.iter().filter_map(|text| parsed(text)).collect();
    let mut seen = HashSet::new();
    let twice: BTreeSet<&String> = domains.iter().filter(|domain| !seen.insert(*domain)).collect();
    if !twice.is_empty() {
        let refusal = ApiError::unprocessable("single_sign_on.duplicated_domains");
        return Err(refusal.data(json!({ "data": twice })));
    }
    let public: Vec<&String> = domains.iter().filter(|domain| is_public_domain(domain)).collect();
    if !public.is_empty() {
        let refusal = ApiError::unprocessable("single_sign_on.forbidden_domains");
        return Err(refusal.data(json!({ "data": public })));
    }
    Ok(domains)
}

/// The kind that a body names.
pub(super) fn find_provider(name: &str) -> Result<&'static SsoProvider, ApiError> {
    let unknown = || {
        let known: Vec<_> = providers().iter().map(|provider| provider.id).collect();
        let known = known.join(", ");
        ApiError::unprocessable("connector.not_found").message(format!(
            "There is no such kind of enterprise connector; SAML is not supported. There are: {known}."
        ))
    };
    provider(name).ok_or_else(unknown)
}

/// Checks a configuration against the form of its kind.
pub(super) fn check_config(provider: &SsoProvider, config: &Config) -> Result<(), ApiError> {
    provider.check(config).map_err(|error| connector_error(error.into()))
}

/// Refuses to keep the tokens of a provider.
pub(super) fn check_token_storage(wanted: Option<bool>) -> Result<(), ApiError> {
    if wanted == Some(true) {
        return Err(ApiError::unprocessable("single_sign_on.token_storage_not_supported"));
    }
    Ok(())
}

/// What it means that a connector was not written.
pub(super) fn not_written(error: StoreError) -> ApiError {
    if error.is_unique_violation("sso_connectors", "connector_name") {
        return ApiError::new(StatusCode::CONFLICT, "single_sign_on.duplicate_connector_name");
    }
    error.into()
}
