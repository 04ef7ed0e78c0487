//! Reading and checking the OpenID Connect settings of a client (Management API contract §8.1).

use domain::application::{ApplicationType, CustomClientMetadata, OidcClientMetadata};
use http_kit::{ApiError, Issue};
use protocol::redirect_uri::check_registration;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::Url;

/// Refresh tokens live between one and this many days.
const MAX_REFRESH_TOKEN_DAYS: u32 = 180;

/// Reads `oidcClientMetadata` and checks its URIs.
pub(super) fn oidc_client_metadata(value: Option<&Value>) -> Result<Option<OidcClientMetadata>, ApiError> {
    const KEY: &str = "oidcClientMetadata";
    let Some(metadata) = read::<OidcClientMetadata>(KEY, value)? else { return Ok(None) };
    let mut issues = Vec::new();
    for (list, uris) in [
        ("redirectUris", &metadata.redirect_uris),
        ("postLogoutRedirectUris", &metadata.post_logout_redirect_uris),
    ] {
        for (index, uri) in uris.iter().enumerate() {
            if let Err(rejection) = check_registration(uri) {
                let path = vec![KEY.into(), list.into(), index.into()];
                issues.push(Issue {
                    code: "custom",
                    path,
                    message: format!("Invalid redirect URI: {rejection}"),
                });
            }
        }
    }
    if metadata.backchannel_logout_uri.as_ref().is_some_and(|uri| Url::parse(uri).is_err()) {
        issues.push(Issue::new("invalid_string", &[KEY, "backchannelLogoutUri"], "Invalid url"));
    }
    refuse(issues)?;
    Ok(Some(metadata))
}

/// Reads `customClientMetadata` and checks its ranges.
pub(super) fn custom_client_metadata(
    value: Option<&Value>,
) -> Result<Option<CustomClientMetadata>, ApiError> {
    const KEY: &str = "customClientMetadata";
    let Some(metadata) = read::<CustomClientMetadata>(KEY, value)? else { return Ok(None) };
    let mut issues = Vec::new();
    if metadata.refresh_token_ttl_in_days.is_some_and(|days| !(1..=MAX_REFRESH_TOKEN_DAYS).contains(&days)) {
        let message = format!("Number must be between 1 and {MAX_REFRESH_TOKEN_DAYS}");
        issues.push(Issue::new("custom", &[KEY, "refreshTokenTtlInDays"], message));
    }
    if metadata.max_allowed_grants == Some(0) {
        issues.push(Issue::new("too_small", &[KEY, "maxAllowedGrants"], "Number must be greater than 0"));
    }
    if metadata.cors_allowed_origins.iter().flatten().any(String::is_empty) {
        let message = "String must contain at least 1 character(s)";
        issues.push(Issue::new("too_small", &[KEY, "corsAllowedOrigins"], message));
    }
    refuse(issues)?;
    Ok(Some(metadata))
}

/// Rules that tie custom settings to the kind of client and to whom it belongs (Management API contract §8.2).
pub(super) fn check_custom(
    metadata: &CustomClientMetadata,
    kind: ApplicationType,
    is_third_party: bool,
) -> Result<(), ApiError> {
    if is_third_party && metadata.allow_token_exchange == Some(true) {
        return Err(ApiError::unprocessable(
            "application.third_party_application_cannot_enable_token_exchange",
        ));
    }
    if metadata.is_device_flow == Some(true) && kind != ApplicationType::Native {
        return Err(ApiError::unprocessable("application.device_flow_native_only"));
    }
    Ok(())
}

/// Reads a document of the body; unknown members are dropped, wrong ones refused.
fn read<T: DeserializeOwned>(key: &'static str, value: Option<&Value>) -> Result<Option<T>, ApiError> {
    let Some(value) = value else { return Ok(None) };
    // Members that are `null` would read as absent ones, and arrays as objects: the wire knows neither here.
    let refused =
        |message: String| ApiError::invalid_input(vec![Issue::new("invalid_type", &[key], message)]);
    let members: &Map<String, Value> =
        value.as_object().ok_or_else(|| refused("Expected object".to_owned()))?;
    if let Some((name, _)) = members.iter().find(|(_, member)| member.is_null()) {
        return Err(refused(format!("`{name}` must not be null")));
    }
    T::deserialize(value).map(Some).map_err(|error| refused(error.to_string()))
}

fn refuse(issues: Vec<Issue>) -> Result<(), ApiError> {
    if issues.is_empty() { Ok(()) } else { Err(ApiError::invalid_input(issues)) }
}
