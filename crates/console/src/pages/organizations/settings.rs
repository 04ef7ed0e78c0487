//! `/console/organizations/{organization}`: its name, rules, look and data.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::pages::console::{ConsoleFormPage, Control, EndpointRow, FormField, FormPart};

use super::{Organization, find, frame};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{Named, filled, made_from, must_be_current, send, tell, wrong},
        pictures::{self, Kept},
    },
    posted::PostedFiles,
};

/// What of its look can be changed: the field, which is named after its place in the body, its message and that of its hint.
const LOOK: [(&str, &str, &str); 4] = [
    ("branding.logoUrl", "console-label-logo", "console-logo-hint"),
    ("branding.darkLogoUrl", "console-label-dark-logo", "console-dark-logo-hint"),
    ("branding.favicon", "console-label-favicon", "console-favicon-hint"),
    ("color.primaryColor", "console-label-color", "console-color-hint"),
];

/// Those of them in the place of whose addresses a file may come.
const PICTURES: [&str; 3] = ["branding.logoUrl", "branding.darkLogoUrl", "branding.favicon"];

/// What the form shows.
struct Shown {
    name: String,
    description: String,
    is_mfa_required: bool,
    /// In the order of [`LOOK`].
    look: Vec<String>,
    custom_data: String,
}

impl Shown {
    fn stored(of: &Organization) -> Self {
        let look = |(name, ..): &(&str, &str, &str)| {
            let (group, member) = name.split_once('.').unwrap_or_default();
            let members = if group == "color" { &of.color } else { &of.branding };
            members.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Self {
            name: of.name.clone(),
            description: of.description.clone().unwrap_or_default(),
            is_mfa_required: of.is_mfa_required,
            look: LOOK.iter().map(look).collect(),
            custom_data: serde_json::to_string_pretty(&of.custom_data).unwrap_or_default(),
        }
    }

    fn typed(form: &Form) -> Self {
        Self {
            name: form.get("name").trim().to_owned(),
            description: form.get("description").trim().to_owned(),
            is_mfa_required: !form.get("isMfaRequired").is_empty(),
            look: LOOK.iter().map(|(name, ..)| form.get(name).trim().to_owned()).collect(),
            custom_data: form.get("customData").to_owned(),
        }
    }

    /// The body that stores it. Members of its look that the page does not show stay as they are.
    fn body(&self, of: &Organization, custom_data: Map<String, Value>) -> Value {
        let (mut branding, mut color) = (of.branding.clone(), of.color.clone());
        for ((name, ..), value) in LOOK.iter().zip(&self.look) {
            let (group, member) = name.split_once('.').unwrap_or_default();
            let members = if group == "color" { &mut color } else { &mut branding };
            if value.is_empty() {
                members.remove(member);
            } else {
                members.insert(member.to_owned(), value.as_str().into());
            }
        }
        let description =
            if self.description.is_empty() { Value::Null } else { self.description.as_str().into() };
        json!({
            "name": self.name, "description": description, "isMfaRequired": self.is_mfa_required,
            "branding": branding, "color": color, "customData": custom_data,
        })
    }
}

/// What the form is made from.
fn basis(of: &Organization) -> Value {
    json!([of.name, of.description, of.is_mfa_required, of.branding, of.color, of.custom_data])
}

fn parts(operator: &Operator, shown: &Shown, are_kept: bool) -> Vec<FormPart> {
    let words = &operator.words;
    let part = |heading: &str, text: &str, fields: Vec<FormField>| FormPart {
        heading: words.say(heading),
        text: words.say(text),
        fields,
    };
    let line = |name: &'static str, label: &str, hint: &str, value: &str| {
        FormField::line(name, words.say(label), filled(value), String::new()).hint(words.say(hint))
    };
    let look = LOOK.iter().zip(&shown.look).map(|(&(name, label, hint), value)| {
        let field = line(name, label, hint, value);
        if PICTURES.contains(&name) {
            pictures::field(words, field, are_kept)
        } else {
            field.control(Control::Color)
        }
    });
    let mfa = line("isMfaRequired", "console-label-mfa-required", "console-mfa-required-hint", "");
    let data =
        line("customData", "console-label-custom-data", "console-custom-data-hint", &shown.custom_data);
    vec![
        part(
            "console-general",
            "console-organization-general-lead",
            Named { name: &shown.name, description: &shown.description }.fields(operator),
        ),
        part(
            "console-second-factor",
            "console-organization-mfa-lead",
            vec![mfa.control(Control::Check(shown.is_mfa_required))],
        ),
        part("console-branding", "console-branding-lead", look.collect()),
        part("console-custom-data", "console-organization-data-lead", vec![data.control(Control::Lines(6))]),
    ]
}

fn page(operator: &Operator, of: &Organization, shown: &Shown, are_kept: bool) -> ConsoleFormPage {
    let words = &operator.words;
    let id = EndpointRow { label: words.say("console-label-organization-id"), value: of.id.clone() };
    let page = ConsoleFormPage {
        title: of.name.clone(),
        lead: of.lead(operator),
        facts: Some((
            words.say("console-for-developers"),
            words.say("console-organization-id-lead"),
            vec![id],
        )),
        parts: parts(operator, shown, are_kept),
        mark: None,
        action: of.path(),
        button: words.say("console-save"),
        back_url: None,
        destroy: None,
        frame: frame(operator, of, ""),
    };
    made_from(page, &basis(of))
}

/// `GET /console/organizations/{organization}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let are_kept = pictures::are_kept(&operator).await;
    Ok(page(&operator, &of, &Shown::stored(&of), are_kept).into_response())
}

/// `POST /console/organizations/{organization}`.
pub(super) async fn save(Path(id): Path<String>, posted: PostedFiles) -> Outcome {
    let of = find(&posted.by, &id).await?;
    let are_kept = pictures::are_kept(&posted.by).await;
    must_be_current(&posted.by, &posted.form, &basis(&of), || {
        page(&posted.by, &of, &Shown::stored(&of), are_kept)
    })?;
    let (operator, kept) = pictures::keep(posted, &PICTURES).await;
    let mut again = page(&operator, &of, &Shown::typed(&kept.typed), are_kept);
    kept.tell(&operator.words, &mut again.parts);
    let outcome = store(&operator, &of, &kept, again).await;
    kept.settle(&operator, outcome).await
}

async fn store(operator: &Operator, of: &Organization, kept: &Kept, mut again: ConsoleFormPage) -> Outcome {
    if !kept.are_whole() {
        return Err(wrong(again));
    }
    let shown = Shown::typed(&kept.form);
    let Some(custom_data) = object(&shown.custom_data) else {
        tell(&mut again, "customData", operator.words.say("console-custom-data-wrong"));
        return Err(wrong(again));
    };
    let call = Call::new(Method::PATCH, &["api", "organizations", &of.id]).body(shown.body(of, custom_data));
    send(operator, again, &shown.name, call).await?;
    Ok(done(&of.path(), "console-saved"))
}

/// A JSON object; nothing typed is an empty one.
fn object(text: &str) -> Option<Map<String, Value>> {
    if text.trim().is_empty() { Some(Map::new()) } else { serde_json::from_str(text).ok() }
}
