//! `/console/applications`: what users sign in to, and machines. The pattern for other areas: the list, making one, and a page for each tab of one.

mod branding;
mod create;
mod danger;
mod guide;
mod list;
mod organizations;
mod roles;
mod secrets;
mod settings;

use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::{Answer, Call};
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{Words, pages::console::ConsoleFrame};

use crate::{guides::for_kind, operator::Operator, parts, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/applications";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(reader, "/console/applications/export", list::export)
        .page(editor, "/console/applications/new", create::ask)
        .form(editor, "/console/applications/new", create::create)
        .page(reader, "/console/applications/{application}", settings::show)
        .form(editor, "/console/applications/{application}", settings::save)
        .page(reader, "/console/applications/{application}/guide", guide::show)
        .form(editor, "/console/applications/{application}/guide/addresses", guide::register)
        .form(editor, "/console/applications/{application}/guide/secret", guide::make_secret)
        .page(reader, "/console/applications/{application}/branding", branding::show)
        .form_with_files(editor, "/console/applications/{application}/branding", branding::save)
        .page(reader, "/console/applications/{application}/secrets", secrets::show)
        .form(editor, "/console/applications/{application}/secrets", secrets::create)
        .page(editor, "/console/applications/{application}/secrets/delete", secrets::ask_to_delete)
        .form(editor, "/console/applications/{application}/secrets/delete", secrets::delete)
        .page(reader, "/console/applications/{application}/roles", roles::show)
        .page(editor, "/console/applications/{application}/roles/add", roles::ask)
        .form(editor, "/console/applications/{application}/roles/add", roles::add)
        .form(editor, "/console/applications/{application}/roles/{role}/remove", roles::remove)
        .page(reader, "/console/applications/{application}/organizations", organizations::show)
        .page(editor, "/console/applications/{application}/danger", danger::show)
        .page(editor, "/console/applications/{application}/delete", danger::ask)
        .form(editor, "/console/applications/{application}/delete", danger::delete)
        .about(&[parts::APPLICATIONS])
}

/// An application, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Application {
    id: String,
    name: String,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    is_third_party: bool,
    #[serde(default)]
    oidc_client_metadata: Map<String, Value>,
    #[serde(default)]
    custom_client_metadata: Map<String, Value>,
    created_at: i64,
}

const MACHINE: &str = "MachineToMachine";

impl Application {
    /// Where its pages are.
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    /// Whether it acts for itself.
    fn is_machine(&self) -> bool {
        self.kind == MACHINE
    }

    /// Whether there is code for it.
    fn has_guides(&self) -> bool {
        !for_kind(&self.kind).is_empty()
    }

    /// Whether it proves itself with a secret.
    fn has_secrets(&self) -> bool {
        matches!(self.kind.as_str(), "Traditional" | MACHINE | "Protected" | "SAML")
    }
}

/// The application that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<Application, Response> {
    let found = operator.call(Call::get(&["api", "applications", id])).await.and_then(Answer::read);
    found.map_err(|refusal| operator.stop(&refusal))
}

/// What kinds there are: the word of the wire, the message of its name and of whom it is for.
const KINDS: [(&str, &str, &str); 4] = [
    ("Traditional", "console-kind-traditional", "console-kind-traditional-hint"),
    ("SPA", "console-kind-spa", "console-kind-spa-hint"),
    ("Native", "console-kind-native", "console-kind-native-hint"),
    (MACHINE, "console-kind-machine", "console-kind-machine-hint"),
];

/// What a kind is called.
fn kind(word: &str, words: &Words) -> String {
    if let Some((_, label, _)) = KINDS.iter().find(|(known, ..)| *known == word) {
        return words.say(label);
    }
    match word {
        "Protected" => words.say("console-kind-protected"),
        "SAML" => words.say("console-kind-saml"),
        other => other.to_owned(),
    }
}

/// What is around a page of one, with the tabs that it has. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &Application, here: &str) -> ConsoleFrame {
    let list = operator.words.say("console-applications");
    let mut tabs = vec![("", "console-settings")];
    if of.has_guides() {
        tabs.push(("guide", "console-guide"));
    }
    if of.has_secrets() {
        tabs.push(("secrets", "console-secrets"));
    }
    if !of.is_machine() {
        tabs.push(("branding", "console-branding"));
    }
    if of.is_machine() {
        tabs.extend([("roles", "console-roles"), ("organizations", "console-organizations")]);
    }
    if operator.may_edit() {
        tabs.push(("danger", "console-danger"));
    }
    let mut frame = operator.frame_below(PATH, &[(PATH, &list)]);
    frame.tabs = operator.tabs(&of.path(), &tabs, here);
    frame
}
