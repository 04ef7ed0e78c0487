//! Whose page it is: the application's name and picture, in its own colours or the tenant's; in those of the organization that is signed in to,
//! where it has some.

use domain::{
    OrganizationId, application::sign_in_experience::ApplicationSignInExperience, organization::Organization,
    sign_in_experience::default_settings, web_url::is_web_url,
};
use operations::{Client, TenantConfiguration};
use serde_json::Value;
use ui::{Brand, components::Terms};

use crate::flow::Visit;

/// The name on pages that belong to no application.
pub(super) const SERVER: &str = "Guildhall";

impl Visit {
    /// The brand of this interaction's application. Whatever cannot be read is left out: a page without a logo is better than none.
    pub(super) async fn brand(&self) -> Brand {
        let Ok(configuration) = self.services.configuration().await else { return Brand::named(SERVER) };
        let client = self.services.client(&self.running.interaction.application_id).await.ok().flatten();
        let Some(client) = client else { return Brand::named(SERVER) };
        let brand = application_brand(&configuration, &client);
        match self.organization_of(&client).await {
            Some(organization) => in_colors_of(brand, &organization),
            None => brand,
        }
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

/// The brand of an application.
pub(super) fn application_brand(configuration: &TenantConfiguration, client: &Client) -> Brand {
    let (application, own) = (&client.application, client.sign_in_experience.as_ref());
    let own_branding =
        |member: &str| own.and_then(|own| ApplicationSignInExperience::text(&own.branding, member));
    let tenants =
        |member| tenant_text(configuration, "branding", member).filter(|_| !application.is_third_party);
    let own_logo = own_branding("logoUrl").or(application.oidc_client_metadata.logo_uri.as_deref());
    let logo = own_logo.or_else(|| tenants("logoUrl"));
    // An application's own logo does not go with the tenant's for dark ground.
    let tenants_dark_logo = tenants("darkLogoUrl").filter(|_| own_logo.is_none());
    let dark_logo = own_branding("darkLogoUrl").or(tenants_dark_logo);
    let name = own.and_then(|own| own.display_name.as_deref()).unwrap_or(&application.name);
    let tenant = tenant_brand(configuration, name);
    let own_color = |member: &str| {
        let color = own.and_then(|own| ApplicationSignInExperience::text(&own.color, member));
        color.and_then(|color| color.parse().ok())
    };
    let (primary, dark) = (own_color("primaryColor"), own_color("darkPrimaryColor"));
    // An application's own colour does not go with the tenant's dark one.
    let tenants_dark = tenant.dark_primary_color.filter(|_| primary.is_none());
    Brand {
        logo_url: logo.filter(|url| is_web_url(url)).map(ToOwned::to_owned),
        dark_logo_url: dark_logo.filter(|url| is_web_url(url)).map(ToOwned::to_owned),
        primary_color: primary.or(tenant.primary_color),
        dark_primary_color: dark.or(tenants_dark),
        ..tenant
    }
}

/// A brand with the picture and the colours of an organization, as far as it has some (Management API contract §11).
fn in_colors_of(brand: Brand, organization: &Organization) -> Brand {
    let text = |group, member| ApplicationSignInExperience::text(group, member);
    let color = |member| text(&organization.color, member).and_then(|color| color.parse().ok());
    let (primary, dark) = (color("primaryColor"), color("darkPrimaryColor"));
    let address =
        |member| text(&organization.branding, member).filter(|url| is_web_url(url)).map(ToOwned::to_owned);
    let (logo, dark_logo) = (address("logoUrl"), address("darkLogoUrl"));
    let others_dark_logo = brand.dark_logo_url.filter(|_| logo.is_none());
    let others_dark = brand.dark_primary_color.filter(|_| primary.is_none());
    Brand {
        logo_url: logo.or(brand.logo_url),
        dark_logo_url: dark_logo.or(others_dark_logo),
        primary_color: primary.or(brand.primary_color),
        dark_primary_color: dark.or(others_dark),
        ..brand
    }
}

/// `name` in the tenant's colours, unless those are the ones every page has anyway.
fn tenant_brand(configuration: &TenantConfiguration, name: &str) -> Brand {
    let mut brand = Brand::named(name);
    if configuration.sign_in_experience.get("color") != default_settings().get("color") {
        brand.primary_color =
            tenant_text(configuration, "color", "primaryColor").and_then(|color| color.parse().ok());
        brand.dark_primary_color =
            tenant_text(configuration, "color", "darkPrimaryColor").and_then(|color| color.parse().ok());
    }
    brand
}

fn tenant_text<'a>(configuration: &'a TenantConfiguration, group: &str, member: &str) -> Option<&'a str> {
    configuration.sign_in_experience.get(group)?.get(member).and_then(Value::as_str)
}
