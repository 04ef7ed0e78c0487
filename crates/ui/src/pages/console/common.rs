//! Pages that every area needs.

use askama::Template;

use super::{ConsoleFrame, ConsolePaging, ConsoleSearch, FormField, console_pages};
use crate::components::{Link, Tone};

/// Asks before something is destroyed.
#[derive(Template)]
#[template(path = "pages/console/confirm.html")]
pub struct ConsoleConfirmPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The question.
    pub heading: String,
    /// What will be lost, a sentence each.
    pub consequences: Vec<String>,
    /// The name to be typed, where it cannot be undone.
    pub typed: Option<TypedName>,
    /// What else the answer needs.
    pub fields: Vec<FormField>,
    /// Where the answer goes.
    pub action: String,
    /// What goes along: names and values.
    pub hidden: Vec<(String, String)>,
    /// What the button says.
    pub button: String,
    /// The way back.
    pub back_url: String,
}

/// A name that is typed to show that one means it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedName {
    /// What is to be typed.
    pub expected: String,
    /// What is wrong with what was typed.
    pub error: Option<String>,
}

/// Shows what is never shown again.
#[derive(Template)]
#[template(path = "pages/console/shown_once.html")]
pub struct ConsoleShownOncePage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What it is.
    pub heading: String,
    /// What to do with it.
    pub lead: String,
    /// Each value.
    pub values: Vec<Once>,
    /// The way on.
    pub done: Link,
}

/// A value with its name.
#[derive(Clone, PartialEq, Eq)]
pub struct Once {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// Somebody or something that a page names, which is known by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The name, or the id where there is no name.
    pub name: String,
    /// The id, where the name is another text.
    pub id: Option<String>,
    /// What is said beside it; nothing where all is well.
    pub note: String,
}

impl Called {
    /// What has a name and nothing else.
    pub const fn by_name(name: String) -> Self {
        Self { name, id: None, note: String::new() }
    }
}

/// Chooses things that are to belong to another.
#[derive(Template)]
#[template(path = "pages/console/choose.html")]
pub struct ConsoleChoosePage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What is chosen.
    pub heading: String,
    /// What for.
    pub lead: String,
    /// A way to look for more.
    pub search: ConsoleSearch,
    /// What can be chosen.
    pub choices: Vec<Choosable>,
    /// What is said when there is nothing.
    pub empty: String,
    /// Which part is shown.
    pub paging: ConsolePaging,
    /// Where it goes.
    pub action: String,
    /// What the button says.
    pub button: String,
    /// The way back.
    pub back_url: String,
    /// What is wrong.
    pub error: Option<String>,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosable {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What else there is to say.
    pub detail: String,
}

/// A list of things that belong to the thing whose tabs are shown.
#[derive(Template)]
#[template(path = "pages/console/linked.html")]
pub struct ConsoleLinkedPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The thing.
    pub title: String,
    /// What it is.
    pub lead: String,
    /// What is listed.
    pub heading: String,
    /// What that means.
    pub explanation: String,
    /// The way to add more, for whoever may.
    pub add: Option<Link>,
    /// Each.
    pub rows: Vec<LinkedRow>,
    /// What is said when there is nothing.
    pub empty: (String, String),
    /// Which part is shown.
    pub paging: ConsolePaging,
}

/// Something that belongs to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedRow {
    /// Its id, which decides the tint.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its own page.
    pub href: Option<String>,
    /// What else there is to say.
    pub detail: String,
    /// Words beside it.
    pub tags: Vec<(Tone, String)>,
    /// Where it is taken away, for whoever may, and what the button says.
    pub remove: Option<Link>,
}

console_pages!(ConsoleConfirmPage, ConsoleShownOncePage, ConsoleChoosePage, ConsoleLinkedPage);
