//! `/console/webhooks`: who is told what happens, what became of it, and sending it again.

mod deliveries;
mod key;
mod list;
mod settings;

use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::Call;
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::pages::console::ConsoleFrame;

use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/webhooks";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/webhooks/new", settings::ask)
        .form(editor, "/console/webhooks/new", settings::create)
        .page(reader, "/console/webhooks/{hook}", settings::show)
        .form(editor, "/console/webhooks/{hook}", settings::save)
        .page(editor, "/console/webhooks/{hook}/delete", settings::ask_to_delete)
        .form(editor, "/console/webhooks/{hook}/delete", settings::delete)
        .page(reader, "/console/webhooks/{hook}/deliveries", deliveries::show)
        .page(reader, "/console/webhooks/{hook}/deliveries/{delivery}", deliveries::show_one)
        .form(editor, "/console/webhooks/{hook}/deliveries/{delivery}", deliveries::replay)
        .page(editor, "/console/webhooks/{hook}/key", key::show)
        .form(editor, "/console/webhooks/{hook}/key", key::try_out)
        .page(editor, "/console/webhooks/{hook}/key/replace", key::ask_to_replace)
        .form(editor, "/console/webhooks/{hook}/key/replace", key::replace)
        .about(&[parts::HOOKS])
}

/// A webhook, as the Management API shows it. Not `Debug`: it holds its key.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hook {
    id: String,
    name: String,
    event: Option<String>,
    #[serde(default)]
    events: Vec<String>,
    config: Config,
    signing_key: String,
    enabled: bool,
    execution_stats: Option<Statistics>,
}

#[derive(Deserialize)]
struct Config {
    url: String,
    #[serde(default)]
    headers: Map<String, Value>,
    retries: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Statistics {
    success_count: i64,
    request_count: i64,
}

impl Hook {
    /// Where its pages are.
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    /// What it is called; old ones may have no name.
    fn title(&self) -> String {
        if self.name.is_empty() { self.config.url.clone() } else { self.name.clone() }
    }

    /// What it listens to.
    fn listens_to(&self) -> Vec<&str> {
        self.events.iter().chain(&self.event).map(String::as_str).collect()
    }
}

/// The webhook that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<Hook, Response> {
    one(operator, Call::get(&["api", "hooks", id])).await
}

/// What is around a page of one. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &Hook, here: &str) -> ConsoleFrame {
    let list = operator.words.say("console-webhooks");
    let mut tabs = vec![("", "console-settings"), ("deliveries", "console-deliveries")];
    if operator.may_edit() {
        tabs.push(("key", "console-webhook-key"));
    }
    let mut frame = operator.frame_below(PATH, &[(PATH, &list)]);
    frame.tabs = operator.tabs(&of.path(), &tabs, here);
    frame
}
