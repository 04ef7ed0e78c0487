//! `/console/applications/{application}/branding`: how the sign-in pages look when this application sends somebody there.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call};
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::pages::console::{ConsoleFormPage, Control, FormField, FormPart};

use super::{Application, find, frame, kind};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, made_from, must_be_current, refused, wrong},
        pictures,
    },
    posted::PostedFiles,
};

/// The fields: each is named after its place in the body; its message and that of its hint.
const FIELDS: [(&str, &str, &str); 8] = [
    ("displayName", "console-label-display-name", "console-display-name-hint"),
    ("color.primaryColor", "console-label-color", "console-color-hint"),
    ("branding.logoUrl", "console-label-logo", "console-logo-hint"),
    ("branding.darkLogoUrl", "console-label-dark-logo", "console-dark-logo-hint"),
    ("branding.favicon", "console-label-favicon", "console-favicon-hint"),
    ("branding.darkFavicon", "console-dark-favicon", "console-dark-favicon-hint"),
    ("termsOfUseUrl", "console-label-own-terms", "console-own-terms-hint"),
    ("privacyPolicyUrl", "console-label-own-privacy", "console-own-privacy-hint"),
];
/// Those in the place of whose addresses a file may come.
const PICTURES: [&str; 4] =
    ["branding.logoUrl", "branding.darkLogoUrl", "branding.favicon", "branding.darkFavicon"];
/// The part of each: how many fields of [`FIELDS`] it has, what it is called and what it is for.
const PARTS: [(usize, &str, &str); 3] = [
    (2, "console-own-look", "console-own-look-lead"),
    (4, "console-logos", "console-own-logos-lead"),
    (2, "console-own-links", "console-own-links-lead"),
];

fn path(of: &Application) -> String {
    format!("{}/branding", of.path())
}

/// What is stored; an empty object where nothing is.
async fn stored(operator: &Operator, of: &Application) -> Result<Value, Response> {
    let call = Call::get(&["api", "applications", &of.id, "sign-in-experience"]);
    match operator.call(call).await.and_then(Answer::read) {
        Ok(found) => Ok(found),
        Err(refusal) if refusal.code == "entity.not_exists_with_id" => Ok(json!({})),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

/// The member at a path of two steps at the most.
fn at<'a>(body: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(body, |value, name| value.get(name).unwrap_or(&Value::Null))
}

/// The body that stores what was typed. Members that the page does not show stay as they are: the API replaces the whole.
fn body(form: &Form, stored: &Value) -> Value {
    let mut body = Map::from_iter([("customCss".to_owned(), at(stored, "customCss").clone())]);
    for group in ["color", "branding"] {
        body.insert(
            group.to_owned(),
            Value::Object(at(stored, group).as_object().cloned().unwrap_or_default()),
        );
    }
    for (name, ..) in FIELDS {
        let value = form.get(name).trim();
        let Some((group, member)) = name.split_once('.') else {
            let value = if value.is_empty() { Value::Null } else { value.into() };
            body.insert(name.to_owned(), value);
            continue;
        };
        let Some(members) = body.get_mut(group).and_then(Value::as_object_mut) else { continue };
        if value.is_empty() {
            members.remove(member);
        } else {
            members.insert(member.to_owned(), value.into());
        }
    }
    Value::Object(body)
}

fn parts(operator: &Operator, shown: &Value, are_kept: bool) -> Vec<FormPart> {
    let words = &operator.words;
    let field = |(name, label, hint): (&'static str, &str, &str)| {
        let value = at(shown, name).as_str().unwrap_or_default();
        let field =
            FormField::line(name, words.say(label), filled(value), String::new()).hint(words.say(hint));
        if PICTURES.contains(&name) {
            return pictures::field(words, field.wrong(words.say("console-address-wrong")), are_kept);
        }
        if name.ends_with("Url") {
            let control = Control::Line { kind: "url", missing: String::new(), is_mono: false };
            return field.control(control).wrong(words.say("console-address-wrong"));
        }
        if name.starts_with("color.") { field.control(Control::Color) } else { field }
    };
    let mut fields = FIELDS.into_iter().map(field);
    let part = |(count, heading, text): (usize, &str, &str)| FormPart {
        heading: words.say(heading),
        text: words.say(text),
        fields: fields.by_ref().take(count).collect(),
    };
    PARTS.into_iter().map(part).collect()
}

fn page(
    operator: &Operator,
    of: &Application,
    (stored, shown): (&Value, &Value),
    are_kept: bool,
) -> ConsoleFormPage {
    let page = ConsoleFormPage {
        title: of.name.clone(),
        lead: kind(&of.kind, &operator.words),
        facts: None,
        parts: parts(operator, shown, are_kept),
        mark: None,
        action: path(of),
        button: operator.words.say("console-save"),
        back_url: None,
        destroy: None,
        frame: frame(operator, of, "branding"),
    };
    made_from(page, stored)
}

/// `GET /console/applications/{application}/branding`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find_signed_in_to(&operator, &id).await?;
    let stored = stored(&operator, &of).await?;
    let are_kept = pictures::are_kept(&operator).await;
    Ok(page(&operator, &of, (&stored, &stored), are_kept).into_response())
}

/// `POST /console/applications/{application}/branding`.
pub(super) async fn save(Path(id): Path<String>, posted: PostedFiles) -> Outcome {
    let of = find_signed_in_to(&posted.by, &id).await?;
    let stored = stored(&posted.by, &of).await?;
    let are_kept = pictures::are_kept(&posted.by).await;
    must_be_current(&posted.by, &posted.form, &stored, || {
        page(&posted.by, &of, (&stored, &stored), are_kept)
    })?;
    let (operator, kept) = pictures::keep(posted, &PICTURES).await;
    let mut again = page(&operator, &of, (&stored, &body(&kept.typed, &stored)), are_kept);
    kept.tell(&operator.words, &mut again.parts);
    let outcome = if kept.are_whole() {
        store(&operator, &of, body(&kept.form, &stored), again).await
    } else {
        Err(wrong(again))
    };
    kept.settle(&operator, outcome).await
}

async fn store(operator: &Operator, of: &Application, body: Value, again: ConsoleFormPage) -> Outcome {
    let call = Call::new(Method::PUT, &["api", "applications", &of.id, "sign-in-experience"]).body(body);
    match operator.call(call).await {
        Ok(_) => Ok(done(&path(of), "console-saved")),
        Err(refusal) => Err(refused(operator, again, &refusal, "displayName")),
    }
}

/// The application, if people sign in to it.
async fn find_signed_in_to(operator: &Operator, id: &str) -> Result<Application, Response> {
    let of = find(operator, id).await?;
    if of.is_machine() { Err(operator.gone()) } else { Ok(of) }
}
