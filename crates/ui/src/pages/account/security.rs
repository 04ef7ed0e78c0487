//! How somebody signs in.

use askama::Template;

use super::{AccountFrame, account_pages};

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
}

account_pages!(AccountSecurityPage);
