//! `GET /api/custom-phrases/{languageTag}`

use api_types::custom_phrase as wire;
use axum::{Json, extract::Path};
use http_kit::ApiError;

use super::{check_language, phrase_body};
use crate::ManagementContext;

/// Shows the words of one language.
pub(super) async fn get_custom_phrase(
    context: ManagementContext,
    Path(tag): Path<String>,
) -> Result<Json<wire::CustomPhrase>, ApiError> {
    check_language(&tag)?;
    let phrase = store::custom_phrase::find(context.exec(), context.tenant(), &tag).await?;
    let phrase = phrase.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(phrase_body(context.tenant(), phrase)))
}
