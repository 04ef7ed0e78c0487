//! The words of the hosted pages, in the languages that `locales` holds (Project Fluent, syntax 0.5), with a tenant's own words on top.
//!
//! Owns which language a page is in ([`Words::choose`]), how a message is put together, and where a sentence has links. Whose page it is
//! and what the browser asked for, callers know. A message that a language lacked would be said in English; a test keeps that from
//! happening.

mod language;
mod phrases;
mod pieces;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use fluent_bundle::{FluentArgs, FluentValue};

pub use language::{CONSOLE_LANGUAGES, LANGUAGES, Language};
pub use phrases::{Phrase, PhraseSection, phrases};
pub use pieces::Piece;

/// A tenant's own words in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// The language, as the tenant named it.
    pub tag: String,
    /// Texts by their place among the phrases of the Management API, such as `action.sign_in`. A variable in them is `{{name}}`. The
    /// message of any key can be given under `page.` and its name.
    pub phrases: BTreeMap<String, String>,
}

/// The words of one language.
#[derive(Clone)]
pub struct Words {
    tag: String,
    language: &'static Language,
    own: Option<Arc<OwnWords>>,
}

impl Default for Words {
    /// English.
    fn default() -> Self {
        Self::of(language::english())
    }
}

impl Words {
    /// The built-in words of a language.
    pub fn of(language: &'static Language) -> Self {
        Self { tag: language.tag.to_owned(), language, own: None }
    }

    /// The words of the console in the first of the `wanted` languages that it has; English for none. Chinese in traditional characters is read by those
    /// who read the simplified ones, and the other way round.
    pub fn of_console<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        let readable = |tag: &str| {
            let is_chinese = tag.split(['-', '_']).next().is_some_and(|part| part.eq_ignore_ascii_case("zh"));
            Language::find_of_console(if is_chinese { "zh-CN" } else { tag })
        };
        Self::of(wanted.into_iter().find_map(readable).unwrap_or_else(language::console_english))
    }

    /// The words in the first of the `wanted` languages that there are words in, built in or a tenant's `own`; English for none. Both are
    /// language tags (BCP 47); one that differs in its region only will do, and Chinese goes by its script.
    pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>, own: Vec<OwnWords>) -> Self {
        for wanted in wanted {
            let language = Language::find(wanted);
            let best = own
                .iter()
                .find(|own| own.tag.eq_ignore_ascii_case(wanted))
                .or_else(|| own.iter().find(|own| language::are_one_language(&own.tag, wanted)));
            if let Some(best) = best {
                let base = language.or_else(|| Language::find(&best.tag));
                return Self {
                    tag: best.tag.clone(),
                    language: base.unwrap_or_else(language::english),
                    own: Some(Arc::new(best.clone())),
                };
            }
            if let Some(language) = language {
                return Self::of(language);
            }
        }
        Self::default()
    }

    /// The language, as the page's `lang` attribute says it.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The direction of writing, as the page's `dir` attribute says it.
    pub fn direction(&self) -> &'static str {
        if self.language.is_right_to_left { "rtl" } else { "ltr" }
    }

    /// A message without variables.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A message about something that has a name.
    pub fn with(&self, key: &str, variable: &str, value: &str) -> String {
        self.fill(key, &[(variable, value.into())])
    }

    /// A message with a number, in the form that the language has for it.
    pub fn count(&self, key: &str, variable: &str, number: u64) -> String {
        self.fill(key, &[(variable, number.into())])
    }

    /// A message with variables.
    pub fn fill(&self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> String {
        if let Some(own) = self.own_text(key) {
            return variables.iter().fold(own.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{{{name}}}}}"), &plain(value))
            });
        }
        self.language.message(key, variables).unwrap_or_else(|| {
            tracing::error!(key, language = self.language.tag, "a message is missing");
            language::english().message(key, variables).unwrap_or_else(|| key.to_owned())
        })
    }

    /// A tenant's own text for a message.
    fn own_text(&self, key: &str) -> Option<&str> {
        let phrases = &self.own.as_ref()?.phrases;
        let direct = phrases.get(&format!("page.{key}"));
        let text = direct.or_else(|| phrases.get(language::phrase_of(key)?));
        text.map(String::as_str)
    }
}

fn plain(value: &FluentValue<'_>) -> String {
    match value {
        FluentValue::String(text) => text.to_string(),
        FluentValue::Number(number) => number.as_string().into_owned(),
        _ => String::new(),
    }
}

/// The variables of a message as Fluent takes them.
fn arguments<'a>(variables: &'a [(&str, FluentValue<'a>)]) -> FluentArgs<'a> {
    variables.iter().map(|(name, value)| (*name, value.clone())).collect()
}
