//! `/console/webhooks/{hook}`: where it goes and what it listens to; making one, and deleting one.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use domain::hook::{EVENTS, EXCEPTIONS};
use hosted::{Answer, Call, Refusal};
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    components::{FieldState, Link},
    pages::console::{ApplicationKind, ConsoleFormPage, Control, EndpointRow, FormField, FormPart},
};

use super::{Hook, PATH, find, frame};
use crate::{
    mark::mark,
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, must_be_current, refused, tell, wrong},
        question::Question,
    },
    posted::Posted,
};

/// How many headers are read.
const MAX_HEADERS: usize = 50;
/// How many of the events stand under each heading.
const SIGN_INS: usize = 4;

/// What is in the form.
#[derive(Default)]
struct Fields {
    name: String,
    url: String,
    headers: String,
    retries: String,
    is_enabled: bool,
    events: Vec<String>,
}

impl Fields {
    fn stored(of: &Hook) -> Self {
        let header =
            |(name, value): (&String, &Value)| format!("{name}: {}", value.as_str().unwrap_or_default());
        Self {
            name: of.name.clone(),
            url: of.config.url.clone(),
            headers: of.config.headers.iter().map(header).collect::<Vec<_>>().join("\n"),
            retries: of.config.retries.map(|retries| retries.to_string()).unwrap_or_default(),
            is_enabled: of.enabled,
            events: of.listens_to().into_iter().map(str::to_owned).collect(),
        }
    }

    fn typed(form: &Form) -> Self {
        let text = |name: &str| form.get(name).trim().to_owned();
        Self {
            name: text("name"),
            url: text("url"),
            headers: text("headers"),
            retries: text("retries"),
            is_enabled: !form.get("enabled").is_empty(),
            events: ["events", "data", "exceptions"]
                .into_iter()
                .flat_map(|name| form.all(name))
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The headers by their names; nothing where a line is none.
    fn header_map(&self) -> Option<Map<String, Value>> {
        let lines = self.headers.lines().map(str::trim).filter(|line| !line.is_empty()).take(MAX_HEADERS);
        lines
            .map(|line| {
                let (name, value) = line.split_once(':')?;
                let name = name.trim();
                axum::http::HeaderName::try_from(name).ok()?;
                axum::http::HeaderValue::try_from(value.trim()).ok()?;
                Some((name.to_owned(), value.trim().into()))
            })
            .collect()
    }

    fn body(&self, headers: Map<String, Value>) -> Value {
        let mut config = json!({ "url": self.url, "headers": headers });
        if let (Some(members), Ok(retries)) = (config.as_object_mut(), self.retries.parse::<u32>()) {
            members.insert("retries".to_owned(), retries.into());
        }
        json!({ "name": self.name, "events": self.events, "enabled": self.is_enabled, "config": config })
    }
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty()) && text.parse::<axum::http::Uri>().is_ok()
}

/// The names of a form of parts, each with what is chosen in it.
fn parts(operator: &Operator, fields: &Fields) -> Vec<FormPart> {
    let words = &operator.words;
    let say = |key: &str| words.say(key);
    let line = |name: &'static str, label: &str, value: &str, missing: String| {
        FormField::line(name, words.say(label), filled(value), missing)
    };
    let checks = |name: &'static str, label: &str, events: &[&str]| {
        let card = |event: &&str| ApplicationKind {
            value: (*event).to_owned(),
            label: (*event).to_owned(),
            hint: String::new(),
            is_checked: fields.events.iter().any(|chosen| chosen == event),
        };
        FormField::line(name, words.say(label), FieldState::default(), String::new())
            .control(Control::Checks(events.iter().map(card).collect()))
    };
    let (sign_ins, data) = EVENTS.split_at(SIGN_INS);
    vec![
        FormPart {
            heading: say("console-webhook-target"),
            text: say("console-webhook-target-lead"),
            fields: vec![
                line("name", "console-label-name", &fields.name, say("console-missing-name")),
                line("url", "console-label-url", &fields.url, say("console-webhook-url-wrong")).control(
                    Control::Line { kind: "url", missing: say("console-webhook-url-wrong"), is_mono: true },
                ),
                line("headers", "console-webhook-headers", &fields.headers, String::new())
                    .control(Control::Lines(3))
                    .hint(say("console-webhook-headers-hint")),
                line("retries", "console-webhook-retries", &fields.retries, String::new())
                    .control(Control::Line { kind: "number", missing: String::new(), is_mono: false })
                    .hint(say("console-webhook-retries-hint")),
                line("enabled", "console-webhook-enabled", "", String::new())
                    .control(Control::Check(fields.is_enabled))
                    .hint(say("console-webhook-enabled-hint")),
            ],
        },
        FormPart {
            heading: say("console-label-events"),
            text: say("console-webhook-events-lead"),
            fields: vec![
                checks("events", "console-webhook-sign-ins", sign_ins),
                checks("data", "console-webhook-data", data),
                checks("exceptions", "console-webhook-exceptions", &EXCEPTIONS),
            ],
        },
    ]
}

fn new_page(operator: &Operator, fields: &Fields) -> ConsoleFormPage {
    let words = &operator.words;
    ConsoleFormPage {
        frame: operator.frame_below(PATH, &[(PATH, &words.say("console-webhooks"))]),
        title: words.say("console-create-webhook"),
        lead: words.say("console-create-webhook-lead"),
        facts: None,
        parts: parts(operator, fields),
        mark: None,
        action: format!("{PATH}/new"),
        button: words.say("console-create-webhook"),
        back_url: Some(PATH.to_owned()),
        destroy: None,
    }
}

/// What a form is made from.
fn basis(of: &Hook) -> Value {
    json!({
        "name": of.name, "events": of.listens_to(), "url": of.config.url, "headers": of.config.headers,
        "retries": of.config.retries, "enabled": of.enabled,
    })
}

fn page(operator: &Operator, of: &Hook, fields: &Fields) -> ConsoleFormPage {
    let words = &operator.words;
    let destroy = Link { href: format!("{}/delete", of.path()), label: words.say("console-delete-webhook") };
    let id = EndpointRow { label: words.say("console-webhook-id"), value: of.id.clone() };
    ConsoleFormPage {
        frame: frame(operator, of, ""),
        title: of.title(),
        lead: words.say("console-webhook-lead"),
        facts: Some((words.say("console-for-developers"), words.say("console-webhook-developers"), vec![id])),
        parts: parts(operator, fields),
        mark: Some(mark(&basis(of))),
        action: of.path(),
        button: words.say("console-save"),
        back_url: None,
        destroy: operator.may_edit().then(|| (words.say("console-delete-webhook-lead"), destroy)),
    }
}

/// `GET /console/webhooks/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    Ok(new_page(&operator, &Fields { is_enabled: true, ..Fields::default() }).into_response())
}

/// The body of what was typed, or the form again with what is wrong.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn checked(operator: &Operator, fields: &Fields, mut again: ConsoleFormPage) -> Result<Value, Response> {
    let words = &operator.words;
    let headers = fields.header_map();
    let is_retries_wrong =
        !fields.retries.is_empty() && !fields.retries.parse().is_ok_and(|retries: u32| retries <= 3);
    for (is_wrong, name, said) in [
        (fields.name.is_empty(), "name", "console-missing-name"),
        (!is_address(&fields.url), "url", "console-webhook-url-wrong"),
        (headers.is_none(), "headers", "console-webhook-headers-wrong"),
        (is_retries_wrong, "retries", "console-webhook-retries-wrong"),
        (fields.events.is_empty(), "events", "console-nothing-chosen"),
    ] {
        if is_wrong {
            tell(&mut again, name, words.say(said));
        }
    }
    let is_good = again.parts.iter().flat_map(|part| &part.fields).all(|field| field.state.error.is_none());
    match headers.filter(|_| is_good) {
        Some(headers) => Ok(fields.body(headers)),
        None => Err(wrong(again)),
    }
}

fn again(operator: &Operator, page: ConsoleFormPage, refusal: &Refusal) -> Response {
    refused(operator, page, refusal, "name")
}

/// `POST /console/webhooks/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let fields = Fields::typed(&form);
    let body = checked(&operator, &fields, new_page(&operator, &fields))?;
    let call = Call::new(Method::POST, &["api", "hooks"]).body(body);
    match operator.call(call).await.and_then(Answer::read::<Hook>) {
        Ok(made) => Ok(done(&format!("{}/key", made.path()), "console-webhook-created")),
        Err(refusal) => Err(again(&operator, new_page(&operator, &fields), &refusal)),
    }
}

/// `GET /console/webhooks/{hook}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of, &Fields::stored(&of)).into_response())
}

/// `POST /console/webhooks/{hook}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    must_be_current(&operator, &form, &basis(&of), || page(&operator, &of, &Fields::stored(&of)))?;
    let fields = Fields::typed(&form);
    let body = checked(&operator, &fields, page(&operator, &of, &fields))?;
    match operator.call(Call::new(Method::PATCH, &["api", "hooks", &id]).body(body)).await {
        Ok(_) => Ok(done(&of.path(), "console-saved")),
        Err(refusal) => Err(again(&operator, page(&operator, &of, &fields), &refusal)),
    }
}

fn question<'a>(operator: &Operator, of: &'a Hook, title: &'a str) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-webhook-title", "name", title),
        consequences: &["console-delete-webhook-consequence"],
        typed: Some(title),
        action: format!("{}/delete", of.path()),
        hidden: Vec::new(),
        button: "console-delete-webhook",
        back_url: of.path(),
    }
}

/// `GET /console/webhooks/{hook}/delete`.
pub(super) async fn ask_to_delete(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of, &of.title()).ask(frame(&operator, &of, "")))
}

/// `POST /console/webhooks/{hook}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let title = of.title();
    question(&operator, &of, &title).must_be_meant(frame(&operator, &of, ""), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "hooks", &id])).await {
        Ok(_) => Ok(done(PATH, "console-webhook-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
