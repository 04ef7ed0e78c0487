//! The first walk through the product, for whoever has just set up a server.

use askama::Template;

use super::{ConsoleFrame, FormField, console_pages};
use crate::components::Link;

/// The walk: what is done, what is next.
#[derive(Template)]
#[template(path = "pages/console/get_started.html")]
pub struct ConsoleGetStartedPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// How far it is, in words.
    pub progress: String,
    /// The steps, in their order.
    pub steps: Vec<WalkStep>,
}

/// A step of the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkStep {
    /// What is done in it.
    pub heading: String,
    /// What that is good for.
    pub text: String,
    /// What came of it, once it is done.
    pub result: Option<Link>,
    /// Whether it is the next.
    pub is_next: bool,
    /// What is to be filled in, where something is.
    pub form: Option<WalkForm>,
    /// Where else it leads: address, words, whether in a tab of its own.
    pub links: Vec<(Link, bool)>,
}

/// What is filled in for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkForm {
    /// Where it is sent.
    pub action: String,
    /// What goes along.
    pub hidden: Vec<(String, String)>,
    /// The fields.
    pub fields: Vec<FormField>,
    /// What the button says.
    pub button: String,
}

/// The credential of a machine, shown once, as requests that can be copied and tried.
#[derive(Template)]
#[template(path = "pages/console/get_started_machine.html")]
pub struct ConsoleWalkMachinePage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The application's id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The indicator of the Management API.
    pub resource: String,
    /// The command that fetches a token.
    pub token_command: String,
    /// The command that calls the Management API.
    pub call_command: String,
    /// The way on.
    pub done: Link,
}

/// Signs a user in, fetches an organization token and calls the gateway with it, in a script.
#[derive(Template)]
#[template(path = "pages/console/get_started_try.html")]
pub struct ConsoleWalkTryPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The application that asks.
    pub client_id: String,
    /// Where users return to.
    pub redirect_uri: String,
    /// Who issues tokens.
    pub issuer: String,
    /// The organization.
    pub organization_id: String,
    /// Its name.
    pub organization: String,
    /// The user.
    pub user: String,
    /// The permissions that tokens are asked for, with spaces between.
    pub scopes: String,
    /// The permission that is needed.
    pub permission: String,
    /// What the user's roles are, in words.
    pub roles: String,
    /// The command that the script carries out.
    pub call_command: String,
    /// Makes the user an administrator of the organization, until they are one.
    pub promote: Option<WalkForm>,
    /// The way back to the steps.
    pub back: Link,
}

console_pages!(ConsoleGetStartedPage, ConsoleWalkMachinePage, ConsoleWalkTryPage);
