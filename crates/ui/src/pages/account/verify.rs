//! Proving once more who one is, before something changes by which one gets in.

use askama::Template;

use super::{AccountFrame, account_pages};
use crate::components::Link;

/// Asks for the password, offers a code, or a sign-in where there is neither.
#[derive(Template)]
#[template(path = "pages/account/verify.html")]
pub struct AccountVerifyPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// By what.
    pub by: VerifyBy,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// Where one goes on, as hidden field `return_to`.
    pub return_to: String,
    /// Other ways.
    pub alternatives: Vec<Link>,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

/// By what somebody proves who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifyBy {
    /// By the password: `password`.
    Password {
        /// What the user signs in with, for password managers.
        identifier: String,
        /// What is wrong.
        error: Option<String>,
    },
    /// By a code: `by` is `email`.
    Email(String),
    /// By a code: `by` is `phone`.
    Phone(String),
    /// By signing in again.
    SignIn {
        /// Where.
        url: String,
        /// Whether it is because the user was let in without their second factor; else because they have nothing else to prove it by.
        is_for_factor: bool,
    },
}

account_pages!(AccountVerifyPage);
