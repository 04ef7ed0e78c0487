//! `/console/organizations`: the customers of the product, each with members, invitations, applications and rules of its own.

mod activity;
mod applications;
mod danger;
mod invitations;
mod just_in_time;
mod list;
mod members;
mod new;
mod removal;
mod roles;
mod settings;

use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::Call;
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::pages::console::ConsoleFrame;

use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/organizations";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(reader, "/console/organizations/export", list::export)
        .page(editor, "/console/organizations/new", new::ask)
        .form(editor, "/console/organizations/new", new::create)
        .page(reader, "/console/organizations/{organization}", settings::show)
        .form_with_files(editor, "/console/organizations/{organization}", settings::save)
        .merge(
            Routes::default()
                .page(reader, "/console/organizations/{organization}/activity", activity::show)
                .about(&[parts::AUDIT_LOGS, parts::ORGANIZATIONS]),
        )
        .page(editor, "/console/organizations/{organization}/danger", danger::show)
        .page(editor, "/console/organizations/{organization}/delete", danger::ask)
        .form(editor, "/console/organizations/{organization}/delete", danger::delete)
        .merge(holder_routes())
        .page(reader, "/console/organizations/{organization}/invitations", invitations::show)
        .page(editor, "/console/organizations/{organization}/invitations/new", invitations::ask_new)
        .form(editor, "/console/organizations/{organization}/invitations/new", invitations::create)
        .page(
            editor,
            "/console/organizations/{organization}/invitations/{invitation}/revoke",
            invitations::ask_to_revoke,
        )
        .form(
            editor,
            "/console/organizations/{organization}/invitations/{invitation}/revoke",
            invitations::revoke,
        )
        .page(reader, "/console/organizations/{organization}/just-in-time", just_in_time::show)
        .form(editor, "/console/organizations/{organization}/just-in-time", just_in_time::save)
        .about(&[parts::ORGANIZATIONS])
}

/// The pages of those who hold roles in one: people and machines.
fn holder_routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, "/console/organizations/{organization}/members", members::show)
        .page(editor, "/console/organizations/{organization}/members/add", members::ask)
        .form(editor, "/console/organizations/{organization}/members/add", members::add)
        .page(reader, "/console/organizations/{organization}/members/{user}", roles::of_member)
        .form(editor, "/console/organizations/{organization}/members/{user}", roles::save_of_member)
        .form(editor, "/console/organizations/{organization}/members/{user}/remove", removal::of_member)
        .page(reader, "/console/organizations/{organization}/applications", applications::show)
        .page(editor, "/console/organizations/{organization}/applications/add", applications::ask)
        .form(editor, "/console/organizations/{organization}/applications/add", applications::add)
        .page(
            reader,
            "/console/organizations/{organization}/applications/{application}",
            roles::of_application,
        )
        .form(
            editor,
            "/console/organizations/{organization}/applications/{application}",
            roles::save_of_application,
        )
        .form(
            editor,
            "/console/organizations/{organization}/applications/{application}/remove",
            removal::of_application,
        )
}

/// An organization, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    id: String,
    name: String,
    description: Option<String>,
    #[serde(default)]
    custom_data: Map<String, Value>,
    #[serde(default)]
    is_mfa_required: bool,
    #[serde(default)]
    color: Map<String, Value>,
    #[serde(default)]
    branding: Map<String, Value>,
    created_at: i64,
    users_count: Option<u64>,
}

impl Organization {
    /// Where its pages are.
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    /// Where one of its tabs is.
    fn tab(&self, end: &str) -> String {
        format!("{PATH}/{}/{end}", self.id)
    }

    /// What it is, for the head of its pages.
    fn lead(&self, operator: &Operator) -> String {
        let said = self.description.clone().filter(|description| !description.is_empty());
        said.unwrap_or_else(|| operator.words.say("console-organization"))
    }
}

/// A role that somebody holds.
#[derive(Deserialize)]
struct RoleName {
    id: String,
    name: String,
}

/// The organization that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<Organization, Response> {
    one(operator, Call::get(&["api", "organizations", id])).await
}

/// What is around a page of one. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &Organization, here: &str) -> ConsoleFrame {
    let mut tabs = vec![
        ("", "console-settings"),
        ("members", "console-members"),
        ("invitations", "console-invitations"),
        ("applications", "console-applications"),
        ("just-in-time", "console-just-in-time"),
        ("activity", "console-activity"),
    ];
    if operator.may_edit() {
        tabs.push(("danger", "console-danger"));
    }
    let mut frame = operator.frame_below(PATH, &[(PATH, &operator.words.say("console-organizations"))]);
    frame.tabs = operator.tabs(&of.path(), &tabs, here);
    frame
}
