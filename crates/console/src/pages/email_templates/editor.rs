//! `/console/email-templates/{kind}/{language}`: what an e-mail says, with the e-mail beside it.

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use domain::message_template::TemplateType;
use hosted::{Call, Refusal};
use http_kit::Form;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::{Banner, Link, Tone},
    pages::console::{ConsoleExperiencePage, Control, FormField, FormPart},
};

use super::{Details, Template, frame, kind, of_kind, path, preview, said, variables};
use crate::json::set;
use crate::{
    mark::{has_changed, mark},
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, tell_in},
        view::option,
    },
    posted::Posted,
};

/// The field of the content. The page itself has the id `content`.
const CONTENT: &str = "body";
const HTML: &str = "text/html";
const PLAIN: &str = "text/plain";

impl Details {
    /// What was typed.
    pub(super) fn typed(form: &Form) -> Self {
        let given = |name: &str| Some(form.get(name).trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            subject: form.get("subject").trim().to_owned(),
            content: form.get(CONTENT).replace("\r\n", "\n"),
            content_type: Some(form.get("contentType").to_owned()),
            reply_to: given("replyTo"),
            send_from: given("sendFrom"),
        }
    }

    /// Whether the content is text as it stands.
    pub(super) fn is_plain(&self) -> bool {
        self.content_type.as_deref() == Some(PLAIN)
    }

    /// The members of a body.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({ "subject": self.subject, "content": self.content });
        let members =
            [("contentType", &self.content_type), ("replyTo", &self.reply_to), ("sendFrom", &self.send_from)];
        for (member, value) in members {
            if let Some(value) = value {
                set(&mut body, member, value.as_str());
            }
        }
        body
    }

    fn basis(&self) -> Value {
        json!([self.subject, self.content, self.content_type, self.reply_to, self.send_from])
    }

    /// Says what is missing. Whether everything is there.
    pub(super) fn check(&self, parts: &mut [FormPart], operator: &Operator) -> bool {
        let mut is_whole = true;
        for (name, text) in [("subject", &self.subject), (CONTENT, &self.content)] {
            if text.trim().is_empty() {
                tell_in(parts, name, operator.words.say("console-missing-value"));
                is_whole = false;
            }
        }
        is_whole
    }
}

/// The parts of the form.
pub(super) fn parts(operator: &Operator, of: TemplateType, details: &Details) -> Vec<FormPart> {
    let words = &operator.words;
    let line = |name: &'static str, label: &str, value: &str| {
        FormField::line(name, words.say(label), filled(value), String::new())
    };
    let variables = words.with("console-mail-variables", "names", variables(of));
    let is_plain = details.is_plain();
    let kinds = vec![
        option(PLAIN, words.say("console-mail-plain"), is_plain),
        option(HTML, words.say("console-mail-html"), !is_plain),
    ];
    let part = |heading: &str, lead: &str, fields: Vec<FormField>| FormPart {
        heading: words.say(heading),
        text: words.say(lead),
        fields,
    };
    let (reply, from) = (details.reply_to.as_deref(), details.send_from.as_deref());
    vec![
        part(
            "console-mail-message",
            "console-mail-message-lead",
            vec![
                line("subject", "console-mail-subject", &details.subject),
                line("contentType", "console-mail-type", "").control(Control::Select(kinds)),
                line(CONTENT, "console-mail-content", &details.content)
                    .hint(variables)
                    .control(Control::Lines(14)),
            ],
        ),
        part(
            "console-mail-sender",
            "console-mail-sender-lead",
            vec![
                line("sendFrom", "console-mail-from", from.unwrap_or_default())
                    .hint(words.say("console-mail-from-hint")),
                line("replyTo", "console-mail-reply", reply.unwrap_or_default())
                    .hint(words.say("console-mail-reply-hint")),
            ],
        ),
    ]
}

/// The page. `here` is the language, or `new`.
pub(super) fn page(
    operator: &Operator,
    (of, here): (TemplateType, &str),
    all: &[Template],
    (parts, basis): (Vec<FormPart>, &Value),
) -> ConsoleExperiencePage {
    let words = &operator.words;
    ConsoleExperiencePage {
        title: words.say(said(of).0),
        lead: words.say(said(of).1),
        actions: Vec::new(),
        part: of.as_str(),
        parts,
        mark: mark(basis),
        action: path(of, here),
        button: words.say(if here == "new" { "console-mail-create" } else { "console-save" }),
        preview_url: format!("{}?kind={}&language={here}", preview::PATH, of.as_str()),
        frame_title: words.say("console-mail-preview"),
        choices: Vec::new(),
        has_scripts: false,
        note: None,
        destroy: None,
        frame: frame(operator, of, all, here),
    }
}

/// The template that a path names, among those for the same use.
async fn find(
    operator: &Operator,
    word: &str,
    language: &str,
) -> Result<(TemplateType, Vec<Template>, usize), Response> {
    let of = kind(operator, word)?;
    let all = of_kind(operator, of).await?;
    let at = all.iter().position(|one| one.language_tag == language);
    let at = at.ok_or_else(|| operator.gone())?;
    Ok((of, all, at))
}

/// The template itself.
pub(super) async fn find_one(
    operator: &Operator,
    word: &str,
    language: &str,
) -> Result<(TemplateType, Template), Response> {
    let (of, mut all, at) = find(operator, word, language).await?;
    Ok((of, all.swap_remove(at)))
}

fn of_one(
    operator: &Operator,
    (of, all, one): (TemplateType, &[Template], &Template),
    details: &Details,
) -> ConsoleExperiencePage {
    let shown = (parts(operator, of, details), &one.details.basis());
    let delete = Link {
        href: path(of, &format!("{}/delete", one.language_tag)),
        label: operator.words.say("console-mail-delete"),
    };
    let test = Link {
        href: path(of, &format!("{}/test", one.language_tag)),
        label: operator.words.say("console-mail-test"),
    };
    ConsoleExperiencePage {
        actions: operator.may_edit().then_some(test).into_iter().collect(),
        destroy: operator.may_edit().then(|| (operator.words.say("console-mail-delete-lead"), delete)),
        ..page(operator, (of, &one.language_tag), all, shown)
    }
}

/// `GET /console/email-templates/{kind}/{language}`.
pub(super) async fn show(Path((word, language)): Path<(String, String)>, operator: Operator) -> Outcome {
    let (of, all, at) = find(&operator, &word, &language).await?;
    let Some(one) = all.get(at) else { return Err(operator.gone()) };
    Ok(of_one(&operator, (of, &all, one), &one.details).into_response())
}

/// The page again with what was refused.
pub(super) fn refused(operator: &Operator, mut page: ConsoleExperiencePage, refusal: &Refusal) -> Response {
    let mut is_told = false;
    for (path, said) in refusal.issues() {
        let name = path.rsplit('.').next().unwrap_or_default();
        is_told |= tell_in(&mut page.parts, name, operator.words.with("console-field-wrong", "said", said));
    }
    if !is_told {
        page.frame.banner = Some(Banner::danger(operator.said(refusal)));
    }
    page.with_status(StatusCode::UNPROCESSABLE_ENTITY)
}

/// `POST /console/email-templates/{kind}/{language}`.
pub(super) async fn save(
    Path((word, language)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let (of, all, at) = find(&operator, &word, &language).await?;
    let Some(one) = all.get(at) else { return Err(operator.gone()) };
    if has_changed(&form, &one.details.basis()) {
        let mut fresh = of_one(&operator, (of, &all, one), &one.details);
        let text = operator.words.say("console-changed-meanwhile");
        fresh.frame.banner = Some(Banner { tone: Tone::Warning, text });
        return Err(fresh.with_status(StatusCode::CONFLICT));
    }
    let details = Details::typed(&form);
    let mut again = of_one(&operator, (of, &all, one), &details);
    if !details.check(&mut again.parts, &operator) {
        return Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let body = json!({ "templates": [{ "languageTag": language, "templateType": of.as_str(), "details": details.body() }] });
    match operator.call(Call::new(Method::PUT, &["api", "email-templates"]).body(body)).await {
        Ok(_) => Ok(done(&path(of, &language), "console-saved")),
        Err(refusal) => Err(refused(&operator, again, &refusal)),
    }
}
