//! Whose page it is.

use domain::{sign_in_experience::default_settings, web_url::is_web_url};
use operations::{Services, TenantConfiguration};
use serde_json::Value;
use ui::Brand;

/// The name on pages that belong to nobody in particular.
const SERVER: &str = "Guildhall";

/// The tenant's own brand, as far as it is in memory: a page without it is better than none.
pub fn of_tenant(services: &Services) -> Brand {
    let named = Brand::named(SERVER);
    match services.configuration.fresh() {
        Some(configuration) => in_colors_of_tenant(&configuration, named),
        None => named,
    }
}

/// The tenant's logo, icon and colours, unless those are the ones every page has anyway.
fn in_colors_of_tenant(configuration: &TenantConfiguration, named: Brand) -> Brand {
    let settings = &configuration.sign_in_experience;
    let text = |group: &str, member: &str| settings.get(group)?.get(member).and_then(Value::as_str);
    let address = |member: &str| text("branding", member).filter(|url| is_web_url(url)).map(str::to_owned);
    let is_own = settings.get("color") != default_settings().get("color");
    let color = |member: &str| text("color", member).filter(|_| is_own).and_then(|text| text.parse().ok());
    let dark = settings.get("color").and_then(|color| color.get("isDarkModeEnabled")?.as_bool());
    let is_dark_enabled = dark.filter(|_| is_own);
    Brand {
        logo_url: address("logoUrl"),
        dark_logo_url: address("darkLogoUrl"),
        primary_color: color("primaryColor"),
        dark_primary_color: color("darkPrimaryColor"),
        is_dark_enabled: is_dark_enabled.unwrap_or(named.is_dark_enabled),
        favicon_url: address("favicon"),
        dark_favicon_url: address("darkFavicon"),
        ..named
    }
}
