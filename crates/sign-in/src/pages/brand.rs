//! Whose page it is: the application's name and picture, in its own colours or the tenant's; in those of the organization that is signed in to,
//! where it has some. And what somebody wants to have said on it.

use domain::{
    OrganizationId, application::sign_in_experience::ApplicationSignInExperience, organization::Organization,
    sign_in_experience::default_settings, web_url::is_web_url,
};
use operations::{Client, TenantConfiguration};
use serde_json::{Map, Value};
use ui::{Brand, components::Terms};

use super::style::{Sheet, address};
use crate::flow::Visit;

/// The name on pages that belong to no application.
pub(super) const SERVER: &str = "Guildhall";

impl Visit {
    /// The brand of this interaction's application, on the page at this path. Whatever cannot be read is left out: a page without a logo is
    /// better than none.
    pub(super) async fn brand(&self, path: &str) -> Brand {
        let Ok(configuration) = self.services.configuration().await else { return Brand::named(SERVER) };
        let client = self.services.client(&self.running.interaction.application_id).await.ok().flatten();
        let Some(client) = client else { return Brand::named(SERVER) };
        let brand = application_brand(&configuration, &client);
        let brand = match self.organization_of(&client).await {
            Some(organization) => in_colors_of(brand, &organization),
            None => brand,
        };
        Brand { notice: notice(&configuration, path), ..brand }
    }

    /// The organization that is signed in to. A third party's application cannot dress up as one.
    async fn organization_of(&self, client: &Client) -> Option<Organization> {
        let named = self.running.interaction.parameter("organization_id");
        let id = OrganizationId::new(named.filter(|_| !client.application.is_third_party)?);
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        store::organization::find(exec, tenant, &id).await.ok().flatten()
    }

    /// The documents that users accept.
    pub(super) fn terms(&self) -> Terms {
        Terms {
            terms_of_use_url: self.settings.terms_of_use_url.clone(),
            privacy_policy_url: self.settings.privacy_policy_url.clone(),
            help_url: self.settings.help_url.clone(),
        }
    }

    /// Where the redirects after a form may end: here first, then at the client.
    pub(super) fn redirect_targets(&self) -> Vec<String> {
        let client = self.running.interaction.parameter("redirect_uri").map(ToOwned::to_owned);
        std::iter::once(self.services.endpoint.base().to_owned()).chain(client).collect()
    }
}

/// The look that somebody gives to pages.
struct Look<'a> {
    color: &'a Map<String, Value>,
    branding: &'a Map<String, Value>,
}

impl Look<'_> {
    /// Lays this over another look. Somebody's own logo, colour or icon does not go with another's for dark ground.
    fn over(&self, brand: Brand) -> Brand {
        let text = |group, member| ApplicationSignInExperience::text(group, member);
        let color = |member| text(self.color, member).and_then(|color| color.parse().ok());
        let picture =
            |member| text(self.branding, member).filter(|url| is_web_url(url)).map(ToOwned::to_owned);
        let (logo, icon, primary) = (picture("logoUrl"), picture("favicon"), color("primaryColor"));
        let is_dark_enabled = self.color.get("isDarkModeEnabled").and_then(Value::as_bool);
        Brand {
            dark_logo_url: picture("darkLogoUrl").or(brand.dark_logo_url.filter(|_| logo.is_none())),
            logo_url: logo.or(brand.logo_url),
            dark_favicon_url: picture("darkFavicon").or(brand.dark_favicon_url.filter(|_| icon.is_none())),
            favicon_url: icon.or(brand.favicon_url),
            dark_primary_color: color("darkPrimaryColor")
                .or(brand.dark_primary_color.filter(|_| primary.is_none())),
            primary_color: primary.or(brand.primary_color),
            is_dark_enabled: is_dark_enabled.unwrap_or(brand.is_dark_enabled),
            ..brand
        }
    }
}

/// The brand of an application.
pub(super) fn application_brand(configuration: &TenantConfiguration, client: &Client) -> Brand {
    let (application, own) = (&client.application, client.sign_in_experience.as_ref());
    let name = own.and_then(|own| own.display_name.as_deref()).unwrap_or(&application.name);
    let mut brand = tenant_brand(configuration, name);
    if application.is_third_party {
        // The tenant's pictures would say that the application is the tenant's.
        let (logo_url, dark_logo_url) = (None, None);
        brand = Brand { logo_url, dark_logo_url, ..brand };
    }
    if let Some(logo) = application.oidc_client_metadata.logo_uri.as_ref().filter(|url| is_web_url(url)) {
        brand = Brand { logo_url: Some(logo.clone()), dark_logo_url: None, ..brand };
    }
    let Some(own) = own else { return brand };
    let brand = Look { color: &own.color, branding: &own.branding }.over(brand);
    match &own.custom_css {
        Some(css) => styled(brand, &Sheet::Application(application.id.clone()), css),
        None => brand,
    }
}

/// A brand with the picture and the colours of an organization, as far as it has some (Management API contract §11).
fn in_colors_of(brand: Brand, organization: &Organization) -> Brand {
    let brand = Look { color: &organization.color, branding: &organization.branding }.over(brand);
    match &organization.custom_css {
        Some(css) => styled(brand, &Sheet::Organization(organization.id.clone()), css),
        None => brand,
    }
}

/// `name` with the tenant's pictures and styles, and in its colours unless those are the ones every page has anyway.
pub(super) fn tenant_brand(configuration: &TenantConfiguration, name: &str) -> Brand {
    let settings = &configuration.sign_in_experience;
    let (none, defaults) = (Map::new(), default_settings());
    let group = |name: &str| settings.get(name).and_then(Value::as_object).unwrap_or(&none);
    let is_own = settings.get("color") != defaults.get("color");
    let color = if is_own { group("color") } else { &none };
    let brand = Look { color, branding: group("branding") }.over(Brand::named(name));
    match settings.get("customCss").and_then(Value::as_str) {
        Some(css) => styled(brand, &Sheet::Tenant, css),
        None => brand,
    }
}

/// A brand with these styles in the place of those it had, as the public document of the settings shows it.
fn styled(brand: Brand, sheet: &Sheet, css: &str) -> Brand {
    Brand { own_stylesheet_url: Some(address(sheet, css)), ..brand }
}

/// What the tenant wants to have said on the page at this path (`customContent`).
fn notice(configuration: &TenantConfiguration, path: &str) -> Option<String> {
    let place = |path: &str| path.split('?').next().unwrap_or_default().trim_matches('/').to_owned();
    let contents = configuration.sign_in_experience.get("customContent")?.as_object()?;
    let (_, text) = contents.iter().find(|(named, _)| place(named) == place(path))?;
    let text = text.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
