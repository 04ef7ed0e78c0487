//! Whose page it is.

use domain::sign_in_experience::default_settings;
use operations::TenantConfiguration;
use serde_json::Value;
use ui::{Brand, Rgb};

use crate::{Portal, api::Organization};

/// The name on pages that belong to nobody in particular.
const SERVER: &str = "Guildhall";

/// The brand of an organization: its logo and colours.
pub(crate) fn brand_of(organization: &Organization) -> Brand {
    let address = |text: &Option<String>| text.clone().filter(|url| is_web_url(url));
    let (logo, dark_logo) =
        (address(&organization.branding.logo_url), address(&organization.branding.dark_logo_url));
    let color = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Rgb>().ok());
    Brand {
        logo_url: logo.clone().or_else(|| dark_logo.clone()),
        dark_logo_url: dark_logo.filter(|_| logo.is_some()),
        primary_color: color(&organization.color.primary),
        dark_primary_color: color(&organization.color.dark_primary)
            .filter(|_| organization.color.is_dark_mode_enabled != Some(false)),
        ..Brand::named(organization.name.clone())
    }
}

/// The tenant's own, as far as it is in memory: a page without it is better than none.
pub(crate) fn server_brand(portal: &Portal) -> Brand {
    let named = Brand::named(SERVER);
    match portal.services.configuration.fresh() {
        Some(configuration) => tenant_brand(&configuration, named),
        None => named,
    }
}

/// The tenant's logo and colours, unless those are the ones every page has anyway.
fn tenant_brand(configuration: &TenantConfiguration, named: Brand) -> Brand {
    let settings = &configuration.sign_in_experience;
    let text = |group: &str, member: &str| settings.get(group)?.get(member).and_then(Value::as_str);
    let address = |member: &str| text("branding", member).filter(|url| is_web_url(url)).map(str::to_owned);
    let is_own = settings.get("color") != default_settings().get("color");
    let color =
        |member: &str| text("color", member).filter(|_| is_own).and_then(|text| text.parse::<Rgb>().ok());
    Brand {
        logo_url: address("logoUrl"),
        dark_logo_url: address("darkLogoUrl"),
        primary_color: color("primaryColor"),
        dark_primary_color: color("darkPrimaryColor"),
        ..named
    }
}

/// A logo is fetched by whoever looks at a page: only addresses of the web get there.
fn is_web_url(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
