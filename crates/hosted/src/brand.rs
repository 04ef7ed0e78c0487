//! Whose page it is: the application's name and picture, in its own colours or the tenant's; in those of the organization that is signed in to,
//! where it has some. Whatever cannot be read is left out: a page without a logo is better than none.

use domain::{
    ApplicationId, application::sign_in_experience::ApplicationSignInExperience, organization::Organization,
    sign_in_experience::default_settings, web_url::is_web_url,
};
use operations::{Client, Services, TenantConfiguration};
use serde_json::{Map, Value};
use ui::Brand;

use crate::style::{Sheet, address};

/// The name on pages that belong to nobody in particular.
pub const SERVER: &str = "Guildhall";

/// The tenant's own brand, as far as it is in memory.
pub fn of_tenant(services: &Services) -> Brand {
    match services.configuration.fresh() {
        Some(configuration) => tenant_brand(&configuration, SERVER),
        None => Brand::named(SERVER),
    }
}

/// The brand of an application; the tenant's where it is unknown, or where no application is involved.
pub async fn of_application(services: &Services, id: Option<&ApplicationId>) -> Brand {
    let Ok(configuration) = services.configuration().await else { return Brand::named(SERVER) };
    let client = match id {
        Some(id) => services.client(id).await.ok().flatten(),
        None => None,
    };
    match client {
        Some(client) => application_brand(&configuration, &client),
        None => tenant_brand(&configuration, SERVER),
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
pub fn application_brand(configuration: &TenantConfiguration, client: &Client) -> Brand {
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
pub fn in_colors_of(brand: Brand, organization: &Organization) -> Brand {
    let brand = Look { color: &organization.color, branding: &organization.branding }.over(brand);
    match &organization.custom_css {
        Some(css) => styled(brand, &Sheet::Organization(organization.id.clone()), css),
        None => brand,
    }
}

/// `name` with the tenant's pictures and styles, and in its colours unless those are the ones every page has anyway.
pub fn tenant_brand(configuration: &TenantConfiguration, name: &str) -> Brand {
    let settings = &configuration.sign_in_experience;
    let brand = brand_by(settings, name);
    match settings.get("customCss").and_then(Value::as_str) {
        Some(css) => styled(brand, &Sheet::Tenant, css),
        None => brand,
    }
}

/// As [`tenant_brand`], by settings that may not be stored, and without their styles.
pub fn brand_by(settings: &Value, name: &str) -> Brand {
    let (none, defaults) = (Map::new(), default_settings());
    let group = |name: &str| settings.get(name).and_then(Value::as_object).unwrap_or(&none);
    let is_own = settings.get("color") != defaults.get("color");
    let color = if is_own { group("color") } else { &none };
    Look { color, branding: group("branding") }.over(Brand::named(name))
}

/// A brand with these styles in the place of those it had, as the public document of the settings shows it.
fn styled(brand: Brand, sheet: &Sheet, css: &str) -> Brand {
    Brand { own_stylesheet_url: Some(address(sheet, css)), ..brand }
}
