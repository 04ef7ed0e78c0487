//! `/api/custom-phrases`: the words of pages in the tenant's own wording, by language.

mod delete;
mod get;
mod list;
mod put;
#[cfg(test)]
mod tests;

use api_types::custom_phrase as wire;
use domain::{TenantId, phrase::is_language};
use http_kit::{ApiError, Issue};
use store::custom_phrase::CustomPhrase;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Custom phrases")
        .get("/api/custom-phrases", list::list_custom_phrases)
        .get("/api/custom-phrases/{languageTag}", get::get_custom_phrase)
        .put("/api/custom-phrases/{languageTag}", put::put_custom_phrase)
        .delete("/api/custom-phrases/{languageTag}", delete::delete_custom_phrase)
}

/// The words of a language as the wire shows them.
fn phrase_body(tenant: &TenantId, phrase: CustomPhrase) -> wire::CustomPhrase {
    let CustomPhrase { id, language_tag, translation } = phrase;
    let translation = translation.as_object().cloned().unwrap_or_default();
    wire::CustomPhrase { tenant_id: tenant.to_string(), id, language_tag, translation }
}

/// 400 for a language that the wire does not know.
fn check_language(tag: &str) -> Result<(), ApiError> {
    if is_language(tag) {
        return Ok(());
    }
    let issue = Issue::new("invalid_enum_value", &["languageTag"], "There is no such language");
    Err(ApiError::invalid_input(vec![issue]))
}
