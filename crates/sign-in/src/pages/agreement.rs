//! How users agree to the terms (Management API contract §12.1 `agreeToTermsPolicy`).

use domain::sign_in_experience::TermsPolicy;
use ui::components::Agreement;

use crate::{flow::Visit, state::Event};

/// How somebody who is about to do this agrees; nothing where nobody asks.
pub(super) fn agreement(visit: &Visit, event: Event) -> Option<Agreement> {
    let settings = &visit.settings;
    if settings.terms_of_use_url.is_none() && settings.privacy_policy_url.is_none() {
        return None;
    }
    let is_asked = match (settings.terms_policy, event) {
        (TermsPolicy::Manual, _) | (TermsPolicy::ManualRegistrationOnly, Event::Register) => true,
        (TermsPolicy::Automatic, Event::Register) => false,
        _ => return None,
    };
    Some(Agreement { is_asked, ..Agreement::default() })
}
