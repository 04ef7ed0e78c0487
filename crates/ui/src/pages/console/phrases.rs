//! The words of the hosted pages in a tenant's own wording, beside the built-in ones.

use askama::Template;

use super::{ConsoleFrame, ConsolePaging, ConsoleSearch, PreviewChoice, console_pages};
use crate::components::{FieldState, Link};

/// Changes what pages say in a language.
#[derive(Template)]
#[template(path = "pages/console/phrases.html")]
pub struct ConsolePhrasesPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The language.
    pub title: String,
    /// What is said where a field is empty.
    pub lead: String,
    /// The tag of the language.
    pub language: String,
    /// The tag of the language of the built-in words.
    pub said_language: String,
    /// A way to look for a phrase.
    pub search: ConsoleSearch,
    /// What else the list is narrowed by.
    pub filters: Vec<PreviewChoice>,
    /// Whether it is narrowed.
    pub is_narrowed: bool,
    /// The phrases, in parts.
    pub parts: Vec<PhrasePart>,
    /// Which part of the list.
    pub paging: ConsolePaging,
    /// Where the form is sent.
    pub action: String,
    /// What it was made from.
    pub mark: String,
    /// What can be destroyed from here, for whoever may: what that does and where it is asked.
    pub destroy: Option<(String, Link)>,
}

/// Phrases that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhrasePart {
    /// What they are about.
    pub heading: String,
    /// Where they are said.
    pub text: String,
    /// Each.
    pub phrases: Vec<PhraseField>,
}

/// A phrase, with a field for one's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseField {
    /// What the field is called; its id too.
    pub field: String,
    /// Its place among the phrases of the Management API.
    pub place: String,
    /// What is said otherwise.
    pub said: String,
    /// What stands below the field: the place, and what may be put in.
    pub hint: String,
    /// Whether the tenant has words of its own for it.
    pub is_own: bool,
    /// How many lines the field has.
    pub rows: usize,
    /// One's own words, and what is wrong with them.
    pub state: FieldState,
}

console_pages!(ConsolePhrasesPage);
