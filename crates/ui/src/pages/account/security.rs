//! How somebody signs in.

use askama::Template;

use super::{AccountFrame, Factors, Passkeys, account_pages};

/// The password, and whatever else lets somebody in.
#[derive(Template)]
#[template(path = "pages/account/security.html")]
pub struct AccountSecurityPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// Whether there is a password, where that is shown.
    pub has_password: Option<bool>,
    /// Where it is set or changed, if it can be.
    pub password_url: Option<String>,
    /// The token against forged posts.
    pub xsrf: String,
    /// Passkeys, where they are shown.
    pub passkeys: Option<Passkeys>,
    /// Other second steps, where they are shown.
    pub factors: Option<Factors>,
}

account_pages!(AccountSecurityPage);
