//! In which words a page speaks: the built-in ones of the best language, with the tenant's own laid over them.

use axum::http::{HeaderMap, Uri, header};
use http_kit::QueryPairs;
use operations::{Services, page_language::page_languages};
use ui::{Words, words::OwnWords};

use crate::flow::Visit;

/// How much is read of what a browser says, in bytes.
const MAX_HEADER: usize = 512;

impl Visit {
    /// The words for whoever this visit is of.
    pub(super) async fn words(&self) -> Words {
        let asked = self.running.interaction.parameter("ui_locales");
        words_in(&self.services, asked, self.requester.languages.as_deref()).await
    }
}

/// The words for a request that belongs to no visit.
pub(super) async fn words_for(services: &Services, uri: &Uri, headers: &HeaderMap) -> Words {
    let query = QueryPairs::parse(uri.query().unwrap_or_default()).unwrap_or_default();
    let browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    words_in(services, query.get("ui_locales"), browser).await
}

/// Built-in English where the tenant's settings cannot be read: a page in another language is better than none.
async fn words_in(services: &Services, asked: Option<&str>, browser: Option<&str>) -> Words {
    let browser = browser.filter(|browser| browser.len() <= MAX_HEADER);
    let languages = page_languages(services, asked, browser).await.unwrap_or_default();
    let own = languages.own.into_iter().map(|(tag, phrases)| OwnWords { tag, phrases });
    Words::choose(languages.wanted.iter().map(String::as_str), own.collect())
}
