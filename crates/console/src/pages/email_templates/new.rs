//! `/console/email-templates/{kind}/new`: an e-mail in one more language, which begins with what is built in.

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use domain::message_template::{TemplateDetails, TemplateType};
use hosted::Call;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::FieldState,
    pages::console::{ConsoleExperiencePage, Control, FormField},
    words::LANGUAGES,
};

use super::{
    Details, Template,
    editor::{page, parts, refused},
    kind, of_kind, path,
};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, view::option},
    posted::Posted,
};

/// What is built in.
pub(super) fn built_in(of: TemplateType) -> Details {
    let TemplateDetails { subject, content, .. } = TemplateDetails::built_in(of);
    Details { subject, content, content_type: Some("text/plain".to_owned()), reply_to: None, send_from: None }
}

fn new_page(
    operator: &Operator,
    (of, chosen): (TemplateType, &str),
    all: &[Template],
    details: &Details,
) -> ConsoleExperiencePage {
    let words = &operator.words;
    let is_free = |tag: &str| all.iter().all(|one| one.language_tag != tag);
    let options = LANGUAGES
        .iter()
        .filter(|language| is_free(language.tag))
        .map(|language| option(language.tag, language.name.to_owned(), language.tag == chosen));
    let language = FormField::line(
        "languageTag",
        words.say("console-preview-language"),
        FieldState::default(),
        String::new(),
    )
    .hint(words.say("console-mail-language-hint"))
    .control(Control::Select(options.collect()));
    let mut parts = parts(operator, of, details);
    if let Some(first) = parts.first_mut() {
        first.fields.insert(0, language);
    }
    page(operator, (of, "new"), all, (parts, &Value::Null))
}

/// `GET /console/email-templates/{kind}/new`. Whoever may only read sees what is built in.
pub(super) async fn ask(Path(word): Path<String>, operator: Operator) -> Outcome {
    let of = kind(&operator, &word)?;
    let all = of_kind(&operator, of).await?;
    let details = all.first().map_or_else(|| built_in(of), |one| one.details.clone());
    Ok(new_page(&operator, (of, ""), &all, &details).into_response())
}

/// `POST /console/email-templates/{kind}/new`.
pub(super) async fn create(Path(word): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = kind(&operator, &word)?;
    let all = of_kind(&operator, of).await?;
    let language = form.get("languageTag");
    let details = Details::typed(&form);
    let mut again = new_page(&operator, (of, language), &all, &details);
    // One that is there is changed on its own page, where nobody's work is lost unseen.
    let is_known = LANGUAGES.iter().any(|one| one.tag == language);
    let is_free = is_known && all.iter().all(|one| one.language_tag != language);
    if !is_free {
        let said = operator.words.say("console-mail-language-wrong");
        crate::pages::form::tell_in(&mut again.parts, "languageTag", said);
    }
    if !details.check(&mut again.parts, &operator) || !is_free {
        return Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let body = json!({ "templates": [{ "languageTag": language, "templateType": of.as_str(), "details": details.body() }] });
    match operator.call(Call::new(Method::PUT, &["api", "email-templates"]).body(body)).await {
        Ok(_) => Ok(done(&path(of, language), "console-mail-created")),
        Err(refusal) => Err(refused(&operator, again, &refusal)),
    }
}
