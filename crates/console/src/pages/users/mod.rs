//! `/console/users`: the users of the product.

mod activity;
mod create;
mod danger;
mod enterprise;
mod impersonation;
mod list;
mod organizations;
mod profile;
mod roles;
mod sessions;

use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::{Answer, Call, Refusal};
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{
    components::{FieldState, Person},
    pages::console::{ConsoleFrame, EnterpriseIdentityRow, UserFields},
};

use crate::{
    operator::Operator,
    parts,
    routes::Routes,
    words::{of_field, of_form},
};

/// Where they are.
pub(crate) const PATH: &str = "/console/users";

/// What speaking for a user is about.
const IMPERSONATION: &[&str] = &[parts::SUBJECT_TOKENS, parts::USERS, parts::APPLICATIONS];

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(reader, "/console/users/export", list::export)
        .page(editor, "/console/users/new", create::ask)
        .form(editor, "/console/users/new", create::create)
        .page(reader, "/console/users/{user}", profile::show)
        .form(editor, "/console/users/{user}", profile::save)
        .form(editor, "/console/users/{user}/password", profile::set_password)
        .form(editor, "/console/users/{user}/suspend", profile::suspend)
        .page(reader, "/console/users/{user}/roles", roles::show)
        .page(editor, "/console/users/{user}/roles/add", roles::ask)
        .form(editor, "/console/users/{user}/roles/add", roles::add)
        .form(editor, "/console/users/{user}/roles/{role}/remove", roles::remove)
        .page(reader, "/console/users/{user}/organizations", organizations::show)
        .page(reader, "/console/users/{user}/sessions", sessions::show)
        .page(editor, "/console/users/{user}/sessions/{session}/end", sessions::ask_to_end)
        .form(editor, "/console/users/{user}/sessions/{session}/end", sessions::end)
        .page(editor, "/console/users/{user}/danger", danger::show)
        .page(editor, "/console/users/{user}/delete", danger::ask)
        .form(editor, "/console/users/{user}/delete", danger::delete)
        .merge(
            Routes::default()
                .page(reader, "/console/users/{user}/activity", activity::show)
                .about(&[parts::AUDIT_LOGS, parts::USERS]),
        )
        .merge(
            Routes::default()
                .page(editor, "/console/users/{user}/impersonate", impersonation::ask)
                .form(editor, "/console/users/{user}/impersonate", impersonation::impersonate)
                .about(IMPERSONATION),
        )
        .about(&[parts::USERS])
}

/// A user, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: String,
    username: Option<String>,
    primary_email: Option<String>,
    primary_phone: Option<String>,
    name: Option<String>,
    #[serde(default)]
    custom_data: Map<String, Value>,
    #[serde(default)]
    identities: Map<String, Value>,
    last_sign_in_at: Option<i64>,
    created_at: i64,
    #[serde(default)]
    is_suspended: bool,
    #[serde(default)]
    has_password: bool,
    /// Who they are at the providers of enterprises, where that was asked for.
    #[serde(default)]
    sso_identities: Vec<SsoIdentity>,
    /// The same, as their page shows it.
    #[serde(skip)]
    enterprise: Vec<EnterpriseIdentityRow>,
}

/// Who a user is at an enterprise's provider.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SsoIdentity {
    sso_connector_id: String,
    issuer: String,
    identity_id: String,
    #[serde(default)]
    detail: Map<String, Value>,
}

impl User {
    /// Where their pages are.
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    /// What they are best known by, and what comes after that.
    fn person(&self) -> Person {
        let known = [&self.name, &self.username, &self.primary_email, &self.primary_phone];
        let mut known = known.into_iter().flatten().filter(|text| !text.is_empty());
        let name = known.next().unwrap_or(&self.id).clone();
        let detail = [&self.primary_email, &self.username, &self.primary_phone].into_iter().flatten();
        let detail = detail.into_iter().find(|text| **text != name).cloned();
        Person { id: self.id.clone(), name, detail }
    }
}

/// The user that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<User, Response> {
    let found = operator.call(Call::get(&["api", "users", id])).await.and_then(Answer::read);
    found.map_err(|refusal| operator.stop(&refusal))
}

/// What is around a page of one. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &User, here: &str) -> ConsoleFrame {
    let list = operator.words.say("console-users");
    let mut tabs = vec![
        ("", "console-profile"),
        ("roles", "console-roles"),
        ("organizations", "console-organizations"),
        ("sessions", "console-user-sessions"),
    ];
    let rights = operator.rights();
    if rights.within(parts::AUDIT_LOGS) >= ConsoleRole::ReadOnly {
        tabs.push((activity::END, "console-activity"));
    }
    if rights.within_first(IMPERSONATION) >= ConsoleRole::Editor {
        tabs.push((impersonation::END, "console-impersonate"));
    }
    // On every page of theirs, whatever that one is about.
    if rights.within(parts::USERS) >= ConsoleRole::Editor {
        tabs.push(("danger", "console-danger"));
    }
    let mut frame = operator.frame_below(PATH, &[(PATH, &list)]);
    frame.tabs = operator.tabs(&of.path(), &tabs, here);
    frame
}

/// A sentence about one.
fn lead(operator: &Operator, of: &User) -> String {
    of.person().detail.unwrap_or_else(|| operator.words.say("console-user-lead"))
}

fn field(value: impl Into<String>) -> FieldState {
    FieldState { value: value.into(), error: None }
}

/// Says beside each field what is wrong with it. Whether anything was.
fn place(operator: &Operator, fields: &mut UserFields, refusal: &Refusal) -> bool {
    let words = &operator.words;
    let taken = |key: &str| Some(words.say(key));
    match refusal.code.as_str() {
        "user.username_already_in_use" => fields.username.error = taken("error-username-taken"),
        "user.email_already_in_use" => fields.email.error = taken("error-email-taken"),
        "user.phone_already_in_use" => fields.phone.error = taken("error-phone-taken"),
        "user.invalid_email" => fields.email.error = taken("error-email-form"),
        "user.invalid_phone" => fields.phone.error = taken("error-phone-form"),
        _ => {
            fields.full_name.error = of_field(refusal, "name", words);
            fields.username.error = of_form(refusal, ("username", "console-username-wrong"), words);
            fields.email.error = of_form(refusal, ("primaryEmail", "error-email-form"), words);
            fields.phone.error = of_form(refusal, ("primaryPhone", "error-phone-form"), words);
            fields.custom_data.error = of_field(refusal, "customData", words);
        }
    }
    let all = [&fields.full_name, &fields.username, &fields.email, &fields.phone, &fields.custom_data];
    all.iter().any(|field| field.error.is_some())
}
