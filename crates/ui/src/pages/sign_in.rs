//! The first pages of signing in and of registration. What follows them is in [`super::step`].

use askama::Template;

use super::social::{SocialButton, with_logos};
use super::{branded_policy, into_response};
use crate::captcha::{Captcha, widened};
use crate::components::{Agreement, Banner, FieldState, IdentifierKinds, Terms};
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// The sign-in form. Posts `xsrf`, `identifier`, `agreement` where it is asked for, and `password` where it asks for one, to `action`.
#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignInPage {
    /// The application the user is signing in to.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// What people may sign in with.
    pub kinds: IdentifierKinds,
    /// The identifier: what was typed before, or a login hint; and its error.
    pub identifier: FieldState,
    /// Whether the password is asked for on this page, because nothing else can be.
    pub asks_password: bool,
    /// What is wrong with the password field itself. Wrong credentials belong into `banner`.
    pub password_error: Option<String>,
    /// Whether one can sign in by a passkey without saying who it is: `do` is `passkey` then.
    pub offers_passkey: bool,
    /// Where the question comes from that passkeys answer which the browser offers for the identifier: posted as `credential`, with `do` as above.
    pub passkey_autofill_url: Option<String>,
    /// Where a forgotten password is replaced.
    pub forgot_url: Option<String>,
    /// Agreement to the terms, where signing in asks for it.
    pub agreement: Option<Agreement>,
    /// What tells people from programs, where the tenant wants it: `captcha`.
    pub captcha: Option<Captcha>,
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

/// The registration form. Posts `xsrf`, `identifier`, `agreement` where it is asked for, and `password` where it asks for one, to `action`.
#[derive(Template)]
#[template(path = "pages/register.html")]
pub struct RegisterPage {
    /// The application the user is registering for.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// What people may register with.
    pub kinds: IdentifierKinds,
    /// The wished identifier and its error.
    pub identifier: FieldState,
    /// The rules for identifiers in one sentence.
    pub identifier_hint: String,
    /// Whether the password is asked for on this page, because no code comes before it.
    pub asks_password: bool,
    /// Which rule the password broke.
    pub password_error: Option<String>,
    /// The rules for passwords in one sentence.
    pub password_hint: String,
    /// A message above the form.
    pub banner: Option<Banner>,
    /// The sign-in page.
    pub sign_in_url: Option<String>,
    /// How the terms are agreed to.
    pub agreement: Option<Agreement>,
    /// What tells people from programs, where the tenant wants it: `captcha`.
    pub captcha: Option<Captcha>,
    /// With whose accounts one can register besides.
    pub social: Vec<SocialButton>,
    /// Terms and privacy policy that are accepted by registering.
    pub terms: Terms,
    /// Where the redirects after the post may end: the client's redirect URI.
    pub redirect_targets: Vec<String>,
}

impl SignInPage {
    /// What browsers fill the identifier in with.
    fn autocomplete(&self) -> &'static str {
        if self.passkey_autofill_url.is_some() { "username webauthn" } else { "username" }
    }

    /// Whether a box has to be ticked, which needs a form.
    fn asks_agreement(&self) -> bool {
        self.agreement.as_ref().is_some_and(|agreement| agreement.is_asked)
    }
}

impl Page for SignInPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        let policy = with_logos(branded_policy(&self.brand, &self.redirect_targets), &self.social);
        widened(policy, self.captcha.as_ref())
    }
}

impl RegisterPage {
    /// Whether a box has to be ticked, which needs a form.
    fn asks_agreement(&self) -> bool {
        self.agreement.as_ref().is_some_and(|agreement| agreement.is_asked)
    }
}

impl Page for RegisterPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        let policy = with_logos(branded_policy(&self.brand, &self.redirect_targets), &self.social);
        widened(policy, self.captcha.as_ref())
    }
}

into_response!(SignInPage, RegisterPage);
