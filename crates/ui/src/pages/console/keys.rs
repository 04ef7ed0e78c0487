//! What tokens and cookies are signed with.

use askama::Template;

use super::{ConsoleFrame, ConsoleOption, console_pages};
use crate::components::{Link, Tone};
use crate::pages::portal::Moment;

/// The keys.
#[derive(Template)]
#[template(path = "pages/console/keys.html")]
pub struct ConsoleKeysPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Where the public keys are.
    pub jwks: String,
    /// Each kind.
    pub groups: Vec<KeyGroup>,
}

/// A kind of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyGroup {
    /// What its heading is called in the page.
    pub id: &'static str,
    /// What they sign.
    pub heading: String,
    /// What that means.
    pub lead: String,
    /// Where a new one is made, for whoever may.
    pub rotate: Option<Link>,
    /// Each.
    pub rows: Vec<KeyRow>,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: String,
    /// The algorithm, where it is one with a public half.
    pub algorithm: Option<&'static str>,
    /// Whether it signs.
    pub status: (Tone, String),
    /// When it was made.
    pub created: Moment,
    /// From when on it signs, where it does not yet.
    pub effective: Option<String>,
    /// Where it is deleted, for whoever may and where that can be.
    pub delete: Option<Link>,
}

/// Asks how a new key takes the place of the old one.
#[derive(Template)]
#[template(path = "pages/console/rotate.html")]
pub struct ConsoleRotatePage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What is asked.
    pub heading: String,
    /// What happens then, a sentence each.
    pub consequences: Vec<String>,
    /// The algorithms to choose from.
    pub algorithms: Vec<ConsoleOption>,
    /// How long the new key is shown before it signs.
    pub graces: Vec<ConsoleOption>,
    /// Where it is sent.
    pub action: String,
    /// The way back.
    pub back_url: String,
}

console_pages!(ConsoleKeysPage, ConsoleRotatePage);
