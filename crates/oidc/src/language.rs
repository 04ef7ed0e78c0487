//! In which words the provider's own pages speak.

use axum::http::HeaderMap;
use hosted::words_of;
use operations::Services;
use ui::Words;

/// The words for a browser that may ask for languages by `ui_locales`.
pub(crate) async fn words_for(services: &Services, ui_locales: Option<&str>, headers: &HeaderMap) -> Words {
    words_of(services, headers, ui_locales).await
}
