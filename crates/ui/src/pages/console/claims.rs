//! Scripts that add claims to tokens, and looking for things.

use askama::Template;

use super::{ConsoleFrame, console_pages};
use crate::components::FieldState;

/// An editor for a script.
#[derive(Template)]
#[template(path = "pages/console/claims.html")]
pub struct ConsoleClaimsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Which tokens it is for.
    pub lead: String,
    /// What is in the form.
    pub fields: ClaimsFields,
    /// What a script can read.
    pub known: Vec<&'static str>,
    /// What came of trying it.
    pub trial: Option<TrialResult>,
    /// Whether there is one that runs.
    pub is_stored: bool,
    /// Where it is deleted, for whoever may.
    pub delete_url: Option<String>,
    /// Where the form is sent.
    pub action: String,
    /// What the form was made from.
    pub mark: String,
}

/// What is in the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimsFields {
    /// The program text.
    pub script: FieldState,
    /// What it is given in confidence, a variable on each line.
    pub environment: FieldState,
    /// Whether no token is issued when it fails.
    pub blocks: bool,
    /// A token to try it with, as JSON.
    pub token: FieldState,
    /// What it is told beside it, as JSON.
    pub context: FieldState,
}

/// What came of trying a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialResult {
    /// Whether it ran.
    pub is_good: bool,
    /// The claims that it adds, or what is wrong with it.
    pub text: String,
}

/// Looks for areas, actions and things.
#[derive(Template)]
#[template(path = "pages/console/search.html")]
pub struct ConsoleSearchPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What was looked for.
    pub searched: String,
    /// What was found: what it is, and each with its name, what else there is to say, and where it is.
    pub groups: Vec<(String, Vec<FoundThing>)>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundThing {
    /// What it is called.
    pub label: String,
    /// What else there is to say.
    pub detail: String,
    /// Where it is.
    pub href: String,
}

console_pages!(ConsoleClaimsPage, ConsoleSearchPage);
