//! `/console/account-center`: what users may do with their own account.

use domain::console::ConsoleRole;
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    components::FieldState,
    pages::console::{ApplicationKind, Control, FormField, FormPart},
};

use super::{
    form::filled,
    settings::{Facts, Sheet, save, show},
    view::{View, is_ticked, lines_of, option, text_or_null},
};
use crate::json::set;
use crate::{operator::Operator, parts, posted::Posted, routes::Routes};

/// Where it is.
pub(crate) const PATH: &str = "/console/account-center";

const SHEET: Sheet = Sheet {
    area: PATH,
    end: "",
    about: ("console-account-center", "console-account-center-lead"),
    tabs: &[],
    api: &["api", "account-center"],
    members: &[
        "enabled",
        "fields",
        "profileFields",
        "deleteAccountUrl",
        "webauthnRelatedOrigins",
        "customCss",
    ],
    parts,
    changes,
    pictures: &[],
    is_previewed: false,
};

/// The parts of an account: the member, the message of its name, and whether there is nothing to see without changing.
const PARTS: [(&str, &str); 15] = [
    ("avatar", "console-part-avatar"),
    ("name", "console-label-full-name"),
    ("username", "label-username"),
    ("profile", "console-part-profile"),
    ("email", "label-email"),
    ("phone", "label-phone"),
    ("password", "label-password"),
    ("mfa", "console-part-mfa"),
    ("passkey", "console-passkeys"),
    ("social", "console-social"),
    ("session", "console-part-sessions"),
    ("organization", "console-organizations"),
    ("personalAccessToken", "console-part-tokens"),
    ("customData", "console-custom-data"),
    ("account", "console-part-account"),
];

/// The page.
pub(super) fn routes() -> Routes {
    Routes::default()
        .page(ConsoleRole::ReadOnly, PATH, |operator: Operator| show(operator, &SHEET))
        .form(ConsoleRole::Editor, PATH, |posted: Posted| save(posted, &SHEET))
        .about(parts::OF_ACCOUNTS)
}

fn access(view: &View<'_>, (member, label): (&str, &str)) -> FormField {
    let name = format!("fields.{member}");
    let mut stored = view.text(&name);
    if stored.is_empty() && member == "passkey" {
        // A part of second factors until something is said of them.
        stored = view.text("fields.mfa");
    }
    let choice = |value: &str, label: &str| {
        option(value, view.words.say(label), value == stored || (stored.is_empty() && value == "Off"))
    };
    let choices = vec![
        choice("Off", "console-access-off"),
        choice("ReadOnly", "console-access-read"),
        choice("Edit", "console-access-edit"),
    ];
    let field = FormField::line(name, view.words.say(label), FieldState::default(), String::new());
    let hint = if member == "account" { view.words.say("console-part-account-hint") } else { String::new() };
    field.hint(hint).control(Control::Segments(choices))
}

/// The fields of profiles that are shown; all of them where nothing is chosen.
fn profile_fields(view: &View<'_>) -> Option<FormField> {
    let stored = view.at("profileFields").as_array();
    let names: Option<Vec<_>> =
        stored.map(|fields| fields.iter().filter_map(|field| field.get("name")?.as_str()).collect());
    let kind = |name: &str, label: &str| ApplicationKind {
        value: name.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        is_checked: names.as_ref().is_none_or(|names| names.contains(&name)),
    };
    let choices: Vec<_> = view.facts.fields.iter().map(|field| kind(&field.name, field.title())).collect();
    let field = FormField::line(
        "profileFields",
        view.words.say("console-account-fields"),
        FieldState::default(),
        String::new(),
    );
    (!choices.is_empty())
        .then(|| field.hint(view.words.say("console-account-fields-hint")).control(Control::Checks(choices)))
}

fn parts(view: &View<'_>) -> Vec<FormPart> {
    let css = FormField::line(
        "customCss",
        view.words.say("console-custom-css"),
        filled(view.text("customCss")),
        String::new(),
    );
    let mut fields: Vec<_> = PARTS.into_iter().map(|part| access(view, part)).collect();
    fields.extend(profile_fields(view));
    vec![
        view.part(
            ("console-account-open", "console-account-open-lead"),
            vec![view.check("enabled", ("console-account-on", "console-account-on-hint"), false)],
        ),
        view.part(("console-account-parts", "console-account-parts-lead"), fields),
        view.part(
            ("console-account-more", "console-account-more-lead"),
            vec![
                view.address("deleteAccountUrl", "console-account-delete", "console-account-delete-hint"),
                view.lines(
                    "webauthnRelatedOrigins",
                    ("console-account-origins", "console-account-origins-hint"),
                    3,
                ),
                css.hint(view.words.say("console-account-css-hint")).control(Control::Lines(5)),
            ],
        ),
    ]
}

fn changes(form: &Form, facts: &Facts) -> Map<String, Value> {
    let chosen = |(member, _): &(&str, &str)| {
        let access = form.get(&format!("fields.{member}"));
        (!access.is_empty()).then(|| ((*member).to_owned(), Value::from(access)))
    };
    let css = form.get("customCss").replace("\r\n", "\n");
    let fields: Map<_, _> = PARTS.iter().filter_map(chosen).collect();
    let mut changes = json!({
        "enabled": is_ticked(form, "enabled"),
        "fields": fields,
        "deleteAccountUrl": text_or_null(form, "deleteAccountUrl"),
        "webauthnRelatedOrigins": lines_of(form, "webauthnRelatedOrigins"),
        "customCss": if css.trim().is_empty() { Value::Null } else { css.into() },
    });
    if !facts.fields.is_empty() {
        let chosen: Vec<_> = form.all("profileFields").collect();
        let is_all = facts.fields.iter().all(|field| chosen.contains(&field.name.as_str()));
        let fields: Value =
            if is_all { Value::Null } else { chosen.iter().map(|name| json!({ "name": name })).collect() };
        set(&mut changes, "profileFields", fields);
    }
    match changes {
        Value::Object(changes) => changes,
        _ => Map::new(),
    }
}
