//! The way in.

use askama::Template;

use super::into_response;
use crate::components::{Banner, FieldState};
use crate::{Brand, Page, Words};

/// Asks for username and password.
#[derive(Template)]
#[template(path = "pages/console/sign_in.html")]
pub struct ConsoleSignInPage {
    /// Guildhall's own.
    pub brand: Brand,
    /// The words.
    pub words: Words,
    /// What went wrong, or what was before.
    pub banner: Option<Banner>,
    /// The token against forged posts.
    pub xsrf: String,
    /// The page to go on to.
    pub return_to: String,
    /// The username.
    pub username: FieldState,
    /// What is wrong with the password.
    pub password_error: Option<String>,
}

/// Asks for the code of an authenticator.
#[derive(Template)]
#[template(path = "pages/console/code.html")]
pub struct ConsoleCodePage {
    /// Guildhall's own.
    pub brand: Brand,
    /// The words.
    pub words: Words,
    /// The token against forged posts.
    pub xsrf: String,
    /// The page to go on to.
    pub return_to: String,
    /// What is wrong with the code.
    pub error: Option<String>,
}

/// Makes the account of an administrator, or lets one in again.
#[derive(Template)]
#[template(path = "pages/console/set_up.html")]
pub struct ConsoleSetUpPage {
    /// Guildhall's own.
    pub brand: Brand,
    /// The words.
    pub words: Words,
    /// What is wrong that belongs to no field.
    pub banner: Option<Banner>,
    /// What this is.
    pub heading: String,
    /// What it is for.
    pub lead: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// The token of the link.
    pub token: String,
    /// The username, which is fixed for whoever has one.
    pub username: FieldState,
    /// Whether it is fixed.
    pub is_known: bool,
    /// What a password needs.
    pub password_hint: String,
    /// What is wrong with it.
    pub password_error: Option<String>,
    /// What the button says.
    pub button: String,
}

impl Page for ConsoleSignInPage {}
impl Page for ConsoleCodePage {}
impl Page for ConsoleSetUpPage {}

into_response!(ConsoleSignInPage, ConsoleCodePage, ConsoleSetUpPage);
