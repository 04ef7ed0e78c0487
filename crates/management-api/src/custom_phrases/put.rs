//! `PUT /api/custom-phrases/{languageTag}`

use api_types::custom_phrase as wire;
use axum::extract::Path;
use domain::phrase;
use http_kit::{ApiError, Created, ValidJson};
use serde_json::{Map, Value};
use store::{StoreError, custom_phrase::CustomPhrase};

use super::{check_language, phrase_body};
use crate::ManagementContext;

/// The most words of one language, in bytes of their JSON.
const MAX_BYTES: usize = 256 * 1024;

/// Stores the words of a language in the place of those there were. Whatever is no tree of texts is refused, empty texts are left out:
/// what is not there is said in the built-in words.
pub(super) async fn put_custom_phrase(
    context: ManagementContext,
    Path(tag): Path<String>,
    ValidJson(words): ValidJson<Map<String, Value>>,
) -> Result<Created<wire::CustomPhrase>, ApiError> {
    check_language(&tag)?;
    phrase::check(&words)
        .map_err(|_| ApiError::unprocessable("localization.invalid_translation_structure"))?;
    let translation = Value::Object(without_empty(words));
    if translation.to_string().len() > MAX_BYTES {
        return Err(ApiError::unprocessable("entity.value_too_long"));
    }
    let id = context.services.entropy.id_21();
    let (context, phrase) = (&context, &CustomPhrase { id, language_tag: tag, translation });
    let stored = context
        .reconfigure(|tx| async move {
            let stored = store::custom_phrase::put(tx.exec(), context.tenant(), phrase).await?;
            stored.ok_or_else(|| ApiError::from(StoreError::Conflict))
        })
        .await?;
    Ok(Created(phrase_body(context.tenant(), stored)))
}

fn without_empty(words: Map<String, Value>) -> Map<String, Value> {
    words
        .into_iter()
        .filter_map(|(key, value)| match value {
            Value::String(text) if text.is_empty() => None,
            Value::Object(inside) => Some((key, Value::Object(without_empty(inside)))),
            value => Some((key, value)),
        })
        .collect()
}
