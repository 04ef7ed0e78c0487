//! Guides: code for a framework, step by step.

use askama::Template;

use super::{ConsoleFrame, ConsoleTab, console_pages};

/// A guide, and the others that there are.
#[derive(Template)]
#[template(path = "pages/console/guide.html")]
pub struct ConsoleGuidePage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What it is for.
    pub title: String,
    /// What that is.
    pub lead: String,
    /// The guide's own name.
    pub heading: String,
    /// Those to choose from.
    pub groups: Vec<GuideGroup>,
    /// What is to be done.
    pub steps: Vec<GuideStep>,
    /// Where the forms go: registers addresses, and makes a secret.
    pub actions: (String, String),
    /// What goes along with them: which guide it is.
    pub framework: String,
}

/// Guides that are for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideGroup {
    /// What they are for.
    pub label: String,
    /// Each, with what else distinguishes it.
    pub guides: Vec<(ConsoleTab, String)>,
}

/// A step of a guide.
pub struct GuideStep {
    /// What is done.
    pub heading: String,
    /// How, and what that is good for.
    pub text: String,
    /// What there is beside code.
    pub part: GuidePart,
    /// Files: their names and what is in them.
    pub files: Vec<(String, String)>,
}

/// What a step has beside code.
pub enum GuidePart {
    /// Nothing.
    Code,
    /// Addresses that have to be registered: what each is for, the address, and whether it is.
    Addresses(Vec<GuideAddress>),
    /// The application's secret goes here; whether it is shown.
    Secret(bool),
}

/// An address that has to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideAddress {
    /// What it is for.
    pub label: String,
    /// The address.
    pub uri: String,
    /// Whether it is registered.
    pub is_registered: bool,
}

impl GuidePart {
    /// The addresses, and whether one of them is missing.
    fn addresses(&self) -> Option<(&[GuideAddress], bool)> {
        match self {
            Self::Addresses(all) => Some((all, all.iter().any(|one| !one.is_registered))),
            Self::Code | Self::Secret(_) => None,
        }
    }

    /// Whether the secret is shown, where one goes here.
    fn secret(&self) -> Option<bool> {
        match self {
            Self::Secret(is_shown) => Some(*is_shown),
            Self::Code | Self::Addresses(_) => None,
        }
    }
}

console_pages!(ConsoleGuidePage);
