//! The pages. Each struct holds all that its template (`templates/pages`, same name) prints.
//!
//! None of them is `Debug`: most carry a token against forgery, and some a code or a demonstration password.

pub mod account;
mod choice;
mod consent;
pub mod console;
mod developer;
mod device;
mod gallery;
mod notice;
pub mod portal;
mod profile_input;
mod reference;
mod session;
mod sign_in;
mod single_sign_on;
mod social;
mod step;
#[cfg(test)]
mod tests;

pub use choice::{OrganizationClosedPage, SelectAccountPage, SelectOrganizationPage, SelectableOrganization};
pub use consent::{ConsentPage, OrganizationChoice, ScopeGroup, ScopeItem};
pub use developer::{CommandExample, DemoPage, DemoUser, DevHomePage, Endpoint, MailboxEntry, MailboxPage};
pub use device::{DeviceConfirmPage, DevicePage, DeviceSuccessPage};
pub use gallery::GalleryPage;
pub(crate) use gallery::{EXAMPLE_DETAIL, EXAMPLE_ERROR, NO_ERROR};
pub use notice::{ErrorPage, NotFoundPage, UnknownSessionPage};
pub use profile_input::{ProfileInput, ProfileInputKind};
pub use reference::{
    ReferenceAnswer, ReferenceAuthorization, ReferenceGroup, ReferenceHomePage, ReferenceIndex,
    ReferenceOperation, ReferencePage, SchemaRow,
};
pub use session::{AutoSubmitPage, HiddenField, SignOutPage, SignedOutPage};
pub use sign_in::{RegisterPage, SignInPage};
pub use single_sign_on::SingleSignOnPage;
pub use social::{SocialButton, SocialLinkPage};
pub use step::{
    Alternative, Channel, Factor, FactorOption, FactorsPurpose, IdentifierPurpose, Offer, Step, StepPage,
    TrustOffer, Way, Who,
};

/// Makes a page an axum answer with its own status.
macro_rules! into_response {
    ($($page:ty),+ $(,)?) => {
        $(impl axum::response::IntoResponse for $page {
            fn into_response(self) -> axum::response::Response {
                $crate::page::respond(&self, $crate::page::Page::status(&self))
            }
        })+
    };
}
use into_response;

/// The policy of a page with a brand and forms that may end at `targets`.
fn branded_policy(brand: &crate::Brand, targets: &[String]) -> crate::ContentSecurityPolicy {
    let logos = [&brand.logo_url, &brand.dark_logo_url, &brand.favicon_url, &brand.dark_favicon_url];
    let logos = logos.into_iter().flatten();
    let policy = logos.fold(crate::ContentSecurityPolicy::default(), |policy, logo| policy.image_from(logo));
    let policy = if brand.preview.is_some() { policy.framed_by_us() } else { policy };
    targets.iter().fold(policy, |policy, target| policy.form_to(target))
}
