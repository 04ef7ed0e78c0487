//! The look of an application as the wire shows it, and what it takes.

use api_types::application_access as wire;
use domain::{ApplicationId, TenantId, application::sign_in_experience::ApplicationSignInExperience};
use http_kit::{Issue, body::Validate};

use crate::{
    appearance::{check_branding, check_color, check_css, check_link, known_branding, known_color},
    rules::{Body, Rules, empty_as_null},
};

/// The longest name that users see, in characters.
const MAX_DISPLAY_NAME: usize = 256;

impl Validate for Body<wire::PutApplicationSignInExperience> {
    fn issues(&self) -> Vec<Issue> {
        let body = &self.0;
        let mut rules = Rules::default();
        if let Some(color) = &body.color {
            check_color(&mut rules, color);
        }
        if let Some(branding) = &body.branding {
            check_branding(&mut rules, branding);
        }
        let urls =
            [("termsOfUseUrl", &body.terms_of_use_url), ("privacyPolicyUrl", &body.privacy_policy_url)];
        for (key, url) in urls {
            check_link(&mut rules, key, url.as_ref().and_then(Option::as_deref));
        }
        check_css(&mut rules, body.custom_css.as_ref().and_then(Option::as_ref));
        let name = body.display_name.as_ref().and_then(Option::as_ref);
        rules.optional_length(&["displayName"], name, 0, MAX_DISPLAY_NAME);
        rules.issues()
    }
}

/// What a body sets; what it leaves out is unset.
pub(super) fn experience_of(body: wire::PutApplicationSignInExperience) -> ApplicationSignInExperience {
    let text = |text: Option<Option<String>>| empty_as_null(text.flatten());
    ApplicationSignInExperience {
        color: known_color(body.color.unwrap_or_default()),
        branding: known_branding(body.branding.unwrap_or_default()),
        custom_css: text(body.custom_css),
        terms_of_use_url: text(body.terms_of_use_url),
        privacy_policy_url: text(body.privacy_policy_url),
        display_name: text(body.display_name),
    }
}

/// The look as the wire shows it.
pub(super) fn experience_body(
    tenant: &TenantId,
    id: &ApplicationId,
    experience: ApplicationSignInExperience,
) -> wire::ApplicationSignInExperience {
    wire::ApplicationSignInExperience {
        tenant_id: tenant.to_string(),
        application_id: id.to_string(),
        color: experience.color,
        branding: experience.branding,
        custom_css: experience.custom_css,
        terms_of_use_url: experience.terms_of_use_url,
        privacy_policy_url: experience.privacy_policy_url,
        display_name: experience.display_name,
    }
}
