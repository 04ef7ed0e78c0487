//! Signing in with accounts elsewhere: the buttons on other pages, and what is asked of somebody who comes back from there.

use askama::Template;

use super::{branded_policy, into_response};
use crate::components::{Banner, Terms};
use crate::words::Piece;
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// A way to sign in with an account elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialButton {
    /// What the provider is called.
    pub name: String,
    /// Its picture: a web address, or a `data:` address of an image.
    pub logo: Option<String>,
    /// The same for dark pages.
    pub logo_dark: Option<String>,
    /// Where the sign-in begins.
    pub href: String,
}

impl SocialButton {
    /// The picture for dark pages as `srcset` takes it, which ends an address at a space.
    pub(super) fn dark_source(&self) -> Option<String> {
        self.logo_dark.as_ref().map(|logo| logo.replace(char::is_whitespace, "%20"))
    }
}

/// The policy of a page that shows these buttons.
pub(super) fn with_logos(policy: ContentSecurityPolicy, buttons: &[SocialButton]) -> ContentSecurityPolicy {
    let logos = buttons.iter().flat_map(|button| [&button.logo, &button.logo_dark]).flatten();
    logos.fold(policy, |policy, logo| policy.image_from(logo))
}

/// Asks whose account here somebody is who comes from elsewhere with an address that it has. Posts `xsrf`, `decision` and, where that is
/// `link`, `password` to `action`.
#[derive(Template)]
#[template(path = "pages/social_link.html")]
pub struct SocialLinkPage {
    /// The application the user is signing in to.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the forms post to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// What the provider is called.
    pub provider: String,
    /// The address that both accounts have.
    pub address: String,
    /// Whether the account here can be shown to be one's own by its password.
    pub asks_password: bool,
    /// Whether it can by a code that is sent to the address.
    pub offers_code: bool,
    /// What is wrong with the password field itself. A wrong password belongs into `banner`.
    pub password_error: Option<String>,
    /// A message above the form.
    pub banner: Option<Banner>,
    /// Whether an account of its own can be made instead.
    pub offers_registration: bool,
    /// The sign-in page.
    pub sign_in_url: String,
    /// Terms and privacy policy, shown at the foot.
    pub terms: Terms,
    /// Where the redirects after the post may end.
    pub redirect_targets: Vec<String>,
}

impl SocialLinkPage {
    /// Which account there is, and how it is linked.
    fn sentence(&self) -> Vec<Piece> {
        let key = match (self.asks_password, self.offers_code) {
            (true, _) => "social-link-lead",
            (false, true) => "social-link-by-code",
            (false, false) => "social-link-closed",
        };
        let provider = Piece::Text(self.provider.clone());
        self.words.pieces(key, vec![("address", Piece::Strong(self.address.clone())), ("provider", provider)])
    }
}

impl Page for SocialLinkPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &self.redirect_targets)
    }
}

into_response!(SocialLinkPage);

#[cfg(test)]
mod tests {
    use super::*;

    fn button(logo_dark: &str) -> SocialButton {
        SocialButton {
            name: "Fjord".to_owned(),
            logo: Some("https://cdn.fjord.example/logo.svg".to_owned()),
            logo_dark: Some(logo_dark.to_owned()),
            href: "/direct/social/fjord".to_owned(),
        }
    }

    #[test]
    fn an_image_for_dark_pages_has_no_spaces_in_its_address() {
        let dark = button("data:image/svg+xml,<svg viewBox='0 0 24 24'/>").dark_source();
        assert_eq!(dark.as_deref(), Some("data:image/svg+xml,<svg%20viewBox='0%200%2024%2024'/>"));
    }

    #[test]
    fn pictures_from_elsewhere_may_be_shown() {
        let policy = with_logos(ContentSecurityPolicy::default(), &[button("data:image/svg+xml,a")]);
        assert_eq!(policy, ContentSecurityPolicy::default().image_from("https://cdn.fjord.example"));
    }
}
