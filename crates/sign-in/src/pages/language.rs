//! In which words a page speaks: the built-in ones of the best language, with the tenant's own laid over them.

use axum::http::{HeaderMap, Uri};
use hosted::{words_in, words_of};
use http_kit::QueryPairs;
use operations::Services;
use ui::Words;

use crate::flow::Visit;

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
    words_of(services, headers, query.get("ui_locales")).await
}
