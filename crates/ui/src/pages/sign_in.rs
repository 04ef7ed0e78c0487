//! Sign-in and registration with username and password.

use askama::Template;

use super::social::{SocialButton, with_logos};
use super::{branded_policy, into_response};
use crate::components::{Banner, FieldState, Terms};
use crate::{Brand, ContentSecurityPolicy, Page};

/// The sign-in form. Posts `xsrf`, `identifier` and `password` to `action`.
#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignInPage {
    /// The application the user is signing in to.
    pub brand: Brand,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// The username: what was typed before, or a login hint; and its error.
    pub identifier: FieldState,
    /// What is wrong with the password field itself. Wrong credentials belong into `banner`.
    pub password_error: Option<String>,
    /// A message above the form, such as wrong credentials or a lock-out.
    pub banner: Option<Banner>,
    /// The registration page, where registration is open.
    pub register_url: Option<String>,
    /// With whose accounts one can sign in besides.
    pub social: Vec<SocialButton>,
    /// Terms and privacy policy, shown at the foot.
    pub terms: Terms,
    /// Where the redirects after the post may end: the client's redirect URI. Needed for the page's `form-action` policy.
    pub redirect_targets: Vec<String>,
}

/// The registration form. Posts `xsrf`, `identifier` and `password` to `action`.
#[derive(Template)]
#[template(path = "pages/register.html")]
pub struct RegisterPage {
    /// The application the user is registering for.
    pub brand: Brand,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// The wished username and its error.
    pub identifier: FieldState,
    /// The rules for usernames in one sentence.
    pub identifier_hint: String,
    /// Which rule the password broke.
    pub password_error: Option<String>,
    /// The rules for passwords in one sentence.
    pub password_hint: String,
    /// A message above the form.
    pub banner: Option<Banner>,
    /// The sign-in page.
    pub sign_in_url: Option<String>,
    /// With whose accounts one can register besides.
    pub social: Vec<SocialButton>,
    /// Terms and privacy policy that are accepted by registering.
    pub terms: Terms,
    /// Where the redirects after the post may end: the client's redirect URI.
    pub redirect_targets: Vec<String>,
}

impl Page for SignInPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        with_logos(branded_policy(&self.brand, &self.redirect_targets), &self.social)
    }
}

impl Page for RegisterPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        with_logos(branded_policy(&self.brand, &self.redirect_targets), &self.social)
    }
}

into_response!(SignInPage, RegisterPage);
