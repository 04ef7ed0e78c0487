//! `/console/sign-in-experience/phrases/new`: one more language, which begins without words of the tenant's own.

use axum::response::IntoResponse as _;
use domain::phrase::is_language;
use serde_json::Map;
use ui::{
    components::FieldState,
    pages::console::{ConsoleFormPage, Control, FormField},
};

use super::{OwnPhrases, PATH, all, frame, languages, path, put};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, refused, tell, wrong},
        view::option,
    },
    posted::Posted,
};

/// The field of the language.
const LANGUAGE: &str = "languageTag";

fn page(operator: &Operator, all: &[OwnPhrases], chosen: &str) -> ConsoleFormPage {
    let words = &operator.words;
    let is_free = |tag: &str| all.iter().all(|one| one.language_tag != tag);
    let options = languages::NAMES
        .iter()
        .filter(|(tag, _)| is_free(tag))
        .map(|(tag, _)| option(tag, languages::name(tag), *tag == chosen));
    let label = words.say("console-preview-language");
    let field = FormField::line(LANGUAGE, label, FieldState::default(), String::new())
        .hint(words.say("console-phrases-language-hint"))
        .control(Control::Select(options.collect()));
    let text = (words.say("console-phrases-add"), words.say("console-phrases-add-lead"));
    let sent = (format!("{PATH}/new"), words.say("console-phrases-add"), PATH);
    form::page(frame(operator), text, vec![field], sent)
}

/// `GET /console/sign-in-experience/phrases/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    let all = all(&operator).await?;
    Ok(page(&operator, &all, "").into_response())
}

/// `POST /console/sign-in-experience/phrases/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let all = all(&operator).await?;
    let tag = form.get(LANGUAGE);
    let mut again = page(&operator, &all, tag);
    // One that is there is changed on its own page, where no words are lost unseen.
    if !is_language(tag) || all.iter().any(|one| one.language_tag == tag) {
        tell(&mut again, LANGUAGE, operator.words.say("console-phrases-language-wrong"));
        return Err(wrong(again));
    }
    match put(&operator, tag, Map::new()).await {
        Ok(_) => Ok(done(&path(tag), "console-phrases-added")),
        Err(refusal) => Err(refused(&operator, again, &refusal, LANGUAGE)),
    }
}
