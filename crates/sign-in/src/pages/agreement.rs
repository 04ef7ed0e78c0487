//! How users agree to the terms (Management API contract §12.1 `agreeToTermsPolicy`).

use domain::sign_in_experience::{SignInExperience, TermsPolicy};
use ui::components::Agreement;

use crate::{
    flow::{Flow, Visit},
    state::Event,
};

/// How somebody who is about to do this agrees; nothing where nobody asks.
pub(super) fn agreement(visit: &Visit, event: Event) -> Option<Agreement> {
    agreement_by(&visit.settings, event)
}

/// As [`agreement`], by settings.
pub(super) fn agreement_by(settings: &SignInExperience, event: Event) -> Option<Agreement> {
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

/// Whether somebody has still to tick the box before they are let in, whatever they have proven it by: the first page asks those who fill it in,
/// and those who come by an account elsewhere, a passkey or a link have not seen it.
pub(super) fn is_missing(flow: &Flow) -> bool {
    let asked = agreement(&flow.visit, flow.experience.event());
    asked.is_some_and(|agreement| agreement.is_asked) && !flow.experience.page.has_agreed
}
