//! `/console/email-templates`: what e-mails say, by what they are for and by language.

mod danger;
mod editor;
mod list;
mod new;
mod preview;
mod test;

use axum::response::Response;
use domain::{console::ConsoleRole, message_template::TemplateType};
use hosted::Call;
use serde::Deserialize;
use ui::{
    pages::console::{ConsoleFrame, ConsoleTab},
    words::Language,
};

use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/email-templates";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(reader, preview::PATH, preview::show)
        .form(editor, preview::PATH, preview::show_typed)
        .page(reader, "/console/email-templates/{kind}/new", new::ask)
        .form(editor, "/console/email-templates/{kind}/new", new::create)
        .page(reader, "/console/email-templates/{kind}/{language}", editor::show)
        .form(editor, "/console/email-templates/{kind}/{language}", editor::save)
        .page(editor, "/console/email-templates/{kind}/{language}/test", test::ask)
        .form(editor, "/console/email-templates/{kind}/{language}/test", test::send)
        .page(editor, "/console/email-templates/{kind}/{language}/delete", danger::ask)
        .form(editor, "/console/email-templates/{kind}/{language}/delete", danger::delete)
        .about(&[parts::EMAIL_TEMPLATES])
}

/// What e-mails are for: the messages of the name, and of when they are sent.
const fn said(of: TemplateType) -> (&'static str, &'static str) {
    match of {
        TemplateType::SignIn => ("console-mail-sign-in", "console-mail-sign-in-lead"),
        TemplateType::Register => ("console-mail-register", "console-mail-register-lead"),
        TemplateType::ForgotPassword => ("console-mail-forgotten", "console-mail-forgotten-lead"),
        TemplateType::OrganizationInvitation => ("console-mail-invitation", "console-mail-invitation-lead"),
        TemplateType::Generic => ("console-mail-generic", "console-mail-generic-lead"),
        TemplateType::UserPermissionValidation => ("console-mail-permission", "console-mail-permission-lead"),
        TemplateType::BindNewIdentifier => ("console-mail-address", "console-mail-address-lead"),
        TemplateType::MfaVerification => ("console-mail-mfa", "console-mail-mfa-lead"),
        TemplateType::BindMfa => ("console-mail-bind-mfa", "console-mail-bind-mfa-lead"),
    }
}

/// The variables that such an e-mail has.
const fn variables(of: TemplateType) -> &'static str {
    match of {
        TemplateType::OrganizationInvitation => "{{link}}, {{organization.name}}, {{inviter.name}}",
        _ => "{{code}}",
    }
}

/// A template.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    id: String,
    language_tag: String,
    #[serde(rename = "templateType")]
    kind: String,
    details: Details,
}

/// What it says.
#[derive(Deserialize, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
struct Details {
    subject: String,
    content: String,
    #[serde(default)]
    content_type: Option<String>,
    #[serde(default)]
    reply_to: Option<String>,
    #[serde(default)]
    send_from: Option<String>,
}

/// The use that a path names, or the page that says that there is none.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn kind(operator: &Operator, word: &str) -> Result<TemplateType, Response> {
    TemplateType::parse(word).ok_or_else(|| operator.gone())
}

/// Every template.
async fn all(operator: &Operator) -> Result<Vec<Template>, Response> {
    one(operator, Call::get(&["api", "email-templates"])).await
}

/// The templates for this use, by language.
async fn of_kind(operator: &Operator, of: TemplateType) -> Result<Vec<Template>, Response> {
    let mut found = all(operator).await?;
    found.retain(|template| template.kind == of.as_str());
    found.sort_by(|one, other| one.language_tag.cmp(&other.language_tag));
    Ok(found)
}

/// What a language calls itself.
fn language_name(tag: &str) -> String {
    Language::find(tag).map_or_else(
        || tag.to_owned(),
        |language| {
            if language.tag == tag { language.name.to_owned() } else { format!("{} ({tag})", language.name) }
        },
    )
}

fn path(of: TemplateType, end: &str) -> String {
    format!("{PATH}/{}/{end}", of.as_str())
}

/// What is around the pages of a use: its languages are the tabs. `here` is the language, or `new`.
fn frame(operator: &Operator, of: TemplateType, all: &[Template], here: &str) -> ConsoleFrame {
    let mut frame = operator.frame_below(PATH, &[(PATH, &operator.words.say("console-mails"))]);
    let tab = |end: &str, label: String| ConsoleTab { label, href: path(of, end), is_current: end == here };
    frame.tabs = all.iter().map(|one| tab(&one.language_tag, language_name(&one.language_tag))).collect();
    if operator.may_edit() || frame.tabs.is_empty() {
        let label = if all.is_empty() { "console-mail-built-in" } else { "console-mail-add-language" };
        frame.tabs.push(tab("new", operator.words.say(label)));
    }
    frame
}
