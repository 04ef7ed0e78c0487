//! Fields of the profile, as the pages of the steps ask for them.

use crate::Words;
use crate::components::FieldState;

/// A field of the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileInput {
    /// Its name in the form.
    pub name: String,
    /// What people read beside it.
    pub label: String,
    /// What explains it; may be empty.
    pub hint: String,
    /// What it takes.
    pub kind: ProfileInputKind,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// What browsers fill in: a word of HTML's list.
    pub autocomplete: &'static str,
    /// What was typed, and what is wrong with it.
    pub field: FieldState,
}

/// What a field of the profile takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileInputKind {
    /// A line: `text`, `number`, `date` or `url`.
    Line(&'static str),
    /// Yes or no.
    Checkbox,
    /// One of several values, each with its label.
    Select(Vec<(String, String)>),
}

impl ProfileInput {
    pub(crate) fn label(&self, words: &Words) -> String {
        if self.is_required {
            self.label.clone()
        } else {
            format!("{} ({})", self.label, words.say("optional"))
        }
    }

    pub(crate) fn missing(&self, words: &Words) -> String {
        if self.is_required { words.say("missing-field") } else { String::new() }
    }
}
