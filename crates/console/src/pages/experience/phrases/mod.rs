//! `/console/sign-in-experience/phrases`: what the hosted pages say, in the tenant's own words, by language.

mod danger;
mod editor;
mod entries;
mod languages;
mod list;
mod new;

use std::collections::BTreeMap;

use axum::{http::Method, response::Response};
use domain::{
    console::ConsoleRole,
    phrase::{is_language, texts},
};
use hosted::{Answer, Call, Refusal};
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{Words, pages::console::ConsoleFrame};

use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
const PATH: &str = "/console/sign-in-experience/phrases";
/// The end of that address, which is the tab.
const TAB: &str = "phrases";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/sign-in-experience/phrases/new", new::ask)
        .form(editor, "/console/sign-in-experience/phrases/new", new::create)
        .page(reader, "/console/sign-in-experience/phrases/{language}", editor::show)
        .form(editor, "/console/sign-in-experience/phrases/{language}", editor::save)
        .page(editor, "/console/sign-in-experience/phrases/{language}/delete", danger::ask)
        .form(editor, "/console/sign-in-experience/phrases/{language}/delete", danger::delete)
        .about(&[parts::CUSTOM_PHRASES])
}

/// The tenant's own words in a language.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnPhrases {
    language_tag: String,
    translation: Map<String, Value>,
}

impl OwnPhrases {
    /// The words by their places.
    fn texts(&self) -> BTreeMap<String, String> {
        texts(&self.translation)
    }

    /// What a form of them is made from.
    fn basis(&self) -> Value {
        Value::Object(self.translation.clone())
    }

    fn path(&self) -> String {
        path(&self.language_tag)
    }
}

fn path(tag: &str) -> String {
    format!("{PATH}/{tag}")
}

/// The words of every language.
async fn all(operator: &Operator) -> Result<Vec<OwnPhrases>, Response> {
    one(operator, Call::get(&["api", "custom-phrases"])).await
}

/// The words of the language that a path names.
async fn find(operator: &Operator, tag: &str) -> Result<OwnPhrases, Response> {
    if !is_language(tag) {
        return Err(operator.gone());
    }
    one(operator, Call::get(&["api", "custom-phrases", tag])).await
}

/// Stores the words of a language in the place of those there were.
async fn put(operator: &Operator, tag: &str, translation: Map<String, Value>) -> Result<Answer, Refusal> {
    let call = Call::new(Method::PUT, &["api", "custom-phrases", tag]);
    operator.call(call.body(Value::Object(translation))).await
}

/// What pages in a language say where the tenant has no word of its own.
fn built_in(tag: &str) -> Words {
    Words::choose([tag], Vec::new())
}

/// What the language of those words calls itself.
fn built_in_name(tag: &str) -> String {
    let words = built_in(tag);
    let found = ui::words::LANGUAGES.iter().find(|language| language.tag == words.tag());
    found.map_or_else(|| words.tag().to_owned(), |language| language.name.to_owned())
}

/// What is around the pages below the list.
fn frame(operator: &Operator) -> ConsoleFrame {
    operator.frame_below(super::PATH, &[(PATH, &operator.words.say("console-phrases"))])
}
