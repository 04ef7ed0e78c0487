//! Administrators of the server.

use askama::Template;

use super::{ConsoleFrame, ConsoleOption, console_pages};
use crate::components::Person;
use crate::pages::portal::Moment;

/// The list.
#[derive(Template)]
#[template(path = "pages/console/administrators.html")]
pub struct ConsoleAdministratorsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Each.
    pub rows: Vec<AdministratorRow>,
    /// Where one is added.
    pub add_url: String,
}

/// An administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdministratorRow {
    /// Who it is.
    pub person: Person,
    /// What they may do.
    pub role: String,
    /// Whether it is whoever looks.
    pub is_self: bool,
    /// Whether a second factor is asked for.
    pub has_second_factor: bool,
    /// When they signed in last.
    pub last_sign_in: Option<Moment>,
    /// Their page.
    pub href: String,
}

/// What somebody who is limited to parts of the Management API may do in one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRight {
    /// What the field is called.
    pub field: String,
    /// What the part is called.
    pub label: String,
    /// The roles to choose from.
    pub options: Vec<ConsoleOption>,
}

/// Makes a link by which somebody joins.
#[derive(Template)]
#[template(path = "pages/console/new_administrator.html")]
pub struct ConsoleNewAdministratorPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The roles: word, name, what it allows, whether it is chosen.
    pub roles: Vec<(String, String, String, bool)>,
    /// What a limited one may do.
    pub parts: Vec<PartRight>,
    /// What is wrong.
    pub error: Option<String>,
    /// The way back.
    pub back_url: String,
}

/// One of them.
#[derive(Template)]
#[template(path = "pages/console/administrator.html")]
pub struct ConsoleAdministratorPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Who it is.
    pub person: Person,
    /// The roles, as above.
    pub roles: Vec<(String, String, String, bool)>,
    /// What a limited one may do.
    pub parts: Vec<PartRight>,
    /// What is wrong.
    pub error: Option<String>,
    /// Where the rights are sent.
    pub action: String,
    /// Where a link is made by which they get in again.
    pub recover_url: String,
    /// Where they are removed.
    pub remove_url: String,
}

console_pages!(ConsoleAdministratorsPage, ConsoleNewAdministratorPage, ConsoleAdministratorPage);
