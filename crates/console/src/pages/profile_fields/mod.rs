//! `/console/profile-fields`: what registration and the account center ask for beside identifier and password.

mod danger;
mod editor;
mod list;
mod new;

use axum::response::Response;
use domain::{console::ConsoleRole, profile_field::ProfileFieldType};
use hosted::Call;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/profile-fields";
/// The path of the fields in the Management API.
const API: [&str; 2] = ["api", "custom-profile-fields"];

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/profile-fields/new", new::choose)
        .page(editor, "/console/profile-fields/new/{type}", new::ask)
        .form(editor, "/console/profile-fields/new/{type}", new::create)
        .page(reader, "/console/profile-fields/by-name/{name}", editor::show)
        .form(editor, "/console/profile-fields/by-name/{name}", editor::save)
        .page(editor, "/console/profile-fields/by-name/{name}/delete", danger::ask)
        .form(editor, "/console/profile-fields/by-name/{name}/delete", danger::delete)
        .about(&[parts::CUSTOM_PROFILE_FIELDS])
}

/// A field.
#[derive(Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    label: String,
    description: Option<String>,
    required: bool,
    config: Map<String, Value>,
}

impl Field {
    fn path(&self) -> String {
        format!("{PATH}/by-name/{}", self.name)
    }

    /// What it is called.
    fn called(&self) -> &str {
        if self.label.is_empty() { &self.name } else { &self.label }
    }

    fn kind(&self) -> ProfileFieldType {
        ProfileFieldType::parse(&self.kind).unwrap_or(ProfileFieldType::Text)
    }
}

/// The kinds: the word of the wire, and the messages of its name and of what it takes.
const KINDS: [(&str, &str, &str); 9] = [
    ("Text", "console-field-text", "console-field-text-hint"),
    ("Number", "console-field-number", "console-field-number-hint"),
    ("Date", "console-field-date", "console-field-date-hint"),
    ("Checkbox", "console-field-checkbox", "console-field-checkbox-hint"),
    ("Select", "console-field-select", "console-field-select-hint"),
    ("Url", "console-field-url", "console-field-url-hint"),
    ("Regex", "console-field-regex", "console-field-regex-hint"),
    ("Address", "console-field-address", "console-field-address-hint"),
    ("Fullname", "console-field-name", "console-field-name-hint"),
];

/// What a kind is called.
fn kind_name(operator: &Operator, word: &str) -> String {
    let found = KINDS.iter().find(|(kind, ..)| *kind == word);
    found.map_or_else(|| word.to_owned(), |(_, name, _)| operator.words.say(name))
}

/// Every field, in order.
async fn all(operator: &Operator) -> Result<Vec<Field>, Response> {
    one(operator, Call::get(&API)).await
}

/// The field that a path names, with its place among all.
async fn find(operator: &Operator, name: &str) -> Result<(Vec<Field>, usize), Response> {
    let all = all(operator).await?;
    let at = all.iter().position(|field| field.name == name);
    Ok((all, at.ok_or_else(|| operator.gone())?))
}
