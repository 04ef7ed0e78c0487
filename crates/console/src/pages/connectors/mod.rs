//! `/console/connectors`: what messages are sent through, and whose accounts users sign in with.

mod choose;
mod config;
mod danger;
pub(crate) mod example;
pub(crate) mod items;
mod list;
mod masking;
mod new;
mod settings;
mod test;

use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::Call;
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::pages::console::{ConnectorTile, ConsoleFrame};

use self::items::Item;
use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/connectors";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/connectors/new", choose::show)
        .page(editor, "/console/connectors/new/{factory}", new::ask)
        .form(editor, "/console/connectors/new/{factory}", new::create)
        .page(reader, "/console/connectors/{connector}", settings::show)
        .form(editor, "/console/connectors/{connector}", settings::save)
        .page(editor, "/console/connectors/{connector}/test", test::ask)
        .form(editor, "/console/connectors/{connector}/test", test::send)
        .page(editor, "/console/connectors/{connector}/delete", danger::ask)
        .form(editor, "/console/connectors/{connector}/delete", danger::delete)
        .about(parts::OF_CONNECTORS)
}

/// What connectors do, in the order in which they are shown: the word of the wire, and the messages of its name, its purpose, and its lack.
pub(super) const KINDS: [(&str, &str, &str, &str); 3] = [
    ("Email", "console-connectors-email", "console-connectors-email-lead", "console-connectors-email-none"),
    ("Sms", "console-connectors-sms", "console-connectors-sms-lead", "console-connectors-sms-none"),
    (
        "Social",
        "console-connectors-social",
        "console-connectors-social-lead",
        "console-connectors-social-none",
    ),
];

/// What a kind of connector says of itself.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    #[serde(rename = "type")]
    connector_type: String,
    name: Map<String, Value>,
    description: Map<String, Value>,
    logo: String,
    logo_dark: Option<String>,
    readme: String,
    form_items: Vec<Item>,
    #[serde(default)]
    is_standard: bool,
    #[serde(default)]
    is_token_storage_supported: bool,
}

/// A factory.
#[derive(Deserialize)]
struct Factory {
    id: String,
    #[serde(flatten)]
    kind: Kind,
}

/// A connector.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connector {
    id: String,
    #[serde(rename = "connectorId")]
    factory: String,
    target: String,
    config: Map<String, Value>,
    metadata: Value,
    sync_profile: bool,
    enable_token_storage: bool,
    #[serde(flatten)]
    kind: Kind,
}

/// A text in English, else in whatever language there is.
fn text(by_language: &Map<String, Value>) -> String {
    let found = by_language.get("en").or_else(|| by_language.values().next());
    found.and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Kind {
    /// As lists show it.
    fn tile(&self, href: String, detail: String) -> ConnectorTile {
        ConnectorTile {
            name: text(&self.name),
            detail,
            logo: self.logo.clone(),
            logo_dark: self.logo_dark.clone(),
            href,
        }
    }

    /// Whether it sends messages.
    fn sends(&self) -> bool {
        self.connector_type != "Social"
    }
}

impl Connector {
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    fn tab(&self, end: &str) -> String {
        format!("{PATH}/{}/{end}", self.id)
    }

    fn name(&self) -> String {
        text(&self.kind.name)
    }
}

/// The connector that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<Connector, Response> {
    one(operator, Call::get(&["api", "connectors", id])).await
}

/// The factory that a path names.
async fn find_factory(operator: &Operator, id: &str) -> Result<Factory, Response> {
    one(operator, Call::get(&["api", "connector-factories", id])).await
}

/// What is around a page of one. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &Connector, here: &str) -> ConsoleFrame {
    let mut frame = operator.frame_below(PATH, &[(PATH, &operator.words.say("console-connectors"))]);
    if of.kind.sends() && operator.may_edit() {
        let tabs = [("", "console-settings"), ("test", "console-connector-test")];
        frame.tabs = operator.tabs(&of.path(), &tabs, here);
    }
    frame
}

/// Where users come back to from a provider, which the provider wants to know.
pub(crate) fn callback(operator: &Operator, id: &str) -> String {
    format!("{}/callback/{id}", operator.console.services.endpoint.base())
}
