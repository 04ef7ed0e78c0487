//! `/console/api-resources`: the APIs that tokens are issued for, and what can be done in them.

mod danger;
mod guide;
mod list;
mod new;
mod permission;
mod permissions;
mod settings;

use axum::response::Response;
use domain::{console::ConsoleRole, resource::MANAGEMENT_API_RESOURCE_ID};
use hosted::Call;
use serde::Deserialize;
use ui::pages::console::ConsoleFrame;

use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/api-resources";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/api-resources/new", new::ask)
        .form(editor, "/console/api-resources/new", new::create)
        .page(reader, "/console/api-resources/{resource}", settings::show)
        .form(editor, "/console/api-resources/{resource}", settings::save)
        .page(reader, "/console/api-resources/{resource}/guide", guide::show)
        .page(reader, "/console/api-resources/{resource}/permissions", permissions::show)
        .page(editor, "/console/api-resources/{resource}/permissions/new", permission::ask_new)
        .form(editor, "/console/api-resources/{resource}/permissions/new", permission::create)
        .page(editor, "/console/api-resources/{resource}/permissions/{permission}", permission::show)
        .form(editor, "/console/api-resources/{resource}/permissions/{permission}", permission::save)
        .page(
            editor,
            "/console/api-resources/{resource}/permissions/{permission}/delete",
            permission::ask_to_delete,
        )
        .form(editor, "/console/api-resources/{resource}/permissions/{permission}/delete", permission::delete)
        .page(editor, "/console/api-resources/{resource}/danger", danger::show)
        .page(editor, "/console/api-resources/{resource}/delete", danger::ask)
        .form(editor, "/console/api-resources/{resource}/delete", danger::delete)
        .about(&[parts::RESOURCES])
}

/// A resource, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Resource {
    id: String,
    name: String,
    indicator: String,
    is_default: bool,
    access_token_ttl: u64,
}

impl Resource {
    /// Where its pages are.
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    /// Where one of its tabs is.
    fn tab(&self, end: &str) -> String {
        format!("{PATH}/{}/{end}", self.id)
    }

    /// Whether it comes with the server.
    fn is_built_in(&self) -> bool {
        self.id == MANAGEMENT_API_RESOURCE_ID
    }
}

/// The resource that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<Resource, Response> {
    one(operator, Call::get(&["api", "resources", id])).await
}

/// What is around a page of one. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &Resource, here: &str) -> ConsoleFrame {
    let mut tabs = vec![("", "console-settings"), ("permissions", "console-permissions")];
    if !of.is_built_in() {
        tabs.push(("guide", "console-guide"));
    }
    if operator.may_edit() && !of.is_built_in() {
        tabs.push(("danger", "console-danger"));
    }
    let mut frame = operator.frame_below(PATH, &[(PATH, &operator.words.say("console-resources"))]);
    frame.tabs = operator.tabs(&of.path(), &tabs, here);
    frame.may_edit &= !of.is_built_in();
    frame
}
