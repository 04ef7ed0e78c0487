//! In which words the provider's own pages speak.

use axum::http::{HeaderMap, header};
use operations::{Services, page_language::page_languages};
use ui::{Words, words::OwnWords};

/// The words for a browser that may ask for languages by `ui_locales`. Built-in English where the tenant's settings cannot be read.
pub(crate) async fn words_for(services: &Services, ui_locales: Option<&str>, headers: &HeaderMap) -> Words {
    let browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let languages = page_languages(services, ui_locales, browser).await.unwrap_or_default();
    let own = languages.own.into_iter().map(|(tag, phrases)| OwnWords { tag, phrases });
    Words::choose(languages.wanted.iter().map(String::as_str), own.collect())
}
