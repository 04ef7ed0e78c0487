//! The administrator's own account.

use askama::Template;

use super::{ConsoleFrame, console_pages};

/// Password, second factor, sessions.
#[derive(Template)]
#[template(path = "pages/console/account.html")]
pub struct ConsoleAccountPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The username, for password managers.
    pub username: String,
    /// What a new password needs.
    pub password_hint: String,
    /// What is wrong with the present password.
    pub present_error: Option<String>,
    /// What is wrong with the new one.
    pub new_error: Option<String>,
    /// Whether there is an authenticator.
    pub has_authenticator: bool,
    /// What is wrong with the password that takes it away.
    pub remove_error: Option<String>,
}

/// Sets an authenticator up.
#[derive(Template)]
#[template(path = "pages/console/authenticator.html")]
pub struct ConsoleAuthenticatorPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The secret, which the form sends back.
    pub secret: String,
    /// Its picture.
    pub picture: String,
    /// What is wrong with the code.
    pub error: Option<String>,
}

console_pages!(ConsoleAccountPage, ConsoleAuthenticatorPage);
