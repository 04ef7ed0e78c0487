//! Whose page it is.

use domain::web_url::is_web_url;
use ui::{Brand, Rgb};

use crate::{Portal, api::Organization};

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

/// The tenant's own, without the styles that were written for its sign-in pages.
pub(crate) fn server_brand(portal: &Portal) -> Brand {
    Brand { own_stylesheet_url: None, ..hosted::brand::of_tenant(&portal.services) }
}
