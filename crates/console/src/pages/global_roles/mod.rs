//! `/console/roles`: what users and machines may do outside of organizations.

mod danger;
mod holders;
mod list;
mod new;
mod permissions;
mod settings;

use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::Call;
use serde::Deserialize;
use ui::pages::console::ConsoleFrame;

use super::organization_template;
use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/roles";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/roles/new", new::ask)
        .form(editor, "/console/roles/new", new::create)
        .page(reader, "/console/roles/{role}", settings::show)
        .form(editor, "/console/roles/{role}", settings::save)
        .page(reader, "/console/roles/{role}/permissions", permissions::show)
        .page(editor, "/console/roles/{role}/permissions/add", permissions::ask)
        .form(editor, "/console/roles/{role}/permissions/add", permissions::add)
        .form(editor, "/console/roles/{role}/permissions/{permission}/remove", permissions::remove)
        .page(reader, "/console/roles/{role}/users", holders::users)
        .page(editor, "/console/roles/{role}/users/add", holders::ask_users)
        .form(editor, "/console/roles/{role}/users/add", holders::add_users)
        .form(editor, "/console/roles/{role}/users/{user}/remove", holders::remove_user)
        .page(reader, "/console/roles/{role}/applications", holders::applications)
        .page(editor, "/console/roles/{role}/applications/add", holders::ask_applications)
        .form(editor, "/console/roles/{role}/applications/add", holders::add_applications)
        .form(editor, "/console/roles/{role}/applications/{application}/remove", holders::remove_application)
        .page(editor, "/console/roles/{role}/danger", danger::show)
        .page(editor, "/console/roles/{role}/delete", danger::ask)
        .form(editor, "/console/roles/{role}/delete", danger::delete)
        .about(&[parts::ROLES])
}

/// A role, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Role {
    id: String,
    name: String,
    description: String,
    #[serde(rename = "type")]
    kind: String,
    is_default: bool,
    #[serde(default)]
    users_count: u64,
    #[serde(default)]
    applications_count: u64,
}

impl Role {
    /// Where its pages are.
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    /// Where one of its tabs is.
    fn tab(&self, end: &str) -> String {
        format!("{PATH}/{}/{end}", self.id)
    }

    /// Whether people hold it.
    fn is_for_users(&self) -> bool {
        self.kind == "User"
    }

    /// What it is, for the head of its pages.
    fn lead(&self, operator: &Operator) -> String {
        organization_template::kind(&self.kind, &operator.words)
    }
}

/// The role that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<Role, Response> {
    one(operator, Call::get(&["api", "roles", id])).await
}

/// What is around a page of one. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &Role, here: &str) -> ConsoleFrame {
    let holders =
        if of.is_for_users() { ("users", "console-users") } else { ("applications", "console-applications") };
    let mut tabs = vec![("", "console-settings"), ("permissions", "console-permissions"), holders];
    if operator.may_edit() {
        tabs.push(("danger", "console-danger"));
    }
    let mut frame = operator.frame_below(PATH, &[(PATH, &operator.words.say("console-roles"))]);
    frame.tabs = operator.tabs(&of.path(), &tabs, here);
    frame
}
