//! What the pages work with.

use std::sync::Arc;

use ::gateway::Gateway;
use axum::{
    Router,
    http::{HeaderMap, header},
};
use domain::phrase::accepted_languages;
use operations::{Services, tenant::Tenancy};
use ui::{Brand, Words};

use crate::pages::get_started::TemplatePlan;

/// Where the console is.
pub(crate) const PATH: &str = "/console";
/// Where one signs in.
pub(crate) const SIGN_IN_PATH: &str = "/console/sign-in";
/// How much is read of what a browser says of languages, in bytes.
const MAX_HEADER: usize = 512;

/// The console.
pub(crate) struct Console {
    /// The services of the product's tenant.
    pub(crate) services: Arc<Services>,
    /// The services of the administrators' tenant.
    pub(crate) administrators: Arc<Services>,
    /// The Management API.
    pub(crate) api: Router,
    /// The OpenID provider, of which the token endpoint is asked.
    pub(crate) provider: Router,
    /// What all tenants have in common.
    pub(crate) tenancy: Arc<Tenancy>,
    /// The gateway.
    pub(crate) gateway: Arc<Gateway>,
    /// What the gateway's policy needs of the organization template.
    pub(crate) template: TemplatePlan,
}

impl Console {
    /// The words for whoever sent a request.
    #[expect(clippy::unused_self, reason = "whose words they are is the console's to say")]
    pub(crate) fn words(&self, headers: &HeaderMap) -> Words {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let wanted = wanted.filter(|wanted| wanted.len() <= MAX_HEADER).unwrap_or_default();
        Words::of_console(accepted_languages(wanted))
    }

    /// Guildhall's own brand: the tenant's is for its users.
    #[expect(clippy::unused_self, reason = "whose pages they are is the console's to say")]
    pub(crate) fn brand(&self) -> Brand {
        Brand::named("Guildhall")
    }
}

/// A page of the console that an address names, else the first page: nothing that a link says sends a browser elsewhere.
pub(crate) fn page_or_home(address: &str) -> &str {
    let path = address.split('?').next().unwrap_or_default();
    // Of another area, whose name only begins alike, there is a way back.
    let is_entry =
        path.strip_prefix(SIGN_IN_PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if hosted::is_page_under(PATH, address) && !is_entry { address } else { PATH }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_leads_back_to_every_page_but_itself() {
        for page in [
            "/console/sign-in-experience",
            "/console/sign-in-experience/content?done=saved",
            "/console/users",
        ] {
            assert_eq!(page_or_home(page), page);
        }
        for other in
            ["/console/sign-in", "/console/sign-in?return_to=/console", "/console/sign-in/code", "/elsewhere"]
        {
            assert_eq!(page_or_home(other), PATH, "{other}");
        }
    }
}
