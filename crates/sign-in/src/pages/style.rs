//! `/assets/own/…`: the styles that the operator wrote for pages (`customCss` of the tenant, of an application, of an organization), each as a
//! file under an address that changes with it, so that pages keep a policy without inline styles.
//!
//! A page's policy decides what such a file can load: pictures from this server and from where the page's logos are, and nothing else.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{ApplicationId, HashedToken, OrganizationId};
use http_kit::ApiError;
use operations::Services;
use serde_json::Value;

use super::notice::AppState;
use crate::error::failed;

/// The longest id in an address.
const MAX_ID: usize = 64;

/// Whose styles they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Sheet {
    Tenant,
    Application(ApplicationId),
    Organization(OrganizationId),
}

impl Sheet {
    fn name(&self) -> String {
        match self {
            Self::Tenant => "tenant".to_owned(),
            Self::Application(id) => format!("application.{id}"),
            Self::Organization(id) => format!("organization.{id}"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let is_id = |id: &str| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            (1..=MAX_ID).contains(&id.len()) && id.bytes().all(is_plain)
        };
        match name.split_once('.') {
            None if name == "tenant" => Some(Self::Tenant),
            Some(("application", id)) if is_id(id) => Some(Self::Application(ApplicationId::new(id))),
            Some(("organization", id)) if is_id(id) => Some(Self::Organization(OrganizationId::new(id))),
            _ => None,
        }
    }

    /// The styles as they are now.
    async fn read(&self, services: &Services) -> Result<Option<String>, ApiError> {
        Ok(match self {
            Self::Tenant => {
                let configuration = services.configuration().await.map_err(failed)?;
                let css = configuration.sign_in_experience.get("customCss");
                css.and_then(Value::as_str).map(ToOwned::to_owned)
            }
            Self::Application(id) => {
                let client = services.client(id).await.map_err(failed)?;
                client.and_then(|client| client.sign_in_experience.as_ref()?.custom_css.clone())
            }
            Self::Organization(id) => {
                let found = store::organization::find(services.db.exec(), &services.tenant, id).await?;
                found.and_then(|organization| organization.custom_css)
            }
        })
    }
}

/// Where these styles are.
pub(super) fn address(sheet: &Sheet, css: &str) -> String {
    format!("/assets/own/{}.{}.css", sheet.name(), digest(css))
}

fn digest(css: &str) -> String {
    let hash = HashedToken::of(css);
    format!(
        "{:016x}",
        hash.as_bytes().iter().take(8).fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte))
    )
}

/// `GET /assets/own/{file}`. A file that has changed since its address was made is answered as it is now, and is not kept.
pub(super) async fn show(State(services): AppState, path: Result<Path<String>, PathRejection>) -> Response {
    let named = path.ok().and_then(|Path(file)| {
        let (name, digest) = file.strip_suffix(".css")?.rsplit_once('.')?;
        Some((Sheet::parse(name)?, digest.to_owned()))
    });
    let Some((sheet, named)) = named else { return StatusCode::NOT_FOUND.into_response() };
    let css = match sheet.read(&services).await {
        Ok(Some(css)) => css,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return error.into_response(),
    };
    let is_current = digest(&css) == named;
    let kept = if is_current { "public, max-age=31536000, immutable" } else { "no-store" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    (headers, css).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_whose_styles_they_are_and_changes_with_them() {
        let sheet = Sheet::Organization(OrganizationId::new("o-1_x"));
        let url = address(&sheet, "body{}");
        assert_eq!(url, "/assets/own/organization.o-1_x.7c98040a54165758.css");
        assert_ne!(url, address(&sheet, "body{ }"));
        for sheet in [sheet, Sheet::Tenant, Sheet::Application(ApplicationId::new("a"))] {
            assert_eq!(Sheet::parse(&sheet.name()), Some(sheet));
        }
    }

    #[test]
    fn what_is_no_name_of_styles_is_read_as_none() {
        let long = format!("application.{}", "a".repeat(65));
        for name in [
            "",
            "tenant.",
            "tenants",
            "application",
            "application.",
            "application.a\0",
            "application.a.b",
            "organization.../x",
            &long,
        ] {
            assert_eq!(Sheet::parse(name), None, "{name}");
        }
    }
}
