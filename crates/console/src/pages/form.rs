//! Forms of a few fields: what is wrong beside the field, or above them all. Each field has the name of the member of the body that it becomes.

use axum::{http::StatusCode, response::Response};
use hosted::{Answer, Call, Refusal};
use http_kit::Form;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::{Banner, FieldState, Tone},
    pages::console::{ConsoleFormPage, ConsoleFrame, Control, FormField, FormPart},
};

use crate::{
    mark::{has_changed, mark},
    operator::Operator,
};

/// What refusals are called that say that a name is taken.
const TAKEN: [&str; 5] = [
    "entity.unique_integrity_violation",
    "role.name_in_use",
    "scope.name_exists",
    "resource.resource_identifier_in_use",
    "entity.duplicated",
];

/// What is in a field.
pub(crate) fn filled(value: impl Into<String>) -> FieldState {
    FieldState { value: value.into(), error: None }
}

/// A name and a description: stored, or as they were typed.
#[derive(Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
}

impl<'a> Named<'a> {
    /// As they were typed.
    pub(crate) fn typed(form: &'a Form) -> Self {
        Self { name: form.get("name").trim(), description: form.get("description").trim() }
    }

    /// The fields of them.
    pub(crate) fn fields(self, operator: &Operator) -> Vec<FormField> {
        let words = &operator.words;
        let (name, missing) = (words.say("console-label-name"), words.say("console-missing-name"));
        vec![
            FormField::line("name", name, filled(self.name), missing),
            FormField::line(
                "description",
                words.say("console-label-description"),
                filled(self.description),
                String::new(),
            ),
        ]
    }

    /// The members of a body.
    pub(crate) fn body(self) -> Value {
        let description = if self.description.is_empty() { Value::Null } else { self.description.into() };
        json!({ "name": self.name, "description": description })
    }
}

/// A form of one part on a page of its own.
pub(crate) fn page(
    frame: ConsoleFrame,
    (title, lead): (String, String),
    fields: Vec<FormField>,
    (action, button, back_url): (String, String, &str),
) -> ConsoleFormPage {
    ConsoleFormPage {
        frame,
        title,
        lead,
        facts: None,
        parts: vec![FormPart { fields, ..FormPart::default() }],
        mark: None,
        action,
        button,
        back_url: Some(back_url.to_owned()),
        destroy: None,
    }
}

/// With the mark of what the form is made from.
pub(crate) fn made_from(page: ConsoleFormPage, basis: &Value) -> ConsoleFormPage {
    ConsoleFormPage { mark: Some(mark(basis)), ..page }
}

/// Says what is wrong beside the field of this name, or of what the name is within. Whether there is one.
pub(crate) fn tell(page: &mut ConsoleFormPage, name: &str, error: String) -> bool {
    tell_in(&mut page.parts, name, error)
}

/// As [`tell`], in parts of a page. Where nothing has that name, what is within it is meant.
pub(crate) fn tell_in(parts: &mut [FormPart], name: &str, error: String) -> bool {
    let is_within = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let can_be_told = |field: &FormField| !matches!(field.control, Control::Check(_) | Control::Cards(_));
    let mut fields: Vec<_> =
        parts.iter_mut().flat_map(|part| &mut part.fields).filter(|field| can_be_told(field)).collect();
    let meant = fields.iter().position(|field| is_within(name, &field.name));
    let meant =
        meant.or_else(|| fields.iter().position(|field| !name.is_empty() && is_within(&field.name, name)));
    let Some(field) = meant.and_then(|at| fields.get_mut(at)) else { return false };
    if field.state.error.is_none() {
        field.state.error = Some(error);
    }
    true
}

/// The status of a form that is shown again: 422 where what was typed was refused, and the failure's own where it may have been stored.
pub(crate) fn status_of(refusal: &Refusal) -> StatusCode {
    if refusal.status.is_server_error() { refusal.status } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// The form again, with what is wrong said in it.
pub(crate) fn wrong(page: ConsoleFormPage) -> Response {
    page.with_status(StatusCode::UNPROCESSABLE_ENTITY)
}

/// The form again with what the Management API refused. `unique` is the field whose value nothing else may have.
pub(crate) fn refused(
    operator: &Operator,
    mut page: ConsoleFormPage,
    refusal: &Refusal,
    unique: &str,
) -> Response {
    if matches!(refusal.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
        return operator.stop(refusal);
    }
    let mut is_told = false;
    if TAKEN.contains(&refusal.code.as_str()) {
        is_told = tell(&mut page, unique, operator.words.say("console-taken"));
    }
    for (path, said) in refusal.issues() {
        is_told |= tell(&mut page, &path, operator.words.with("console-field-wrong", "said", said));
    }
    if !is_told {
        page.frame.banner = Some(Banner::danger(operator.said(refusal)));
    }
    page.with_status(status_of(refusal))
}

/// Passes when nobody changed meanwhile what the form was made from; `fresh` is the form as it would be made now.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
pub(crate) fn must_be_current(
    operator: &Operator,
    form: &Form,
    basis: &Value,
    fresh: impl FnOnce() -> ConsoleFormPage,
) -> Result<(), Response> {
    if !has_changed(form, basis) {
        return Ok(());
    }
    let mut page = fresh();
    let text = operator.words.say("console-changed-meanwhile");
    page.frame.banner = Some(Banner { tone: Tone::Warning, text });
    Err(page.with_status(StatusCode::CONFLICT))
}

/// Carries out a form that has a name; `again` is the form with what was typed.
pub(crate) async fn send(
    operator: &Operator,
    mut again: ConsoleFormPage,
    name: &str,
    call: Call<'_>,
) -> Result<Answer, Response> {
    if name.is_empty() {
        tell(&mut again, "name", operator.words.say("console-missing-name"));
        return Err(wrong(again));
    }
    operator.call(call).await.map_err(|refusal| refused(operator, again, &refusal, "name"))
}
