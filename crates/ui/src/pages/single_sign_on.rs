//! The way to an enterprise's own provider.

use askama::Template;

use super::social::{SocialButton, with_logos};
use super::{branded_policy, into_response};
use crate::components::Terms;
use crate::words::Piece;
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// Says that an address signs in at its organization's provider, and goes there; where there are several, it asks at which.
///
/// A page of its own, because the policy of a page with a form says where the form's redirects may end, and where providers are is not known when
/// that is drawn.
#[derive(Template)]
#[template(path = "pages/single_sign_on.html")]
pub struct SingleSignOnPage {
    /// The application the user is signing in to.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// The address.
    pub address: String,
    /// The providers that it leads to; at least one.
    pub providers: Vec<SocialButton>,
    /// The sign-in page.
    pub sign_in_url: String,
    /// Terms and privacy policy, shown at the foot.
    pub terms: Terms,
}

impl SingleSignOnPage {
    /// Where the browser goes by itself: there is no choice.
    fn onward(&self) -> Option<&str> {
        match &*self.providers {
            [only] => Some(&only.href),
            _ => None,
        }
    }

    /// Whose address it is.
    fn sentence(&self) -> Vec<Piece> {
        self.words.pieces("sso-choose-lead", vec![("address", Piece::Strong(self.address.clone()))])
    }
}

impl Page for SingleSignOnPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        with_logos(branded_policy(&self.brand, &[]), &self.providers)
    }
}

into_response!(SingleSignOnPage);
