//! The end of a session, and pages that forward a form by themselves (OpenID Connect RP-Initiated Logout 1.0; OAuth 2.0 Form
//! Post Response Mode).

use askama::Template;
use http::StatusCode;

use super::{branded_policy, into_response};
use crate::components::Person;
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// Asks whether to end the session (wire contract 5.6). The form `op.logoutForm` posts `xsrf` and `logout=yes` to `action`,
/// by itself where scripts run; a second form posts `xsrf` alone, which leaves the session and drops only this client.
#[derive(Template)]
#[template(path = "pages/sign_out.html")]
pub struct SignOutPage {
    /// The application the user comes from, or the server itself.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// `…/session/end/confirm`.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// Whose session it is, unless the user is gone.
    pub user: Option<Person>,
    /// Where the redirects after the post may end: the post-logout redirect URI.
    pub redirect_targets: Vec<String>,
}

/// Says that the session has ended.
#[derive(Template)]
#[template(path = "pages/signed_out.html")]
pub struct SignedOutPage {
    /// The application the user came from, or the server itself.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
}

/// Forwards hidden fields to `action` by itself, or by a button where scripts do not run: authorization answers with
/// `response_mode=form_post` (also errors, then with status 400), and steps between our own pages.
#[derive(Template)]
#[template(path = "pages/auto_submit.html")]
pub struct AutoSubmitPage {
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The fields, in order.
    pub fields: Vec<HiddenField>,
    /// 200, or 400 when the fields carry an error.
    pub status: StatusCode,
    /// Where redirects after the post may end besides `action`.
    pub redirect_targets: Vec<String>,
}

/// A hidden form field. Not `Debug`: it may carry a code or a token.
#[derive(Clone, PartialEq, Eq)]
pub struct HiddenField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl HiddenField {
    /// A field of this name and value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

impl Page for SignOutPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &self.redirect_targets).form_to(&self.action)
    }
}

impl Page for SignedOutPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &[])
    }
}

impl Page for AutoSubmitPage {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn content_security_policy(&self) -> ContentSecurityPolicy {
        self.redirect_targets
            .iter()
            .fold(ContentSecurityPolicy::default().form_to(&self.action), |policy, target| {
                policy.form_to(target)
            })
    }
}

into_response!(SignOutPage, SignedOutPage, AutoSubmitPage);
