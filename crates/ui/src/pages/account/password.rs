//! A new password.

use askama::Template;

use super::{AccountFrame, account_pages};

/// Asks for a password: `password`.
#[derive(Template)]
#[template(path = "pages/account/password.html")]
pub struct AccountPasswordPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// Whether there is one already.
    pub is_change: bool,
    /// What the user signs in with, for password managers.
    pub identifier: Option<String>,
    /// The rules in one sentence.
    pub hint: String,
    /// Which rules it broke.
    pub error: Option<String>,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

impl AccountPasswordPage {
    fn heading(&self) -> String {
        self.frame.words.say(if self.is_change { "account-change-password" } else { "account-set-password" })
    }
}

account_pages!(AccountPasswordPage);
