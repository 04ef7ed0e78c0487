//! `/console/sign-in-experience/preview`: a sign-in page as it would be, for a frame of the console. It is drawn by what draws it for users.

use std::collections::BTreeSet;

use axum::response::Response;
use hosted::Call;
use serde::Deserialize;
use serde_json::Value;
use sign_in::{Look, Screen};
use ui::{
    Words,
    pages::console::{ConsoleOption, PreviewChoice},
    words::LANGUAGES,
};

use super::sheet;
use crate::{
    Framed,
    operator::Operator,
    pages::{
        Outcome,
        settings::{Facts, SIGN_IN},
        view::option,
    },
    posted::Posted,
};

/// Where it is.
pub(crate) const PATH: &str = "/console/sign-in-experience/preview";
/// Applications of people; the page is shown as one of these is called.
const FOR_PEOPLE: [&str; 3] = ["SPA", "Traditional", "Native"];

/// What can be chosen of it: the page, the scheme, the language.
pub(crate) fn choices(words: &Words, facts: &Facts) -> Vec<PreviewChoice> {
    let one = |value: &str, label: &str| option(value, words.say(label), false);
    let built_in = LANGUAGES.iter().map(|language| option(language.tag, language.name.to_owned(), false));
    let known: BTreeSet<_> = LANGUAGES.iter().map(|language| language.tag).collect();
    let own = facts.languages.iter().map(|language| language.language_tag.as_str());
    let own = own.filter(|tag| !known.contains(tag)).map(|tag| option(tag, tag.to_owned(), false));
    let choice = |name: &'static str, label: &str, options: Vec<ConsoleOption>| PreviewChoice {
        name,
        label: words.say(label),
        options,
    };
    let screens =
        vec![one("sign-in", "console-preview-sign-in"), one("register", "console-preview-register")];
    let schemes = vec![one("light", "console-preview-light"), one("dark", "console-preview-dark")];
    let languages = std::iter::once(one("", "console-preview-any-language")).chain(built_in).chain(own);
    vec![
        choice("preview_screen", "console-preview-screen", screens),
        choice("preview_scheme", "console-preview-scheme", schemes),
        choice("preview_language", "console-preview-language", languages.collect()),
    ]
}

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

/// What the page calls the application: like one of the tenant's, so that it looks as users see it.
async fn application(operator: &Operator) -> String {
    let call = Call::get(&["api", "applications"]).page(1, 20);
    let found = operator.call(call).await.and_then(hosted::Answer::read::<Vec<Named>>).unwrap_or_default();
    let one = found.into_iter().find(|one| FOR_PEOPLE.contains(&one.kind.as_str()));
    one.map_or_else(|| operator.words.say("console-preview-application"), |one| one.name)
}

async fn draw(operator: &Operator, settings: &Value, chosen: impl Fn(&str) -> String) -> Response {
    let (screen, scheme) = (chosen("preview_screen"), chosen("preview_scheme"));
    let language = chosen("preview_language");
    let fallback = settings.pointer("/languageInfo/fallbackLanguage").and_then(Value::as_str);
    let language = Some(language.as_str()).filter(|language| !language.is_empty()).or(fallback);
    let look = Look {
        settings,
        screen: if screen == "register" { Screen::Register } else { Screen::SignIn },
        language,
        is_dark: scheme == "dark",
        application: &application(operator).await,
    };
    let mut response = sign_in::preview(&operator.console.services, look).await;
    response.extensions_mut().insert(Framed);
    response
}

/// `GET /console/sign-in-experience/preview`: the page as it is.
pub(super) async fn show(operator: Operator) -> Outcome {
    let facts = Facts::read(&operator, SIGN_IN).await?;
    let chosen = |name: &str| operator.query.get(name).unwrap_or_default().to_owned();
    Ok(draw(&operator, &facts.settings, chosen).await)
}

/// `POST /console/sign-in-experience/preview`: the page with what was typed and is not stored.
pub(super) async fn show_typed(Posted { by: operator, form }: Posted) -> Outcome {
    let facts = Facts::read(&operator, SIGN_IN).await?;
    let Some(sheet) = sheet(form.get("part")) else { return Err(operator.gone()) };
    let settings = facts.with(&(sheet.changes)(&form, &facts));
    Ok(draw(&operator, &settings, |name| form.get(name).to_owned()).await)
}
