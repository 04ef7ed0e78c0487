//! The styles that the operator wrote for pages (`customCss` of the tenant, of an application, of an organization): each is a file under an
//! address that changes with it, so that pages keep a policy without inline styles. The sign-in pages serve it.

use domain::{ApplicationId, HashedToken, OrganizationId};
use http_kit::ApiError;
use operations::Services;
use serde_json::Value;

use crate::failed;

/// The longest id in an address.
const MAX_ID: usize = 64;

/// Whose styles they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sheet {
    /// The tenant's.
    Tenant,
    /// An application's.
    Application(ApplicationId),
    /// An organization's.
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

    /// The one of this name in an address.
    pub fn parse(name: &str) -> Option<Self> {
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
    pub async fn read(&self, services: &Services) -> Result<Option<String>, ApiError> {
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
pub fn address(sheet: &Sheet, css: &str) -> String {
    format!("/assets/own/{}.{}.css", sheet.name(), digest(css))
}

/// What tells a version of styles from others.
pub fn digest(css: &str) -> String {
    let hash = HashedToken::of(css);
    format!(
        "{:016x}",
        hash.as_bytes().iter().take(8).fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte))
    )
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
