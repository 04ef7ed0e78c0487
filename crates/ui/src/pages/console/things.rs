//! Lists and forms that need no page of their own: a table of things, and fields in parts.

use std::borrow::Cow;

use askama::Template;

use super::{
    ApplicationKind, ConsoleFrame, ConsoleOption, ConsolePaging, ConsoleSearch, EndpointRow, console_pages,
    into_response,
};
use crate::components::{FieldState, Link, Tone};
use crate::pages::portal::Moment;
use crate::{ContentSecurityPolicy, Page};

/// The list of an area.
#[derive(Template)]
#[template(path = "pages/console/things.html")]
pub struct ConsoleThingsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What is listed.
    pub heading: String,
    /// What that is.
    pub lead: String,
    /// Where one is made, for whoever may.
    pub create: Option<Link>,
    /// A way to look for one, where there is one.
    pub search: Option<ConsoleSearch>,
    /// Whether the list is narrowed.
    pub is_narrowed: bool,
    /// The names of the columns after the first.
    pub columns: Vec<String>,
    /// Each that is shown.
    pub rows: Vec<ThingRow>,
    /// What is said when there is none.
    pub empty: (String, String),
    /// Which part of the list.
    pub paging: ConsolePaging,
}

/// A thing in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingRow {
    /// Its id, which decides the tint.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What the columns after the first say of it.
    pub cells: Vec<ThingCell>,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThingCell {
    /// Words.
    Text(String),
    /// An id or an address, to be copied.
    Code(String),
    /// Words that stand out.
    Tags(Vec<(Tone, String)>),
    /// A point in time.
    At(Moment),
}

impl ConsoleFormPage {
    fn has_files(&self) -> bool {
        has_files(&self.parts)
    }
}

impl ConsoleThingsPage {
    fn cells<'a>(&'a self, row: &'a ThingRow) -> impl Iterator<Item = (&'a String, &'a ThingCell)> {
        self.columns.iter().zip(&row.cells)
    }
}

/// Makes or changes something.
#[derive(Template)]
#[template(path = "pages/console/form.html")]
pub struct ConsoleFormPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What it is about.
    pub title: String,
    /// What that is.
    pub lead: String,
    /// Ids and addresses that somebody needs who writes code, with what the part is called and what it is for.
    pub facts: Option<(String, String, Vec<EndpointRow>)>,
    /// The parts; one without a heading stands alone.
    pub parts: Vec<FormPart>,
    /// What the form was made from, where something is changed.
    pub mark: Option<String>,
    /// Where it is sent.
    pub action: String,
    /// What the button says.
    pub button: String,
    /// The way back, where nothing else leads there.
    pub back_url: Option<String>,
    /// What can be destroyed from here, for whoever may: what that does and where it is asked.
    pub destroy: Option<(String, Link)>,
}

/// Fields that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormPart {
    /// What they are; empty where the form has but one part, whose text stands above its fields then.
    pub heading: String,
    /// What they are for.
    pub text: String,
    /// Each.
    pub fields: Vec<FormField>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// What is sent; its id too.
    pub name: Cow<'static, str>,
    /// What it says above.
    pub label: String,
    /// What it says below.
    pub hint: String,
    /// What is in it and what is wrong with that.
    pub state: FieldState,
    /// What is said as soon as somebody has typed what cannot be; empty where the server alone tells.
    pub wrong: String,
    /// How it is filled in.
    pub control: Control,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// A line; with what is said when it must not be empty and is.
    Line {
        /// The type of the input.
        kind: &'static str,
        /// What is said when it is empty and must not be.
        missing: String,
        /// Whether it is code.
        is_mono: bool,
    },
    /// A colour, typed or picked.
    Color,
    /// The address of a picture, or a file.
    Picture {
        /// Whether the server keeps files.
        is_kept: bool,
        /// What files may be.
        hint: String,
    },
    /// A secret, which is not shown again.
    Secret,
    /// Several lines of code or of addresses.
    Lines(u32),
    /// Several lines of prose.
    Prose(u32),
    /// Yes or no.
    Check(bool),
    /// One of several, all of them shown.
    Cards(Vec<ApplicationKind>),
    /// Any of several.
    Checks(Vec<ApplicationKind>),
    /// One of several.
    Select(Vec<ConsoleOption>),
    /// One of a few with short names, all of them in the line of what is chosen: for many such lines, one under the other.
    Segments(Vec<ConsoleOption>),
}

/// Whether a form of these parts has files, so that it is sent otherwise.
pub(super) fn has_files(parts: &[FormPart]) -> bool {
    pictures(parts).any(|field| matches!(field.control, Control::Picture { is_kept: true, .. }))
}

fn pictures(parts: &[FormPart]) -> impl Iterator<Item = &FormField> {
    let fields = parts.iter().flat_map(|part| &part.fields);
    fields.filter(|field| matches!(field.control, Control::Picture { .. }))
}

/// What a page may load that shows the pictures of these parts.
pub(super) fn picture_policy(parts: &[FormPart]) -> ContentSecurityPolicy {
    let addresses = pictures(parts).map(|field| field.state.value.as_str());
    addresses.fold(ContentSecurityPolicy::default(), ContentSecurityPolicy::image_from)
}

impl Page for ConsoleFormPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        picture_policy(&self.parts)
    }
}

impl FormField {
    /// A line of text. `missing` is said when it must not be empty and is.
    pub fn line(
        name: impl Into<Cow<'static, str>>,
        label: String,
        state: FieldState,
        missing: String,
    ) -> Self {
        Self {
            name: name.into(),
            wrong: String::new(),
            label,
            hint: String::new(),
            state,
            control: Control::Line { kind: "text", missing, is_mono: false },
        }
    }

    /// The picture at the address, where there is one to show.
    pub(crate) fn picture(&self) -> Option<&str> {
        Some(self.state.value.as_str())
            .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    }

    /// With words below.
    #[must_use]
    pub fn hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// With what is said as soon as somebody has typed what cannot be.
    #[must_use]
    pub fn wrong(self, wrong: String) -> Self {
        Self { wrong, ..self }
    }

    /// Filled in otherwise.
    #[must_use]
    pub fn control(self, control: Control) -> Self {
        Self { control, ..self }
    }
}

console_pages!(ConsoleThingsPage);
into_response!(ConsoleFormPage);
