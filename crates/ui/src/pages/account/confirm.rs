//! Asking once more before something is lost.

use askama::Template;

use super::{AccountFrame, account_pages};

/// A question with what follows from the answer. Posts to `action`.
#[derive(Template)]
#[template(path = "pages/account/confirm.html")]
pub struct AccountConfirmPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The question.
    pub heading: String,
    /// What will be lost, a sentence each.
    pub consequences: Vec<String>,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// What the button says.
    pub button: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

account_pages!(AccountConfirmPage);
